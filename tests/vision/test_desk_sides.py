"""Two sides of a desk: people belong to one by their zone and the length of their stay. A look is 0.2 s."""

import numpy as np
import pytest

from tests.support.stick_people import person, together
from vision.core import HIPS, People, Zone
from vision.detection.desk_sides import DeskSides
from vision.detection.pose_tracker import PoseTracker

LOOK = 0.2
POST, WINDOW, QUEUE = "staff", "customer", "waiting"
ZONES = [
    (POST, Zone.of([(0.0, 0.0), (0.3, 0.0), (0.3, 1.0), (0.0, 1.0)], (1000, 300), 0.05)),
    (WINDOW, Zone.of([(0.3, 0.0), (0.6, 0.0), (0.6, 1.0), (0.3, 1.0)], (1000, 300), 0.08)),
    (QUEUE, Zone.of([(0.6, 0.0), (1.0, 0.0), (1.0, 1.0), (0.6, 1.0)], (1000, 300), 0.08)),
]
AT_POST, AT_WINDOW, IN_QUEUE = person(150), person(450), person(800)
# Head and shoulders are over the desk, and still inside the window's border.
LEANING = person(285)


class Desk:
    def __init__(self, zones: list[tuple[str, Zone]] = ZONES) -> None:
        self.zones, self.sides, self.tracker, self.time = zones, DeskSides(zones), PoseTracker(), 0.0

    def look(self, people: People) -> list[list[str]]:
        """For each person, the roles of the person's zones."""
        return [[self.zones[place][0] for place in places] for places in self._places(people)]

    def owners(self, somebody: People) -> list[int]:
        """The numbers of the zones of one person."""
        return self._places(somebody)[0]

    def reaches(self, x: float, hips: float, start: float = 150.0) -> list[int]:
        """The zones of a clerk who sat at `start` and leans in three seconds until the head is at `x`."""
        self.stays(person(start), 10)
        steps = [start + (x - start) * (k + 1) / 15 for k in range(15)]
        return [self.owners(reaching(step, float(np.clip(step, *sorted((start, hips)))))) for step in steps][
            -1
        ]

    def _places(self, people: People) -> list[list[int]]:
        self.time += LOOK
        ids = self.tracker.update(people, self.time)
        here = [self.sides.here(place, people, ids, self.time) for place in range(len(self.zones))]
        return [np.flatnonzero([mine[row] for mine in here]).tolist() for row in range(len(people))]

    def stays(self, people: People, seconds: float) -> list[list[str]]:
        found = [self.look(people) for _ in range(round(seconds / LOOK))]
        return found[-1]

    def walks(self, start: float, end: float, seconds: float) -> list[list[str]]:
        looks = round(seconds / LOOK)
        return [self.look(person(start + (end - start) * (k + 1) / looks))[0] for k in range(looks)]


def test_at_first_everybody_belongs_to_the_zone_that_holds_them_deepest() -> None:
    assert Desk().look(together(AT_POST, AT_WINDOW, IN_QUEUE, LEANING)) == [[POST], [WINDOW], [QUEUE], [POST]]


def test_a_customer_who_leans_over_the_desk_stays_a_customer() -> None:
    desk = Desk()
    desk.stays(AT_WINDOW, 10)
    seen = desk.walks(450, 285, 2) + [desk.look(LEANING)[0] for _ in range(10)]
    assert all(roles == [WINDOW] for roles in seen)


def test_a_clerk_who_walks_through_the_customers_place_is_no_customer() -> None:
    desk = Desk()
    desk.stays(AT_POST, 10)
    assert not any({WINDOW, QUEUE} & set(roles) for roles in desk.walks(150, 800, 4))


def test_whoever_goes_round_the_desk_and_stays_belongs_there() -> None:
    desk = Desk()
    desk.stays(AT_WINDOW, 10)
    desk.walks(450, 150, 2)
    assert desk.stays(AT_POST, 6) == [[POST]]
    assert desk.stays(AT_POST, 1) == [[POST]]


@pytest.mark.parametrize("seconds", [1.0, 1.8])
def test_whoever_was_only_on_the_way_belongs_where_they_arrive_at_once(seconds: float) -> None:
    desk = Desk()
    desk.stays(person(400), seconds)
    assert desk.look(person(250)) == [[POST]]


def test_from_the_queue_to_the_window_nobody_waits_to_be_counted() -> None:
    desk = Desk()
    desk.stays(IN_QUEUE, 30)
    assert desk.walks(800, 450, 3)[-1] == [WINDOW]


def reaching(x: float, hips: float, y: float = 100.0) -> People:
    """A person with head and shoulders at `x` and hips at `hips` px."""
    people = person(x, y)
    people.joints[0, list(HIPS), 0] += hips - x
    return people


def test_staff_who_reach_over_the_desk_are_still_at_the_post() -> None:
    """There is only the post: the area up to the next zone belongs to no zone."""
    assert Desk(ZONES[:1]).reaches(360, hips=250) == [0]


def test_staff_who_walk_off_are_not_at_the_post_however_near_the_head_is() -> None:
    assert Desk(ZONES[:1]).reaches(360, hips=310) == []
    assert Desk(ZONES[:1]).reaches(360, hips=360) == []


@pytest.mark.parametrize(("share", "places"), [(-0.05, [0]), (0.05, [])])
def test_head_and_shoulders_may_leave_the_zone_by_a_third_of_its_size(
    share: float, places: list[int]
) -> None:
    """The zone ends at 300 px and its longer side is 300; the outer shoulder is 20 px from the middle."""
    assert Desk(ZONES[:1]).reaches(280 + (0.35 + share) * 300, hips=250) == places


def test_a_box_without_a_pose_tells_no_hips_and_leans_nowhere() -> None:
    desk = Desk(ZONES[:1])
    assert desk.reaches(360, hips=250) == [0]
    people = person(360)
    people.joints[0, list(HIPS)] = np.nan
    assert desk.owners(people) == []


def test_the_neighbouring_window_never_gets_staff_who_reach_over() -> None:
    """Two posts side by side with a gap: a person who leans into the gap belongs to the post of the hips."""
    posts = [ZONES[0], (POST, Zone.of([(0.5, 0.0), (0.8, 0.0), (0.8, 1.0), (0.5, 1.0)], (1000, 300), 0.05))]
    assert Desk(posts).reaches(370, hips=280) == [0]
    assert Desk(posts).reaches(440, hips=520, start=650) == [1]


def test_staff_who_reach_into_the_customers_window_are_no_customers() -> None:
    assert Desk().reaches(380, hips=280) == []


def test_a_customer_who_leans_away_is_not_held_by_the_window() -> None:
    """Only the post extends beyond its zone: customers just go."""
    assert Desk(ZONES[1:2]).reaches(660, hips=560, start=450) == []


class Told(Desk):
    """A desk whose people have tracks that a test tells."""

    @classmethod
    def after_four_seconds_at_the_post(cls) -> "Told":
        """A clerk with track 7 has been found in twenty looks, the last of them at 3.8 s."""
        desk = cls()
        for look in range(20):
            desk.found(AT_POST, 7, look * LOOK)
        return desk

    def found(self, who: People, track: int, time: float) -> list[str]:
        here = [self.sides.here(place, who, np.array([track]), time) for place in range(len(self.zones))]
        return [role for (role, _), mine in zip(self.zones, here, strict=True) if mine[0]]


@pytest.mark.parametrize(("lost_s", "roles"), [(0.9, []), (1.1, [WINDOW])])
def test_a_customer_who_gets_the_track_of_a_lost_clerk_is_a_customer(lost_s: float, roles: list[str]) -> None:
    desk = Told.after_four_seconds_at_the_post()
    desk.found(AT_WINDOW, 8, 19 * LOOK + LOOK)
    assert desk.found(AT_WINDOW, 7, 19 * LOOK + lost_s) == roles


def test_a_clerk_who_leans_out_after_a_still_minute_is_still_a_clerk() -> None:
    """Nothing moved, so nobody looked; the track was never lost."""
    desk = Told.after_four_seconds_at_the_post()
    desk.found(person(450), 7, 9.0)
    assert desk.found(AT_POST, 7, 9.2) == [POST]
    assert desk.found(person(450), 7, 9.4) == []


def test_a_clerk_who_was_hidden_at_the_post_is_still_a_clerk() -> None:
    desk = Told.after_four_seconds_at_the_post()
    assert desk.found(LEANING, 7, 19 * LOOK + 1.5) == [POST]


@pytest.mark.parametrize(("aside", "roles"), [(20, []), (45, [WINDOW])])
def test_a_new_track_on_the_box_of_a_lost_clerk_is_the_clerk(aside: float, roles: list[str]) -> None:
    """A box that shrinks as the clerk bends down gets a new track; their head is then over the customers' side.

    A box of 40 px that lies 45 px aside shares nothing with the clerk's.
    """
    desk = Told.after_four_seconds_at_the_post()
    desk.found(person(150 + aside), 8, 4.0)
    assert desk.found(AT_WINDOW, 8, 4.2) == roles


@pytest.mark.parametrize(("lost_s", "roles"), [(0.9, []), (1.1, [WINDOW])])
def test_a_clerk_lost_for_longer_than_a_second_passes_no_side_on(lost_s: float, roles: list[str]) -> None:
    desk = Told.after_four_seconds_at_the_post()
    desk.found(AT_POST, 8, 19 * LOOK + lost_s)
    assert desk.found(AT_WINDOW, 8, 19 * LOOK + lost_s + LOOK) == roles


def test_a_clerk_whose_first_track_comes_back_is_still_a_clerk() -> None:
    """Weak boxes of one person change their track from look to look."""
    desk = Told.after_four_seconds_at_the_post()
    desk.found(AT_POST, 8, 4.0)
    desk.found(AT_POST, 9, 4.2)
    assert desk.found(AT_WINDOW, 7, 4.4) == []
    assert desk.found(AT_WINDOW, 8, 4.6) == []


def bent(to: float) -> People:
    """The clerk at the post with the box of before, and head and shoulders at `to` px."""
    return People(AT_POST.boxes, person(to).joints, AT_POST.world)


def test_a_clerk_who_slumps_over_the_border_for_long_stays_at_the_post() -> None:
    """The body has not moved: only head and shoulders lie in the neighbour's window."""
    desk = Told.after_four_seconds_at_the_post()
    found = [desk.found(bent(450), 7, (20 + look) * LOOK) for look in range(60)]
    assert WINDOW not in [role for roles in found for role in roles]
    assert desk.found(AT_POST, 7, 80 * LOOK) == [POST]


def test_a_customer_beside_a_clerk_who_is_still_found_inherits_nothing() -> None:
    desk = Told.after_four_seconds_at_the_post()
    both, ids = together(AT_POST, person(160)), np.array([7, 8])
    for place in range(3):
        desk.sides.here(place, both, ids, 4.0)
    assert desk.found(AT_WINDOW, 8, 4.2) == [WINDOW]


def test_somebody_who_only_passed_the_post_passes_no_side_on() -> None:
    desk = Told()
    for look in range(9):
        desk.found(AT_POST, 7, look * LOOK)
    desk.found(AT_POST, 8, 9 * LOOK)
    assert desk.found(AT_WINDOW, 8, 10 * LOOK) == [WINDOW]


def test_a_passer_who_was_followed_before_is_not_the_lost_clerk() -> None:
    desk = Told(ZONES[:2])
    for look in range(20):
        both, ids = together(AT_POST, person(800 - 30 * look)), np.array([7, 8])
        for place in range(2):
            desk.sides.here(place, both, ids, look * LOOK)
    desk.found(person(170), 8, 20 * LOOK)
    assert desk.found(AT_WINDOW, 8, 21 * LOOK) == [WINDOW]
