"""Everybody in a picture, bodies and faces, for hiding people in clips and backgrounds."""

import logging
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.core import Basis, Detections, Frame, Image, VisionError, limit
from vision.detection.duplicate_boxes import without_duplicates
from vision.detection.face_detector import FaceDetector
from vision.detection.registry import open_detector

Boxes = NDArray[np.float32]
"""(n, 4) x0, y0, x1, y1 in picture heights."""


@dataclass(frozen=True, slots=True)
class PeopleSearchLimits:
    """Limits of the search."""

    side: int = limit(
        960, "pixels", Basis.CHOICE, "of the detectors' input: as wide as a clip (decision 0038)"
    )
    rate: float = limit(4.0, "looks a second", Basis.CHOICE, "people are followed in between (decision 0038)")
    faces_every: int = limit(2, "looks", Basis.CHOICE, "search faces too: bodies give most heads")
    enlarge: float = limit(
        2.0, "times", Basis.CHOICE, "a small picture is enlarged; more shows nothing that was not in it"
    )
    body: float = limit(
        0.25,
        "score",
        Basis.CHOICE,
        "of a person: a chair that is hidden harms less than a person who is shown",
    )


LIMITS = PeopleSearchLimits()

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FoundPeople:
    """The `bodies` (n, 4) and `faces` (m, 4) of one picture, in picture heights; `time` is UTC seconds.

    `faces` is None when no face was searched.
    """

    time: float
    bodies: Boxes
    faces: Boxes | None = None


class PeopleSearch:
    """A person and a face detector. One instance per thread; `close` releases them.

    Raises VisionError when one of them is not installed.
    """

    def __init__(self) -> None:
        self._faces = FaceDetector()
        self._people = open_detector(None, "int8")

    def found(self, image: Image, time: float, *, faces: bool = True) -> FoundPeople:
        """Everybody in `image` (H, W, 3) uint8 BGR of `time`, without regard to who it is."""
        height = image.shape[0]
        side = min(LIMITS.side, round(LIMITS.enlarge * max(image.shape[:2])))
        bodies = without_duplicates(self._people.detect(image, side))
        return FoundPeople(
            time,
            _heights(bodies[bodies.scores >= LIMITS.body], height),
            _heights(self._faces.detect(image, side), height) if faces else None,
        )

    def close(self) -> None:
        """Release the models. No call may follow."""
        self._people.close()


def try_search() -> PeopleSearch | None:
    """The search; None, and a warning, when a detector is not installed."""
    try:
        return PeopleSearch()
    except VisionError as error:
        _LOG.warning("clips are blurred whole but for the staff: %s", error)
        return None


def searched(frames: Iterable[Frame]) -> list[FoundPeople] | None:
    """Everybody in pictures that come at `LIMITS.rate`; None, and a warning, when a detector is not installed."""
    search = try_search()
    if search is None:
        return None
    with closing(search):
        return [
            search.found(frame.image, frame.time, faces=number % LIMITS.faces_every == 0)
            for number, frame in enumerate(frames)
        ]


def _heights(found: Detections, height: int) -> Boxes:
    return np.asarray(found.boxes / height, np.float32)
