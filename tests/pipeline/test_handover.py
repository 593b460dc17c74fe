"""Objects handed over with one hand or with both."""

import pytest

from synthetic.stories import (
    Story,
    customer_arrives,
    customer_leaves,
    dark,
    goes_on,
    judged,
    seated,
    with_hands,
)


def served(*exchanges: Story) -> Story:
    """A customer who arrives, receives these objects ten seconds apart, and leaves."""
    story = seated(30) + customer_arrives() + goes_on(10)
    for exchange in exchanges:
        story += exchange + goes_on(10)
    return story + customer_leaves() + goes_on(10)


def test_both_hands_are_as_it_should_be() -> None:
    told = judged(served(with_hands("gives with both", 1.6)))
    assert told.one("handover").attributes["staff_hands"] == 2
    assert told.one("handover").start - told.start == pytest.approx(40, abs=0.5)
    assert "one_handed_handover" not in told.kinds


def test_one_hand_is_not() -> None:
    told = judged(served(with_hands("gives", 1.6)))
    assert told.one("handover").attributes["staff_hands"] == 1
    assert told.all("one_handed_handover") == told.all("handover")


def test_every_exchange_is_one() -> None:
    told = judged(
        served(with_hands("gives", 1.6), with_hands("gives with both", 1.6), with_hands("gives", 1.6))
    )
    assert [e.attributes["staff_hands"] for e in told.events("handover")] == [1, 2, 1]


def test_hands_that_stay_apart_hand_nothing_over() -> None:
    told = judged(served(with_hands("invites", 1.6), with_hands("ear", 3)))
    assert not told.kinds & {"handover", "one_handed_handover"}


def test_reaching_out_with_nobody_there_is_no_handover() -> None:
    assert "handover" not in judged(seated(30) + with_hands("gives", 1.6) + seated(30)).kinds


def test_a_handover_in_the_dark_is_nobodys() -> None:
    told = judged(served(dark(2)))
    assert not told.kinds & {"handover", "one_handed_handover"}


def test_where_there_is_no_customers_place_there_are_no_handovers() -> None:
    assert "handover" not in judged(served(with_hands("gives", 1.6)), customers=False).kinds
