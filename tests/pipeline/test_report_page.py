"""The printed page of a report: its sections, every row of its tables, its charts, and names full of markup."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from models import Certainty, Counter, Decision, Role, Smile, Verdict
from models.norms import label
from models.store import EventFilter, ReviewStep, Store
from pipeline.reports import Report, ReportRequest, gather
from pipeline.reports.formatting import clock, number, percent, signed
from pipeline.reports.page import templates
from pipeline.reports.texts import heading, say, status_of, verdict
from pipeline.scoring.days import score_day
from tests.support.printed_report import printed
from tests.support.report_hall import (
    LANGUAGES,
    LATER,
    MONDAY,
    POWER,
    ZONE,
    happened,
    keep,
    nine,
    site,
)


@pytest.fixture(scope="module")
def day(hall: Store) -> Report:
    return gather(hall, ReportRequest(site(), "day", MONDAY, LATER))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_week_is_told_from_the_praise_to_the_last_clause(week: Report, language: str) -> None:
    page = printed(week, language)
    sections = (
        "trend", "day grid", "counters", "cost", "rates", "deductions", "coverage", "every clause", "others",
        "reading",
    )  # fmt: skip
    assert page.headings == [
        heading(week, language),
        week.name,
        f"★ {say('praise', language)}",
        *(say(key, language) for key in sections),
    ]


def test_a_day_has_strips_of_time_instead_of_the_line_and_the_grid(day: Report) -> None:
    page = printed(day)
    assert "The day" in page.headings
    assert not {"The hall by day", "Points by day"} & set(page.headings)
    assert [row[0] for row in page.rows["The day"]] == [part.name for part in day.counters] + [""]
    assert page.drawn("strip") == len(day.counters)


def test_a_day_to_come_has_counters_and_clauses_and_says_why_there_is_no_more(hall: Store) -> None:
    page = printed(gather(hall, ReportRequest(site(), "day", MONDAY + dt.timedelta(days=20), LATER)))
    assert page.headings[2:] == ["Counters", "Every clause, and who judges it", "How to read this"]
    assert "Nothing was scored in this period" in page.said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_counter_and_the_hall_have_a_line_with_their_figures(week: Report, language: str) -> None:
    rows = printed(week, language).below(say("counters", language))
    lines = [(part.name, part.compared, part) for part in week.counters]
    for row, (name, compared, of) in zip(
        rows, [*lines, (say("hall", language), week.hall, week)], strict=True
    ):
        now = compared.now
        (rate,) = now.rates
        assert row == [
            name,
            number(now.points),
            signed(compared.gained),
            percent(now.coverage),
            f"{now.scored}/{now.scored + now.unscored}",
            str(of.deductions),
            number(of.taken),
            str(of.open),
            say("met of", language, met=rate.met, of=rate.of),
        ]


def test_the_grid_has_a_box_for_every_day_and_leaves_those_without_a_score_empty(week: Report) -> None:
    page = printed(week)
    rows = {row[0]: row[1:] for row in page.below("Points by day")}
    third = next(part for part in week.counters if part.place.counter == "w3")
    scored = {one.day: one for one in third.days if one.score is not None}
    expected = [number(scored[on].points) if on in scored else "" for on in week.days]
    assert rows[third.name] == [*expected, number(third.compared.now.points)]
    assert expected[3] == "–"  # Thursday was seen too little
    assert rows["Whole hall"][6] == ""  # Sunday was not recorded
    assert page.drawn("trend") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_deduction_has_its_row_with_the_sentence_and_the_review(day: Report, language: str) -> None:
    charged = [entry for part in day.counters for entry in part.entries if entry.charged]
    rows = [row for row in printed(day, language).below(say("deductions", language)) if len(row) > 1]
    assert len(rows) == day.deductions > 0
    expected = [
        [
            f"{clock(entry.key.start, day.site.zone):%H:%M:%S}",
            entry.clause,
            f"−{number(entry.points)}",
            f"{label('kinds', entry.key.kind).of(language)} · {entry.reason.of(language)}",
            verdict(entry, language),
            label("certainties", "fact").of(language),
        ]
        for entry in charged
    ]
    assert sorted(rows) == sorted(expected)


def test_points_by_clause_and_rates_have_a_bar_and_an_interval_in_every_line(week: Report) -> None:
    page = printed(week)
    dear = sorted(
        ((row.total.points, row.id) for row in week.clauses if row.total and row.total.points), reverse=True
    )
    assert [(row[2], row[0]) for row in page.below("Where points went")] == [
        (number(points), clause) for points, clause in dear
    ]
    assert page.drawn("bar") == len(dear)
    assert page.drawn("whisker") == len(page.below("Rates")) == 1 + len(week.counters)
    (rate,) = week.hall.now.rates
    assert page.below("Rates")[0] == [
        rate.title.en,
        "Whole hall",
        f"{rate.met} of {rate.of}",
        f"{percent(rate.share)} ({percent(rate.low)} to {percent(rate.high)})",
        "",
    ]


def test_time_that_was_not_seen_has_its_reason_in_the_line_of_the_counter(hall: Store) -> None:
    friday = gather(hall, ReportRequest(site(), "day", MONDAY + dt.timedelta(days=4), LATER))
    rows = printed(friday).below("Coverage")
    assert rows == [[part.name, "88%", "7 h / 8 h", "too dark 1 h"] for part in friday.counters]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_clause_that_the_hall_is_held_to_has_its_judge_and_its_status(
    week: Report, language: str
) -> None:
    rows = printed(week, language).below(say("every clause", language))
    held = [clause for clause in week.clauses if clause.status is not None]
    for row, clause in zip(rows, held, strict=True):
        assert row[:3] == [
            clause.id,
            clause.wording.of(language),
            label("judged", clause.judged).of(language),
        ]
        assert row[3].startswith(status_of(clause, language))


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Report]:
    """A morning at window 1: an absence, a phone that a supervisor confirms, one that nobody reviewed, and gestures."""
    events = [
        happened("absence", "w1", nine(MONDAY), 1300),
        happened("phone", "w1", nine(MONDAY) + 2000, 45).as_question(),
        happened("phone", "w1", nine(MONDAY) + 4000, 50).as_question(),
        happened("large_gestures", "w1", nine(MONDAY) + 6000, 4).as_hint(),
    ]
    with Store.at(tmp_path) as store:
        saved = keep(store, MONDAY, events, {}, LATER, site())
        phone = min(
            store.events.page(EventFilter(kinds=frozenset({"phone"})), 9), key=lambda one: one.event.start
        )
        sun = store.accounts.add("sun", "correct horse", Role.SUPERVISOR, "en", LATER)
        step = ReviewStep(sun.id, Decision.CONFIRMED, "")
        store.reviews.add(phone.id, step, expected=Verdict.OPEN, now=LATER)
        score_day(store, POWER, saved.counter_ids["w1"], MONDAY, LATER)
        yield gather(store, ReportRequest(site(), "day", MONDAY, LATER))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_deduction_for_a_question_says_that_a_person_confirmed_it(asked: Report, language: str) -> None:
    rows = printed(asked, language).below(say("deductions", language))[1:]
    told = [tuple(row[-2:]) for row in rows]
    words = {one: label("certainties", one.value).of(language) for one in Certainty}
    verdicts = {one: label("verdicts", one.value).of(language) for one in Verdict}
    assert told == [
        (verdicts[Verdict.OPEN], words[Certainty.FACT]),
        (verdicts[Verdict.CONFIRMED], words[Certainty.QUESTION]),
    ]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Found besides, without points: questions for a person 1, hints 1."),
        ("zh", "另有不扣分的事件：待人工确认 1 条，提示 1 条。"),
    ],
)
def test_questions_and_hints_are_counted_below_the_deductions_as_what_they_are(
    asked: Report, day: Report, language: str, line: str
) -> None:
    assert line in printed(asked, language).said
    assert line.partition("：" if language == "zh" else ":")[0] not in printed(day, language).said


def test_the_strip_of_the_day_marks_a_question_and_a_hint_apart_from_what_costs_points(asked: Report) -> None:
    page = printed(asked)
    strip = next(n for n, (_, found) in enumerate(page.elements) if found.get("class") == "strip")
    after = page.elements[strip + 1 :]
    rest = next(n for n, (_, found) in enumerate(after) if found.get("class") == "strip")
    marks = [found["fill"] for _, found in after[:rest] if found.get("height") == "20"]
    question, hint, *charged = marks
    assert len({question, hint, *charged}) == 3
    assert charged == [charged[0]] * 2  # the absence and the confirmed phone
    assert {"i-question", "i-hint"} <= {str(found.get("class")) for tag, found in page.elements if tag == "i"}


MARKUP = "</td></style><script>alert(1)</script>"
QUOTES = '"\' onload=alert(2) x=" & <b>'


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[Report]:
    """A hall whose names and legal basis try to be markup, in texts and in attributes."""
    windows = [
        Counter(id=key, name=name, staff_zone=ZONE, customer_zone=ZONE)
        for key, name in (("w1", MARKUP), ("w2", QUOTES), ("w3", None), ("w4", None))
    ]
    hall = site(name=f"{MARKUP}{{{{ report }}}}", smile=Smile(enabled=True, legal_basis=QUOTES))
    hall = hall.model_copy(update={"cameras": [hall.cameras[0].model_copy(update={"counters": windows})]})
    with Store.at(tmp_path) as store:
        events = [happened("absence", key, nine(MONDAY), 1300) for key in ("w1", "w2")]
        keep(store, MONDAY, events, {}, LATER, hall)
        yield gather(store, ReportRequest(hall, "day", MONDAY, LATER))


def test_names_full_of_markup_are_printed_as_they_are_written_and_change_nothing(
    hostile: Report, day: Report
) -> None:
    page = printed(hostile)
    tags = {tag for tag, _ in page.elements}
    assert tags <= {tag for tag, _ in printed(day).elements} | {"p"}
    assert not [key for _, attributes in page.elements for key in attributes if key.startswith("on")]
    assert page.headings[1] == hostile.name
    assert [row[0] for row in page.below("Counters")][:2] == [MARKUP, QUOTES]
    assert QUOTES in page.said
    strips = [attributes for _, attributes in page.elements if attributes.get("class") == "strip"]
    assert [one["aria-label"] for one in strips[:2]] == [MARKUP, QUOTES]


def test_a_name_that_no_report_has_is_an_error_and_no_empty_text(day: Report) -> None:
    wrong = templates().from_string("{{ report.pionts }}")
    with pytest.raises(UndefinedError, match="pionts"):
        wrong.render(report=day)
