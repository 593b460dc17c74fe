"""Days scored from events written by hand."""

import datetime as dt
from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st

from models import (
    ClauseLine,
    Coverage,
    Event,
    EventKey,
    Period,
    Score,
    Verdict,
)
from models.norms import Profile, load_catalogue, load_profile
from pipeline.scoring.score import ScoringFacts, score_facts

DAY = Period.of_day(dt.date(2026, 11, 23), "Asia/Shanghai")


NINE = DAY.start + 9 * 3600


POWER = load_profile("power")


ALL = load_profile("evaluation")


def happened(
    kind: str, at: float, seconds: float = 0, confidence: float = 0.9, **says: float | bool | str
) -> Event:
    return Event("hall", "1", kind, NINE + at, NINE + at + seconds, confidence, says)


def arrival(at: float, stood: bool) -> list[Event]:
    came = happened("arrival", at, stood=stood)
    return [came] if stood else [came, happened("no_stand_greeting", at)]


def watched(seen: float = 8 * 3600, of: float = 8 * 3600) -> list[Coverage]:
    return [Coverage("hall", "1", NINE, NINE + of, seen)]


def scored(events: list[Event], profile: Profile = POWER, **more: object) -> Score:
    facts = replace(ScoringFacts(events, watched()), **more)  # type: ignore[arg-type]
    return score_facts(facts, profile, "1", DAY)


def line(score: Score, clause: str) -> ClauseLine:
    return next(one for one in score.lines if one.clause == clause)


def confirmed(*events: Event) -> dict[EventKey, Verdict]:
    return {EventKey.of(event): Verdict.CONFIRMED for event in events}


def dismissed(*events: Event) -> dict[EventKey, Verdict]:
    return {EventKey.of(event): Verdict.DISMISSED for event in events}


unhurried = settings(deadline=None)  # a busy machine is no fault of the code


KINDS = sorted(load_catalogue().kinds)


a_moment = st.integers(0, 4000)


an_event = st.builds(
    lambda kind, at, long, sure, unattended: happened(
        kind, at, long, sure, unattended=unattended, stood=False
    ),
    st.sampled_from(KINDS),
    a_moment,
    st.sampled_from([0, 5, 40, 200, 700]),
    st.sampled_from([0.2, 0.9]),
    st.booleans(),
)


a_day = st.lists(an_event, max_size=25, unique_by=EventKey.of)
