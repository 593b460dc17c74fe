"""Every route, and everybody who must be refused there."""

import subprocess
import sys
from pathlib import Path

import pytest

from api.context import Caller
from api.permissions import ALLOWED, Permission
from models import Role
from models.store import Scope
from tests.support.running_api import ROLES, Town, refused
from tests.support.stored_hall import absence

ROUTES = {
    ("GET", "/api/me"): None,
    ("PATCH", "/api/me"): None,
    ("DELETE", "/api/sign-in"): None,
    ("GET", "/api/sites"): Permission.READ,
    ("GET", "/api/coverage"): Permission.READ,
    ("GET", "/api/cameras/{camera_id}/zones"): Permission.READ,
    ("PUT", "/api/cameras/{camera_id}/zones"): Permission.ZONES,
    ("GET", "/api/cameras/{camera_id}/background"): Permission.READ,
    ("GET", "/api/counters/{counter_id}/seat"): Permission.READ,
    ("PUT", "/api/counters/{counter_id}/seat"): Permission.ZONES,
    ("GET", "/api/norms"): Permission.READ,
    ("GET", "/api/labels"): Permission.READ,
    ("GET", "/api/clauses/{clause}/history"): Permission.READ,
    ("GET", "/api/samples/{day}"): Permission.DECIDE,
    ("GET", "/api/appeals"): Permission.READ,
    ("POST", "/api/events/{event_id}/appeals"): Permission.APPEAL,
    ("POST", "/api/appeals/{appeal_id}"): Permission.DECIDE,
    ("GET", "/api/periods/{period}/{day}"): Permission.READ,
    ("GET", "/api/periods/{period}/{day}/people"): Permission.REVIEW,
    ("POST", "/api/what-if"): Permission.READ,
    ("GET", "/api/notices"): Permission.READ,
    ("GET", "/api/notices/unread"): Permission.READ,
    ("POST", "/api/notices/read"): Permission.READ,
    ("GET", "/api/days/{day}/{counter_id}/timeline"): Permission.READ,
    ("GET", "/api/profiles"): Permission.READ,
    ("GET", "/api/events"): Permission.READ,
    ("GET", "/api/events/{event_id}"): Permission.READ,
    ("GET", "/api/events/{event_id}/{kind}"): Permission.READ,
    ("POST", "/api/events/{event_id}/reviews"): Permission.REVIEW,
    ("GET", "/api/days"): Permission.READ,
    ("GET", "/api/days/{day}/{counter_id}"): Permission.READ,
    ("GET", "/api/reports/{period}/{day}"): Permission.READ,
    ("GET", "/api/users"): Permission.USERS,
    ("POST", "/api/users"): Permission.USERS,
    ("PATCH", "/api/users/{user_id}"): Permission.USERS,
    ("GET", "/api/audit"): Permission.AUDIT,
    ("GET", "/api/holds"): Permission.AUDIT,
    ("POST", "/api/holds"): Permission.AUDIT,
    ("POST", "/api/holds/{hold_id}/lift"): Permission.AUDIT,
    ("GET", "/api/learned-lines"): Permission.AUDIT,
    ("POST", "/api/learned-lines"): Permission.LINES,
    ("DELETE", "/api/learned-lines/{line_id}"): Permission.LINES,
}
OPEN = {("GET", "/api/health"), ("POST", "/api/sign-in")}


def address(path: str) -> str:
    values = {
        "event_id": "1",
        "kind": "clip",
        "day": "2026-11-23",
        "counter_id": "1",
        "camera_id": "1",
        "user_id": "1",
        "line_id": "1",
        "hold_id": "1",
        "clause": "R1",
        "appeal_id": "1",
        "period": "day",
    }
    return path.format(**values)


def test_no_route_is_missing_from_this_table(town: Town) -> None:
    described = {
        (method.upper(), path)
        for path, operations in town.app.openapi()["paths"].items()
        for method in operations
    }
    assert described == set(ROUTES) | OPEN


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_whoever_is_not_signed_in_gets_nothing(town: Town, method: str, path: str) -> None:
    town.happens(town.with_clip(absence(60)), score=True)
    answer = town.ask("ghost", method, address(path), json={})
    assert refused(answer, 401, "sign in first")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(("route", "permission"), ROUTES.items())
def test_a_role_without_the_permission_is_told_which_it_lacks(
    town: Town, route: tuple[str, str], permission: Permission | None
) -> None:
    lacking = [name for name, role in ROLES.items() if permission and permission not in ALLOWED[role]]
    for name in lacking:
        assert refused(town.ask(name, route[0], address(route[1]), json={}), 403, str(permission))
    assert bool(lacking) == (permission not in (None, Permission.READ))


def test_the_roles_are_what_the_house_says() -> None:
    assert {role: sorted(p.value for p in ALLOWED[role]) for role in Role} == {
        Role.SUPERVISOR: ["appeal", "read", "review"],
        Role.AUDITOR: ["audit", "decide", "read"],
        Role.ADMIN: ["audit", "lines", "read", "users", "zones"],
    }


def test_health_is_open_and_says_little(town: Town) -> None:
    assert set(town.ask("ghost", "GET", "/api/health").json()) == {"status", "version"}


def test_every_route_has_a_tag_and_a_summary(town: Town) -> None:
    for operations in town.app.openapi()["paths"].values():
        for operation in operations.values():
            assert operation["tags"]
            assert operation["summary"]
            assert "503" in operation["responses"]


def test_answers_tell_the_browser_to_keep_out(town: Town) -> None:
    for answer in (town.ask("ghost", "GET", "/api/health"), town.get("sun", "/api/nothing")):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert refused(town.get("sun", "/api/nothing"), 404)
    assert refused(town.ask("sun", "DELETE", "/api/events/1"), 405)


def test_outside_of_a_scope_nothing_exists(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """No role has limits yet; when one gets them, this is what everybody outside sees."""
    town.happens(town.with_clip(absence(60)), score=True)
    clip = town.get("sun", "/api/events/1").json()["clip_url"]
    blind = Scope(frozenset({2}))
    monkeypatch.setattr("api.context.scope_of", lambda _user: blind)
    monkeypatch.setattr("api.media_access.scope_of", lambda _user: blind)
    assert town.get("sun", "/api/events").json()["items"] == []
    assert refused(town.get("sun", "/api/events/1"), 404)
    assert refused(
        town.ask("sun", "POST", "/api/events/1/reviews", json={"decision": "confirmed", "expected": "open"}),
        404,
    )
    assert refused(town.get("sun", "/api/events/1/clip"), 404)
    assert refused(town.open(clip), 404)
    assert town.get("sun", "/api/days").json() == []
    assert refused(town.get("sun", "/api/days/2026-11-23/1"), 404)
    assert town.get("sun", "/api/coverage", since="2026-11-01T00:00:00Z").json() == []
    assert [c["key"] for c in town.get("sun", "/api/sites").json()[0]["cameras"]] == ["cam2"]


def test_the_web_process_loads_no_vision_runtime() -> None:
    heavy = ("mediapipe", "cv2", "av", "ultralytics", "torch", "pyarrow", "pipeline.judging.judge")
    script = (
        f"import sys, api, dashboard.app, dashboard.server; print([m for m in {heavy!r} if m in sys.modules])"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_caller_may_what_the_role_may(town: Town) -> None:
    user = town.store.accounts.named("wu")
    assert user is not None
    caller = Caller(user, Scope(), "", "")
    assert [caller.may(p) for p in Permission] == [True, False, False, True, True, False, False, False]
