"""Reports of a day, a week and a month: complete, with unobserved time and praise."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from models import Decision, Role, Smile, Status, Verdict, Why
from models.norms import load_catalogue, load_profile
from models.store import EventFilter, ReviewStep, Store
from models.texts.catalogue import has
from pipeline.errors import PipelineError
from pipeline.reports import Report, ReportRequest, gather, latest_day
from pipeline.reports.formatting import duration, number, percent, period_name, short, signed
from pipeline.reports.page import to_html
from pipeline.reports.texts import outcome, say
from pipeline.scoring.days import score_day
from tests.support.report_hall import LATER, MONDAY, POWER, happened, keep, nine, site

THURSDAY, FRIDAY = MONDAY + dt.timedelta(days=3), MONDAY + dt.timedelta(days=4)
NEXT = MONDAY + dt.timedelta(days=7)


@pytest.fixture
def quiet(tmp_path: Path) -> Iterator[Store]:
    with Store.at(tmp_path) as store:
        yield store


def report(store: Store, label: str = "week", day: dt.date = MONDAY, now: float = LATER) -> Report:
    return gather(store, ReportRequest(site(), label, day, now))


def test_every_clause_of_the_catalogue_appears_with_who_judges_it(hall: Store) -> None:
    clauses = load_catalogue().clauses
    for label in ("day", "week", "month"):
        rows = report(hall, label).clauses
        assert [row.id for row in rows] == list(clauses)
        assert all(row.judged == clauses[row.id].judged for row in rows)
    by_id = {row.id: row for row in report(hall).clauses}
    assert by_id["P3"].status is Status.DEDUCTED
    assert by_id["P1"].status is Status.AUDITOR
    assert by_id["R2"].status is Status.NOT_JUDGED  # the opening hours are not set
    assert by_id["C2"].status is None  # a power hall is not bound by it


def test_what_the_entries_took_is_what_the_clauses_and_the_scores_lost(hall: Store) -> None:
    week = report(hall)
    assert week.taken > 0
    assert sum(entry.points for entry in week.entries) == pytest.approx(week.taken)
    assert sum(row.total.points for row in week.clauses if row.total) == pytest.approx(week.taken)
    scores = [day.score for part in week.counters for day in part.days if day.score is not None]
    assert sum(len(score.deductions) for score in scores) == week.deductions
    assert sum(1 for entry in week.entries if entry.charged) == week.deductions


def test_a_day_seen_too_little_has_no_points_and_is_nobodys_praise(hall: Store) -> None:
    thursday = report(hall, "day", THURSDAY)
    unseen = next(part for part in thursday.counters if part.place.counter == "w3")
    (day,) = unseen.days
    assert day.score is not None
    assert day.points != day.points
    assert unseen.compared.now.unscored == 1
    assert unseen.taken == 0
    assert all(unseen.name not in one.counters for one in thursday.praise)
    week = next(part for part in report(hall).counters if part.place.counter == "w3")
    assert (week.compared.now.scored, week.compared.now.unscored) == (5, 1)
    tally = next(dict(row.tally) for row in report(hall).clauses if row.id == "P3")
    assert tally[Status.NOT_OBSERVED] == 1
    assert sum(tally.values()) == 24


def test_the_hour_without_a_picture_is_told_with_its_reason(hall: Store) -> None:
    friday = report(hall, "day", FRIDAY)
    for part in friday.counters:
        assert part.lost_s == {"dark": 3600}
        assert part.compared.now.coverage == 0.875
        ((start, end),) = part.blind
        assert end - start == 3600


def test_a_sunday_without_recordings_is_no_day_at_all(hall: Store) -> None:
    sunday = report(hall, "day", MONDAY + dt.timedelta(days=6))
    assert all(day.score is None for part in sunday.counters for day in part.days)
    assert (sunday.final, sunday.praise, sunday.profiles, sunday.entries) == (False, (), (), ())
    statuses = {row.status for row in sunday.clauses}
    assert statuses == {Status.AUDITOR, Status.NOT_OBSERVED}


def test_days_to_come_are_not_in_the_report_and_keep_it_provisional(hall: Store) -> None:
    midweek = report(hall, "week", NEXT, now=nine(NEXT + dt.timedelta(days=2)))
    assert {len(part.days) for part in midweek.counters} == {3}
    assert len(midweek.days) == 7
    assert not midweek.final


def test_the_best_the_longest_run_and_the_improved_are_praised(hall: Store) -> None:
    week = report(hall, "week", NEXT)
    said = [(one.what.en, one.counters) for one in week.praise]
    points = {part.name: part.compared.now.points for part in week.counters}
    assert (f"highest score: {number(max(points.values()))} points", ("1号窗口",)) in said
    assert any("met standing" in what and who == ("1号窗口",) for what, who in said)
    assert any("most improved" in what for what, _ in said)
    assert all(one.what.zh and one.what.en for one in week.praise)


def test_where_all_are_level_nobody_is_set_above_the_others(quiet: Store) -> None:
    keep(quiet, MONDAY, [], {}, LATER, site())
    (praised,) = report(quiet, "day").praise
    assert (praised.what.en, praised.counters) == ("no points taken anywhere in the hall", ())


def test_a_dismissed_event_stays_in_the_report_and_costs_nothing(quiet: Store) -> None:
    saved = keep(quiet, MONDAY, [happened("absence", "w1", nine(MONDAY), 1300)], {}, LATER, site())
    before = report(quiet, "day")
    assert before.taken == 3
    sun = quiet.accounts.add("sun", "correct horse", Role.SUPERVISOR, "en", LATER)
    quiet.reviews.add(
        saved.event_ids[0],
        ReviewStep(sun.id, Decision.DISMISSED, "she was at the copier"),
        expected=Verdict.OPEN,
        now=LATER,
    )
    score_day(quiet, POWER, saved.counter_ids["w1"], MONDAY, LATER)
    after = report(quiet, "day")
    assert after.taken == 0
    assert {entry.why for entry in after.entries} == {Why.DISMISSED}
    assert {outcome(entry, "en") for entry in after.entries} == {"dismissed"}


def test_a_fault_that_no_clause_asks_about_is_listed_without_a_clause(quiet: Store) -> None:
    asked = {k for clause in POWER.clauses for k in load_catalogue().clauses[clause].kinds}
    kind = next(k for k, v in load_catalogue().kinds.items() if v.fault and k not in asked)
    keep(quiet, MONDAY, [happened(kind, "w1", nine(MONDAY), 60)], {}, LATER, site())
    (entry,) = report(quiet, "day").entries
    assert (entry.clause, entry.points, entry.charged) == (None, 0, False)
    assert outcome(entry, "zh") == say("no clause", "zh")


def test_a_week_judged_by_two_norms_says_so_and_compares_with_nothing(quiet: Store) -> None:
    for n in range(2):
        keep(quiet, MONDAY + dt.timedelta(days=n), [], {}, LATER, site())
    counter = next(p.counter_id for p in quiet.sites.places().values() if p.counter == "w1")
    score_day(quiet, load_profile("water"), counter, MONDAY, LATER)
    week = report(quiet)
    assert {one.name for one in week.profiles} == {"power", "water"}
    assert week.hall.gained != week.hall.gained


def test_one_counter_alone(hall: Store) -> None:
    alone = gather(hall, ReportRequest(site(), "week", MONDAY, LATER, counter="w2"))
    whole = report(hall)
    assert [part.name for part in alone.counters] == ["2号窗口"]
    assert alone.counters[0] == next(part for part in whole.counters if part.place.counter == "w2")
    assert alone.hall == alone.counters[0].compared


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (ReportRequest(site(), "day", MONDAY, LATER, counter="w9"), ("w9", "w1, w2")),
        (ReportRequest(site(site="elsewhere"), "day", MONDAY, LATER), ("elsewhere", "analyse")),
        (ReportRequest(site(), "week", dt.date.min, LATER), ("0001-01-01",)),
        (ReportRequest(site(), "month", dt.date.max, LATER), ("9999-12-31",)),
    ],
)
def test_what_nobody_knows_is_one_line(hall: Store, wanted: ReportRequest, words: tuple[str, ...]) -> None:
    with pytest.raises(PipelineError) as refused:
        gather(hall, wanted)
    assert "\n" not in str(refused.value)
    assert all(word in str(refused.value) for word in words)


def test_the_last_day_that_was_scored(hall: Store, quiet: Store) -> None:
    assert latest_day(hall, "riverside") == MONDAY + dt.timedelta(days=12)
    assert latest_day(hall, "elsewhere") is None
    assert latest_day(quiet, "riverside") is None


def test_events_are_as_many_as_the_store_has_of_what_can_be_a_fault(hall: Store) -> None:
    week = report(hall)
    records = frozenset(k for k, v in load_catalogue().kinds.items() if not v.fault)
    span = EventFilter(since=week.period.start, until=week.period.end, but_kinds=records)
    kept = {one.id for one in hall.events.page(span, 1000)}
    assert {entry.stored.id for entry in week.entries if entry.stored} == kept


def test_figures_are_never_rounded_into_praise() -> None:
    assert [percent(share) for share in (1, 0.999, 0.5, 0.001, 0, float("nan"))] == [
        "100%", "99%", "50%", "1%", "0%", "–",
    ]  # fmt: skip
    assert [short(points) for points in (100, 99.75, float("nan"))] == ["100", "99", "–"]
    assert [signed(change) for change in (1.5, -0.25, 0, float("nan"))] == ["+1.5", "−0.25", "±0", "–"]
    assert [duration(s, "en") for s in (12.34, 60, 3599.6, 7260)] == ["12.3 s", "1 min", "1 h", "2 h 1 min"]
    assert duration(3700, "zh") == "1小时1分"


def test_periods_have_names_in_both_languages(hall: Store) -> None:
    names = {
        (label, language): period_name((made := report(hall, label)).period, made.last, language)
        for label in ("day", "week", "month")
        for language in ("zh", "en")
    }
    assert names == {
        ("day", "zh"): "2026年11月16日 周一",
        ("day", "en"): "Mon 16 Nov 2026",
        ("week", "zh"): "2026年11月16日至11月22日（第47周）",
        ("week", "en"): "16–22 Nov 2026 (week 47)",
        ("month", "zh"): "2026年11月",
        ("month", "en"): "November 2026",
    }
    across = report(hall, "week", dt.date(2026, 11, 30))
    assert period_name(across.period, across.last, "en") == "30 Nov–6 Dec 2026 (week 49)"


def test_no_outcome_is_without_words() -> None:
    assert all(has(f"report.why_{why.value}") for why in Why)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_hall_that_measures_smiles_says_by_what_right_on_every_report_and_no_other_hall_does(
    hall: Store, language: str
) -> None:
    asks = site(smile=Smile(enabled=True, legal_basis="works agreement of 2026-03"))
    with_note = to_html(gather(hall, ReportRequest(asks, "day", MONDAY, LATER)), language).decode()
    assert "works agreement of 2026-03" in with_note
    assert "5(1)(f)" in with_note
    assert "5(1)(f)" not in to_html(report(hall, "day"), language).decode()
