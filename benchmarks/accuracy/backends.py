"""The backends that are measured: the product as installed, MediaPipe alone, and the weights that are named."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import click

from vision.pose.choice import ModelRequest

DEFAULT, ALONE = "auto", "none"
_ABOUT = {
    DEFAULT: "The product as installed: the person detector that `counterwatch weights` makes finds people, MediaPipe"
    " measures their poses.",
    ALONE: "BlazePose (full) and Face Landmarker, from the weights that `counterwatch weights` installs."
    " It finds one person at a time: every zone is cut out and analysed separately.",
}


@dataclass(frozen=True, slots=True)
class Backend:
    """One backend: its name in tables and folders, a sentence about it, and the options that select it.

    `pictures`: its pose model is measured on pictures, which other backends with the same one need not be.
    """

    name: str
    about: str
    wish: ModelRequest
    pictures: bool = False


def backends(detectors: Sequence[str], pose: Path | None = None) -> list[Backend]:
    """One for each detector (`auto`, `none` or a file of weights), and one for YOLO pose weights if they are given.

    A product without person detectors has MediaPipe alone: `auto` is that, and is measured once.
    """
    found = [replace(_of(name), pictures=row == 0) for row, name in enumerate(detectors)]
    if pose is not None:
        words = f"Pose weights `{pose.name}`, which find all people at once; MediaPipe measures the person at the post."
        found.append(Backend(f"pose-{pose.stem}", words, ModelRequest("ultralytics", pose), pictures=True))
    return [one for row, one in enumerate(found) if one.name not in [other.name for other in found[:row]]]


def has_detectors() -> bool:
    """Whether the product can be asked for a person detector."""
    return "detector" in {field.name for field in fields(ModelRequest)}


def _of(name: str) -> Backend:
    if name == ALONE or (name == DEFAULT and not has_detectors()):
        return Backend("mediapipe", _ABOUT[ALONE], wish_of(ALONE))
    if name == DEFAULT:
        return Backend("default", _ABOUT[DEFAULT], wish_of(DEFAULT))
    words = f"Person detector `{Path(name).name}`; MediaPipe measures poses."
    return Backend(Path(name).stem, words, wish_of(name))


def wish_of(name: str) -> ModelRequest:
    """The wish for a detector: `auto` leaves it to the product, `none` asks for MediaPipe alone."""
    if name == DEFAULT:
        return ModelRequest()
    if has_detectors():
        asked: dict[str, object] = {"detector": name if name == ALONE else Path(name)}
        return ModelRequest(**asked)  # type: ignore[arg-type]
    if name == ALONE:
        return ModelRequest("mediapipe")
    raise click.UsageError(f"{name}: this version has no person detectors; omit --detector or use none")
