"""Properties of a score over any events: order, bounds, and that a fact is charged once."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import (
    Event,
    EventKey,
    Verdict,
)
from models.norms import load_catalogue
from pipeline.scoring.pricing import PricedEvent, costliest, counted, priced
from tests.support.scored_days import ALL, POWER, a_day, a_moment, happened, scored, unhurried


@unhurried
@given(a_day, st.randoms())
def test_the_order_of_events_does_not_matter(events: list[Event], chance: object) -> None:
    shuffled = list(events)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert scored(shuffled, ALL) == scored(events, ALL)


@unhurried
@given(a_day, st.data())
def test_dismissing_more_never_lowers_a_score_which_stays_within_0_and_100(
    events: list[Event], data: st.DataObject
) -> None:
    verdicts = {EventKey.of(one): data.draw(st.sampled_from(Verdict)) for one in events}
    more = {
        key: data.draw(st.sampled_from([verdict, Verdict.DISMISSED])) for key, verdict in verdicts.items()
    }
    before, after = scored(events, ALL, verdicts=verdicts), scored(events, ALL, verdicts=more)
    assert 0 <= before.points <= after.points <= 100
    assert before.points == round(100 - sum(one.points for one in before.deductions), 2)


@unhurried
@given(a_day)
def test_no_event_is_charged_twice(events: list[Event]) -> None:
    charged = [deduction.events[0] for deduction in scored(events, ALL).deductions]
    assert len(charged) == len(set(charged))


@unhurried
@given(a_day)
def test_every_event_of_a_clause_is_either_charged_or_explained(events: list[Event]) -> None:
    for one in scored(events, ALL).lines:
        kinds = load_catalogue().clauses[one.clause].kinds
        touching = sorted(EventKey.of(event) for event in events if event.kind in kinds)
        assert sorted([d.events[0] for d in one.deductions] + [note.event for note in one.notes]) == touching


@unhurried
@given(
    st.lists(
        st.tuples(a_moment, st.sampled_from([0, 60, 700]), st.booleans()),
        max_size=7,
        unique_by=lambda x: x[:2],
    )
)
def test_the_facts_that_count_are_the_dearest_that_do_not_overlap(spans: list[tuple[int, int, bool]]) -> None:
    events = [happened("absence" if empty else "unattended_customer", at, long) for at, long, empty in spans]
    found = [one for one in (priced(event, Verdict.CONFIRMED, POWER) for event in events) if one.payable]
    dearest = max(
        sum(one.points for one in some)
        for n in range(len(found) + 1)
        for some in combinations(found, n)
        if apart(some)
    )
    assert sum(one.points for one in costliest(found)) == pytest.approx(dearest)
    standing = counted(found)
    assert set(standing) | {o.key for others in standing.values() for o in others} == {o.key for o in found}


def apart(some: tuple[PricedEvent, ...]) -> bool:
    def clash(a: Event, b: Event) -> bool:
        return a.start == b.start or (a.start < b.end and b.start < a.end)

    return not any(clash(a.event, b.event) for a, b in combinations(some, 2))
