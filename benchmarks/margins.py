"""Distance of every limit from changing a decision on labelled clips: `make margins`, or
`python -m benchmarks.margins --footage DIR | --made DIR [--signals DIR] [--change 0.25] [--out FILE]`.

A limit that may be a quarter greater or smaller without changing any decision is likely to hold for unknown people and
halls. Each number of every limits dataclass of the pipeline, and each figure of the profile that is no duration, is
changed alone; whole numbers stay whole. The clips are analysed once (`--signals` stores their signals) and judged again
from their signals.
"""

import importlib
import math
import pkgutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

import click

import pipeline
from benchmarks.accuracy.markdown import table
from benchmarks.footage.made import made_clips
from models import Thresholds, load_site
from models.norms import load_profile
from pipeline.archive.parquet_file import load, save
from pipeline.evaluation.findings import ClipResult, compare
from pipeline.evaluation.truth import EvaluationClip, load_clips
from pipeline.judging.judge import judge
from pipeline.recordings.analysis import Task, analyse_recording
from pipeline.recordings.analysis_report import AnalysisReport, VideoClock
from pipeline.recordings.assignment import camera_of
from pipeline.recordings.model_set import ModelSet, load_models
from pipeline.recordings.terminal import without_native_output
from vision.core import Signals, origins

_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Limit:
    """A number by which something is decided: `name` of the module `room`, or of the profile where room is None."""

    room: str | None
    name: str
    value: float
    unit: str = ""

    @property
    def label(self) -> str:
        """The name of the limit, as in the code."""
        return f"{'profile' if self.room is None else self.room.removeprefix('pipeline.')} {self.name}"

    def varied(self, change: float) -> tuple[float, float]:
        """The value made smaller and greater by a share; a whole number stays one, and changes by one at least.

        A percentile is 100 at most.
        """
        smaller, greater = self.value / (1 + change), self.value * (1 + change)
        if self.unit == "percentile":
            greater = min(100, greater)
        if isinstance(self.value, int):
            return math.floor(smaller), math.ceil(greater)
        return smaller, greater


@dataclass(frozen=True, slots=True)
class Seen:
    """A labelled clip and its signals."""

    clip: EvaluationClip
    signals: dict[str, Signals]


Wrong = tuple[str, str, str, float]
"""A wrong decision: its sort (missed, false, or the attribute), the clip, the kind, seconds."""


@click.command()
@click.option("--footage", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--made",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Generated clips (`make footage`), whose signals are kept already.",
)
@click.option(
    "--signals",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder in which signals are stored for the next run.",
)
@click.option(
    "--change", type=click.FloatRange(0.01, 1.0), default=0.25, help="Share by which each limit is changed."
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the table here too.")
def main(
    *, footage: Path | None, made: Path | None, signals: Path | None, change: float, out: Path | None
) -> None:
    """Print every limit whose change changes a decision, those with most changes first."""
    seen = [Seen(one.clip, one.seen.signals) for one in made_clips(made)] if made else []
    if footage:
        with without_native_output(), TemporaryDirectory() as scratch:
            seen += look(load_clips(footage), signals or Path(scratch))
    if not seen:
        raise click.UsageError("no clips: name a folder with --footage or --made")
    text = "\n".join(page(seen, load_profile("evaluation").thresholds, change))
    print(text)
    if out:
        out.write_text(text, encoding="utf-8")


def look(clips: Sequence[EvaluationClip], folder: Path) -> Iterator[Seen]:
    """The signals of the clips, read from `folder` if they were stored there before."""
    if all(_file(clip, folder).is_file() for clip in clips):
        yield from (Seen(clip, load(_file(clip, folder), clip.name)) for clip in clips)
        return
    with load_models() as models:
        for clip in clips:
            if not _file(clip, folder).is_file():
                print(clip.name, file=sys.stderr, flush=True)
                save(_file(clip, folder), clip.name, _look(clip, models))
            yield Seen(clip, load(_file(clip, folder), clip.name))


def _look(clip: EvaluationClip, models: ModelSet) -> dict[str, Signals]:
    site = load_site(clip.site)
    task = Task(clip.video, site, clip.site, camera_of(clip.video, site, clip.site))
    return dict(analyse_recording(task, models).signals)


def _file(clip: EvaluationClip, folder: Path) -> Path:
    return folder / f"{clip.name.replace('/', '_')}.parquet"


def page(seen: Sequence[Seen], thresholds: Thresholds, change: float) -> list[str]:
    """Lines of text: the number of limits without effect, and a row for each change that changes a decision."""
    base, every = wrong(seen, thresholds), limits(thresholds)
    rows = [row for limit in every for row in _rows(seen, thresholds, limit, change, base)]
    firm = len(every) - len({row[0] for row in rows})
    return [
        f"{firm} of {len(every)} limits may be {change:.0%} greater or smaller without another wrong decision in"
        f" {len(seen)} clips ({len(base)} wrong without a change).",
        "",
        *table(
            ("limit", "value", "changed to", "more wrong", "such as"),
            sorted(rows, key=lambda row: -int(row[3])),
        ),
    ]


def _rows(
    seen: Sequence[Seen], thresholds: Thresholds, limit: Limit, change: float, base: set[Wrong]
) -> Iterator[tuple[str, ...]]:
    for value in limit.varied(change):
        with changed(limit, value, thresholds) as changed_thresholds:
            more = sorted(wrong(seen, changed_thresholds) - base)
        if more:
            words = "; ".join(f"{how} {kind} {clip} {at:.1f} s" for how, clip, kind, at in more[:_EXAMPLES])
            yield limit.label, f"{limit.value:g}", f"{value:.3g}", str(len(more)), words


def limits(thresholds: Thresholds) -> list[Limit]:
    """Every number of the pipeline's limits, and every figure of the profile that is no duration."""
    rooms = [part.name for part in pkgutil.walk_packages(pipeline.__path__, "pipeline.")]
    found = [limit for room in rooms for limit in _of_room(importlib.import_module(room))]
    names = [name for name in type(thresholds).model_fields if not name.endswith("_s")]
    return found + [Limit(None, name, float(getattr(thresholds, name))) for name in names]


def _of_room(room: ModuleType) -> Iterator[Limit]:
    """The numbers of the limits that the module makes of dataclasses of its own."""
    for name, own in vars(room).items():
        if type(own).__name__.endswith("Limits") and type(own).__module__ == room.__name__:
            yield from (
                Limit(room.__name__, f"{name}.{part}", getattr(own, part), origin.unit)
                for part, origin in origins(type(own)).items()
            )


@contextmanager
def changed(limit: Limit, value: float, thresholds: Thresholds) -> Iterator[Thresholds]:
    """Within it the limit has this value; the limits of a module are one object, wherever it is imported."""
    if limit.room is None:
        yield thresholds.model_copy(update={limit.name: value})
        return
    name, part = limit.name.split(".")
    own = vars(importlib.import_module(limit.room))[name]
    object.__setattr__(own, part, value)  # frozen as it is
    try:
        yield thresholds
    finally:
        object.__setattr__(own, part, limit.value)


def wrong(seen: Sequence[Seen], thresholds: Thresholds) -> set[Wrong]:
    """All wrong decisions."""
    return {one for each in seen for one in _wrong(_judged(each, thresholds))}


def _judged(seen: Seen, thresholds: Thresholds) -> ClipResult:
    time = next(iter(seen.signals.values())).time
    start, end = float(time[0]), float(time[-1]) + 0.1
    clock = VideoClock(seen.clip.video.name, start)
    found = judge(seen.clip.name, seen.signals, thresholds, (start, end))
    return compare(
        seen.clip, AnalysisReport(tuple(map(clock.event, found.events)), clock.states(found.states))
    )


def _wrong(result: ClipResult) -> Iterator[Wrong]:
    for finding in result.findings:
        at = finding.span[0]
        if finding.truth is None or finding.found is None:
            yield "missed" if finding.missed else "false", result.clip.name, finding.kind, round(at, 1)
            continue
        said = finding.found.attributes
        for name, value in finding.truth.attributes.items():
            if isinstance(value, bool | str) and name in said and said[name] != value:
                yield f"wrong {name} of", result.clip.name, finding.kind, round(at, 1)


if __name__ == "__main__":
    main()
