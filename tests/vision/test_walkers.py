"""A person lost while walking did not sit down at the last position. A look is 0.2 s, a person 80 px wide."""

from tests.support.boxed_people import boxes
from vision.core import Detections
from vision.detection.walkers import WalkerLimits, Walkers

LOOK = 0.2
LIMITS = WalkerLimits()


def walked(speed: float, looks: int = 6) -> list[int]:
    """The walking tracks after a person moved at `speed` widths a second for some looks."""
    walkers = Walkers()
    for step in range(looks):
        x = 100 + 80 * speed * LOOK * step
        found = boxes((x, 60, x + 80, 260))
        walkers.look(Detections(found.boxes, found.scores, found.ids * 0 + 7), LOOK * step)
    return walkers.ids.tolist()


def test_somebody_who_walks_is_on_the_way() -> None:
    assert walked(1.4 / 0.45) == [7]


def test_somebody_who_sways_is_not() -> None:
    assert walked(0.1 / 0.45) == []


def test_the_limit_has_two_sides() -> None:
    assert walked(LIMITS.speed * 1.05) == [7]
    assert walked(LIMITS.speed * 0.95) == []


def test_one_look_tells_no_speed() -> None:
    assert walked(3.0, looks=2) == []
    assert walked(3.0, looks=3) == [7]


def test_boxes_of_long_ago_tell_nothing_of_now() -> None:
    walkers = Walkers()
    walkers.look(Detections(boxes((100, 60, 180, 260)).boxes, boxes((100, 60, 180, 260)).scores), 0.0)
    walkers.look(Detections(boxes((500, 60, 580, 260)).boxes, boxes((500, 60, 580, 260)).scores), 5.0)
    assert walkers.ids.tolist() == []
