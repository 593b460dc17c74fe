"""Clauses for certain halls, people or hours only, and the tolerance of a clause."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import EventKey, ModelError, Status, Verdict, Why
from models.norms import Profile, differences, load_profile
from tests.support.scored_days import NINE, a_day, arrival, confirmed, happened, line, scored

RULES = """
profile: own
title: {zh: 本厅, en: own}
extends: power
clauses:
  P3: {%s}
"""


def profile(folder: Path, rule: str) -> Profile:
    path = folder / "own.yaml"
    path.write_text(RULES % rule, encoding="utf-8")
    return load_profile(path)


def test_a_clause_for_other_halls_costs_nothing_here_and_says_so(tmp_path: Path) -> None:
    own = profile(tmp_path, "applies_to: {tiers: [1, 2], source: works agreement}")
    small, big, unknown = (scored(arrival(60, stood=False), own, tier=tier) for tier in (4, 2, None))
    assert (small.points, big.points, unknown.points) == (100, 99, 99)
    assert line(small, "P3").status is Status.NOT_APPLYING
    assert [note.why for note in line(small, "P3").notes] == [Why.NOT_APPLYING]
    assert "clause P3 is not for this counter or this hour" in line(small, "R3").notes[0].reason.en


def test_a_clause_for_clerks_does_not_bind_the_guide(tmp_path: Path) -> None:
    own = profile(tmp_path, "applies_to: {roles: [clerk], source: works agreement}")
    guide, clerk = (scored(arrival(60, stood=False), own, role=role) for role in ("guide", "clerk"))
    assert (guide.points, clerk.points) == (100, 99)


def test_a_clause_for_the_morning_leaves_the_afternoon_alone(tmp_path: Path) -> None:
    own = profile(tmp_path, 'applies_to: {hours: [{start: "09:00", end: "12:00"}], source: works agreement}')
    day = scored([*arrival(60, stood=False), *arrival(4 * 3600, stood=False)], own)
    assert [d.events[0].start - NINE for d in line(day, "P3").deductions] == [60]
    assert [note.why for note in line(day, "P3").notes] == [Why.NOT_APPLYING]
    assert line(day, "P3").status is Status.DEDUCTED


def test_the_first_point_is_forgiven_and_what_is_beyond_is_not(tmp_path: Path) -> None:
    own = profile(
        tmp_path,
        "grace: {value: 3, source: works agreement}, weight: {value: 2, source: works agreement}",
    )
    day = scored([event for n in range(3) for event in arrival(600 * n, stood=False)], own)
    assert [d.points for d in line(day, "P3").deductions] == [1, 2]
    assert "1.0 of 2.0 points (the grace of clause P3 is used up)" in line(day, "P3").deductions[0].reason.en
    assert [note.why for note in line(day, "P3").notes] == [Why.GRACE]
    assert line(scored(arrival(60, stood=False), own), "P3").status is Status.NOTED


def test_whom_a_clause_is_for_is_part_of_the_hash_and_of_the_difference(tmp_path: Path) -> None:
    own = profile(tmp_path, "applies_to: {tiers: [2], source: x}, grace: {value: 1, source: x}")
    assert own.hash != load_profile("power").hash
    (found,) = differences(load_profile("power"), own)
    assert found.new == "applies, cap 10, weight 1, grace 1, tiers 2"


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("grace: 1", "own.yaml:6: clauses.P3.grace"),
        ("grace: {value: -1, source: x}", "must be 0 to 100"),
        ("applies_to: {tiers: [2]}", "source"),
        ('applies_to: {hours: [{start: "12:00", end: "09:00"}], source: x}', "must be before"),
    ],
    ids=["no source", "below nothing", "nobody's idea", "hours the wrong way"],
)
def test_a_rule_that_cannot_be_is_named_with_its_line(tmp_path: Path, rule: str, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        profile(tmp_path, rule)


@settings(deadline=None)
@given(a_day, st.data())
def test_dismissing_more_never_lowers_a_score_with_grace_either(events: list, data: st.DataObject) -> None:  # type: ignore[type-arg]
    own = _graceful()
    verdicts = {EventKey.of(one): data.draw(st.sampled_from(Verdict)) for one in events}
    more = {k: data.draw(st.sampled_from([v, Verdict.DISMISSED])) for k, v in verdicts.items()}
    before, after = scored(events, own, verdicts=verdicts), scored(events, own, verdicts=more)
    assert before.points <= after.points
    for one in before.lines:
        told = [d.events[0] for d in one.deductions] + [note.event for note in one.notes]
        assert len(told) == len(set(told))


def _graceful() -> Profile:
    power = load_profile("power")
    return replace(power, clauses={key: replace(rule, grace=1.5) for key, rule in power.clauses.items()})


def test_an_excused_absence_stays_free_when_somebody_confirms_it() -> None:
    away = happened("absence", 0, 700, unattended=False, excused=True)
    assert scored([away], verdicts=confirmed(away)).points == 100
