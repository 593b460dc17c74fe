"""Measure and write docs/accuracy.md: `python -m benchmarks.accuracy --footage DIR --out FILE`, or `make accuracy`.

DIR holds labelled clips anywhere below it, and may hold pose/keypoints.json and face/labels.json.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from benchmarks.accuracy.clips import kept, measure_clips, with_eyes
from benchmarks.accuracy.events_page import origins
from benchmarks.accuracy.faces import measure_faces
from benchmarks.accuracy.machine import installed, machine, revision, versions
from benchmarks.accuracy.page import Circumstances, Measured, page
from benchmarks.accuracy.people import load_pictures, measure_poses
from benchmarks.accuracy.plot import Series, reliability_svg
from benchmarks.accuracy.reliability import bins_of, claims_of
from models.norms import load_profile
from pipeline.eyes import Eyes, open_eyes
from pipeline.terminal import hushed

_MEDIAPIPE = (
    "BlazePose (full) and Face Landmarker, from the weights that `counterwatch weights` installs;"
    " one person per zone crop."
)


@click.command()
@click.option("--footage", type=click.Path(path_type=Path, exists=True, file_okay=False), required=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.option(
    "--reports",
    type=click.Path(path_type=Path, file_okay=False),
    help="Keep analyses here and make none again; remove the folder after a change.",
)
def main(footage: Path, out: Path, reports: Path | None) -> None:
    """Measure events, poses and faces on labelled footage and write the page with its pictures."""
    with hushed(), open_eyes() as eyes:
        measured = measure("mediapipe", _MEDIAPIPE, eyes, footage, reports)
    write(out, [measured], _circumstances(footage, out))


def measure(backend: str, about: str, eyes: Eyes, footage: Path, reports: Path | None) -> Measured:
    """One backend on all the footage there is."""
    look = with_eyes(eyes)
    clips = measure_clips(footage, kept(look, reports / backend) if reports else look)
    poses, faces = footage / "pose", footage / "face"
    return Measured(
        backend,
        about,
        clips.results,
        clips.strained,
        measure_poses(load_pictures(poses), eyes.pose) if poses.is_dir() else None,
        measure_faces(faces, eyes.face) if faces.is_dir() and eyes.face else (),
    )


def write(out: Path, all_measured: Sequence[Measured], how: Circumstances) -> None:
    """The page, and beside it one reliability diagram for each backend."""
    plotted = [_plotted(out, one) for one in all_measured]
    out.write_text(page(plotted, how), encoding="utf-8")


def _plotted(out: Path, one: Measured) -> Measured:
    rendered = origins(one.results).get("rendered")
    if rendered is None:
        return one
    worse = [result for part in one.strained.values() for result in part]
    file = out.with_name(f"{out.stem}-{one.backend}.svg")
    series = (
        Series("signals as they are", bins_of(claims_of(rendered)), "#1668b8"),
        Series("signals made worse", bins_of(claims_of(worse)), "#c05020", aside=5),
    )
    file.write_text(reliability_svg(f"{one.backend}, rendered clips", series), encoding="utf-8")
    return replace(one, plot=file.name)


def _circumstances(footage: Path, out: Path) -> Circumstances:
    lacking = "Not run: the ultralytics backend, because its extra (`yolo`) is not installed here."
    return Circumstances(
        command=f"python -m benchmarks.accuracy --footage {footage} --out {out}",
        machine=machine(),
        versions=versions(),
        revision=revision(),
        day=dt.datetime.now(dt.UTC).date().isoformat(),
        eyes_closed=load_profile("evaluation").thresholds.eyes_closed_ratio,
        not_run=() if installed("ultralytics") else (lacking,),
    )


if __name__ == "__main__":
    main()
