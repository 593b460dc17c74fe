"""Two sides of a desk: who belongs to which is told by the zone and by how long somebody stays. A look is 0.2 s."""

import pytest

from tests.vision.stick_people import person, together
from vision.core.people import People
from vision.core.zones import Zone
from vision.detection.desk_sides import Sides
from vision.detection.tracking import Tracker

LOOK = 0.2
POST, WINDOW, QUEUE = "staff", "customer", "waiting"
ZONES = [
    (POST, Zone.of([(0.0, 0.0), (0.3, 0.0), (0.3, 1.0), (0.0, 1.0)], (1000, 300), 0.05)),
    (WINDOW, Zone.of([(0.3, 0.0), (0.6, 0.0), (0.6, 1.0), (0.3, 1.0)], (1000, 300), 0.08)),
    (QUEUE, Zone.of([(0.6, 0.0), (1.0, 0.0), (1.0, 1.0), (0.6, 1.0)], (1000, 300), 0.08)),
]
AT_POST, AT_WINDOW, IN_QUEUE = person(150), person(450), person(800)
# Over the desk with head and shoulders, and the window's border still holds them.
LEANING = person(285)


class Desk:
    def __init__(self) -> None:
        self.sides, self.tracker, self.time = Sides(ZONES), Tracker(), 0.0

    def look(self, people: People) -> list[list[str]]:
        """For each of the people the roles of the zones they belong to."""
        self.time += LOOK
        ids = self.tracker.update(people, self.time)
        here = [self.sides.here(place, people, ids, self.time) for place in range(len(ZONES))]
        return [
            [role for (role, _), mine in zip(ZONES, here, strict=True) if mine[row]]
            for row in range(len(people))
        ]

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
