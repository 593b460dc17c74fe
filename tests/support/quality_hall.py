"""A hall whose hour is audited by wu and mei, and the ways in which they judge its items."""

from typing import Any

from models import ALL_HALLS, Role
from tests.support.running_api import Town
from tests.support.stored_hall import NINE, absence, happened

DAY = "2026-11-23"
AUDITS = "/api/v1/quality-audits"
Body = dict[str, Any]


def furnish(town: Town) -> None:
    """An hour with four absences and two phones; sun confirmed one absence and dismissed another one."""
    absences = [absence(60 + 600 * n, 120) for n in range(4)]
    phones = [happened("phone", 300 + 600 * n, 60) for n in range(2)]
    saved = town.happens(town.with_clip(absences[0]), *absences[1:], *phones, score=True)
    for event_id, decision in zip(saved.event_ids, ("confirmed", "dismissed"), strict=False):
        review = {"decision": decision, "reason": "the-secret-reason", "expected": "open"}
        assert town.ask("sun", "POST", f"/api/v1/events/{event_id}/reviews", json=review).status_code == 201
    mei = town.store.accounts.add("mei", "correct horse", Role.AUDITOR, "zh", NINE)
    town.store.grants.give(mei.id, ALL_HALLS, "tests", NINE)


def drawn(town: Town, events: int = 20, minutes: int = 5, **changes: object) -> Body:
    wish = {"site": "north", "since": DAY, "until": DAY, "events": events, "minutes": minutes, **changes}
    answer = town.ask("wu", "POST", AUDITS, json=wish)
    assert answer.status_code == 201, answer.text
    body: Body = answer.json()
    return body


def says(town: Town, name: str, audit: Body, item: Body, outcome: str, *seen: Body) -> None:
    said = {"outcome": outcome, "sightings": list(seen)}
    answer = town.ask(name, "PUT", f"{AUDITS}/{audit['id']}/items/{item['position']}", json=said)
    assert answer.status_code == 200, answer.text


def judges_all(town: Town, name: str, audit: Body, wrong: int = 0) -> list[str]:
    """The outcomes in the order of the items: the first `wrong` events are wrong, the rest is as it should be."""
    told = []
    for item in audit["blind_items"]:
        outcome = "nothing" if item["claim"] is None else "wrong" if wrong > 0 else "right"
        wrong -= item["claim"] is not None
        says(town, name, audit, item, outcome)
        told.append(outcome)
    return told
