"""The permissions of the roles, and the common parts of all answers; tests/api/test_access.py has every route."""

import subprocess
import sys
from pathlib import Path

from api.context import AccountCaller, Context
from api.permissions import ALLOWED, Permission
from models import Role
from tests.support.running_api import Town, refused


def test_the_roles_are_what_the_house_says() -> None:
    assert {role: sorted(p.value for p in ALLOWED[role]) for role in Role} == {
        Role.SUPERVISOR: ["appeal", "export", "faces", "oversee", "read", "review", "scores"],
        Role.AUDITOR: ["audit", "decide", "export", "faces", "oversee", "read", "scores"],
        Role.ADMIN: ["audit", "export", "lines", "oversee", "read", "scores", "users", "zones"],
        Role.CLERK: ["appeal", "faces", "read", "shifts"],
    }


def test_the_page_of_roles_says_the_same() -> None:
    lines = (Path(__file__).parents[2] / "docs" / "access.md").read_text("utf-8").splitlines()
    start = lines.index(next(line for line in lines if line.startswith("| role |")))
    head, _, *rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines[start : start + 2 + len(Role)]
    ]
    assert head[1:] == sorted(Permission)
    told = {row[0]: {name for name, cell in zip(head[1:], row[1:], strict=True) if cell} for row in rows}
    assert told == {role: {p.value for p in ALLOWED[role]} for role in Role}


def test_health_is_open_and_says_little(town: Town) -> None:
    assert set(town.ask("ghost", "GET", "/api/v1/health").json()) == {"status", "version"}


def test_every_route_has_a_tag_and_a_summary(town: Town) -> None:
    for operations in town.app.openapi()["paths"].values():
        for operation in operations.values():
            assert operation["tags"]
            assert operation["summary"]
            assert "503" in operation["responses"]


def test_answers_tell_the_browser_to_keep_out(town: Town) -> None:
    for answer in (town.ask("ghost", "GET", "/api/v1/health"), town.get("sun", "/api/v1/nothing")):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert refused(town.get("sun", "/api/v1/nothing"), 404)
    assert refused(town.ask("sun", "DELETE", "/api/v1/events/1"), 405)


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
    context: Context = town.app.state.context
    caller = AccountCaller.of(user, "", context, "", "")
    assert {p for p in Permission if caller.may(p)} == ALLOWED[Role.AUDITOR]
