"""One look for a whole hall: everybody belongs to one zone, and keeps the track between zones."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from tests.support.painted_people import Painted, hall
from vision.camera.motion import grey
from vision.core import Image, People, ZoneView
from vision.detection.whole_picture_finder import WholePictureFinder
from vision.measures.counter_view import CounterView

LOOK = 0.2
LEFT = [(0.0, 0.1), (0.2, 0.1), (0.2, 0.6), (0.0, 0.6)]
MIDDLE = [(0.2, 0.1), (0.5, 0.1), (0.5, 0.6), (0.2, 0.6)]
QUEUE = [(0.55, 0.1), (1.0, 0.1), (1.0, 0.6), (0.55, 0.6)]
CLERK, CUSTOMER, FIRST, SECOND, THIRD = (60, 100), (230, 100), (390, 100), (480, 100), (570, 100)


@dataclass
class Sighted:
    """A model with given finds."""

    people: Callable[[Image], People]
    name: str = "sighted"

    def close(self) -> None: ...


class Hall:
    """Pictures of one hall, five a second."""

    def __init__(self, *counters: CounterView) -> None:
        self.model, self.closer, self.time = Painted(at_once=9), Painted(), 0.0
        self.finder = WholePictureFinder(
            counters or (CounterView("W1", LEFT, MIDDLE, QUEUE),), self.model, self.closer
        )

    def sees(self, *people: tuple[int, int]) -> dict[str, ZoneView]:
        frame = hall(*people, time=self.time)
        self.time += LOOK
        views = self.finder.look(frame.image, grey(frame.image), frame.time)
        return {f"{counter} {role}": view for counter, roles in views.items() for role, view in roles.items()}

    def counts(self, *people: tuple[int, int]) -> dict[str, int]:
        return {name: len(view.people) for name, view in self.sees(*people).items()}


def test_everybody_is_counted_where_they_are() -> None:
    counts = Hall().counts(CLERK, CUSTOMER, FIRST, SECOND, THIRD)
    assert counts == {"W1 staff": 1, "W1 customer": 1, "W1 waiting": 3}


def test_the_model_is_asked_once_for_all_zones_and_not_again_while_nothing_moves() -> None:
    place = Hall()
    for _ in range(50):
        place.sees(CLERK, CUSTOMER, FIRST)
    assert place.model.asked <= 6


def test_when_one_moves_all_are_looked_at() -> None:
    place = Hall()
    place.sees(CLERK, CUSTOMER)
    assert place.sees(CLERK, (CUSTOMER[0] + 30, 100))["W1 waiting"].fresh


def test_a_post_where_nothing_moves_is_not_measured_again_for_the_customer_who_does() -> None:
    place = Hall()
    place.sees(CLERK, CUSTOMER)
    asked = place.closer.asked
    for k in range(5):
        post = place.sees(CLERK, (CUSTOMER[0] + 20 * (k % 2), 100))["W1 staff"]
        assert (len(post.people), post.fresh) == (1, False)
    assert place.closer.asked == asked


@pytest.mark.parametrize("x", [100, 115, 125, 131, 140, 160])
def test_nobody_is_staff_and_customer_at_once(x: int) -> None:
    counts = Hall().counts((x, 100))
    assert counts["W1 staff"] + counts["W1 customer"] == 1


def test_two_windows_may_share_those_who_wait() -> None:
    counts = Hall(CounterView("W1", LEFT, None, QUEUE), CounterView("W2", MIDDLE, None, QUEUE)).counts(FIRST)
    assert counts == {"W1 staff": 0, "W1 waiting": 1, "W2 staff": 0, "W2 waiting": 1}


def test_whoever_walks_from_the_queue_to_the_window_is_the_same() -> None:
    place = Hall()
    waiting = place.sees(CLERK, FIRST)["W1 waiting"].ids
    for x in range(FIRST[0], CUSTOMER[0], -10):
        views = place.sees(CLERK, (x, 100))
    assert views["W1 customer"].ids.tolist() == waiting.tolist()


def test_nobody_is_found_in_an_empty_hall() -> None:
    assert sum(Hall().counts().values()) == 0


def test_a_colleague_who_passes_does_not_take_the_clerks_row() -> None:
    place = Hall(CounterView("W1", [(0.0, 0.1), (0.5, 0.1), (0.5, 0.6), (0.0, 0.6)]))
    for _ in range(10):
        place.sees((160, 120))
    for x in range(20, 300, 12):
        if abs(x - 160) < 50:
            continue  # painted people who touch are one
        view = place.sees((160, 120), (x, 90))["W1 staff"]
        assert view.about.joints[0, 5:7, 0].mean() == pytest.approx(160, abs=5)


def test_whoever_the_large_picture_hides_at_the_post_is_found_by_a_closer_look() -> None:
    """A sleeper, a head behind a screen: the model for whole pictures misses the clerk, the one for a crop does not."""
    place = Hall()
    place.model.blind = True
    assert place.counts(CLERK, CUSTOMER) == {"W1 staff": 1, "W1 customer": 0, "W1 waiting": 0}


def test_the_closer_look_measures_whoever_is_at_the_post_and_nobody_is_counted_twice() -> None:
    place = Hall()
    place.finder.closer = Sighted(lambda image: deep(Painted().people(image)))
    place.finder.pose = Sighted(lambda image: shallow(Painted(at_once=9).people(image)))
    views = place.sees(CLERK, CUSTOMER)
    assert {name: len(view.people) for name, view in views.items()} == {
        "W1 staff": 1, "W1 customer": 1, "W1 waiting": 0,
    }  # fmt: skip
    assert not np.isnan(views["W1 staff"].about.world).any()
    assert np.isnan(views["W1 customer"].about.world).all()


def deep(people: People) -> People:
    return People(people.boxes, people.joints, np.zeros_like(people.world))


def shallow(people: People) -> People:
    return People(people.boxes, people.joints, np.full_like(people.world, np.nan))


def test_a_customer_who_bends_and_is_missed_is_found_by_a_closer_look() -> None:
    place = Hall()
    place.sees(CLERK, CUSTOMER)
    place.model.blind = True
    assert place.counts(CLERK, (CUSTOMER[0] + 20, 100))["W1 customer"] == 1


def test_who_stood_still_unlooked_at_and_is_hidden_for_two_seconds_is_the_same() -> None:
    place = Hall(CounterView("W1", LEFT, None, QUEUE))
    for _ in range(10):  # the last look at a still zone is 1.8 s old
        before = place.sees(FIRST)["W1 waiting"].ids.tolist()
    for _ in range(10):
        place.sees()
    for _ in range(4):
        after = place.sees(FIRST)["W1 waiting"].ids.tolist()
    assert after == before


def test_an_empty_window_is_not_searched_all_day() -> None:
    place = Hall(CounterView("W1", [(0.0, 0.1), (0.1, 0.1), (0.1, 0.6), (0.0, 0.6)], MIDDLE))
    place.sees(CUSTOMER)
    for k in range(300):  # a minute with a person who moves beside the window
        place.sees((560 + 20 * (k % 2), 100))
    searched_s = 15
    assert place.closer.asked <= searched_s / LOOK + 60


def test_one_who_is_found_with_and_without_the_legs_is_one() -> None:
    """Models give a bending person two boxes; as two customers they would come and go."""

    def twice(image: Image) -> People:
        people = Painted(at_once=9).people(image)
        legs = People(
            people.boxes * np.array([1, 1, 1, 3], np.float32),
            people.joints + np.array([4, 4, 0], np.float32),
            people.world,
        )
        return people + legs

    place = Hall()
    place.finder.pose = Sighted(twice)
    assert place.counts(CLERK, CUSTOMER, FIRST) == {"W1 staff": 1, "W1 customer": 1, "W1 waiting": 1}


def test_small_windows_far_from_each_other_are_looked_at_one_by_one() -> None:
    tiny = [(0.0, 0.1), (0.1, 0.1), (0.1, 0.3), (0.0, 0.3)]
    far = [(0.9, 0.1), (1.0, 0.1), (1.0, 0.3), (0.9, 0.3)]
    place = Hall(CounterView("W1", tiny), CounterView("W2", far))
    assert place.counts((30, 60), (610, 60)) == {"W1 staff": 1, "W2 staff": 1}
    assert place.model.asked == 2


def test_whoever_two_rectangles_show_is_one() -> None:
    tiny = [(0.3, 0.1), (0.4, 0.1), (0.4, 0.4), (0.3, 0.4)]
    beside = [(0.4, 0.1), (1.0, 0.1), (1.0, 1.0), (0.4, 1.0)]
    place = Hall(CounterView("W1", tiny, beside))
    place.sees((225, 80))
    assert place.model.asked == 2
    assert place.counts((225, 80)) == {"W1 staff": 1, "W1 customer": 0}
