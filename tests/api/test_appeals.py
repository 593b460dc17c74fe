"""Appeals: a person contests what is said of them, somebody else decides, and the score follows."""

from typing import Any

from models import ALL_HALLS, Action, Role, Verdict
from models.norms import load_profile
from models.store import AuditFilter
from pipeline.scoring.days import stamp_of
from tests.support.running_api import PASSWORD, Town, refused
from tests.support.stored_hall import NINE, absence, analysis, hall, happened

WHY = {"reason": "a colleague sat in at the next window", "person": "Li"}
YES = {"accepted": True, "answer": "the clip shows her at the desk behind", "expected": "open"}
NO = {"accepted": False, "answer": "nobody is to be seen anywhere", "expected": "open"}


def contested(town: Town) -> None:
    town.happens(absence(60, 900), happened("arrival", 2000), score=True)


def file(town: Town, event: int = 1, who: str = "sun", **changes: str) -> Any:
    return town.ask(who, "POST", f"/api/v1/events/{event}/appeals", json={**WHY, **changes})


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


def test_nobody_decides_their_own_case(town: Town) -> None:
    contested(town)
    event = fault(town)["id"]
    number = file(town, event).json()["id"]
    assert refused(town.ask("sun", "POST", f"/api/v1/appeals/{number}", json=YES), 403, "decide")
    user = town.store.accounts.named("wu")
    assert user is not None
    # Wu supervised once, and confirmed this very event then.
    with town.store.reviews._writing("test") as session:
        from models.tables import ReviewRow  # noqa: PLC0415

        session.add(ReviewRow(event_id=event, user_id=user.id, decision="confirmed", reason="", at=NINE))
    assert refused(town.ask("wu", "POST", f"/api/v1/appeals/{number}", json=YES), 403, "somebody else")
    zhao = town.store.accounts.add("zhao", PASSWORD, Role.AUDITOR, "en", NINE)
    town.store.grants.give(zhao.id, ALL_HALLS, "an", NINE)
    assert town.ask("zhao", "POST", f"/api/v1/appeals/{number}", json=YES).status_code == 200


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
    listed = town.get("wu", "/api/v1/appeals", state="open").json()
    assert [one["event_id"] for one in listed] == [second, first]
    assert listed[0]["event"]["kind"] == "absence"
    town.ask("wu", "POST", f"/api/v1/appeals/{listed[0]['id']}", json=NO)
    assert [one["state"] for one in town.get("sun", "/api/v1/appeals").json()] == ["open", "rejected"]
    decisions = (Action.APPEALED, Action.APPEAL_DECIDED)
    log = [line for line in town.store.audit.page(AuditFilter(), 30) if line.action in decisions]
    assert [line.action for line in log] == [Action.APPEAL_DECIDED, Action.APPEALED, Action.APPEALED]
    assert log[0].detail == "appeal 1 rejected"
