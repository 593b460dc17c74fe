"""The detector's input follows the size of the people in the zones; an empty zone is examined enlarged."""

import numpy as np
import pytest

from tests.support.boxed_people import SIDES, BoxDetector, Corners, boxes, painted_box
from tests.support.painted_people import HEAD, hall
from vision.camera.motion import grey
from vision.core import Detections, Zone
from vision.detection.input_size import InputSize
from vision.detection.zone_second_look import ZoneSecondLook

SIZE = (1280, 720)
POST = Zone.of([(0.4, 0.2), (0.6, 0.2), (0.6, 0.6), (0.4, 0.6)], SIZE)  # 512..768 x 144..432 px
DOOR = Zone.of([(0.9, 0.1), (0.95, 0.1), (0.95, 0.2), (0.9, 0.2)], SIZE)  # 64 x 72 px


def at_post(breadth: float) -> Corners:
    return (640 - breadth / 2, 200, 640 + breadth / 2, 200 + 2.5 * breadth)


def side_after(people: int, corners: Corners, *zones: Zone) -> int:
    side = InputSize(zones or (POST,), SIZE, SIDES)
    for _ in range(people):
        side.saw(boxes(corners))
    return side.side


class TestInputSide:
    def test_as_long_as_nobody_was_found_the_zone_tells_the_size(self) -> None:
        assert InputSize([POST], SIZE, SIDES).side == 416  # a person 128 px wide needs 360
        large = Zone.of([(0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)], SIZE)
        assert InputSize([large], SIZE, SIDES).side == 256

    def test_the_smallest_zone_decides_but_not_beyond_the_usual_side(self) -> None:
        assert InputSize([POST, DOOR], SIZE, SIDES).side == 640

    def test_small_people_in_the_zone_make_the_side_large(self) -> None:
        assert side_after(8, at_post(60)) == 768
        assert side_after(8, at_post(20)) == 960

    def test_large_people_in_the_zone_make_the_side_small(self) -> None:
        assert side_after(8, at_post(150)) == 320

    def test_a_few_people_do_not_change_the_side_yet(self) -> None:
        assert side_after(7, at_post(60)) == side_after(0, at_post(60))

    def test_people_outside_the_zones_do_not_count(self) -> None:
        assert side_after(50, (100, 200, 120, 250)) == side_after(0, at_post(60))

    def test_the_small_ones_among_large_ones_decide(self) -> None:
        side = InputSize([POST], SIZE, SIDES)
        for _ in range(20):
            side.saw(boxes(at_post(150), at_post(60), at_post(150)))
        assert side.side == 768

    def test_somebody_who_is_seen_broad_and_flat_is_as_small_as_the_lesser_side(self) -> None:
        assert side_after(8, (580, 250, 700, 310)) == side_after(8, at_post(60))

    def test_a_detector_of_one_size_keeps_it(self) -> None:
        side = InputSize([POST], SIZE, (224,))
        for _ in range(8):
            side.saw(boxes(at_post(20)))
        assert side.side == 224


CUSTOMERS = Zone.of([(0.55, 0.15), (0.85, 0.15), (0.85, 0.5), (0.55, 0.5)], (640, 360))
HERE = (450, 100)


class TestSecondLook:
    def test_somebody_too_small_for_the_whole_picture_is_found_enlarged_and_at_the_right_place(self) -> None:
        detector, image = BoxDetector(least=50), hall(HERE).image
        assert len(detector.detect(image, 320)) == 0
        found = ZoneSecondLook(CUSTOMERS, (640, 360)).people(image, detector, Detections.none())
        assert found.boxes[0] == pytest.approx(np.array(painted_box(*HERE)), abs=1)

    def test_somebody_who_is_known_is_not_doubled(self) -> None:
        known = boxes(painted_box(*HERE))
        second = ZoneSecondLook(CUSTOMERS, (640, 360))
        assert len(second.people(hall(HERE).image, BoxDetector(), known)) == 0

    @pytest.mark.parametrize(("share", "new"), [(0.05, 0), (-0.05, 1)])
    def test_a_box_that_shares_half_with_a_known_one_is_the_same_person(self, share: float, new: int) -> None:
        iou = 0.5 + share
        x0, y0, x1, y1 = painted_box(*HERE)
        aside = (x1 - x0) * (1 - iou) / (1 + iou)
        known = boxes((x0 + aside, y0, x1 + aside, y1))
        second = ZoneSecondLook(CUSTOMERS, (640, 360))
        assert len(second.people(hall(HERE).image, BoxDetector(), known)) == new

    def test_a_zone_that_fills_the_picture_is_not_looked_at_twice(self) -> None:
        whole = Zone.of([(0, 0), (1, 0), (1, 1), (0, 1)], (640, 360))
        assert not ZoneSecondLook(whole, (640, 360)).gains(416)

    def test_a_crop_is_looked_at_where_it_is_enlarged_by_a_quarter_and_more(self) -> None:
        second = ZoneSecondLook(CUSTOMERS, (640, 360))
        crop = 192 + 2 * 0.4 * 192  # px: the zone's width with the margins around it
        even = 416 * 640 / crop
        assert second.gains(int(even / 1.25 * 0.95))
        assert not second.gains(int(even / 1.25 * 1.05))

    @pytest.mark.parametrize(("after_s", "again"), [(29.9, False), (30.0, True)])
    def test_a_crop_that_did_not_change_is_searched_again_after_half_a_minute(
        self, after_s: float, again: bool
    ) -> None:
        second, empty = ZoneSecondLook(CUSTOMERS, (640, 360)), grey(hall().image)
        assert second.due(empty, 5.0)
        second.searched(Detections.none(), empty, 5.0)
        assert second.due(empty, 5.0 + after_s) is again

    def test_a_crop_in_which_somebody_appears_is_searched_at_once(self) -> None:
        second = ZoneSecondLook(CUSTOMERS, (640, 360))
        second.searched(Detections.none(), grey(hall().image), 5.0)
        assert second.due(grey(hall(HERE).image), 5.2)

    def test_a_crop_in_which_somebody_was_found_is_searched_every_time(self) -> None:
        second, seen = ZoneSecondLook(CUSTOMERS, (640, 360)), grey(hall(HERE).image)
        second.searched(boxes(painted_box(*HERE)), seen, 5.0)
        assert second.due(seen, 5.2)

    def test_haze_is_stretched_to_all_grey_levels(self) -> None:
        hazy = (hall(HERE).image // 8 + 110).astype(np.uint8)
        detector = BoxDetector()
        ZoneSecondLook(CUSTOMERS, (640, 360)).people(hazy, detector, Detections.none())
        assert detector.last is not None
        assert np.ptp(hazy) < 40
        assert np.ptp(detector.last) > 200

    def test_a_flat_picture_is_no_error(self) -> None:
        flat = np.full((360, 640, 3), 90, np.uint8)
        assert len(ZoneSecondLook(CUSTOMERS, (640, 360)).people(flat, BoxDetector(), Detections.none())) == 0


def test_the_painted_person_is_where_the_box_says() -> None:
    """The two ways in which these tests draw a person agree."""
    red = hall(HERE).image[..., 2] > 200
    rows, columns = np.flatnonzero(red.any(1)), np.flatnonzero(red.any(0))
    assert (columns.min(), columns.max() + 1) == (HERE[0] - HEAD // 2, HERE[0] + HEAD // 2)
    assert rows.min() == HERE[1] - HEAD // 2
