"""Measure and write docs/accuracy.md: `make accuracy`, or
`python -m benchmarks.accuracy --footage DIR --out FILE [--weights FILE]`.

DIR holds labelled clips anywhere below it, and may hold pose/keypoints.json and face/labels.json.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from benchmarks.accuracy.clips import Clips, kept, measure_clips, with_eyes
from benchmarks.accuracy.events_page import origins
from benchmarks.accuracy.faces import measure_faces
from benchmarks.accuracy.machine import machine, revision, versions
from benchmarks.accuracy.page import Circumstances, Measured, page
from benchmarks.accuracy.people import load_pictures, measure_poses
from benchmarks.accuracy.plot import Series, reliability_svg
from benchmarks.accuracy.reliability import bins_of, claims_of
from models.norms import load_profile
from pipeline.recordings.eyes import open_eyes
from pipeline.recordings.terminal import hushed
from vision.pose.choice import Wish

_MEDIAPIPE = (
    "BlazePose (full) and Face Landmarker, from the weights that `counterwatch weights` installs."
    " It finds one person at a time: every zone is cut out and looked at for itself."
)


@click.command()
@click.option("--footage", type=click.Path(path_type=Path, exists=True, file_okay=False), required=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.option(
    "--weights",
    type=click.Path(path_type=Path),
    help="YOLO pose weights: measures ultralytics beside mediapipe.",
)
@click.option("--pictures-only", is_flag=True, help="With --weights: ultralytics on pictures, not on clips.")
@click.option(
    "--reports",
    type=click.Path(path_type=Path, file_okay=False),
    help="Keep analyses here and make none again; remove the folder after a change.",
)
def main(footage: Path, out: Path, weights: Path | None, pictures_only: bool, reports: Path | None) -> None:
    """Measure events, poses and faces on labelled footage and write the page with its pictures."""
    with hushed():
        measured = [measure(Wish("mediapipe"), _MEDIAPIPE, footage, _below(reports, "mediapipe"))]
        if weights:
            about = f"Weights `{weights.name}`. It finds everybody at once; MediaPipe measures who is at the post."
            about += " Other weights, other figures."
            wish, folder = Wish("ultralytics", weights), _below(reports, "ultralytics")
            measured.append(measure(wish, about, footage, folder, clips=not pictures_only))
    write(out, measured, _circumstances(footage, out, weights, pictures_only=pictures_only))


def measure(wish: Wish, about: str, footage: Path, reports: Path | None, *, clips: bool = True) -> Measured:
    """One backend on all the footage there is, or on its pictures alone."""
    with open_eyes(wish) as eyes:
        look = kept(with_eyes(eyes), reports) if reports else with_eyes(eyes)
        found = measure_clips(footage, look) if clips else Clips()
        poses, faces = footage / "pose", footage / "face"
        return Measured(
            eyes.choice.backend,
            about,
            found.results,
            found.strained,
            measure_poses(load_pictures(poses), eyes.pose) if poses.is_dir() else None,
            # The faces of both backends are measured by the same model.
            measure_faces(faces, eyes.face) if faces.is_dir() and eyes.face and wish.weights is None else (),
        )


def _below(folder: Path | None, name: str) -> Path | None:
    return folder / name if folder else None


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


def _circumstances(footage: Path, out: Path, weights: Path | None, *, pictures_only: bool) -> Circumstances:
    words = ["python -m benchmarks.accuracy", f"--footage {footage}", f"--out {out}"]
    words += [f"--weights {weights}"] if weights else []
    words += ["--pictures-only"] if pictures_only else []
    lacking = "the ultralytics backend (extra `yolo`, `--weights`)"
    return Circumstances(
        command=" ".join(words),
        machine=machine(),
        versions=versions(),
        revision=revision(),
        day=dt.datetime.now(dt.UTC).date().isoformat(),
        eyes_closed=load_profile("evaluation").thresholds.eyes_closed_ratio,
        not_run=() if weights and not pictures_only else (f"Not run on clips: {lacking}.",),
    )


if __name__ == "__main__":
    main()
