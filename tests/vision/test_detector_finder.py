"""The complete detector-first path in a painted hall: positions, number of looks, lost and found people."""

import numpy as np
import pytest

from tests.support.boxed_people import BoxDetector
from tests.support.painted_people import Painted, hall
from vision.camera.motion import GONE, grey
from vision.core import SHOULDERS, ZoneView
from vision.detection.detector_finder import DetectorFinder
from vision.measures.counter_view import CounterView

LOOK = 0.2
LEFT = [(0.0, 0.1), (0.2, 0.1), (0.2, 0.6), (0.0, 0.6)]  # 0..128 x 36..216 px
MIDDLE = [(0.25, 0.1), (0.5, 0.1), (0.5, 0.6), (0.25, 0.6)]  # 160..320 px
QUEUE = [(0.55, 0.1), (1.0, 0.1), (1.0, 0.6), (0.55, 0.6)]  # 352..640 px
CLERK, CUSTOMER, FIRST, SECOND = (60, 100), (230, 100), (420, 100), (560, 100)
ONE = CounterView("W1", LEFT, MIDDLE, QUEUE)
FAR_POST = [(0.8, 0.1), (1.0, 0.1), (1.0, 0.6), (0.8, 0.6)]
FAR_WINDOW = [(0.55, 0.1), (0.75, 0.1), (0.75, 0.6), (0.55, 0.6)]
TWO = (CounterView("W1", LEFT, MIDDLE), CounterView("W2", FAR_POST, FAR_WINDOW))


class Hall:
    """Pictures of one hall, five a second."""

    def __init__(self, *counters: CounterView, least: float = 0.0) -> None:
        self.model, self.detector, self.time = Painted(at_once=9), BoxDetector(least), 0.0
        self.finder = DetectorFinder(counters or (ONE,), self.model, self.detector)

    def sees(self, *people: tuple[int, int]) -> dict[str, ZoneView]:
        frame = hall(*people, time=self.time)
        self.time = round(self.time + LOOK, 3)
        views = self.finder.look(frame.image, grey(frame.image), frame.time)
        return {f"{counter} {role}": view for counter, roles in views.items() for role, view in roles.items()}

    def sees_for(self, seconds: float, *people: tuple[int, int]) -> list[dict[str, ZoneView]]:
        return [self.sees(*people) for _ in range(round(seconds / LOOK))]

    def counts(self, *people: tuple[int, int]) -> dict[str, int]:
        return {name: len(view.people) for name, view in self.sees(*people).items()}

    def looks_in(self, seconds: float, *people: tuple[int, int]) -> int:
        """The number of detector runs on the whole picture in that time."""
        before = len(self.detector.sides)
        self.sees_for(seconds, *people)
        return len(self.detector.sides) - before


class TestEverybodyAtTheirPlace:
    def test_clerk_customer_and_queue_are_counted_where_they_are(self) -> None:
        counts = Hall().counts(CLERK, CUSTOMER, FIRST, SECOND)
        assert counts == {"W1 staff": 1, "W1 customer": 1, "W1 waiting": 2}

    def test_an_empty_hall_has_nobody_and_nothing_is_known_of_its_places(self) -> None:
        views = Hall().sees()
        assert all(len(view.people) == 0 and np.isnan(view.likeness) for view in views.values())

    def test_clerk_and_customer_have_poses_and_those_who_wait_have_none(self) -> None:
        views = Hall().sees(CLERK, CUSTOMER, FIRST)
        assert views["W1 staff"].people.posed
        assert views["W1 customer"].people.posed
        assert not views["W1 waiting"].people.posed
        assert views["W1 staff"].about.joints[0, list(SHOULDERS), 0].mean() == pytest.approx(60, abs=5)

    def test_without_the_pose_model_they_are_there_all_the_same(self) -> None:
        place = Hall()
        place.model.blind = True
        views = place.sees(CLERK, CUSTOMER)
        assert (len(views["W1 staff"].people), len(views["W1 staff"].about)) == (1, 0)
        assert len(views["W1 customer"].people) == 1

    def test_somebody_who_walks_from_the_queue_to_the_window_is_the_same(self) -> None:
        place = Hall()
        waiting = place.sees(CLERK, FIRST)["W1 waiting"].ids.tolist()
        for x in range(FIRST[0], CUSTOMER[0], -10):
            views = place.sees(CLERK, (x, 100))
        assert views["W1 customer"].ids.tolist() == waiting
        assert len(views["W1 waiting"].people) == 0

    def test_two_windows_in_one_picture_do_not_lend_each_other_people(self) -> None:
        left, left_customer, right_customer, right = (60, 100), (230, 100), (415, 100), (575, 100)
        place = Hall(*TWO)
        assert place.counts(left, left_customer) == {
            "W1 staff": 1, "W1 customer": 1, "W2 staff": 0, "W2 customer": 0,
        }  # fmt: skip
        place.sees_for(3, left, left_customer)
        views = place.sees_for(2, left, left_customer, right_customer, right)[-1]
        assert {name: len(view.people) for name, view in views.items()} == dict.fromkeys(views, 1)
        views = place.sees_for(4, right_customer, right)[-1]
        assert {name: len(view.people) for name, view in views.items()} == {
            "W1 staff": 0, "W1 customer": 0, "W2 staff": 1, "W2 customer": 1,
        }  # fmt: skip

    def test_a_picture_of_another_size_is_a_new_camera(self) -> None:
        place = Hall()
        place.sees(CLERK)
        frame = hall(CLERK, time=1.0)
        large = np.ascontiguousarray(frame.image.repeat(2, axis=0).repeat(2, axis=1))
        views = place.finder.look(large, grey(large), 1.0)
        assert len(views["W1"]["staff"].people) == 1


class TestHowOftenTheDetectorLooks:
    def test_one_look_serves_all_zones(self) -> None:
        place = Hall()
        place.sees(CLERK, CUSTOMER, FIRST)
        assert len(place.detector.sides) == 1

    def test_a_still_hall_with_people_is_looked_at_every_two_seconds(self) -> None:
        place = Hall()
        place.sees_for(3, CLERK, CUSTOMER, FIRST)
        assert (
            6 <= place.looks_in(15, CLERK, CUSTOMER, FIRST) <= 8
        )  # after 20 s a track without any motion is an object

    def test_an_empty_still_hall_is_looked_at_every_ten_seconds(self) -> None:
        place = Hall()
        place.sees_for(11)
        # two or three looks at the whole picture, and one more at each of three zones within the half minute
        assert 2 <= place.looks_in(20) <= 3 + 3

    def test_a_clerk_who_nods_is_measured_without_the_detector(self) -> None:
        place = Hall(CounterView("W1", MIDDLE))
        place.sees_for(3, CUSTOMER)
        detector, model = len(place.detector.sides), place.model.asked
        for step in range(8):
            place.sees((230, 100 + 6 * (step % 2)))
        assert len(place.detector.sides) - detector <= 1
        assert place.model.asked - model >= 4

    def test_a_clerk_who_types_alone_is_measured_once_a_second(self) -> None:
        assert self._measured_while_typing(alone=True) <= 7

    def test_a_clerk_who_types_with_a_customer_in_the_picture_is_measured_at_every_look(self) -> None:
        assert self._measured_while_typing(alone=False) >= 20

    def test_a_clerk_who_sinks_alone_is_measured_in_that_very_picture(self) -> None:
        place = Hall(CounterView("W1", MIDDLE))
        place.sees_for(10, CUSTOMER)
        place.sees_for(0.4, (230, 103))
        asked = place.model.asked
        place.sees((230, 130))
        assert place.model.asked > asked

    @staticmethod
    def _measured_while_typing(*, alone: bool) -> int:
        """Poses of the clerk in five seconds in which only hands move."""
        place = Hall(CounterView("W1", MIDDLE, FAR_WINDOW))
        others = () if alone else ((420, 100),)
        place.sees_for(10, CUSTOMER, *others)
        before = place.model.asked
        for step in range(25):
            frame = hall(CUSTOMER, *others, time=place.time)
            image = frame.image.copy()
            image[150:200, 190:270] = 40 + 60 * (step % 2)  # hands and paper on the desk
            place.time = round(place.time + LOOK, 3)
            place.finder.look(image, grey(image), frame.time)
        return place.model.asked - before

    def test_a_clerk_whose_pose_is_lost_is_looked_at_in_the_next_picture(self) -> None:
        """Their motion stays on the known box, which may be too high for a head that goes down to the desk."""
        place = Hall(CounterView("W1", MIDDLE))
        place.sees_for(3, CUSTOMER)
        place.sees(CUSTOMER)
        place.model.blind = True
        assert [place.looks_in(LOOK, (230, 100 + 6 * (step % 2))) for step in range(4)].count(1) >= 1

    def test_somebody_who_comes_is_looked_at_in_that_very_picture(self) -> None:
        place = Hall()
        place.sees_for(3, CLERK)
        assert place.counts(CLERK, CUSTOMER)["W1 customer"] == 1

    def test_somebody_who_walks_is_looked_at_every_time(self) -> None:
        place = Hall()
        place.sees_for(3, CLERK, (200, 100))
        place.sees(CLERK, (225, 100))
        before = len(place.detector.sides)
        for x in range(235, 285, 10):
            box = place.sees(CLERK, (x, 100))["W1 customer"].people.boxes[0]
            assert (box[0] + box[2]) / 2 == pytest.approx(x, abs=2)
        assert len(place.detector.sides) - before == 5

    def test_somebody_who_leaves_between_two_looks_is_missed_at_once(self) -> None:
        """The whole change is inside the known box: most of it changes."""
        place = Hall()
        place.sees_for(3, CLERK, CUSTOMER)
        assert place.counts(CLERK)["W1 customer"] == 0
        assert place.counts()["W1 staff"] == 0


class TestSecondLook:
    def test_somebody_too_small_for_the_whole_picture_is_found_in_the_zone(self) -> None:
        """The clerk is too small for the whole picture: 80 px of 640 are 32 px in an input of 256."""
        place = Hall(ONE, least=60)
        assert place.counts(CLERK, CUSTOMER, FIRST) == {"W1 staff": 1, "W1 customer": 1, "W1 waiting": 1}

    def test_nobody_is_counted_twice_by_both_looks(self) -> None:
        place = Hall(*TWO)
        views = place.sees_for(2, (144, 100))[-1]  # between post and customers: both zones are searched
        assert sum(len(view.people) for view in views.values()) <= 1


class TestSomebodyLost:
    def test_a_clerk_whom_the_detector_loses_is_still_there_by_the_pose_model(self) -> None:
        """A head on the desk, a screen in front of the face: one model misses a person whom the other one finds."""
        place = Hall()
        before = place.sees_for(3, CLERK)[-1]["W1 staff"].ids.tolist()
        place.detector.blind = True
        views = place.sees_for(10, CLERK)
        assert all(view["W1 staff"].ids.tolist() == before for view in views)
        assert views[-1]["W1 staff"].people.posed

    def test_a_clerk_whom_both_models_lose_leaves_a_place_that_looks_the_same(self) -> None:
        place = Hall()
        place.sees_for(3, CLERK)
        place.detector.blind = place.model.blind = True
        lost = place.sees_for(4, CLERK)[-1]["W1 staff"]
        assert len(lost.people) == 0
        assert lost.likeness > 0.9

    def test_a_clerk_who_goes_is_gone_and_the_empty_place_looks_otherwise(self) -> None:
        place = Hall()
        place.sees_for(3, CLERK)
        gone = place.sees_for(3)[-1]["W1 staff"]
        assert len(gone.people) == 0
        assert gone.likeness < 0.7  # the likeness from which presence assumes an unchanged place

    def test_a_place_whose_person_was_seen_to_leave_is_told_as_left(self) -> None:
        place = Hall()
        place.sees_for(3, CLERK, CUSTOMER)
        for x in range(CUSTOMER[0], 600, 20):
            views = place.sees(CLERK, (x, 100))
        assert views["W1 customer"].likeness == GONE

    def test_a_customer_whom_the_detector_loses_is_not_looked_for_by_the_pose_model(self) -> None:
        """Customers just go: an empty post needs two signs, an empty window does not."""
        place = Hall()
        place.sees_for(3, CLERK, CUSTOMER)
        place.detector.blind = True
        assert len(place.sees_for(3, CLERK, CUSTOMER)[-1]["W1 customer"].people) == 0

    @pytest.mark.parametrize("looks", range(8, 20))
    def test_somebody_who_sat_still_and_is_hidden_for_two_seconds_is_the_same(self, looks: int) -> None:
        place = Hall()
        before = [place.sees(CLERK, CUSTOMER) for _ in range(looks)][-1]["W1 customer"].ids.tolist()
        place.sees_for(2, CLERK)
        assert place.sees_for(0.8, CLERK, CUSTOMER)[-1]["W1 customer"].ids.tolist() == before

    def test_people_who_sit_still_keep_their_ids(self) -> None:
        """Longer than the tracker's memory; after 20 s a track without any motion is an object."""
        place = Hall()
        views = place.sees_for(19, CLERK, CUSTOMER, FIRST)
        assert len({tuple(view["W1 waiting"].ids.tolist()) for view in views}) == 1

    def test_a_customer_before_an_empty_post_never_staffs_it(self) -> None:
        place = Hall()
        place.sees_for(3, CLERK, CUSTOMER)
        views = place.sees_for(5, CUSTOMER)
        assert len(views[-1]["W1 staff"].people) == 0
