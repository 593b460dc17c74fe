"""People in a hall as a sweep sees them: position, direction, begin and end."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tests.support.stick_people import person, together
from vision.core import People
from vision.detection.tile_sweep import SweepResult

SIZE = (1280, 720)
TOWARD, AWAY, LEFT, RIGHT = 0.0, 180.0, -90.0, 90.0  # the camera; degrees as in body_yaw


@dataclass(frozen=True)
class Somebody:
    """A person at (x, y) px, shoulders `size` px wide, chest toward `faces`, from `since` to `until` s.

    The person walks `pace` px a second to the right, and is found up to `sways` px beside the true position.
    """

    id: int
    x: float
    y: float
    faces: float = TOWARD
    since: float = 0.0
    until: float = 1e9
    size: float = 40.0
    pace: float = 0.0
    sways: float = 2.0

    def at(self, time: float) -> People:
        """The find of the person at `time`."""
        wobble = np.random.default_rng([self.id, round(time * 10)]).uniform(-self.sways, self.sways, 2)
        x = self.x + self.pace * (time - self.since) + wobble[0]
        found = person(x, self.y + wobble[1], self.size)
        return People(found.boxes, found.joints, _turned(self.faces)[None])


def watched(people: Sequence[Somebody], seconds: float = 60.0) -> list[SweepResult]:
    """Two looks a second."""
    looks = []
    for time in np.arange(0, seconds, 0.5):
        here = [one for one in people if one.since <= time <= one.until]
        found = together(*(one.at(float(time)) for one in here)) if here else People.none()
        looks.append(SweepResult(float(time), found, np.array([one.id for one in here], np.intp)))
    return looks


def _turned(degrees: float) -> np.ndarray:
    """(17,3) metres of an upright person whose chest points to `degrees`."""
    world = np.zeros((17, 3), np.float32)
    across = np.array([np.cos(np.radians(degrees)), 0, np.sin(np.radians(degrees))])
    for left, right, up, wide in (
        (5, 6, -0.5, 0.17),
        (11, 12, 0.0, 0.11),
        (13, 14, 0.4, 0.11),
        (3, 4, -0.7, 0.07),
    ):
        world[left], world[right] = across * wide + (0, up, 0), -across * wide + (0, up, 0)
    return world
