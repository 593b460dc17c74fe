"""Alone or in company: looks may be rare only while nobody else is in the picture."""

import numpy as np

from tests.support.painted_people import hall
from vision.camera.motion import grey
from vision.detection.company import Company

CLERK = (60, 100)
CLERKS_BOX = np.array([[30, 60, 90, 200]], np.float32)
NOBODY = np.empty((0, 4), np.float32)


class Picture:
    """Pictures of one hall, five a second."""

    def __init__(self) -> None:
        self.company, self.time = Company(), 0.0

    def alone(self, *people: tuple[int, int], staff: np.ndarray = CLERKS_BOX) -> bool:
        frame = hall(*people, time=self.time)
        self.time = round(self.time + 0.2, 3)
        return self.company.alone(grey(frame.image), staff, frame.time)

    def alone_for(self, seconds: float, *people: tuple[int, int]) -> list[bool]:
        return [self.alone(*people) for _ in range(round(seconds * 5))]


def test_a_clerk_is_alone_after_some_seconds_without_anybody() -> None:
    told = Picture().alone_for(8, CLERK)
    assert not any(told[:25])
    assert all(told[30:])


def test_a_clerk_who_moves_is_alone_all_the_same() -> None:
    place = Picture()
    place.alone_for(8, CLERK)
    assert all(place.alone((60 + 3 * (step % 2), 100)) for step in range(10))


def test_somebody_who_walks_in_far_from_the_zones_is_company_in_that_very_picture() -> None:
    place = Picture()
    place.alone_for(8, CLERK)
    assert not place.alone(CLERK, (600, 100))


def test_a_found_customer_who_stands_still_is_company() -> None:
    place = Picture()
    place.alone_for(8, CLERK)
    place.company.look([1, 2], [1], place.time)
    assert not any(place.alone_for(4, CLERK))


def test_a_customer_who_left_is_company_for_a_farewell() -> None:
    place = Picture()
    place.company.look([1, 2], [1], place.time)
    told = place.alone_for(8, CLERK)
    assert not any(told[:25])
    assert told[-1]


def test_a_lamp_that_is_switched_on_is_nobody() -> None:
    place = Picture()
    place.alone_for(8, CLERK)
    frame = hall(CLERK, time=place.time)
    brighter = np.clip(grey(frame.image).astype(int) + 12, 0, 255).astype(np.uint8)
    assert place.company.alone(brighter, CLERKS_BOX, place.time)
