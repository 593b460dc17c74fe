"""People belong to a zone by head and shoulders; hips and feet are hidden by desks."""

import numpy as np
import pytest

from tests.support.stick_people import person, together
from vision.core import CLOSE, LOOSE, STRICT, WIDE, CropMargins, People, Zone
from vision.measures.counter_view import CounterView

SQUARE = [(0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75)]
SIZE = (400, 400)
ZONE = Zone.of(SQUARE, SIZE)  # 100..300 px


def holds(zone: Zone, *everybody: People) -> list[bool]:
    return [bool(v) for v in zone.holds(together(*everybody))]


def test_somebody_in_the_middle_is_there_and_somebody_outside_is_not() -> None:
    assert holds(ZONE, person(200, 200), person(380, 200)) == [True, False]


def test_a_desk_that_hides_everything_below_the_shoulders_hides_nobody() -> None:
    """Hips and feet of a person with head and shoulders in the zone may be anywhere."""
    behind_the_desk = person(200, 285)
    assert behind_the_desk.joints[0, 15, 1] > 400
    assert holds(ZONE, behind_the_desk) == [True]


def test_feet_alone_in_the_zone_are_nobody() -> None:
    assert holds(ZONE, person(200, 60)) == [False]


def test_a_hidden_ear_and_shoulder_lose_nobody() -> None:
    half = person(200, 200)
    half.joints[0, [4, 6], :2] = 390  # right ear and right shoulder guessed far away
    assert holds(ZONE, half) == [True]
    half.joints[0, 5, :2] = 390
    assert holds(ZONE, half) == [False]


def test_a_customer_may_lean_out_a_little_further_than_a_clerk() -> None:
    leaning = person(100 - 0.065 * 200, 200, size=2)
    assert holds(Zone.of(SQUARE, SIZE, LOOSE), leaning) == [True]
    assert holds(Zone.of(SQUARE, SIZE, STRICT), leaning) == [False]


def test_nobody_is_in_a_zone_when_nobody_is_there() -> None:
    assert ZONE.holds(People.none()).shape == (0,)


def test_a_zone_is_the_same_in_a_picture_of_another_size() -> None:
    large = Zone.of(SQUARE, (1600, 1600))
    assert holds(large, person(800, 800, size=160), person(1520, 800, size=160)) == [True, False]


@pytest.mark.parametrize("reach", [CLOSE, WIDE])
def test_the_crop_holds_the_zone_with_room_and_stays_in_the_picture(reach: CropMargins) -> None:
    x0, y0, x1, y1 = ZONE.crop(SIZE, reach)
    assert 0 <= x0 < 100
    assert 0 <= y0 < 100
    assert 300 < x1 <= 400
    assert 300 < y1 <= 400
    corner = Zone.of([(0, 0), (0.2, 0), (0.2, 0.2)], SIZE).crop(SIZE, reach)
    assert corner[:2] == (0, 0)


def test_a_concave_zone_leaves_out_what_it_leaves_out() -> None:
    angle = [(0, 0), (1, 0), (1, 1), (0.7, 1), (0.7, 0.3), (0, 0.3)]
    assert holds(Zone.of(angle, SIZE, 0.0), person(340, 300, 20), person(100, 300, 20)) == [True, False]


def test_only_the_zones_that_there_are_are_looked_at() -> None:
    assert set(CounterView("W1", SQUARE).zones) == {"staff"}
    assert set(CounterView("W1", SQUARE, SQUARE, SQUARE).zones) == {"staff", "customer", "waiting"}


def test_people_move_with_the_crop_they_were_found_in() -> None:
    found = person(50, 50).moved(100, 30, 2.0)
    assert found.joints[0, 0, :2] == pytest.approx([200, 2 * (50 - 0.6 * 40) + 30])
    assert found.joints[0, :, 2] == pytest.approx(0.9)
    assert found.boxes[0] == pytest.approx(np.array([26, 22.8, 74, 186]) * 2 + [100, 30, 100, 30])


def test_a_crowd_is_read_row_by_row() -> None:
    crowd = together(person(100), person(200), person(300))
    assert len(crowd[np.array([True, False, True])]) == 2
    assert crowd[np.array([2])].joints[0, 0, 0] == pytest.approx(300)
    with pytest.raises(ValueError, match="joints has shape"):
        People(
            np.zeros((2, 4), np.float32), np.zeros((1, 17, 3), np.float32), np.zeros((2, 17, 3), np.float32)
        )
