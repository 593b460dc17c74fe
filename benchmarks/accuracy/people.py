"""Accuracy of a pose backend's joints on labelled pictures: on crops of one person and on whole pictures."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.oks import oks, pairs
from vision.core import ANCHORS, Image, People
from vision.pose.backend import PoseBackend

# A crop is this much wider and higher than the labelled box, because a zone is drawn with a margin around a person.
_AROUND = 1.25
# Share of a found box that must be inside a labelled box; otherwise it matches no person.
_SAME = 0.5
# Joints of a person who was not found: infinitely far away, which gives an OKS of 0.
_NOWHERE = np.full((17, 3), np.inf, np.float32)


@dataclass(frozen=True, slots=True)
class Person:
    """`joints` (17,3) px, px, COCO flag 0..2; `box` (4,) px x0,y0,x1,y1; `area` px^2; `posture` "" when unlabelled."""

    joints: NDArray[np.float64]
    box: NDArray[np.float64]
    area: float
    posture: str


@dataclass(frozen=True, slots=True)
class Picture:
    """`others` (m,4) px are boxes of further people in view. `partly`: some people may not be labelled."""

    file: Path
    people: tuple[Person, ...]
    others: NDArray[np.float64]
    partly: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """The accuracy for one labelled person. `oks` and `upper` (nose, ears, shoulders alone) are 0 if not found.

    `upper` is NaN if none of these joints is labelled; `high` is the labelled box's height in px.
    """

    oks: float
    upper: float
    high: float
    posture: str


@dataclass(frozen=True, slots=True)
class Poses:
    """One backend on all pictures.

    `nobody` counts those of the `found` people in completely labelled pictures that match no labelled person.
    """

    pictures: int
    crops: tuple[Placed, ...]
    wholes: tuple[Placed, ...]
    found: int
    nobody: int


def load_pictures(folder: Path) -> list[Picture]:
    """The pictures of `folder`/keypoints.json (COCO keypoint format) that show labelled people."""
    values = json.loads((folder / "keypoints.json").read_text(encoding="utf-8"))
    people: dict[int, list[Person]] = {}
    for row in values["annotations"]:
        people.setdefault(row["image_id"], []).append(_person(row))
    return [
        Picture(
            folder / row["file_name"],
            tuple(people[row["id"]]),
            _corners([other[:4] for other in row["other_person_boxes"]]),
            bool(row.get("partial_annotation")),
        )
        for row in values["images"]
        if row["id"] in people
    ]


def measure_poses(pictures: Sequence[Picture], backend: PoseBackend) -> Poses:
    """Run the backend on the crop of every person and on every whole picture."""
    crops: list[Placed] = []
    wholes: list[Placed] = []
    found = nobody = 0
    for picture in pictures:
        image = read_picture(picture.file)
        crops += [_by_crop(person, image, backend) for person in picture.people]
        here = backend.people(image)
        wholes += placed_people(picture.people, here)
        if not picture.partly:
            found += len(here)
            nobody += _nobody(here, picture)
    return Poses(len(pictures), tuple(crops), tuple(wholes), found, nobody)


def placed_people(people: Sequence[Person], found: People) -> list[Placed]:
    """The accuracy for each labelled person; found people are paired one to one by the highest similarity."""
    alike = np.array([[oks(joints, p.joints, p.area) for joints in found.joints] for p in people])
    partner = dict(pairs(alike.reshape(len(people), len(found))))
    return [
        _placed(person, found.joints[partner[row]] if row in partner else _NOWHERE)
        for row, person in enumerate(people)
    ]


def read_picture(file: Path) -> Image:
    """The picture as it is stored, without turning it: labels are in stored pixels. (H, W, 3) uint8 BGR."""
    image = cv2.imread(str(file), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
    if image is None:
        raise OSError(f"{file}: cannot read the picture")
    return np.asarray(image, np.uint8)


def crop_of(box: NDArray[np.float64], size: tuple[int, int]) -> tuple[int, int, int, int]:
    """x0, y0, x1, y1 px of the crop for a labelled box, within a picture of `size` (width, height)."""
    centre, half = (box[:2] + box[2:]) / 2, (box[2:] - box[:2]) / 2 * _AROUND
    x0, y0 = (int(v) for v in np.floor(np.maximum(centre - half, 0)))
    x1, y1 = (int(v) for v in np.ceil(np.minimum(centre + half, size)))
    return x0, y0, x1, y1


def _by_crop(person: Person, image: Image, backend: PoseBackend) -> Placed:
    """The most similar person found in the crop; a multi-person backend may also find a neighbour there."""
    x0, y0, x1, y1 = crop_of(person.box, (image.shape[1], image.shape[0]))
    found = backend.people(image[y0:y1, x0:x1]).moved(x0, y0)
    return placed_people([person], found)[0]


def _placed(person: Person, joints: NDArray[np.float32]) -> Placed:
    return Placed(
        oks(joints, person.joints, person.area),
        oks(joints, person.joints, person.area, ANCHORS),
        float(person.box[3] - person.box[1]),
        person.posture,
    )


def _nobody(found: People, picture: Picture) -> int:
    """Number of found people outside of all labelled boxes."""
    somebody = [*(person.box for person in picture.people), *picture.others]
    return sum(all(_inside(box, other) < _SAME for other in somebody) for box in found.boxes)


def _inside(box: NDArray[np.float32], other: NDArray[np.float64]) -> float:
    """Share of `box` that lies in `other`."""
    shared = np.clip(np.minimum(box[2:], other[2:]) - np.maximum(box[:2], other[:2]), 0, None).prod()
    return float(shared / max(float((box[2:] - box[:2]).prod()), 1e-9))


def _person(row: dict[str, object]) -> Person:
    return Person(
        np.asarray(row["keypoints"], np.float64).reshape(17, 3),
        _corners([row["bbox"]])[0],
        float(str(row["area"])),
        str(row.get("posture") or ""),
    )


def _corners(boxes: Sequence[object]) -> NDArray[np.float64]:
    """(n,4) x0,y0,x1,y1 from x,y,width,height."""
    rows = np.asarray(boxes, np.float64).reshape(-1, 4)
    return np.concatenate([rows[:, :2], rows[:, :2] + rows[:, 2:]], axis=1)


Group = tuple[str, Callable[[Placed], bool]]


def groups() -> Iterator[Group]:
    """The rows of the table: all people, by size in the picture, by posture if it is labelled."""
    yield "all", lambda _: True
    yield "under 100 px high", lambda one: one.high < 100
    yield "100 to 200 px high", lambda one: 100 <= one.high < 200
    yield "over 200 px high", lambda one: one.high >= 200
    yield "seated, where labelled", lambda one: one.posture == "seated"
    yield "standing, where labelled", lambda one: one.posture == "standing"
