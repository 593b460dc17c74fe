"""Counters proposed from the behaviour of people in a hall without measurements."""

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from pipeline.errors import PipelineError
from pipeline.zoning import Proposal, propose
from pipeline.zoning.proposal import OpenQuestion
from pipeline.zoning.proposal_text import proposal_lines
from pipeline.zoning.site_text import named
from tests.support.sweep_people import AWAY, SIZE, TOWARD, Somebody, watched

CLERK = Somebody(0, 500, 200, TOWARD)


def proposed(*people: Somebody, seconds: float = 60.0) -> Proposal:
    return propose(watched(people, seconds), SIZE)


def holds(zone: Sequence[tuple[float, float]] | None, who: Somebody, higher: float = 0.0) -> bool:
    """Whether the middle of a person's head and shoulders, `higher` px, is in a zone."""
    assert zone is not None
    corners = (np.array(zone) * SIZE).astype(np.float32)
    return cv2.pointPolygonTest(corners, (who.x, who.y - 12 - higher), False) > 0


def overlap(one: Sequence[tuple[float, float]], two: Sequence[tuple[float, float]]) -> float:
    """px shared by two convex zones."""
    first, second = ((np.array(z) * SIZE).astype(np.float32) for z in (one, two))
    return float(cv2.intersectConvexConvex(first, second)[0])


def test_a_clerk_and_those_who_come_and_go_are_one_counter() -> None:
    guests = [Somebody(i, 510, 290, AWAY, since=15 * i, until=15 * i + 9, size=48) for i in (1, 2, 3)]
    (counter,) = proposed(CLERK, *guests).counters
    assert holds(counter.staff, CLERK)
    assert all(holds(counter.customer, guest) for guest in guests)
    assert (counter.customers, counter.waiting, counter.sure) == (3, None, "sure")


def test_a_zone_leaves_room_to_stand_up_and_shares_nothing_with_the_customers() -> None:
    guest = Somebody(1, 510, 290, AWAY, since=10, until=40, size=48)
    (counter,) = proposed(CLERK, guest).counters
    assert holds(counter.staff, CLERK, higher=1.1 * CLERK.size)
    assert counter.customer is not None
    assert overlap(counter.staff, counter.customer) < 20
    assert not holds(counter.staff, guest)


def test_two_posts_side_by_side_are_two_counters() -> None:
    beside = Somebody(1, 680, 200, TOWARD)
    guests = [Somebody(2, 500, 290, AWAY, 10, 30, 48), Somebody(3, 690, 290, AWAY, 20, 50, 48)]
    left, right = proposed(CLERK, beside, *guests).counters
    assert holds(left.staff, CLERK)
    assert holds(right.staff, beside)
    assert holds(left.customer, guests[0])
    assert holds(right.customer, guests[1])


def test_who_stands_behind_the_customer_for_long_waits() -> None:
    guest = Somebody(1, 510, 290, AWAY, 5, 40, 48)
    queue = Somebody(2, 560, 480, AWAY, 0, 38, 60)
    (counter,) = proposed(CLERK, guest, queue).counters
    assert holds(counter.waiting, queue)
    assert not holds(counter.customer, queue)


def test_who_only_passes_is_nothing() -> None:
    passer = Somebody(1, 40, 430, TOWARD, since=5, until=40, size=60, pace=60)
    (counter,) = proposed(CLERK, passer).counters
    assert (counter.customer, counter.waiting) == (None, None)


def test_a_colleague_who_stops_at_the_cabinet_is_no_customer() -> None:
    colleague = Somebody(1, 420, 110, TOWARD, since=20, until=29, size=36)
    (counter,) = proposed(CLERK, colleague).counters
    assert (counter.customer, counter.waiting) == (None, None)


def test_a_bag_that_is_taken_for_somebody_is_found_anywhere_and_is_no_customer() -> None:
    bag = Somebody(1, 510, 290, AWAY, size=30, sways=40)
    (counter,) = proposed(CLERK, bag).counters
    assert counter.customer is None


def test_a_bottle_on_the_desk_that_is_taken_for_somebody_does_not_wait() -> None:
    """Nearer to the camera than the clerk and a third as large: no person is."""
    (counter,) = proposed(CLERK, Somebody(1, 640, 380, AWAY, size=13, sways=1)).counters
    assert (counter.customer, counter.waiting) == (None, None)


def test_with_staff_alone_there_is_no_customer_zone() -> None:
    (counter,) = proposed(CLERK).counters
    assert (counter.customer, counter.sure, counter.asks) == (None, "likely", (OpenQuestion.NOBODY_CAME,))


def test_whoever_stays_alone_for_a_part_of_the_time_is_a_guess() -> None:
    """A person who waits for the hall to open stays like that too."""
    (counter,) = proposed(Somebody(0, 500, 200, TOWARD, until=40)).counters
    assert counter.sure == "a guess"


def test_a_thing_that_is_smaller_than_who_is_behind_it_is_no_post_however_long_it_stays() -> None:
    """A bottle on the desk all the time, and a clerk who comes and goes behind it."""
    clerk = Somebody(0, 500, 200, TOWARD, until=40)
    (counter,) = proposed(clerk, Somebody(1, 640, 380, AWAY, size=13, sways=1)).counters
    assert holds(counter.staff, clerk)


def test_who_was_there_before_the_customer_came_and_returns_is_the_staff() -> None:
    """The clerk is away most of the time while a customer waits; a camera in the corner sees both sides."""
    clerk = [Somebody(i, 500, 200, 45.0, since, until) for i, since, until in ((0, 0, 8), (1, 50, 60))]
    guest = Somebody(2, 640, 235, -135.0, since=20, until=58)
    (counter,) = proposed(*clerk, guest).counters
    assert holds(counter.staff, clerk[0])
    assert (counter.sure, counter.asks) == ("a guess", (OpenQuestion.SIDES,))


def test_two_who_work_shoulder_to_shoulder_share_a_post_and_it_is_asked() -> None:
    colleague = Somebody(1, 575, 200, TOWARD)
    guest = Somebody(2, 510, 290, AWAY, since=10, until=40, size=48)
    (counter,) = proposed(CLERK, colleague, guest).counters
    assert holds(counter.staff, CLERK)
    assert holds(counter.staff, colleague)
    assert OpenQuestion.SHARED in counter.asks


def test_two_who_serve_shoulder_to_shoulder_are_two_counters_and_it_is_asked() -> None:
    colleague = Somebody(1, 585, 200, TOWARD)
    guests = [Somebody(2, 490, 290, AWAY, 10, 30, 48), Somebody(3, 600, 290, AWAY, 20, 50, 48)]
    found = proposed(CLERK, colleague, *guests).counters
    assert len(found) == 2
    assert all(OpenQuestion.TWO_POSTS in counter.asks for counter in found)


def told(proposal: Proposal) -> str:
    return "\n".join(proposal_lines(named(proposal, (), ()), proposal))


def test_what_is_not_known_is_asked_in_a_line_each() -> None:
    said = told(proposed(CLERK, seconds=20))
    assert "nobody came to it: is it a post" in said
    assert "watched for 20 s only" in said


def test_a_crowd_that_is_in_no_zone_is_said() -> None:
    crowd = [Somebody(i, 40 + 60 * i, 500, AWAY, 6 * i, 6 * i + 12, 60, pace=90) for i in range(1, 12)]
    assert "most of those who were seen are in none of these zones" in told(
        proposed(CLERK, *crowd, seconds=90)
    )
    assert "most of those" not in told(proposed(CLERK, seconds=90))


def test_the_staff_may_turn_the_back_on_the_camera() -> None:
    """Then the time of presence must decide."""
    clerk, guests = (
        Somebody(0, 500, 290, AWAY, size=48),
        [Somebody(i, 500, 200, TOWARD, since=20 * i, until=20 * i + 8) for i in (1, 2)],
    )
    (counter,) = proposed(clerk, *guests, seconds=120).counters
    assert holds(counter.staff, clerk)


def test_nobody_at_all_is_said() -> None:
    with pytest.raises(PipelineError, match="nobody was seen"):
        proposed()


def test_people_who_all_walk_by_make_no_counter() -> None:
    passers = [Somebody(i, 40, 430, since=10 * i, until=10 * i + 9, pace=90) for i in range(5)]
    with pytest.raises(PipelineError, match="nobody stayed"):
        proposed(*passers)


def test_zones_end_at_the_picture() -> None:
    (counter,) = proposed(Somebody(0, 15, 30, TOWARD)).counters
    assert all(0 <= value <= 1 for point in counter.staff for value in point)
    assert len(counter.staff) >= 3
