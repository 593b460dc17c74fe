"""A kind of which audits found too few right becomes a question by itself, until a later audit says otherwise."""

import datetime as dt

import pytest

from models import Action, Certainty
from models.norms import load_profile
from models.store import AuditFilter
from pipeline.scoring.days import norms_of
from tests.support.quality_hall import AUDITS, drawn, furnish, judges_all
from tests.support.running_api import Town
from tests.support.stored_hall import absence, hall, happened


@pytest.fixture
def audited(town: Town) -> Town:
    """Fourteen absences and two phones are flagged, and an audit says that all of them were wrong."""
    furnish(town)
    more = [absence(90 + 240 * n, 20, "right") for n in range(10)]
    town.happens(*more, fingerprint="f2")
    closes(town, wrong=16)
    return town


def closes(town: Town, wrong: int = 0) -> None:
    """An audit of everything, in which so many events are wrong."""
    audit = drawn(town, events=40, minutes=0)
    judges_all(town, "wu", audit, wrong)
    assert town.ask("wu", "POST", f"{AUDITS}/{audit['id']}/close").status_code == 200


def certainty(town: Town, kind: str) -> Certainty:
    """What a sure event of a kind would be stored as now."""
    event = happened(kind, 60, 60).event
    return norms_of(town.store, hall(profile="general")).scoring.decided(event).certainty


def test_new_events_are_questions_and_people_are_told(audited: Town) -> None:
    assert certainty(audited, "absence") is Certainty.QUESTION
    assert certainty(audited, "phone") is Certainty.FACT  # two events say nothing
    (doubt,) = audited.get("wu", AUDITS).json()["doubted"]
    assert (doubt["kind"], doubt["right"], doubt["judged"], doubt["line"]) == ("absence", 0, 14, 0.8)
    (line,) = audited.store.audit.page(AuditFilter(action=Action.KIND_DOUBTED), 9)
    assert line.detail == "absence: 0 of 14 right, quality audit 1"
    notices = [notice for _, notice in audited.store.notices.latest()]
    assert [one.site for one in notices if one.kind == "kind_doubted"] == ["north"]


def test_a_day_that_was_scored_keeps_the_norms_of_its_time(audited: Town) -> None:
    """A review scores the day again, and its absences still cost what they did."""
    day, left = dt.date(2026, 11, 23), 1
    before = audited.store.scores.get(left, day)
    (phone, *_) = audited.items("sun", "/api/v1/events", kind="phone")
    said = {"decision": "confirmed", "reason": "", "expected": "open"}
    assert audited.ask("sun", "POST", f"/api/v1/events/{phone['id']}/reviews", json=said).status_code == 201
    after = audited.store.scores.get(left, day)
    assert before is not None
    assert after is not None
    assert before.points == after.points < 100


def test_a_later_audit_ends_it(audited: Town) -> None:
    """Three audits in which everything is right: 42 of 56."""
    for _ in range(3):
        closes(audited)
    assert certainty(audited, "absence") is Certainty.FACT
    assert audited.get("wu", AUDITS).json()["doubted"] == []
    assert len(audited.store.audit.page(AuditFilter(action=Action.KIND_TRUSTED), 9)) == 1


def test_a_learned_line_does_not_outdo_a_doubt(audited: Town) -> None:
    """All lines of the kind give way, and the hash of the norms tells that they are others."""
    lines = norms_of(audited.store, hall(profile="general"))
    assert lines.scoring.lines == {"absence": 1.0}
    assert lines.hash != load_profile("general").hash
