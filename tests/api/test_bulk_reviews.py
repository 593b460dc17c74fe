"""A supervisor decides about a page of events at once: each decision stands or falls alone, each day is scored once."""

from typing import Any

import pytest

from api import event_decisions
from models import Action, Role
from models.store import AuditFilter
from tests.support.running_api import PASSWORD, Town, refused
from tests.support.stored_hall import NINE, absence, happened

PATH = "/api/v1/reviews"
TEA, PHONE, LATE, ARRIVAL = 1, 2, 3, 4


def decided(event_id: int, decision: str = "confirmed", **more: object) -> dict[str, object]:
    reason = {} if decision == "confirmed" else {"reason": "a colleague stood in"}
    return {"event_id": event_id, "decision": decision, "expected": "open", **reason, **more}


@pytest.fixture
def morning(town: Town) -> Town:
    """Three absences of the left counter and somebody who arrives; the day is scored."""
    town.happens(
        absence(60, 600), absence(1800, 600), absence(5400, 600), happened("arrival", 9000), score=True
    )
    return town


def points(town: Town) -> float:
    found: float = town.get("sun", "/api/v1/days/2026-11-23/1").json()["points"]
    return found


def verdicts(town: Town) -> list[str]:
    return [one["verdict"] for one in town.items("sun", "/api/v1/events", sort="start")]


def answered(town: Town, *items: dict[str, object]) -> dict[str, Any]:
    answer = town.ask("sun", "POST", PATH, json={"items": items})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def test_a_decision_that_was_overtaken_stops_no_other(morning: Town) -> None:
    morning.store.accounts.add("li", PASSWORD, Role.SUPERVISOR, "en", NINE)
    li = {"decision": "dismissed", "reason": "she fetched a form", "expected": "open"}
    assert morning.ask("sun", "POST", f"/api/v1/events/{PHONE}/reviews", json=li).status_code == 201
    told = answered(morning, decided(TEA), decided(PHONE), decided(LATE, "dismissed"))
    assert [(one["event_id"], one["status"], one["verdict"]) for one in told["items"]] == [
        (TEA, 201, "confirmed"),
        (PHONE, 409, "dismissed"),
        (LATE, 201, "dismissed"),
    ]
    assert told["kept"] == 2
    assert "dismissed now, not open" in told["items"][1]["detail"]
    assert verdicts(morning) == ["confirmed", "dismissed", "dismissed", "open"]


def test_each_decision_that_was_kept_has_its_line_in_the_log(morning: Town) -> None:
    answered(morning, decided(TEA), decided(PHONE, "dismissed"), decided(LATE, expected="confirmed"))
    lines = morning.store.audit.page(AuditFilter(action=Action.REVIEWED), 9)
    assert sorted((one.user, one.subject, one.detail, one.client) for one in lines) == [
        ("sun", "event 1", "confirmed", "10.0.0.7"),
        ("sun", "event 2", "dismissed", "10.0.0.7"),
    ]
    assert morning.store.audit.check().fault is None


def test_a_day_is_scored_once_and_as_by_single_decisions(
    morning: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, scored = points(morning), []
    kept = event_decisions.score_day

    def counted(*asked: Any) -> Any:
        scored.append(asked[2:4])
        return kept(*asked)

    monkeypatch.setattr(event_decisions, "score_day", counted)
    answered(morning, decided(TEA, "dismissed"), decided(PHONE, "dismissed"), decided(LATE, "dismissed"))
    together = points(morning)
    assert len(scored) == 1
    assert together > before
    back = {"decision": "reopened", "reason": "look again", "expected": "dismissed"}
    for event_id in (TEA, PHONE, LATE):
        morning.ask("sun", "POST", f"/api/v1/events/{event_id}/reviews", json=back)
    assert points(morning) == before
    for event_id in (TEA, PHONE, LATE):
        step = {key: value for key, value in decided(event_id, "dismissed").items() if key != "event_id"}
        assert morning.ask("sun", "POST", f"/api/v1/events/{event_id}/reviews", json=step).status_code == 201
    assert points(morning) == together
    assert len(scored) == 1 + 3 + 3


def test_what_cannot_be_decided_is_told_for_each(morning: Town) -> None:
    told = answered(
        morning, decided(TEA, "dismissed", reason=" "), decided(ARRIVAL), decided(99), decided(LATE)
    )
    assert [(one["status"], one["verdict"]) for one in told["items"]] == [
        (422, "open"), (422, "open"), (404, None), (201, "confirmed"),
    ]  # fmt: skip
    assert [one["detail"] for one in told["items"]][2:] == ["there is no event 99", None]
    assert "reason is empty" in told["items"][0]["detail"]
    assert "nothing to confirm" in told["items"][1]["detail"]


def test_verdicts_and_score_of_a_day_are_kept_together_or_not_at_all(
    morning: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_asked: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("api.event_decisions.score_day", broken)
    with pytest.raises(OSError, match="full"):
        morning.ask("sun", "POST", PATH, json={"items": [decided(TEA), decided(LATE)]})
    assert verdicts(morning) == ["open"] * 4
    assert morning.store.audit.page(AuditFilter(action=Action.REVIEWED), 9) == []


def test_events_of_a_hall_that_the_account_does_not_see_do_not_exist(morning: Town) -> None:
    morning.store.accounts.add("li", PASSWORD, Role.SUPERVISOR, "en", NINE)
    answer = morning.ask("li", "POST", PATH, json={"items": [decided(TEA)]})
    assert refused(answer, 404, "none of these events")
    assert verdicts(morning) == ["open"] * 4


@pytest.mark.parametrize(
    ("items", "word"),
    [([], "items"), ([decided(1), decided(1)], "twice"), ([decided(n) for n in range(1, 202)], "items")],
)
def test_none_one_twice_or_more_than_a_page_are_refused(
    morning: Town, items: list[dict[str, object]], word: str
) -> None:
    assert refused(morning.ask("sun", "POST", PATH, json={"items": items}), 422, word)
    assert verdicts(morning) == ["open"] * 4


def test_an_auditor_does_not_review(morning: Town) -> None:
    assert refused(morning.ask("wu", "POST", PATH, json={"items": [decided(TEA)]}), 403, "review")
