"""Li has the left window in the morning and Zhao in the afternoon; each sees and contests the own shift alone."""

import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from models import Action, Decision, Filing, Grant, Role, RosterEntry, Verdict, What
from models.store import AccountChange, AuditFilter, ReviewStep, Saved
from tests.support.running_api import PASSWORD, Town, refused
from tests.support.stored_hall import NINE, absence, happened

MONDAY = dt.date(2026, 11, 23)
LI, ZHAO = "李娜 (1024)", "赵磊 (7)"
NOON = 1800
MORNING, AFTERNOON, ARRIVAL = 60, 2400, 120
"""Seconds after nine: an absence of Li, one of Zhao, and an arrival in Li's shift."""


def shift(person: str, start: float, end: float, counter: str = "left") -> RosterEntry:
    return RosterEntry(MONDAY, What.SHIFT, NINE + start, NINE + end, counter, "day", person)


def roster(town: Town, *lines: RosterEntry) -> None:
    town.store.rosters.replace("north", lines, "roster.csv", NINE)


class Window:
    """The left window, with the events of both."""

    def __init__(self, town: Town, saved: Saved) -> None:
        self.town, self.counter_id = town, saved.counter_ids["left"]
        self.of_li, self.of_zhao, self.arrival = saved.event_ids

    def seen(self, account: str, **query: object) -> set[int]:
        return {one["id"] for one in self.town.get(account, "/api/v1/events", **query).json()["items"]}

    def shifts(self, account: str, **query: object) -> list[dict[str, Any]]:
        found = self.town.get(account, "/api/v1/shifts", **query)
        assert found.status_code == 200, found.text
        return list(found.json()["items"])

    def appeal(self, account: str, event_id: int, **body: str) -> Any:
        return self.town.ask(account, "POST", f"/api/v1/events/{event_id}/appeals", json=body)


@pytest.fixture
def window(town: Town) -> Iterator[Window]:
    for name, person in (("li", LI), ("zhao", ZHAO)):
        user = town.store.accounts.add(name, PASSWORD, Role.CLERK, "en", NINE)
        town.store.accounts.change(user.id, AccountChange(person=person))
    found = absence(MORNING), absence(AFTERNOON), happened("arrival", ARRIVAL)
    saved = town.happens(*(town.with_clip(one) for one in found), score=True)
    roster(town, shift(LI, 0, NOON), shift(ZHAO, NOON, 3600))
    for name in ("li", "zhao"):
        user = town.store.accounts.named(name)  # type: ignore[assignment]
        town.store.grants.give(user.id, Grant("north"), "tests", NINE)
    town.time = NINE + 7200
    yield Window(town, saved)


def test_each_sees_what_began_in_the_own_shift(window: Window) -> None:
    assert window.seen("li") == {window.of_li, window.arrival}
    assert window.seen("zhao") == {window.of_zhao}
    assert window.seen("li", flagged=True) == {window.of_li}
    assert window.seen("li", counter_id=window.counter_id, site="north") == {window.of_li, window.arrival}
    assert window.seen("li", site="south") == set()


def test_what_is_a_colleague_s_is_not_there(window: Window) -> None:
    town = window.town
    for path in ("", "/clip", "/poster", "/evidence"):
        own = town.get("li", f"/api/v1/events/{window.of_li}{path}")
        foreign = town.get("li", f"/api/v1/events/{window.of_zhao}{path}")
        unknown = town.get("li", f"/api/v1/events/{9999}{path}")
        assert own.status_code == 200
        assert (foreign.status_code, unknown.status_code) == (404, 404)
        assert foreign.text.replace(str(window.of_zhao), "?") == unknown.text.replace("9999", "?")


def test_her_export_tells_nothing_of_the_afternoon(window: Window) -> None:
    def files(account: str) -> dict[str, bytes]:
        answer = window.town.get(account, f"/api/v1/events/{window.of_li}/evidence")
        with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
            return {name: parts.read(name) for name in parts.namelist()}

    assert any("score" in name for name in files("sun"))
    hers = files("li")
    assert not any("score" in name for name in hers)
    assert str(NINE + AFTERNOON).encode() not in b"".join(hers.values())


def test_her_points_are_those_of_her_own_stretch(window: Window) -> None:
    (hers,), (his,) = window.shifts("li"), window.shifts("zhao")
    assert (hers["counter"], hers["shift"], hers["day"]) == ("left", "day", str(MONDAY))
    assert (hers["start"], hers["end"]) == (NINE, NINE + NOON)
    assert hers["start_local"].startswith("2026-11-23T09:00")
    named = {e["id"] for line in hers["lines"] for d in line["deductions"] for e in d["events"]}
    named |= {n["event"]["id"] for line in hers["lines"] for n in line["notes"]}
    assert named == {window.of_li}
    assert (hers["open"], his["open"]) == (1, 1)
    assert hers["points"] < 100


def test_her_look_at_her_points_has_one_line_in_the_log(window: Window) -> None:
    window.shifts("li")
    window.shifts("li")
    (line,) = window.town.store.audit.page(AuditFilter(user="li", action=Action.SCORES_VIEWED), 9)
    assert (line.subject, line.detail) == ("own shifts", "2026-11-17 to 2026-11-23")


def test_a_supervisor_s_verdict_changes_her_points_and_she_reads_why(window: Window) -> None:
    sun = window.town.store.accounts.named("sun")
    assert sun is not None
    before = window.shifts("li")[0]["points"]
    step = ReviewStep(sun.id, Decision.DISMISSED, "she fetched the form")
    window.town.store.reviews.add(window.of_li, step, expected=Verdict.OPEN, now=NINE)
    assert window.shifts("li")[0]["points"] > before
    (review,) = window.town.get("li", f"/api/v1/events/{window.of_li}").json()["reviews"]
    assert (review["user"], review["reason"]) == ("sun", "she fetched the form")


def test_she_appeals_for_herself_and_reads_the_answer(window: Window) -> None:
    town = window.town
    assert refused(window.appeal("li", window.of_li, reason="a form", person=ZHAO), 422, "person")
    assert refused(window.appeal("li", window.of_zhao, reason="a form"), 404)
    filed = window.appeal("li", window.of_li, reason="I fetched a form", person="李 娜")
    assert (filed.status_code, filed.json()["person"]) == (201, LI)
    assert refused(window.appeal("li", window.of_li, reason="again"), 409)
    ruling = {"accepted": True, "answer": "the clip shows it", "expected": "open"}
    path = f"/api/v1/appeals/{filed.json()['id']}"
    assert refused(town.ask("li", "POST", path, json=ruling), 403, "decide")
    assert town.ask("wu", "POST", path, json=ruling).status_code == 200
    (mine,) = town.get("li", "/api/v1/appeals").json()["items"]
    assert (mine["state"], mine["answer"], mine["event"]["id"]) == (
        "accepted",
        "the clip shows it",
        window.of_li,
    )
    assert (mine["points_before"], mine["points_after"]) == (
        None,
        None,
    )  # of the day, which is Zhao's as well
    assert town.get("zhao", "/api/v1/appeals").json()["items"] == []


def test_she_reviews_nothing(window: Window) -> None:
    body = {"decision": "dismissed", "reason": "mine", "expected": "open"}
    answer = window.town.ask("li", "POST", f"/api/v1/events/{window.of_li}/reviews", json=body)
    assert refused(answer, 403, "review")


def test_a_changed_roster_holds_from_the_next_request_on(window: Window) -> None:
    """Li and Zhao exchange their shifts after all was recorded; her open clip closes."""
    town = window.town
    clip = town.get("li", f"/api/v1/events/{window.of_li}").json()["clip_url"]
    assert town.open(clip).status_code == 200
    roster(town, shift(ZHAO, 0, NOON), shift(LI, NOON, 3600))
    assert refused(town.open(clip), 404)
    assert window.seen("li") == {window.of_zhao}
    roster(town, shift("王芳", 0, 3600))
    assert window.seen("li") == set()
    assert window.shifts("li") == []


def test_what_she_wrote_is_not_shown_to_the_colleague_who_gets_her_shift(window: Window) -> None:
    window.appeal("li", window.of_li, reason="I felt ill")
    roster(window.town, shift(ZHAO, 0, 3600))
    answer = window.town.get("zhao", f"/api/v1/events/{window.of_li}")
    assert answer.status_code == 200
    assert "ill" not in answer.text.replace("will", "")
    assert (answer.json()["appeals"], answer.json()["reviews"]) == ([], [])
    assert window.town.get("zhao", "/api/v1/appeals").json()["items"] == []
    exported = window.town.get("zhao", f"/api/v1/events/{window.of_li}/evidence").content
    with zipfile.ZipFile(io.BytesIO(exported)) as parts:
        facts = json.loads(parts.read(f"event-{window.of_li}/event.json"))
    assert (facts["appeals"], facts["reviews"]) == ([], [])


def test_an_event_belongs_to_whom_the_post_had_when_it_began(town: Town, window: Window) -> None:
    roster(town, shift(LI, 0, MORNING), shift(ZHAO, MORNING, 3600))
    assert window.seen("li") == set()
    roster(town, shift(LI, 0, MORNING + 0.001), shift(ZHAO, MORNING + 0.001, 3600))
    assert window.seen("li") == {window.of_li}


def test_without_a_grant_of_the_hall_there_is_nothing(window: Window) -> None:
    li = window.town.store.accounts.named("li")
    assert li is not None
    window.town.store.grants.replace(li.id, [], "an", NINE)
    assert window.seen("li") == set()
    assert window.shifts("li") == []


def test_days_are_bounded_and_before_the_shift_there_is_none(window: Window) -> None:
    assert window.shifts("li", since="2026-11-24") == []
    assert window.shifts("li", until="2026-11-22") == []
    assert len(window.shifts("li", since="2026-11-23", until="2026-11-23")) == 1
    answer = window.town.get("li", "/api/v1/shifts", since="2026-10-01", until="2026-11-23")
    assert refused(answer, 422, "31 days")
    window.town.time = NINE - 60
    assert window.shifts("li", since="2026-11-23") == []


def test_a_shift_over_midnight_is_two_stretches(window: Window) -> None:
    roster(window.town, shift(LI, 14 * 3600, 16 * 3600))
    window.town.time = NINE + 20 * 3600
    late, early = window.shifts("li")
    assert (early["day"], late["day"]) == ("2026-11-23", "2026-11-24")
    assert early["end"] == late["start"] == NINE + 15 * 3600


def added(town: Town, **body: object) -> Any:
    new = {
        "name": "wang",
        "password": "long enough 1",
        "role": "clerk",
        "grants": [{"site": "north"}],
        **body,
    }
    return town.ask("an", "POST", "/api/v1/users", json=new)


def test_an_administrator_binds_a_clerk_and_the_log_has_it(window: Window) -> None:
    town = window.town
    assert refused(added(town), 422, "person")
    assert refused(added(town, role="auditor", person=LI), 422, "person")
    made = added(town, person="王　芳").json()
    assert made["person"] == "王芳"
    path = f"/api/v1/users/{made['id']}"
    assert town.ask("an", "PATCH", path, json={"person": LI}).json()["person"] == LI
    town.store.accounts.change(made["id"], AccountChange(password=PASSWORD))  # her own now
    assert window.seen("wang") == {window.of_li, window.arrival}
    lines = town.store.audit.page(AuditFilter(user="an"), 2)[::-1]
    assert [(one.action, one.detail) for one in lines] == [
        (Action.USER_ADDED, "clerk of 王芳 [north]"),
        (Action.USER_CHANGED, f"person of {LI}"),
    ]


def test_another_role_ends_the_binding_and_a_clerk_needs_one(window: Window) -> None:
    town = window.town
    path = f"/api/v1/users/{added(town, person=LI).json()['id']}"
    assert refused(town.ask("an", "PATCH", path, json={"person": ""}), 422, "person")
    assert town.ask("an", "PATCH", path, json={"role": "auditor"}).json()["person"] is None
    assert refused(town.ask("an", "PATCH", path, json={"person": LI}), 409, "no clerk")
    assert refused(town.ask("an", "PATCH", path, json={"role": "clerk"}), 409, "which person")
    assert town.ask("an", "PATCH", path, json={"role": "clerk", "person": LI}).json()["person"] == LI


def test_an_appeal_of_a_supervisor_for_her_is_hers(window: Window) -> None:
    sun = window.town.store.accounts.named("sun")
    assert sun is not None
    window.town.store.appeals.file(window.of_li, Filing(sun.id, "李娜", "she was ill"), NINE)
    (mine,) = window.town.get("li", "/api/v1/appeals", state="open").json()["items"]
    assert (mine["filed_by"], mine["reason"]) == ("sun", "she was ill")


def test_her_account_says_who_she_is(window: Window) -> None:
    assert window.town.get("li", "/api/v1/me").json()["person"] == LI
    assert window.town.get("sun", "/api/v1/me").json()["person"] is None


def test_she_reads_the_norms_that_judge_her(window: Window) -> None:
    hashes = {one["hash"] for one in window.town.get("li", "/api/v1/profiles").json()["items"]}
    assert window.shifts("li")[0]["profile_hash"] in hashes
