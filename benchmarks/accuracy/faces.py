"""Accuracy of the face measures, and of the product's limits on them, on labelled pictures of faces."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import cv2
import numpy as np

from benchmarks.accuracy.people import read_picture
from pipeline.states import smiles, yawns
from vision.core import FaceLook, Image
from vision.measures.smile import smile
from vision.pose.backend import FaceBackend

# Crops that end at the chin and the brows hide features that face detectors need.
_TIGHT, _BORDER = "tight", 0.5
_OPEN_EYES = ("neutral", "eyes_open_neutral", "frontal")


@dataclass(frozen=True, slots=True)
class Face:
    """A labelled picture and what was measured on it, None where no face was found.

    `mouth_open` and `smile` are None if the labeller could not tell; `subject` groups pictures of one source.
    """

    file: str
    subject: str
    label: str
    mouth_open: bool | None
    look: FaceLook | None
    smile: bool | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A yes-or-no question to a measure: `asks` gives the label or None (no label); `value` is higher for yes.

    The product says yes from `limit` on; `against_usual`: it compares with the person's usual value.
    """

    name: str
    measure: str
    asks: Callable[[Face], bool | None]
    value: Callable[[FaceLook], float]
    limit: float | None = None
    against_usual: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """One question over the pictures of a subject: `yes` and `no` with a face, `unseen` without; 0..1 or NaN."""

    question: Question
    of: str
    yes: int
    no: int
    unseen: int
    auc: float
    accuracy: float


def questions(eyes_closed_ratio: float) -> list[Question]:
    """The questions to the measures; the eye ratio comes from the norm profile, the other limits from the gestures.

    The product ignores an open mouth alone, because people talk and smile. It reports a yawn.
    """
    return [
        Question("mouth open", "lip gap", _mouth, lambda f: f.mouth_open),
        Question("mouth open", "dark share", _mouth, lambda f: f.mouth_dark),
        Question("yawn", "lip gap", _yawn, lambda f: f.mouth_open, yawns.LIMITS.gape, against_usual=True),
        Question("yawn", "dark share", _yawn, lambda f: f.mouth_dark, yawns.LIMITS.dark, against_usual=True),
        Question("eyes closed", "eye aspect ratio", _eyes, lambda f: -f.eyes_open, -eyes_closed_ratio),
        Question("smile", "mouth's corners", _smile, _corners, smiles.LIMITS.smile, against_usual=True),
        Question("turned aside", "yaw", _label("head_turned", "frontal"), lambda f: abs(f.yaw)),
        Question("looks up", "pitch", _label("head_up", "frontal"), lambda f: -f.pitch),
        Question("looks down", "pitch", _label("head_down", *_OPEN_EYES), lambda f: f.pitch),
        Question("tilted", "roll", _label("head_tilted_sideways", *_OPEN_EYES), lambda f: abs(f.roll)),
    ]


def measure_faces(folder: Path, backend: FaceBackend) -> list[Face]:
    """Every picture of `folder`/labels.json through the backend; tight crops get a border of half their side."""
    rows = json.loads((folder / "labels.json").read_text(encoding="utf-8"))["images"]
    return [
        Face(
            row["file"],
            row["subject"],
            row["label"],
            None if row["mouth_open"] is None else bool(row["mouth_open"]),
            backend.face(_bordered(read_picture(folder / row["file"]), row["crop"])),
            None if row["smile"] is None else bool(row["smile"]),
        )
        for row in rows
    ]


def answers(faces: Sequence[Face], question: Question) -> list[Answer]:
    """Answers of each subject that has both labels, and of all pictures together."""
    subjects = sorted({face.subject for face in faces})
    parts = {name: [face for face in faces if face.subject == name] for name in subjects}
    asked = {name: part for name, part in parts.items() if {True, False} <= set(map(question.asks, part))}
    rows = [_answer(question, name, part, part) for name, part in asked.items()]
    return [*rows, _answer(question, "all", [f for f in faces if question.asks(f) is not None], faces)]


def auc(yes: Sequence[float], no: Sequence[float]) -> float:
    """The probability that a yes is higher than a no, ties counting half (Mann and Whitney 1947); NaN without both."""
    if not yes or not no:
        return float("nan")
    above = np.subtract.outer(np.asarray(yes), np.asarray(no))
    return float(np.mean((above > 0) + 0.5 * (above == 0)))


def _answer(question: Question, of: str, part: Sequence[Face], everybody: Sequence[Face]) -> Answer:
    asked = [(face, said) for face in part if (said := question.asks(face)) is not None]
    seen = [(face, question.value(face.look), said) for face, said in asked if face.look is not None]
    yes, no = ([value for _, value, said in seen if said is which] for which in (True, False))
    return Answer(
        question, of, len(yes), len(no), len(asked) - len(seen), auc(yes, no), _accuracy(question, seen, everybody)
    )  # fmt: skip


def _accuracy(
    question: Question, seen: Sequence[tuple[Face, float, bool]], everybody: Sequence[Face]
) -> float:
    """Share of pictures on the right side of the product's limit."""
    if question.limit is None or not seen:
        return float("nan")
    right = [
        (value - _usual(question, face.subject, everybody) >= question.limit) is said
        for face, value, said in seen
    ]
    return float(np.mean(right))


def _usual(question: Question, subject: str, everybody: Sequence[Face]) -> float:
    """The median of the subject's negative pictures, of all subjects if it has none; 0 for fixed limits."""
    if not question.against_usual:
        return 0.0
    noes = [
        (face.subject, question.value(face.look))
        for face in everybody
        if face.look is not None and question.asks(face) is False
    ]
    own = [value for name, value in noes if name == subject]
    return median(own or [value for _, value in noes] or [0.0])


def _bordered(image: Image, crop: str | None) -> Image:
    if not (crop or "").startswith(_TIGHT):
        return image
    side = int(max(image.shape[:2]) * _BORDER)
    return np.asarray(cv2.copyMakeBorder(image, side, side, side, side, cv2.BORDER_REPLICATE), np.uint8)


def _mouth(face: Face) -> bool | None:
    return face.mouth_open


def _yawn(face: Face) -> bool | None:
    """Label of a yawn; all other mouths are negative. Surprise or speech looks the same in a single picture."""
    return None if face.label == "mouth_open_not_smiling" else face.label == "yawn"


def _smile(face: Face) -> bool | None:
    """Label of a smile; closed, open and yawning mouths are negative."""
    return face.smile


def _corners(look: FaceLook) -> float:
    return float("nan") if look.mesh is None else smile(look.mesh)


def _eyes(face: Face) -> bool | None:
    return _label("eyes_closed", *_OPEN_EYES)(face)


def _label(yes: str, *no: str) -> Callable[[Face], bool | None]:
    return lambda face: True if face.label == yes else False if face.label in no else None
