"""The points that a day at the counter costs, and those that it must never cost."""

import datetime as dt
import math
from dataclasses import replace
from pathlib import Path

import pytest

from models import (
    EventKey,
    Period,
    Status,
    Why,
    from_json,
    to_json,
)
from models.norms import load_catalogue, load_profile
from pipeline.scoring.rates import wilson
from pipeline.scoring.score import ScoringFacts, score, score_facts
from tests.support.scored_days import (
    ALL,
    DAY,
    NINE,
    POWER,
    arrival,
    confirmed,
    dismissed,
    happened,
    line,
    scored,
    watched,
)


def test_a_day_without_a_fault_is_a_full_score_with_its_coverage() -> None:
    day = score(arrival(60, stood=True), watched(seen=7 * 3600), POWER, "1", DAY)
    assert (day.points, day.coverage, day.seen_s) == (100, 0.875, 7 * 3600)
    assert (day.profile, day.profile_hash, day.day) == ("power", POWER.hash, dt.date(2026, 11, 23))
    assert line(day, "P3").status is Status.CLEAN


def test_a_customer_met_seated_costs_a_point_once_although_two_clauses_ask_for_rising() -> None:
    day = scored(arrival(60, stood=False))
    (deduction,) = day.deductions
    assert (day.points, deduction.clause, deduction.points) == (99, "P3", 1)
    assert deduction.events == (EventKey("hall", "1", "no_stand_greeting", NINE + 60),)
    assert line(day, "R3").status is Status.CITED
    assert [note.why for note in line(day, "R3").notes] == [Why.OTHER_CLAUSE]


def test_the_reason_reads_as_a_person_would_say_it() -> None:
    seated = replace(happened("no_stand_greeting", 1872), evidence={"seated_until_s": 28.0})
    (deduction,) = scored([seated]).deductions
    assert deduction.reason.en == (
        "customer at the window 09:31:12, staff seated until 09:31:40: not met standing within 5 s; "
        "clause P3, R3; 1.0 point"
    )
    assert (
        deduction.reason.zh
        == "09:31:12 客户到窗口，员工坐到 09:31:40：5 秒内未起身迎接；条款 P3、R3；扣 1.0 分"
    )


def test_the_same_facts_under_another_profile_are_another_score_with_another_hash() -> None:
    events = [happened("slouching", 0, 30)]
    telecom = load_profile("telecom")
    assert scored(events).deductions[0].clause == "R4"
    assert scored(events, telecom).deductions[0].clause == "C1"
    assert scored(events, telecom).profile_hash != scored(events).profile_hash


@pytest.mark.parametrize(
    ("seconds", "points", "severity"),
    [(60, 0, None), (179.9, 0, None), (180, 1, "warning"), (600, 3, "violation"), (7200, 3, "violation")],
)
def test_a_longer_absence_weighs_more(seconds: float, points: float, severity: str | None) -> None:
    day = scored([happened("absence", 0, seconds, unattended=False)])
    assert day.points == 100 - points
    assert [deduction.severity for deduction in day.deductions] == ([severity] if severity else [])


def test_a_short_absence_is_a_candidate_that_costs_only_once_a_person_confirms_it() -> None:
    away = happened("absence", 0, 60, unattended=False)
    before, after = scored([away]), scored([away], verdicts=confirmed(away))
    assert (before.points, after.points) == (100, 99.5)
    assert [note.why for note in line(before, "R1").notes] == [Why.CANDIDATE]
    assert line(before, "R1").status is Status.NOTED
    assert after.deductions[0].confirmed


def test_a_short_absence_with_a_customer_at_the_window_is_a_warning_at_once() -> None:
    assert scored([happened("absence", 0, 40, unattended=True)]).points == 99


def test_a_customer_left_unattended_within_an_absence_is_not_charged_twice() -> None:
    absence = happened("absence", 0, 240, unattended=True)
    left = happened("unattended_customer", 100, 60)
    day = scored([absence, left])
    assert day.points == 98
    assert day.deductions[0].events == (EventKey.of(left), EventKey.of(absence))
    assert "the same facts, not charged again: nobody at the post" in day.deductions[0].reason.en
    assert [note.why for note in line(day, "R1").notes] == [Why.SAME_FACTS]


def test_a_long_absence_costs_its_customers_where_they_are_dearer_than_itself() -> None:
    absence = happened("absence", 0, 1200, unattended=True)
    left = [happened("unattended_customer", at, 60) for at in (100, 400)]
    assert scored([absence, left[0]]).points == 97
    assert scored([absence, *left]).points == 96


def test_two_postures_at_one_time_are_the_same_facts_and_one_after_the_other_are_not() -> None:
    together = [happened("slouching", 0, 30), happened("chin_on_hand", 10, 30)]
    in_turn = [happened("slouching", 0, 30), happened("chin_on_hand", 30, 30)]
    assert (scored(together).points, scored(in_turn).points) == (99.5, 99)


def test_a_clause_never_takes_more_than_its_limit() -> None:
    day = scored([event for n in range(15) for event in arrival(600 * n, stood=False)])
    costs = [deduction.points for deduction in line(day, "P3").deductions]
    assert (day.points, sum(costs), costs[9:11]) == (90, 10, [1, 0])
    assert "0.0 of 1.0 points (clause P3 is at its limit)" in line(day, "P3").deductions[-1].reason.en


def test_a_dismissed_event_costs_nothing_and_stays_on_the_record() -> None:
    events = arrival(60, stood=False)
    day = scored(events, verdicts=dismissed(events[1]))
    assert (day.points, line(day, "P3").status, line(day, "P3").occurrences) == (100, Status.CLEAN, 0)
    assert [note.why for note in line(day, "P3").notes] == [Why.DISMISSED]


def test_an_uncertain_event_waits_for_a_person() -> None:
    unsure = happened("no_stand_greeting", 60, confidence=0.3)
    assert scored([unsure]).points == 100
    assert scored([unsure], verdicts=confirmed(unsure)).points == 99


def test_only_a_yawn_in_a_customers_face_is_a_fault() -> None:
    turned = happened("yawning", 0, 3, toward_customer=False, covered=False)
    covered = happened("yawning", 60, 3, toward_customer=True, covered=True)
    rude = happened("yawning", 120, 3, toward_customer=True, covered=False)
    day = scored([turned, covered, rude], ALL)
    assert [deduction.events[0].start - NINE for deduction in line(day, "W2b").deductions] == [120]
    assert [note.why for note in line(day, "W2b").notes] == [Why.NO_CHARGE, Why.NO_CHARGE]


def test_seventeen_of_nineteen_were_met_standing() -> None:
    day = scored([event for n in range(19) for event in arrival(600 * n, stood=n >= 2)])
    (rate,) = (one for one in line(day, "P3").rates if one.name == "met_standing")
    assert (rate.met, rate.of) == (17, 19)
    # 17 of 19 by the textbook formula
    assert (round(rate.low, 4), round(rate.high, 4)) == (0.6861, 0.9706)


def test_an_arrival_whose_miss_was_dismissed_counts_neither_way() -> None:
    events = [event for n in range(4) for event in arrival(600 * n, stood=n > 0)]
    (rate,) = line(scored(events, verdicts=dismissed(events[1])), "P3").rates
    assert (rate.met, rate.of) == (3, 3)


def test_an_arrival_at_which_nobody_could_see_the_staff_counts_neither_way() -> None:
    events = [*arrival(0, stood=True), happened("arrival", 600), happened("arrival", 900, stood=math.nan)]
    (rate,) = line(scored(events), "P3").rates
    assert (rate.met, rate.of) == (1, 1)


def test_a_customer_who_came_to_an_empty_post_was_not_met_seated() -> None:
    empty = [happened("absence", 0, 300, unattended=True), happened("arrival", 60, stood=False)]
    (rate,) = line(scored([*empty, *arrival(600, stood=True)]), "P3").rates
    assert (rate.met, rate.of) == (1, 1)
    assert line(scored(empty), "P3").rates == ()


def test_hands_are_counted_where_two_are_asked_for() -> None:
    events = [happened("handover", 60 * n, staff_hands=hands) for n, hands in enumerate((1, 2, 2))]
    (rate,) = line(scored([*events, happened("one_handed_handover", 0)]), "P4").rates
    assert (rate.met, rate.of) == (2, 3)


def test_a_clause_that_nobody_looks_for_is_never_called_clean() -> None:
    day = scored(arrival(0, stood=True), looked_for=frozenset({"absence", "no_stand_greeting"}))
    assert line(day, "P4").status is Status.NOT_JUDGED
    assert line(day, "P1").status is Status.AUDITOR
    assert line(day, "P3").unjudged == ("no_invitation",)
    assert all(not one.observed for one in day.lines if one.status in {Status.NOT_JUDGED, Status.AUDITOR})


def test_with_nobody_there_to_greet_greeting_is_not_called_clean() -> None:
    assert line(scored([]), "P3").status is Status.NO_OCCASION
    assert line(scored([]), "R1").status is Status.CLEAN


def test_a_counter_without_a_customers_zone_is_not_judged_for_greeting() -> None:
    day = scored([], looked_for=frozenset({"absence", "slouching"}))
    assert line(day, "P3").status is Status.NOT_JUDGED


def test_every_clause_of_the_documents_has_its_line() -> None:
    assert [one.clause for one in scored([], ALL).lines] == list(load_catalogue().clauses)


def test_a_score_is_final_once_reviewed_or_once_the_time_for_it_is_over() -> None:
    fault = arrival(60, stood=False)[1]
    assert scored([]).final
    assert not scored([fault]).final
    assert scored([fault], verdicts=confirmed(fault)).final
    assert not scored([], now=DAY.end - 1).final
    assert not scored([fault], now=DAY.end + 6 * 86400).final
    assert scored([fault], now=DAY.end + 7 * 86400).final


def test_events_of_other_counters_and_other_days_do_not_count() -> None:
    other = replace(happened("no_stand_greeting", 60), counter="2")
    tomorrow = happened("no_stand_greeting", 15 * 3600)
    assert tomorrow.start == DAY.end
    assert scored([other, tomorrow]).points == 100


def test_a_shift_is_scored_like_a_day() -> None:
    morning = Period(DAY.day, NINE, NINE + 3 * 3600, DAY.timezone, "morning")
    events = [*arrival(60, stood=False), *arrival(4 * 3600, stood=False)]
    shift = score_facts(ScoringFacts(events, watched()), POWER, "1", morning)
    assert (shift.points, shift.seen_s, shift.period.label) == (99, 3 * 3600, "morning")


def test_a_kind_that_nobody_has_named_costs_nothing() -> None:
    assert scored([happened("juggling", 0, 20)], ALL).points == 100


def test_a_weight_multiplies_what_a_clause_costs(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        "profile: own\ntitle: {zh: 本厅, en: own}\nextends: power\n"
        "clauses:\n  P3: {weight: {value: 2, source: works agreement}, "
        "cap: {value: 3, source: works agreement}}\n",
        encoding="utf-8",
    )
    day = scored([event for n in range(3) for event in arrival(600 * n, stood=False)], load_profile(path))
    assert [deduction.points for deduction in day.deductions] == [2, 1, 0]


def test_a_score_survives_being_stored() -> None:
    day = scored([event for n in range(3) for event in arrival(600 * n, stood=n > 1)], ALL)
    assert from_json(to_json(day)) == day
    blind = from_json(to_json(score([], [], ALL, "1", DAY)))
    assert math.isnan(blind.points)
    assert math.isnan(blind.coverage)


@pytest.mark.parametrize(("met", "of"), [(0, 1), (1, 1), (0, 400), (400, 400), (3, 7)])
def test_the_interval_of_a_rate_holds_the_rate_and_stays_within_nothing_and_all(met: int, of: int) -> None:
    low, high = wilson(met, of)
    assert 0 <= low <= met / of <= high <= 1
    assert high - low > 0
