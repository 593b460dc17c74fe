"""Figures of a service at its end, and of the quiet time between two services; none of them is a fault."""

from datetime import UTC, datetime

import pytest

from models import RateFigure, Scalar
from models.norms import Profile, load_profile
from pipeline.scoring.score import score
from synthetic.stories import (
    POST,
    START,
    Story,
    Told,
    away,
    closely,
    customer_arrives,
    customer_leaves,
    dark,
    goes_on,
    judged,
    looks_at,
    seated,
    slouching,
    somebody_waits,
    standing,
)

AWAY, TOWARD = -60, 85
DAY = datetime.fromtimestamp(START, UTC).date()
TELECOM = load_profile("telecom")


def departure(*steps: Story) -> dict[str, Scalar]:
    """All figures of one visit with these steps in it."""
    story = seated(40) + customer_arrives()
    for step in steps:
        story += step
    event = judged(story + customer_leaves() + goes_on(20)).one("departure")
    return {**event.evidence, **event.attributes}


def rate(told: Told, name: str, profile: Profile = TELECOM) -> RateFigure | None:
    judgement = told.judgement
    lines = score(judgement.events, judgement.coverage, profile, POST, DAY).lines
    return next((r for line in lines for r in line.rates if r.name == name), None)


# -- a service -------------------------------------------------------------------------------------------------


def test_a_service_is_told_with_its_length_and_how_attentive_it_was() -> None:
    told = departure(goes_on(30), looks_at(AWAY), goes_on(10), looks_at(TOWARD))
    assert told["stayed_s"] == told["staffed_s"] == 40
    assert told["noticed_after_s"] == 0
    assert told["faced_share"] == pytest.approx(0.75, abs=0.03)
    assert "queue_s" not in told


def test_staff_who_looks_up_later_took_notice_later() -> None:
    story = seated(40) + looks_at(AWAY) + customer_arrives() + goes_on(7) + looks_at(TOWARD) + goes_on(20)
    told = judged(story + customer_leaves() + goes_on(10)).one("departure")
    assert told.evidence["noticed_after_s"] == pytest.approx(7, abs=0.3)


def test_a_post_that_was_left_meanwhile_served_nobody_then() -> None:
    told = departure(goes_on(10), away(20), seated(10))
    assert (told["stayed_s"], told["staffed_s"]) == (40, 20)


def test_who_comes_out_of_the_queue_has_waited() -> None:
    story = (
        seated(20) + somebody_waits(30) + goes_on(1) + customer_arrives() + goes_on(20) + customer_leaves()
    )
    told = judged(story + goes_on(10)).one("departure")
    assert told.evidence["queue_s"] == pytest.approx(31, abs=0.5)


def test_what_was_not_seen_of_a_service_is_not_told() -> None:
    told = departure(closely(0, eyes=False), goes_on(30))
    assert "faced_share" not in told
    assert "noticed_after_s" not in told or told["noticed_after_s"] == 0


@pytest.mark.parametrize(("step", "off"), [(goes_on(3), False), (standing(3), True)], ids=["seated", "rose"])
def test_who_was_seen_off_counts_and_who_was_not(step: Story, off: bool) -> None:
    story = (
        seated(20) + standing(3) + seated(20) + customer_arrives() + goes_on(30) + step + customer_leaves()
    )
    told = judged(story + seated(20))
    assert told.one("departure").attributes["seen_off"] is off
    assert ("no_farewell" in told.kinds) is not off
    figure = rate(told, "seen_off", load_profile("water"))
    assert figure is not None
    assert (figure.met, figure.of) == (int(off), 1)


def test_turning_to_the_screen_is_a_figure_and_costs_nothing() -> None:
    """C9: a person who enters an order turns to the screen for a while."""
    typing = (
        customer_arrives() + goes_on(20) + looks_at(AWAY) + goes_on(40) + looks_at(TOWARD) + customer_leaves()
    )
    told = judged(seated(40) + (typing + goes_on(10)) * 2 + goes_on(20))
    assert not {"not_facing", "waiting_while_busy", "no_facing_greeting"} & told.kinds
    figure = rate(told, "faced_serving")
    assert figure is not None
    assert (figure.met, figure.of) == (0, 2)
    lines = {
        line.clause: line
        for line in score(told.judgement.events, told.judgement.coverage, TELECOM, POST, DAY).lines
    }
    assert [r.name for r in lines["C9"].rates] == ["faced_serving"]
    assert lines["C9"].points == 0


# -- between two services --------------------------------------------------------------------------------------


def quiet(*steps: Story) -> list[tuple[int, int]]:
    """(minutes, upright minutes) of every finished quiet time."""
    story = seated(0)
    for step in steps:
        story += step
    found = judged(story + customer_arrives() + goes_on(20)).events("idle_time")
    return [(int(e.attributes["minutes"]), int(e.attributes["upright_minutes"])) for e in found]


def test_how_somebody_sat_while_nobody_was_there() -> None:
    assert quiet(seated(300)) == [(5, 5)]
    assert quiet(standing(100), seated(200)) == [(5, 5)]
    assert quiet(seated(180), slouching(120)) == [(5, 3)]


def test_a_pause_of_less_than_a_minute_is_no_quiet_time() -> None:
    assert quiet(seated(55)) == []


def test_an_empty_post_is_not_idle_and_the_dark_says_nothing() -> None:
    assert quiet(seated(120), away(120), seated(120)) == [(2, 2), (2, 2)]
    assert quiet(seated(150), dark(60), seated(150)) == [(2, 2), (2, 2)]


def test_quiet_time_is_told_when_it_is_over_and_by_the_hours_of_the_clock() -> None:
    assert judged(seated(300)).events("idle_time") == []
    told = judged(seated(600) + customer_arrives() + goes_on(20), start=START - 300)
    assert told.all("idle_time") == [(0, 300), (300, 600)]


def test_the_share_of_upright_minutes_has_its_interval() -> None:
    told = judged(seated(180) + slouching(120) + customer_arrives() + goes_on(30))
    figure = rate(told, "upright_idle")
    assert figure is not None
    assert (figure.met, figure.of) == (3, 5)
    assert figure.low < 0.6 < figure.high
