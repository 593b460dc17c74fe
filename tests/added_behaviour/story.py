"""Standing about is found, named, told, charged and shown; in the copy this is a test of the pipeline."""

import datetime as dt
from pathlib import Path

import pytest

from models import Certainty, EventKey, Period, Verdict
from models.norms import label, load_profile
from pipeline.phrasing.sentences import sentences
from pipeline.scoring.score import ScoringFacts, score_facts
from synthetic.stories import POST, customer_arrives, judged, seated, standing
from tests.support.running_api import Town, founded

KIND = "standing_about"
GENERAL = load_profile("general")
TOLD = judged(
    seated(60) + standing(40) + seated(30) + customer_arrives() + standing(40), thresholds=GENERAL.thresholds
)
EVENT = TOLD.one(KIND)
DAY = Period.of_day(dt.date(2026, 11, 23))


def test_it_is_found_from_its_duration_on_while_no_customer_is_there() -> None:
    assert TOLD.all(KIND) == [(60.0, 100.0)]
    assert EVENT.evidence["threshold_s"] == GENERAL.thresholds.number("standing_about_after_s") == 20
    briefly = seated(60) + standing(15) + seated(30)
    assert judged(briefly, thresholds=GENERAL.thresholds).all(KIND) == []


def test_it_is_as_certain_as_its_entry_says() -> None:
    assert EVENT.certainty is Certainty.QUESTION


def test_it_is_named_and_told_in_both_languages_with_the_clause_that_it_touches() -> None:
    assert label("kinds", KIND).en == "standing about"
    told = sentences(EVENT, GENERAL, dt.UTC)
    assert told.en.startswith(
        "standing about 09:01:00 to 09:01:40, 40 s (counted from 20 s on), the trunk at"
    )
    assert told.en.endswith("; clause R4")
    assert told.zh.startswith("09:01:00 至 09:01:40 无客站立")


@pytest.mark.parametrize(("verdict", "points"), [(Verdict.OPEN, []), (Verdict.CONFIRMED, [0.5])])
def test_it_costs_its_price_under_its_clause_as_soon_as_a_person_confirms_it(
    verdict: Verdict, points: list[float]
) -> None:
    found = TOLD.judgement
    facts = ScoringFacts(found.events, found.coverage, {EventKey.of(EVENT): verdict}, expected_s=170)
    line = next(one for one in score_facts(facts, GENERAL, POST, DAY).lines if one.clause == "R4")
    assert [one.points for one in line.deductions if one.events[0].kind == KIND] == points
    assert line.occurrences == 1


def test_the_api_lists_it_with_its_name_its_clause_and_its_threshold(tmp_path: Path) -> None:
    with Town(founded(tmp_path / "data")) as town:
        labels, clauses = town.get("sun", "/api/v1/labels").json(), town.items("sun", "/api/v1/norms")
        profiles = town.items("sun", "/api/v1/profiles")
    assert labels["kinds"][KIND] == {"zh": "无客站立", "en": "standing about"}
    assert [clause["id"] for clause in clauses if KIND in clause["kinds"]] == ["R4"]
    assert all(profile["thresholds"]["standing_about_after_s"] == 20 for profile in profiles)
