"""Numbers that somebody at the counter would feel if they were others, from both sides: a change of any is caught."""

from dataclasses import replace

import numpy as np
import pytest

from models import Event
from models.norms.profile import ClauseRule
from pipeline.intervals.spans import Spans
from pipeline.intervals.state import State
from pipeline.states import find_visits
from pipeline.states.facing import facing
from synthetic.stories import (
    ON_DESK,
    Story,
    View,
    closely,
    customer_arrives,
    goes_on,
    hands_over,
    judged,
    seated,
)
from tests.support.two_customers import joined, served, told
from vision.core import COLUMNS, Signals

EXACT = View(noise_deg=0.2, noise_m=0.0005)
WIDTH, HEIGHT = 1000, 500
POST_ZONE = [(0.3, 0.2), (0.7, 0.2), (0.7, 0.8), (0.3, 0.8)]
CUSTOMERS = [(0.6, 0.4), (0.8, 0.4), (0.8, 0.9), (0.6, 0.9)]


# -- norms -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("tier", "role"), [(1, "clerk"), (None, "clerk"), (1, None), (None, None)])
def test_a_clause_binds_a_counter_of_which_nobody_said_the_tier_or_the_role(
    tier: int | None, role: str | None
) -> None:
    rule = ClauseRule("P3", cap=10, weight=1, tiers=(1, 2), roles=("clerk",))
    assert rule.is_for(tier, role)
    assert not rule.is_for(3, role)
    assert not rule.is_for(tier, "guide")
    assert ClauseRule("P3", cap=10, weight=1).is_for(3, "guide")


# -- customers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("walk", "ends"), [(2.8, 47.2), (3.0, 47.0), (3.2, 47.0), (9.0, 47.0)])
def test_whoever_walks_off_for_long_left_three_seconds_before_the_window_was_empty(
    walk: float, ends: float
) -> None:
    stay = State(Spans.of((20, 50)), Spans.of((0, 80)))
    (visit,) = find_visits(stay, 2, Spans.of((50 - walk, 50)))
    assert visit.end == pytest.approx(ends)


@pytest.mark.parametrize(("walk", "begins"), [(2.8, 22.8), (3.0, 23.0), (3.2, 23.0), (9.0, 23.0)])
def test_whoever_walks_up_for_long_came_three_seconds_after_the_window_was_empty(
    walk: float, begins: float
) -> None:
    stay = State(Spans.of((20, 50)), Spans.of((0, 80)))
    (visit,) = find_visits(stay, 2, Spans.of((20, 20 + walk)))
    assert visit.start == pytest.approx(begins)


@pytest.mark.parametrize(("later", "arrivals"), [(1.6, 1), (4.8, 1), (5.8, 2)])
def test_whoever_follows_within_five_seconds_belongs_to_the_party(later: float, arrivals: int) -> None:
    """The second one stands about two and a half seconds after being found."""
    story = seated(20) + customer_arrives() + goes_on(60)
    signals = joined(served(story, (0, 1)), 2, 20 + later - 2.6, 80, walked_m=2.0)
    assert len(told(signals, "arrival")) == arrivals


@pytest.mark.parametrize(("off", "faced"), [(-46, False), (-44, True), (44, True), (46, False)])
def test_the_lens_says_where_a_customer_nearer_to_the_camera_is(off: float, faced: bool) -> None:
    """Half a metre aside and a metre nearer: 55 degrees to the right. A lens twice as long would say 36."""
    staff, customer, aside = 0.3, 0.4, 0.5
    toward = np.degrees(np.arctan2(aside / np.sqrt(staff * customer), 1.2 / staff - 1.2 / customer))
    row = {"head_x": 0.6, "scale": staff, "customer_x": 0.6 + aside, "customer_scale": customer}
    table = {name: np.full(50, row.get(name, np.nan), np.float32) for name in COLUMNS}
    table["head_yaw"][:] = toward + off
    assert bool(facing(Signals(np.arange(50) / 5, table), 1.0).true) is faced


# -- hands and heads ---------------------------------------------------------------------------------------------


def one_handed(left_seen: float) -> Event:
    """A handover with the right hand while the left one is seen so well."""
    story = (
        seated(30)
        + customer_arrives()
        + closely(5, left_seen=left_seen)
        + hands_over(two=False)
        + goes_on(10)
    )
    return judged(story).one("one_handed_handover")


@pytest.mark.parametrize(("left_seen", "hidden"), [(0.1, True), (0.25, True), (0.27, False), (0.9, False)])
def test_a_hand_that_is_hidden_is_a_question_and_no_fault(left_seen: float, hidden: bool) -> None:
    event = one_handed(left_seen)
    assert event.evidence["hidden_hand"] is hidden
    assert ("staff_hands" in event.attributes) is not hidden
    assert (event.confidence < 0.5) is hidden


@pytest.mark.parametrize(("down", "lies"), [(0.25, False), (0.29, True), (0.45, True)])
def test_a_head_is_on_the_desk_once_the_shoulders_came_down_to_it(down: float, lies: bool) -> None:
    """Who bends to a drawer is as low with the head, and comes down by 0.17 m."""
    low: Story = Story(((10.0, {"staff": replace(ON_DESK, rise=-down)}),))
    found = judged(seated(60) + low + seated(30), EXACT)
    assert ("head_on_desk" in found.kinds) is lies
