"""Two auditors differ, look together, and settle the truth; what each said alone stays."""

import pytest

from models import Action
from models.store import AuditFilter
from tests.support.quality_hall import AUDITS, Body, drawn, furnish, judges_all
from tests.support.running_api import Town, refused


@pytest.fixture
def differing(town: Town) -> tuple[Town, int, int]:
    """A closed audit, and the position of its first flagged event, on which wu and mei differ."""
    furnish(town)
    audit = drawn(town)
    judges_all(town, "wu", audit, wrong=1)
    judges_all(town, "mei", audit)
    assert town.ask("wu", "POST", f"{AUDITS}/{audit['id']}/close").status_code == 200
    position = next(item["position"] for item in audit["blind_items"] if item["claim"] is not None)
    return town, audit["id"], position


def settles(town: Town, audit: int, position: int, **said: object) -> Body:
    answer = town.ask("mei", "PUT", f"{AUDITS}/{audit}/items/{position}/settled", json=said)
    assert answer.status_code == 200, answer.text
    found: Body = answer.json()
    return found


def judged(found: Body) -> tuple[int, int]:
    """The right and the judged events of all kinds."""
    parts = [one["precision"] for one in found["kinds"]]
    return sum(one["met"] for one in parts), sum(one["of"] for one in parts)


def test_what_was_settled_counts(differing: tuple[Town, int, int]) -> None:
    hall, audit, position = differing
    before = hall.get("wu", f"{AUDITS}/{audit}/results").json()
    assert (before["differing"], judged(before)) == ([position], (5, 5))
    after = settles(hall, audit, position, outcome="wrong", note="a bag")
    assert judged(after) == (5, 6)
    assert after["pairs"] == before["pairs"]  # agreement is of what each one said alone
    (item,) = [one for one in after["judged_items"] if one["settled"]]
    assert (item["position"], item["settled"]["outcome"], item["settled_by"]) == (position, "wrong", "mei")
    assert {one["outcome"] for one in item["said"].values()} == {"right", "wrong"}
    (line,) = hall.store.audit.page(AuditFilter(action=Action.QUALITY_SETTLED), 9)
    assert line.detail == f"item {position}: wrong"


def test_it_can_be_settled_anew_and_may_stay_unclear(differing: tuple[Town, int, int]) -> None:
    hall, audit, position = differing
    settles(hall, audit, position, outcome="right")
    assert judged(settles(hall, audit, position, outcome="unclear")) == (5, 5)


def test_there_is_nothing_to_settle_where_auditors_agree(differing: tuple[Town, int, int]) -> None:
    hall, audit, position = differing
    other = position % 11 + 1
    agreed = hall.get("wu", f"{AUDITS}/{audit}").json()["blind_items"][other - 1]
    said = {"outcome": "nothing" if agreed["claim"] is None else "right"}
    path = f"{AUDITS}/{audit}/items/{other}/settled"
    assert refused(hall.ask("wu", "PUT", path, json=said), 409, "do not differ")


def test_nothing_is_settled_before_the_closing(town: Town) -> None:
    furnish(town)
    audit = drawn(town, minutes=0)
    path = f"{AUDITS}/{audit['id']}/items/1/settled"
    assert refused(town.ask("wu", "PUT", path, json={"outcome": "right"}), 409, "is open")
