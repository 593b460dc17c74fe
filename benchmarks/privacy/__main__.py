"""Faces that clips show: `make privacy`, or `python -m benchmarks.privacy --footage DIR [--out PAGE] [CLIP...]`.

Each labelled clip is looked at and drawn as a clip of an event, for the seconds with most people; two face detectors
then look for faces in one picture a second. In rendered clips it is known whose head is where. In real ones a face
counts as another person's unless it was averaged; `--leaks DIR` gets these pictures, for a person to see whose it is.
"""

import sys
from collections import Counter as Counts
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import click
import numpy as np

from benchmarks.accuracy.machine import revision
from benchmarks.accuracy.markdown import table
from benchmarks.privacy.checking import ClipCheck, checked
from benchmarks.privacy.other_detectors import FaceCheck
from pipeline.evaluation.truth import load_clips
from pipeline.recordings.terminal import load_models_quietly
from scripts.marked_page import replace_table

_HEADS = (
    "folder", "clips", "pictures", "heads of others", "of them shown", "heads of staff", "of them shown",
    "others' faces: MediaPipe", "others' faces: CenterFace", "found where nobody is", "hands sharp", "room unaltered",
)  # fmt: skip
_SHARP = 0.9


@click.command()
@click.argument("names", nargs=-1)
@click.option("--footage", type=click.Path(path_type=Path, exists=True, file_okay=False), required=True)
@click.option("--seconds", default=10.0, show_default=True, help="Of each clip.")
@click.option(
    "--leaks", type=click.Path(path_type=Path, file_okay=False), help="Folder for pictures with faces."
)
@click.option(
    "--out", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Page for the table."
)
def main(names: Sequence[str], footage: Path, seconds: float, leaks: Path | None, out: Path | None) -> None:
    """Check the clips with these words in their names, by default all."""
    if leaks is not None:
        leaks.mkdir(parents=True, exist_ok=True)
    clips = [clip for clip in load_clips(footage) if not names or any(name in clip.name for name in names)]
    done: list[ClipCheck] = []
    with load_models_quietly() as models, closing(FaceCheck()) as check:
        for clip in clips:
            done.append(checked(clip, models, check, seconds, leaks))
            click.echo(f"{clip.name}: {dict(done[-1].counts)}", err=True)
            for leak in done[-1].leaks:
                click.echo(f"  {leak}", err=True)
    lines = [
        f"Code of commit {revision()}; {seconds:g} s of each clip, one picture a second and counter.",
        "",
        *report(done),
    ]
    click.echo("\n".join(lines))
    if out:
        sys.exit(replace_table(out, "\n".join(lines), "measured"))


def report(done: Sequence[ClipCheck]) -> list[str]:
    """The table, a row for each folder."""
    folders = sorted({one.folder for one in done})
    return table(_HEADS, [_row(folder, [one for one in done if one.folder == folder]) for folder in folders])


def _row(folder: str, clips: Sequence[ClipCheck]) -> tuple[str, ...]:
    counts = sum((one.counts for one in clips), Counts[str]())
    hands = np.array([share for one in clips for share in one.hands])
    room = np.array([share for one in clips for share in one.room])
    known = counts["heads of others"] + counts["heads of staff"] > 0
    told = ("heads of others", "heads of others shown", "heads of staff", "heads of staff shown")
    return (
        folder, str(len(clips)), str(counts["pictures"]), *(str(counts[name]) if known else "" for name in told),
        *(str(counts[f"{name}: others"]) for name in ("MediaPipe", "CenterFace")),
        str(sum(counts[f"{name}: nobody's"] for name in ("MediaPipe", "CenterFace"))),
        f"{(hands >= _SHARP).mean():.2f}" if len(hands) else "", f"{room.mean():.3f}" if len(room) else "",
    )  # fmt: skip


if __name__ == "__main__":
    main()
