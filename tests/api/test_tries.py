"""Tries of strangers and of accounts at the API, beside those of the other tests; docs/security.md lists them all."""

import sqlite3
from pathlib import Path

import pytest

from models.store import Store
from tests.support.running_api import ROLES, Town
from tests.support.stored_hall import absence

SYNTAX = [
    "' OR 1=1 --",
    '"; DROP TABLE users; --',
    "%' UNION SELECT password_hash FROM users --",
    "\\'; SELECT 1",
]


@pytest.mark.parametrize("text", SYNTAX)
def test_syntax_of_a_database_is_a_text_like_others(town: Town, text: str) -> None:
    (event,) = town.happens(absence(600)).event_ids
    for field in ("site", "kind"):
        answer = town.get("sun", "/api/v1/events", **{field: text})
        assert answer.status_code in (200, 422)
        assert answer.json().get("items", []) == []
    assert town.get("wu", "/api/v1/audit", user=text).json().get("items", []) == []
    assert town.sign_in(text, text).status_code in (401, 422, 429)
    verdict = {"decision": "dismissed", "reason": text, "expected": "open"}
    kept = town.ask("sun", "POST", f"/api/v1/events/{event}/reviews", json=verdict)
    assert kept.json()["reviews"][-1]["reason"] == text
    assert {user.name for user in town.store.accounts.all()} >= set(ROLES)


def _rows(data: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but those that tell of visits."""
    with sqlite3.connect(data / "counterwatch.db") as raw:
        names = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        visits = {"audit", "audit_head", "sign_ins", "throttles", "sqlite_sequence"}
        rows = {name: raw.execute(f'SELECT * FROM "{name}"').fetchall() for name in sorted({*names} - visits)}
    raw.close()
    return rows


def test_reading_methods_change_nothing(town: Town) -> None:
    town.happens(town.with_clip(absence(600)), score=True)
    before = _rows(town.data)
    # A stream would go on for ever: with `seconds` it ends.
    for path in town.app.openapi()["paths"]:
        address = path.replace("{day}", "2026-11-23").replace("{period}", "week").replace("{kind}", "clip")
        for name in ("{event_id}", "{counter_id}", "{camera_id}", "{appeal_id}", "{user_id}", "{line_id}"):
            address = address.replace(name, "1")
        for method in ("GET", "HEAD", "OPTIONS"):
            town.ask("an", method, address, params={"site": "north", "seconds": 0})
    assert _rows(town.data) == before


def test_a_new_server_has_no_account(tmp_path: Path) -> None:
    with Store.at(tmp_path / "data") as store:
        assert store.accounts.all() == []
