"""Appeals: a person contests what is said of them, somebody else decides, and the score follows."""

from typing import Any

import pytest

from models import ALL_HALLS, Action, Decision, Role, Verdict
from models.norms import load_profile
from models.store import AuditFilter, ReviewStep
from pipeline.quality import notify_overdue
from pipeline.scoring.days import stamp_of
from tests.support.running_api import PASSWORD, ROLES, Town, refused
from tests.support.stored_hall import NINE, absence, analysis, hall, happened

WHY = {"reason": "a colleague sat in at the next window", "person": "Li"}
YES = {"accepted": True, "answer": "the clip shows her at the desk behind", "expected": "open"}
NO = {"accepted": False, "answer": "nobody is to be seen anywhere", "expected": "open"}


def contested(town: Town) -> None:
    town.happens(absence(60, 900), happened("arrival", 2000), score=True)


def file(town: Town, event: int = 1, who: str = "sun", **changes: str) -> Any:
    return town.ask(who, "POST", f"/api/v1/events/{event}/appeals", json={**WHY, **changes})


def passes(town: Town, days: float) -> None:
    """Days go by, and everybody has to sign in again."""
    town.time += days * 86400
    for name in ROLES:
        town.signed_out(name)


def fault(town: Town) -> dict[str, Any]:
    found: dict[str, Any] = town.get("sun", "/api/v1/events", flagged=True).json()["items"][0]
    return found


def points(town: Town) -> float:
    found: float = town.get("sun", "/api/v1/days/2026-11-23/1").json()["points"]
    return found


def test_an_accepted_appeal_gives_the_points_back(town: Town) -> None:
    contested(town)
    event, before = fault(town)["id"], points(town)
    assert before < 100
    made = file(town, event)
    assert (made.status_code, made.json()["state"], made.json()["person"]) == (201, "open", "Li")
    assert points(town) == before  # nothing changes before somebody has decided
    decided = town.ask("wu", "POST", f"/api/v1/appeals/{made.json()['id']}", json=YES).json()
    assert (decided["state"], decided["decided_by"], decided["answer"]) == ("accepted", "wu", YES["answer"])
    assert (decided["points_before"], decided["points_after"]) == (before, 100.0)
    assert points(town) == 100
    detail = town.get("sun", f"/api/v1/events/{event}").json()
    assert (detail["verdict"], detail["costs"]) == ("dismissed", [])
    assert [step["decision"] for step in detail["reviews"]] == ["contested", "dismissed"]
    assert [one["state"] for one in detail["appeals"]] == ["accepted"]


def test_a_rejected_appeal_leaves_the_event_and_says_why(town: Town) -> None:
    contested(town)
    event, before = fault(town)["id"], points(town)
    number = file(town, event).json()["id"]
    decided = town.ask("wu", "POST", f"/api/v1/appeals/{number}", json=NO).json()
    assert (decided["state"], decided["points_after"]) == ("rejected", before)
    assert town.get("sun", f"/api/v1/events/{event}").json()["verdict"] == "confirmed"
    assert refused(town.ask("wu", "POST", f"/api/v1/appeals/{number}", json=YES), 409, "rejected already")
    assert file(town, event).status_code == 201  # with something new to say one may contest again


def test_an_auditor_is_told_that_the_supervisor_gave_in_meanwhile(town: Town) -> None:
    contested(town)
    event = fault(town)["id"]
    number = file(town, event).json()["id"]
    gives_in = {"decision": "dismissed", "reason": "she is right", "expected": "open"}
    assert town.ask("sun", "POST", f"/api/v1/events/{event}/reviews", json=gives_in).status_code == 201
    ruling = f"/api/v1/appeals/{number}"
    assert refused(town.ask("wu", "POST", ruling, json=NO), 409, "dismissed now", "not open")
    assert town.get("sun", f"/api/v1/events/{event}").json()["verdict"] == "dismissed"
    blind = {key: said for key, said in NO.items() if key != "expected"}
    assert refused(town.ask("wu", "POST", ruling, json=blind), 422, "expected")
    assert town.ask("wu", "POST", ruling, json={**YES, "expected": "dismissed"}).status_code == 200


@pytest.mark.parametrize("said", [Decision.CONFIRMED, Decision.DISMISSED, Decision.REOPENED])
def test_nobody_decides_their_own_case(town: Town, said: Decision) -> None:
    """Wu supervised once, and said something about this very event then."""
    contested(town)
    event = fault(town)["id"]
    wu = town.store.accounts.named("wu")
    assert wu is not None
    steps = [Decision.DISMISSED, Decision.REOPENED] if said is Decision.REOPENED else [said]
    verdict = Verdict.OPEN
    for step in steps:
        town.store.reviews.add(event, ReviewStep(wu.id, step, "as it was"), expected=verdict, now=NINE)
        verdict = step.verdict
    if said is Decision.DISMISSED:  # somebody else takes the event up again
        sun = town.store.accounts.named("sun")
        assert sun is not None
        again = ReviewStep(sun.id, Decision.REOPENED, "look again")
        town.store.reviews.add(event, again, expected=verdict, now=NINE)
        verdict = Verdict.OPEN
    number = file(town, event).json()["id"]
    ruling = {**YES, "expected": verdict.value}
    assert refused(town.ask("sun", "POST", f"/api/v1/appeals/{number}", json=ruling), 403, "decide")
    assert refused(town.ask("wu", "POST", f"/api/v1/appeals/{number}", json=ruling), 403, "somebody else")
    zhao = town.store.accounts.add("zhao", PASSWORD, Role.AUDITOR, "en", NINE)
    town.store.grants.give(zhao.id, ALL_HALLS, "an", NINE)
    assert town.ask("zhao", "POST", f"/api/v1/appeals/{number}", json=ruling).status_code == 200


def test_what_is_overdue_comes_first_and_a_notice_tells_of_it_once(town: Town) -> None:
    """The hall decides within seven days; the second appeal is filed a day after the first one."""
    town.happens(absence(60, 900), absence(1200, 60))
    assert file(town, 1).status_code == 201
    passes(town, 1)
    assert file(town, 2).status_code == 201
    assert notify_overdue(town.store, town.time) == 0
    passes(town, 6.5)
    items = town.items("wu", "/api/v1/appeals", state="open")
    assert [(one["event_id"], one["overdue"]) for one in items] == [(1, True), (2, False)]
    assert items[0]["due_at"] == NINE + 7 * 86400
    assert notify_overdue(town.store, town.time) == 1
    assert notify_overdue(town.store, town.time + 60) == 0
    (notice,) = town.get("wu", "/api/v1/notices").json()["items"]
    assert (
        notice["text"]["en"]
        == "the appeal against event 1 at counter Window 1 was to be decided by 2026-11-30"
    )
    assert town.ask("wu", "POST", "/api/v1/appeals/1", json=NO).status_code == 200
    (decided,) = town.items("wu", "/api/v1/appeals", state="rejected")
    assert not decided["overdue"]


def test_a_hall_with_its_own_deadline(town: Town) -> None:
    town.happens(absence(60, 900))
    file(town, 1)
    town.store.sites.put(hall().model_copy(update={"appeal_days": 30}), town.time)
    (one,) = town.items("wu", "/api/v1/appeals")
    assert one["due_at"] == NINE + 30 * 86400


def test_one_appeal_at_a_time_and_only_against_what_stands(town: Town) -> None:
    contested(town)
    event = fault(town)["id"]
    assert refused(file(town, event, reason=" "), 422, "reason")
    number = file(town, event).json()["id"]
    assert refused(file(town, event), 409, "open already")
    town.ask("wu", "POST", f"/api/v1/appeals/{number}", json=YES)
    assert refused(file(town, event), 409, "nothing to contest")
    assert refused(town.ask("wu", "POST", "/api/v1/appeals/99", json=YES), 404)
    assert refused(file(town, 99), 404)


def test_an_arrival_is_nobodys_fault(town: Town) -> None:
    contested(town)
    (arrival,) = town.get("sun", "/api/v1/events", kind="arrival").json()["items"]
    assert (arrival["fault"], fault(town)["fault"]) == (False, True)
    assert refused(file(town, arrival["id"]), 422, "no fault")
    reviews = f"/api/v1/events/{arrival['id']}/reviews"
    assert refused(
        town.ask("sun", "POST", reviews, json={"decision": "confirmed", "expected": "open"}), 422, "no fault"
    )
    wrong = town.ask(
        "sun",
        "POST",
        reviews,
        json={"decision": "dismissed", "reason": "somebody passed by", "expected": "open"},
    )
    assert wrong.status_code == 201  # but it may have been seen wrongly


def test_steps_of_an_appeal_are_no_reviews(town: Town) -> None:
    contested(town)
    body = {"decision": "upheld", "reason": "so be it", "expected": "open"}
    event = fault(town)["id"]
    assert refused(town.ask("sun", "POST", f"/api/v1/events/{event}/reviews", json=body), 422, "appeal")


def test_an_event_that_is_contested_outlives_a_new_analysis(town: Town) -> None:
    contested(town)
    event = fault(town)["id"]
    file(town, event)
    profile = stamp_of(load_profile("general"))
    again = analysis(site=hall())
    town.store.recordings.save(type(again)(again.site, again.footage, (), (), profile, True), NINE)
    detail = town.get("sun", f"/api/v1/events/{event}").json()
    assert (detail["found"], detail["verdict"]) == (False, Verdict.OPEN)


def test_appeals_are_listed_as_they_wait_and_written_down(town: Town) -> None:
    town.happens(absence(60, 900), absence(2000, 700), score=True)
    first, second = (one["id"] for one in town.get("sun", "/api/v1/events", flagged=True).json()["items"])
    file(town, second)
    town.time += 10
    file(town, first)
    listed = town.items("wu", "/api/v1/appeals", state="open")
    assert [one["event_id"] for one in listed] == [second, first]
    assert listed[0]["event"]["kind"] == "absence"
    town.ask("wu", "POST", f"/api/v1/appeals/{listed[0]['id']}", json=NO)
    assert [one["state"] for one in town.items("sun", "/api/v1/appeals")] == ["open", "rejected"]
    decisions = (Action.APPEALED, Action.APPEAL_DECIDED)
    log = [line for line in town.store.audit.page(AuditFilter(), 30) if line.action in decisions]
    assert [line.action for line in log] == [Action.APPEAL_DECIDED, Action.APPEALED, Action.APPEALED]
    assert log[0].detail == "appeal 1 rejected"
