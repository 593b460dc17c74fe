"""The room with its zones drawn in, for a person to check. No person in it can be recognised.

The room is the median of pictures, which does not show a person who walks; the places of people who stay are blurred
as clips are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from models import Counter
from pipeline.clips.privacy import blurred_whole
from pipeline.errors import PipelineError
from pipeline.zoning.sightings import Floats
from pipeline.zoning.survey import Survey
from vision.core import Basis, Image, limit
from vision.detection.people_mask import people_mask

# Blue, green, red: light blue for the staff, amber for customers, violet for who waits, as the dashboard draws them.
COLOURS = {"staff_zone": (207, 183, 63), "customer_zone": (64, 168, 224), "waiting_zone": (220, 145, 178)}
_NAMES = {"staff_zone": "staff", "customer_zone": "customer", "waiting_zone": "waiting"}
_DOT, _DARK = (255, 255, 255), (40, 40, 40)


@dataclass(frozen=True, slots=True)
class DrawingLimits:
    """Limits of the picture of a survey."""

    least_side: int = limit(960, "pixels", Basis.CHOICE, "of the longer side, so that names can be read")
    often: float = limit(
        0.15,
        "of the looks",
        Basis.CHOICE,
        "half of what a median needs to show a person, and less, since not everybody is found at every look",
    )
    around: float = limit(
        0.25, "of a box's width", Basis.CHOICE, "hair and clothes reach so far beyond the joints"
    )


LIMITS = DrawingLimits()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A survey's room with the zones of `counters`, and with lines every tenth to write zones by where `grid`."""

    survey: Survey
    counters: Sequence[Counter]
    grid: bool = False

    def picture(self) -> Image:
        """(H, W, 3) uint8 BGR: zones with their names, and a dot wherever a head was found."""
        image = _enlarged(_hidden(self.survey))
        if self.grid:
            _ruled(image)
        for dot in _heads(self.survey, (image.shape[1], image.shape[0])):
            cv2.circle(image, dot, 2, _DOT, -1, cv2.LINE_AA)
        for counter in self.counters:
            for zone, colour in COLOURS.items():
                if points := getattr(counter, zone):
                    corners = np.round(np.array(points) * (image.shape[1], image.shape[0])).astype(np.int32)
                    cv2.polylines(image, [corners], isClosed=True, color=colour, thickness=2)
                    _label(image, f"{counter.id} {_NAMES[zone]}", corners.min(0).astype(np.float64), colour)
        return image

    def write(self, path: Path) -> None:
        """As a PNG file; raises PipelineError when it cannot be written."""
        done, data = cv2.imencode(".png", self.picture())
        if not done:
            raise PipelineError(f"{path}: the picture cannot be encoded")
        path.write_bytes(data.tobytes())


def _hidden(survey: Survey) -> Image:
    """The room, blurred at all places with people more than now and then: the median shows a person who is there half
    the time. Detectors search the median as well.
    """
    covered = np.zeros(survey.room.shape[:2], np.int32)
    for seen in survey.seen:
        now = np.zeros(covered.shape, np.bool_)
        for box in seen.people.boxes:
            now[_part(box)] = True
        covered += now
    people = (covered > LIMITS.often * len(survey.seen)) | people_mask(survey.room)
    often = people.astype(np.uint8)
    room = survey.room.copy()
    cv2.copyTo(blurred_whole(room), often, room)
    return room


def _part(box: NDArray[np.float32]) -> tuple[slice, slice]:
    """Rows and columns of a box (4,) px with hair and clothes around it."""
    x0, y0, x1, y1 = (float(v) for v in box)
    wide = LIMITS.around * (x1 - x0)
    return (
        slice(max(0, int(y0 - 2 * wide)), max(0, int(y1 + wide))),
        slice(max(0, int(x0 - wide)), max(0, int(x1 + wide))),
    )


def _enlarged(image: Image) -> Image:
    factor = max(1.0, LIMITS.least_side / max(image.shape[:2]))
    return np.asarray(cv2.resize(image, None, fx=factor, fy=factor), np.uint8)


def _heads(survey: Survey, size: tuple[int, int]) -> list[tuple[int, int]]:
    share = np.array(size) / np.array(survey.size)
    heads = [joints[[0, 3, 4], :2].mean(0) * share for seen in survey.seen for joints in seen.people.joints]
    return [(int(x), int(y)) for x, y in heads]


def _ruled(image: Image) -> None:
    """Lines with their numbers every tenth of width and height."""
    height, width = image.shape[:2]
    for tenth in range(1, 10):
        x, y = tenth * width // 10, tenth * height // 10
        cv2.line(image, (x, 0), (x, height), _DARK, 1)
        cv2.line(image, (0, y), (width, y), _DARK, 1)
        _label(image, f"{tenth / 10}", np.array([x + 3.0, 16.0]), _DOT)
        _label(image, f"{tenth / 10}", np.array([3.0, y - 1.0]), _DOT)


def _label(image: Image, text: str, corner: Floats, colour: tuple[int, int, int]) -> None:
    x, y = int(corner[0]), max(14, int(corner[1]) - 4)
    for tint, thick in ((_DARK, 3), (colour, 1)):
        cv2.putText(image, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.5, tint, thick, cv2.LINE_AA)
