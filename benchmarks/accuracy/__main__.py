"""Measure on labelled footage, and write docs/accuracy.md: `make accuracy`, or

    python -m benchmarks.accuracy --footage DIR [--only real,dev/dim_A] [--detector auto --detector none ...]
                                  [--signals DIR] [--jobs 2] [--json FILE] [--out FILE]

DIR contains labelled clips at any depth, and may contain pose/keypoints.json and face/labels.json. The short tables are
printed; --json writes every figure, --out the page with its pictures. --signals stores the signals of each clip, by
backend and by the version of the vision code. After a change to judging alone, no clip is analysed again.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from benchmarks.accuracy.backends import ALONE, DEFAULT, backends, has_detectors
from benchmarks.accuracy.clips import chosen_clips
from benchmarks.accuracy.events_page import origins
from benchmarks.accuracy.figures import figures
from benchmarks.accuracy.machine import machine, revision, versions
from benchmarks.accuracy.measuring import Plan, long_days, measure, with_pictures
from benchmarks.accuracy.page import Circumstances, Measured, page
from benchmarks.accuracy.plot import Series, reliability_svg
from benchmarks.accuracy.reliability import bins_of, claims_of
from benchmarks.accuracy.short_page import short_lines
from benchmarks.long_days.days import Plan as DaysPlan
from models.norms import load_profile
from pipeline.evaluation.findings import ClipResult
from pipeline.recordings.analysis_report import write_json

HOURS = 2.0
"""The length of a long day."""
_FOLDER = click.Path(path_type=Path, file_okay=False)
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.option("--footage", type=click.Path(path_type=Path, exists=True, file_okay=False), required=True)
@click.option("--only", default="", metavar="NAME,...", help="Only clips of these folders or of these names.")
@click.option(
    "--detector",
    "detectors",
    multiple=True,
    default=(DEFAULT, ALONE),
    show_default=True,
    metavar="PATH|auto|none",
    help="Weights of a person detector, auto (as installed) or none (MediaPipe alone); may be repeated.",
)
@click.option("--weights", type=_FILE, help="YOLO pose weights to measure as well.")
@click.option(
    "--signals",
    type=_FOLDER,
    help="Folder for the signals; clips with stored signals are not analysed again.",
)
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Number of processes.")
@click.option(
    "--days", type=click.IntRange(0), default=4, show_default=True, help="Synthetic long days on the page."
)
@click.option("--json", "json_file", type=_FILE, help="Write every figure here.")
@click.option("--out", type=_FILE, help="Write the page here, with pictures beside it.")
def main(  # noqa: PLR0913 - one for every option
    *,
    footage: Path,
    only: str,
    detectors: Sequence[str],
    weights: Path | None,
    signals: Path | None,
    jobs: int,
    days: int,
    json_file: Path | None,
    out: Path | None,
) -> None:
    """Measure events on labelled footage, and poses and faces if a page is written."""
    chosen = backends(detectors, weights)
    clips = chosen_clips(footage, [name for name in only.split(",") if name])
    with TemporaryDirectory() as scratch:
        plan = Plan(clips, signals or Path(scratch), jobs)
        measured = [measure(backend, plan) for backend in chosen]
        shipped = DaysPlan(days, HOURS, 0, load_profile("general"))
        lasting = long_days(shipped, plan, chosen) if out and days else {}
    click.echo("\n".join(short_lines({one.backend: one.results for one in measured})))
    if json_file:
        found = {one.backend: figures(one.results, one.strained) for one in measured}
        write_json(json_file, {"revision": revision(), "backends": found})
    if out:
        pairs = zip(measured, chosen, strict=True)
        pictured = [with_pictures(one, footage, b.wish) if b.pictures else one for one, b in pairs]
        write(out, pictured, _circumstances(_command(footage, out, only, detectors, weights)), lasting)


def write(
    out: Path,
    all_measured: Sequence[Measured],
    how: Circumstances,
    lasting: Mapping[str, Sequence[ClipResult]],
) -> None:
    """The page, and beside it one reliability diagram for each backend."""
    plotted = [_plotted(out, one) for one in all_measured]
    out.write_text(page(plotted, how, lasting), encoding="utf-8")


def _plotted(out: Path, one: Measured) -> Measured:
    rendered = origins(one.results).get("rendered")
    if rendered is None:
        return one
    worse = [result for part in one.strained.values() for result in part]
    file = out.with_name(f"{out.stem}-{one.backend}.svg")
    series = (
        Series("original signals", bins_of(claims_of(rendered)), "#1668b8"),
        Series("degraded signals", bins_of(claims_of(worse)), "#c05020", aside=5),
    )
    file.write_text(reliability_svg(f"{one.backend}, rendered clips", series), encoding="utf-8")
    return replace(one, plot=file.name)


def _command(footage: Path, out: Path, only: str, detectors: Sequence[str], weights: Path | None) -> str:
    """The options that change the figures."""
    words = ["python -m benchmarks.accuracy", f"--footage {footage}", f"--out {out}"]
    words += [f"--only {only}"] if only else []
    words += [f"--detector {name}" for name in detectors]
    return " ".join([*words, *([f"--weights {weights}"] if weights else [])])


def _circumstances(command: str) -> Circumstances:
    lacking = "" if has_detectors() else "Not run: a person detector, which this version does not have."
    return Circumstances(
        command=command,
        machine=machine(),
        versions=versions(),
        revision=revision(),
        day=dt.datetime.now(dt.UTC).date().isoformat(),
        eyes_closed=load_profile("evaluation").thresholds.eyes_closed_ratio,
        not_run=(lacking,) if lacking else (),
    )


if __name__ == "__main__":
    main()
