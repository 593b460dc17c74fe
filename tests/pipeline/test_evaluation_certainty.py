"""Facts may cost points, a person decides questions, hints never cost anything: an evaluation counts each apart."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import Certainty
from pipeline.evaluation.document import document
from pipeline.evaluation.evaluate import summarise
from pipeline.evaluation.findings import ClipResult, compare
from pipeline.evaluation.matching import match
from pipeline.evaluation.truth import EvaluationClip
from pipeline.processes import ProcessCost
from pipeline.recordings.analysis_report import AnalysisReport, ReportedEvent
from synthetic.labelled_clips import clip, found, true
from tests.support.printed_evaluation import printed

CERTAIN = 0.5


def asked(kind: str, start: float, end: float | None = None, confidence: float = 0.45) -> ReportedEvent:
    return replace(found(kind, start, end), confidence=confidence)


def hinted(kind: str, start: float, end: float | None = None, confidence: float = 0.45) -> ReportedEvent:
    return replace(asked(kind, start, end, confidence), certainty=Certainty.HINT)


def went(some: EvaluationClip, *events: ReportedEvent, hours: float = 1.0) -> ClipResult:
    return compare(
        some, AnalysisReport(events, (), (), ProcessCost(video_s=hours * 3600), certain_from=CERTAIN)
    )


def test_a_true_event_that_was_only_asked_about_is_missed_by_the_facts() -> None:
    part = summarise(
        [went(clip(true("arrival", 10), true("arrival", 60)), found("arrival", 10), asked("arrival", 60))]
    ).all
    assert (part.overall.matched, part.overall.f1) == (2, 1)
    assert (part.facts.overall.matched, part.facts.overall.recall, part.facts.overall.precision) == (
        1,
        0.5,
        1,
    )
    arrival = part.questions.kinds["arrival"]
    assert (arrival.asked, arrival.right, arrival.wrong, arrival.precision) == (1, 1, 0, 1)
    assert arrival.recall == 1, "a fact or a question found each of them"


def test_a_question_that_is_not_true_is_no_false_alarm() -> None:
    part = summarise(
        [went(clip(true("arrival", 10)), found("arrival", 10), asked("absence", 20, 40), hours=0.5)]
    ).all
    assert (part.overall.false_alarms, part.facts.overall.false_alarms) == (1, 0)
    assert part.facts.overall.false_alarms_per_hour == 0
    assert (
        part.questions.overall.asked,
        part.questions.overall.wrong,
        part.questions.overall.asked_per_hour,
    ) == (1, 1, 2)


def test_the_confidence_that_the_profile_names_is_a_fact() -> None:
    sure = summarise([went(clip(true("arrival", 10)), asked("arrival", 10, confidence=CERTAIN))]).all
    assert (sure.facts.overall.matched, sure.questions.kinds) == (1, {})


def test_a_fact_is_not_robbed_of_its_event_by_a_closer_question() -> None:
    part = summarise([went(clip(true("arrival", 10)), found("arrival", 11.5), asked("arrival", 10))]).all
    assert (part.facts.overall.matched, part.facts.overall.false_alarms) == (1, 0)
    assert (part.questions.overall.right, part.questions.overall.wrong) == (0, 1)
    assert (part.overall.matched, part.overall.false_alarms) == (1, 1), "all found events alike: as before"


def test_a_question_of_a_kind_that_is_not_fully_labelled_is_neither_right_nor_wrong() -> None:
    partly = clip(true("phone", 10, 20), exhaustive="absence")
    phone = summarise([went(partly, asked("phone", 10, 20), asked("phone", 40, 50))]).all.questions.kinds[
        "phone"
    ]
    assert (phone.asked, phone.right, phone.wrong, phone.judged) == (1, 1, 0, 0)
    assert phone.precision != phone.precision


def test_the_auditor_reads_facts_first_and_questions_apart() -> None:
    result = went(
        clip(true("arrival", 10)), asked("arrival", 10), asked("absence", 3, 12), found("absence", 30, 42)
    )
    text = printed(summarise([result]), misses=True)
    assert text.index("facts in 1 clips") < text.index("questions for a person")
    assert "x_A  asked only     10.00–10.00 s  W1  arrival" in text
    assert "x_A  false asked     3.00–12.00 s  W1  absence" in text
    assert "x_A  false alarm    30.00–42.00 s  W1  absence" in text


def test_the_file_has_facts_and_questions_of_each_slice() -> None:
    result = went(
        clip(true("arrival", 10)), asked("arrival", 10), asked("absence", 3, 12), found("absence", 30, 42)
    )
    written = json.loads(json.dumps(document(summarise([result])), allow_nan=False))
    for part in (written, written["by_origin"]["rendered"]):
        assert part["overall"]["matched"] == 1
        assert part["facts"]["overall"]["matched"] == 0
        assert part["facts"]["kinds"]["absence"]["false_alarms"] == 1
        assert part["questions"]["overall"]["asked"] == 2
        assert part["questions"]["kinds"]["arrival"]["right"] == 1
    (one,) = written["clips"]
    assert [row["start"] for row in one["false_alarms"]] == [30]
    assert [row["start"] for row in one["false_questions"]] == [3]
    assert [row["start"] for row in one["asked_only"]] == [10]
    assert one["misses"] == []


def test_a_hint_is_neither_a_fact_nor_a_question() -> None:
    labelled = clip(true("arrival", 10), true("arrival", 60), true("absence", 100, 120))
    result = went(labelled, found("arrival", 10), asked("arrival", 60), hinted("absence", 100, 120))
    part = summarise([result]).all
    assert (part.facts.overall.matched, part.questions.overall.right, part.hints.overall.right) == (1, 1, 1)
    assert (part.questions.kinds.keys(), part.hints.kinds.keys()) == ({"arrival"}, {"absence"})
    assert part.questions.overall.recall == pytest.approx(2 / 3), "the hint found the third"
    assert part.hints.overall.recall == 1
    assert (part.overall.matched, part.overall.f1) == (3, 1), "all found events alike"


def test_a_hint_that_is_not_true_is_no_wrong_question() -> None:
    part = summarise([went(clip(true("arrival", 10)), hinted("absence", 20, 40), hours=0.5)]).all
    assert part.questions.overall.asked == part.facts.overall.false_alarms == 0
    assert (part.hints.overall.asked, part.hints.overall.wrong, part.hints.overall.asked_per_hour) == (
        1,
        1,
        2,
    )


def test_a_hint_with_a_high_confidence_stays_a_hint() -> None:
    part = summarise([went(clip(true("arrival", 10)), hinted("arrival", 10, confidence=0.99))]).all
    assert (part.facts.overall.matched, part.questions.kinds, part.hints.overall.right) == (0, {}, 1)


def test_a_question_is_not_robbed_of_its_event_by_a_closer_hint() -> None:
    part = summarise([went(clip(true("arrival", 10)), asked("arrival", 11.5), hinted("arrival", 10))]).all
    assert (part.questions.overall.right, part.questions.overall.wrong) == (1, 0)
    assert (part.hints.overall.right, part.hints.overall.wrong) == (0, 1)


MIXED = (
    clip(true("arrival", 10), true("phone", 20, 30), exhaustive="arrival absence phone"),
    (hinted("arrival", 10), asked("phone", 20, 30), hinted("absence", 3, 12), asked("absence", 50, 60)),
)
"""A true and a false hint, a true and a false question."""


def test_the_auditor_reads_hints_in_a_table_of_their_own() -> None:
    text = printed(summarise([went(MIXED[0], *MIXED[1])]), misses=True)
    facts, questions, hints = map(
        text.index, ("facts in 1 clips", "questions for a person", "hints, which never")
    )
    assert facts < questions < hints
    assert "arrival" not in text[questions:hints]
    assert "phone" not in text[hints : text.index("x_A")]
    assert "x_A  hint only      10.00–10.00 s  W1  arrival" in text
    assert "x_A  false hint      3.00–12.00 s  W1  absence" in text
    assert "x_A  asked only     20.00–30.00 s  W1  phone" in text
    assert "x_A  false asked    50.00–60.00 s  W1  absence" in text


def test_clips_without_a_hint_have_no_table_of_hints() -> None:
    assert "hints, which" not in printed(summarise([went(clip(true("arrival", 10)), found("arrival", 10))]))


def test_every_slice_says_how_many_questions_and_hints_are_right_and_wrong() -> None:
    real = clip(true("arrival", 10), origin="real")
    results = [went(MIXED[0], *MIXED[1], hinted("phone", 50, 60)), went(real, found("arrival", 10))]
    text = printed(summarise(results))
    rows = text[text.index("questions and hints by origin") :].splitlines()
    rendered, other = (
        re.findall(r"\d+", next(row for row in rows if word in row)) for word in ("rendered", "real")
    )
    assert rendered == ["2", "1", "1", "3", "1", "2"]
    assert other == ["0"] * 6


def test_the_file_has_hints_apart_from_questions() -> None:
    written = json.loads(json.dumps(document(summarise([went(MIXED[0], *MIXED[1])])), allow_nan=False))
    for part in (written, written["by_origin"]["rendered"]):
        assert (part["questions"]["overall"]["right"], part["questions"]["overall"]["wrong"]) == (1, 1)
        assert (part["hints"]["overall"]["right"], part["hints"]["overall"]["wrong"]) == (1, 1)
        assert part["hints"]["kinds"].keys() == {"absence", "arrival"}
    (one,) = written["clips"]
    places = ("asked_only", "false_questions", "hinted_only", "false_hints")
    assert [[row["start"] for row in one[name]] for name in places] == [[20], [50], [10], [3]]
    assert one["false_alarms"] == one["misses"] == []


moments = st.lists(st.integers(0, 30).map(float), max_size=6)


@settings(max_examples=60)
@given(moments, moments, st.lists(st.integers(0, 2), min_size=6, max_size=6))
def test_facts_and_questions_are_matched_as_often_as_if_no_hint_had_been_given(
    trues: list[float], founds: list[float], ranks: list[int]
) -> None:
    events, labelled = [found("arrival", at) for at in founds], [true("arrival", at) for at in trues]
    rank = ranks[: len(events)]
    pairs = match(labelled, events, 0.5, rank)
    assert len(pairs) == len(match(labelled, events, 0.5))
    for least in (1, 2):
        alone = [event for event, one in zip(events, rank, strict=True) if one >= least]
        assert sum(rank[pair.found] >= least for pair in pairs) == len(match(labelled, alone, 0.5))


@settings(max_examples=60)
@given(moments, moments, st.lists(st.booleans(), min_size=6, max_size=6))
def test_facts_are_matched_as_often_as_if_no_question_had_been_asked(
    trues: list[float], founds: list[float], sure: list[bool]
) -> None:
    events = [found("arrival", at) for at in founds]
    labelled = [true("arrival", at) for at in trues]
    first = sure[: len(events)]
    pairs = match(labelled, events, 0.5, first)
    alone = [event for event, fact in zip(events, first, strict=True) if fact]
    assert len(pairs) == len(match(labelled, events, 0.5))
    assert sum(first[pair.found] for pair in pairs) == len(match(labelled, alone, 0.5))


@settings(max_examples=40)
@given(moments, st.lists(st.tuples(st.integers(0, 30), st.floats(0, 1), st.booleans()), max_size=6))
def test_facts_questions_and_hints_come_to_all(
    trues: list[float], founds: list[tuple[int, float, bool]]
) -> None:
    labelled = clip(*(true("arrival", at) for at in trues))
    told = (asked if hint else hinted for _, _, hint in founds)
    events = [tell("arrival", at, confidence=sure) for tell, (at, sure, _) in zip(told, founds, strict=True)]
    part = summarise([went(labelled, *events)]).all
    facts, questions, hints = part.facts.overall, part.questions.overall, part.hints.overall
    assert part.overall.matched == facts.matched + questions.right + hints.right
    assert part.overall.false_alarms == facts.false_alarms + questions.wrong + hints.wrong
    assert hints.recall == pytest.approx(part.overall.recall, nan_ok=True)
