"""Looks at a zone: as often as needed, and at the person it holds, whoever stands in front."""

import numpy as np
import pytest

from tests.support.boxed_people import Corners, tracked
from tests.support.painted_people import SIZE, Painted, hall
from tests.support.stick_people import person
from vision.camera.motion import GONE, grey
from vision.core import People, ZoneView
from vision.detection.zone_crop_finder import ZoneCropFinder
from vision.detection.zone_look import ZoneLook
from vision.measures.counter_view import CounterView

POST = [(0.4, 0.2), (0.6, 0.2), (0.6, 0.6), (0.4, 0.6)]  # 256..384 x 72..216 px
ELSEWHERE = [(0.9, 0.8), (1.0, 0.8), (1.0, 1.0), (0.9, 1.0)]
HERE, BESIDE, BEFORE, FAR = (320, 120), (230, 120), (270, 245), (560, 120)
ASIDE = (500.0, 80.0, 580.0, 320.0)
LOOK = 0.2


class Counter:
    """A zone, its backend and a clock that ticks five times a second."""

    def __init__(self, role: str = "staff", at_once: int = 1) -> None:
        self.backend = Painted(at_once)
        zones = {"staff": ELSEWHERE} | {role: POST}
        self.finder = ZoneCropFinder([CounterView("W1", **zones)], self.backend)
        self.role, self.time = role, 0.0

    def sees(self, *people: tuple[int, int]) -> ZoneView:
        frame = hall(*people, time=self.time)
        self.time += LOOK
        return self.finder.look(frame.image, grey(frame.image), frame.time)["W1"][self.role]

    def sees_for(self, seconds: float, *people: tuple[int, int]) -> list[ZoneView]:
        return [self.sees(*people) for _ in range(round(seconds / LOOK))]


def test_somebody_at_the_post_is_found_where_they_are_in_the_whole_picture() -> None:
    view = Counter().sees(HERE)
    assert len(view.people) == 1
    assert view.fresh
    assert view.people.joints[0, 5:7, 0].mean() == pytest.approx(HERE[0], abs=5)


def test_an_empty_post_is_empty_and_somebody_elsewhere_is_not_at_it() -> None:
    assert len(Counter().sees().people) == 0
    assert len(Counter().sees(FAR).people) == 0
    assert len(Counter().sees(BESIDE).people) == 0
    assert len(Counter().sees(BEFORE).people) == 0


def test_who_stands_before_the_desk_does_not_hide_who_sits_behind_it() -> None:
    """A single-person model finds the customer first."""
    view = Counter(at_once=1).sees(BEFORE, HERE)
    assert len(view.people) == 1
    assert view.people.joints[0, 5:7, 0].mean() == pytest.approx(HERE[0], abs=5)


def test_an_empty_hall_is_looked_at_once_in_five_seconds() -> None:
    counter = Counter()
    assert sum(view.fresh for view in counter.sees_for(20)) <= 5


def test_somebody_who_sits_still_is_looked_at_every_two_seconds() -> None:
    counter = Counter()
    views = counter.sees_for(20, HERE)
    assert sum(view.fresh for view in views) <= 12
    assert all(len(v.people) == 1 for v in views)
    assert not all(v.fresh for v in views)


def test_who_comes_is_seen_at_the_very_next_look() -> None:
    counter = Counter()
    counter.sees_for(3)
    assert len(counter.sees(HERE).people) == 1


def test_who_goes_is_missed_at_the_very_next_look() -> None:
    counter = Counter()
    counter.sees_for(3, HERE)
    assert len(counter.sees().people) == 0


def test_who_moves_about_is_looked_at_every_time() -> None:
    counter = Counter()
    views = [counter.sees((HERE[0] + 12 * (i % 3), HERE[1])) for i in range(20)]
    assert all(v.fresh for v in views)


def test_a_queue_may_be_looked_at_more_rarely() -> None:
    counter = Counter("waiting")
    fresh = [counter.sees((HERE[0] + 12 * (i % 3), HERE[1])).fresh for i in range(30)]
    assert sum(fresh) <= 9


def test_the_place_of_somebody_still_looks_the_same_when_the_model_loses_them() -> None:
    counter = Counter()
    counter.sees_for(6, HERE)
    counter.backend.blind = True
    lost = counter.sees_for(6, HERE)[-1]
    assert len(lost.people) == 0
    assert lost.likeness > 0.9
    assert counter.sees_for(6)[-1].likeness < 0.7


def test_before_anybody_was_there_the_likeness_is_unknown() -> None:
    assert np.isnan(Counter().sees().likeness)


class Window:
    """A customer zone with given finds, and a clock that ticks five times a second."""

    def __init__(self) -> None:
        self.look, self.time = ZoneLook(POST, SIZE, "customer"), 0.0

    def told(
        self, painted: tuple[int, int], found: People, *elsewhere: tuple[int, Corners], on_the_way: int = 0
    ) -> ZoneView:
        frame = hall(painted, time=self.time)
        ids = np.full(len(found), 7, np.intp)
        if not len(found):
            self.look.lost(tracked(*elsewhere), np.array([on_the_way], np.intp))
        self.look.saw(found, ids, grey(frame.image), self.time)
        self.time += LOOK
        return self.look.view(grey(frame.image), fresh=True)


def test_a_person_who_is_seen_elsewhere_has_left_the_place() -> None:
    window = Window()
    for _ in range(5):
        window.told(HERE, person(*HERE))
    assert window.told(FAR, People.none(), (7, ASIDE)).likeness == GONE
    assert window.told(FAR, People.none(), (7, ASIDE)).likeness == GONE


def test_a_person_who_is_lost_has_not_left_the_place_and_neither_has_somebody_elses_track() -> None:
    window = Window()
    for _ in range(5):
        window.told(HERE, person(*HERE))
    assert window.told(HERE, People.none()).likeness > 0.9
    assert window.told(HERE, People.none(), (3, ASIDE)).likeness > 0.9


def test_a_person_whose_box_is_tracked_under_another_id_for_another_zone_has_left_this_one() -> None:
    """Tracks switch when people pass each other: one box is one person under any id."""
    window, who = Window(), person(*HERE)
    for _ in range(5):
        window.told(HERE, who)
    x0, y0, x1, y1 = (float(px) for px in who.boxes[0])
    assert window.told(HERE, People.none(), (9, (x0 + 5, y0, x1 + 5, y1))).likeness == GONE


def test_a_person_who_is_lost_on_the_way_leaves_nothing_that_looks_like_them() -> None:
    """A person who is lost while walking is behind something: an unchanged place proves nothing."""
    window = Window()
    for _ in range(5):
        window.told(HERE, person(*HERE))
    assert np.isnan(window.told(HERE, People.none(), on_the_way=7).likeness)


def test_a_place_that_was_left_and_taken_again_is_told_by_its_picture() -> None:
    window = Window()
    for _ in range(5):
        window.told(HERE, person(*HERE))
    window.told(FAR, People.none(), (7, ASIDE))
    for _ in range(5):
        window.told(HERE, person(*HERE))
    assert window.told(HERE, People.none()).likeness > 0.9


def test_looking_never_changes_the_picture() -> None:
    counter, frame = Counter(), hall(BESIDE, HERE)
    before = frame.image.copy()
    counter.finder.look(frame.image, grey(frame.image), 0.0)
    assert (frame.image == before).all()
