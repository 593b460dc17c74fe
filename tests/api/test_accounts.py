"""Managing accounts, and the lines of the audit log."""

import pytest

from models import Action
from models.passwords import FIRST_PASSWORD
from models.store import AuditFilter
from tests.support.running_api import PASSWORD, Town, refused
from tests.support.stored_hall import absence

NEW = {
    "name": "Li",
    "password": "a long password",
    "role": "auditor",
    "language": "zh",
    "grants": [{"site": None}],
}


def test_an_adds_an_auditor_who_can_sign_in(town: Town) -> None:
    answer = town.ask("an", "POST", "/api/v1/users", json=NEW)
    assert answer.status_code == 201
    assert answer.json() == {
        "id": 4, "name": "li", "role": "auditor", "language": "zh", "active": True,
        "grants": [{"site": None, "camera": None}], "person": None, "subject": None,
        "first_password": None, "first_until": town.time + FIRST_PASSWORD.valid_s,
    }  # fmt: skip
    assert town.sign_in("li", "a long password").status_code == 200
    assert [u["name"] for u in town.items("an", "/api/v1/users")] == ["an", "li", "sun", "wu"]
    assert "password" not in town.get("an", "/api/v1/users").text


@pytest.mark.parametrize(
    ("change", "status", "word"),
    [
        ({"name": "SUN"}, 409, "already"),
        ({"name": " "}, 422, "name"),
        ({"name": "x" * 65}, 422, "name"),
        ({"password": "short"}, 422, "password"),
        ({"role": "emperor"}, 422, "role"),
        ({"language": "fr"}, 422, "language"),
        ({"admin": True}, 422, "admin"),
        ({"grants": None}, 422, "say which halls the account may see"),
        ({"grants": [{}]}, 422, "site"),
        ({"grants": [{"site": None, "camera": "cam1"}]}, 422, "name its hall"),
        ({"grants": [{"site": "elsewhere"}]}, 409, "there is no hall 'elsewhere'"),
    ],
)
def test_an_account_that_cannot_be(town: Town, change: dict[str, object], status: int, word: str) -> None:
    assert refused(town.ask("an", "POST", "/api/v1/users", json={**NEW, **change}), status, word)
    assert len(town.store.accounts.all()) == 3


def test_a_refused_password_is_not_repeated_in_the_answer(town: Town) -> None:
    answer = town.ask("an", "POST", "/api/v1/users", json={**NEW, "password": "geheim"})
    assert "geheim" not in answer.text


def test_a_changed_role_ends_the_session_it_was_made_under(town: Town) -> None:
    town.token("sun")
    town.ask("an", "PATCH", "/api/v1/users/1", json={"role": "auditor"})
    assert refused(town.get("sun", "/api/v1/me"), 401)


def test_a_language_is_no_reason_to_sign_in_again(town: Town) -> None:
    town.token("sun")
    town.ask("an", "PATCH", "/api/v1/users/1", json={"language": "zh"})
    assert town.get("sun", "/api/v1/me").json()["language"] == "zh"


def test_the_last_admin_cannot_lock_everybody_out(town: Town) -> None:
    assert refused(
        town.ask("an", "PATCH", "/api/v1/users/3", json={"active": False}), 409, "last active admin"
    )
    assert refused(
        town.ask("an", "PATCH", "/api/v1/users/3", json={"role": "auditor"}), 409, "last active admin"
    )
    assert town.get("an", "/api/v1/users").status_code == 200
    town.ask("an", "POST", "/api/v1/users", json={**NEW, "role": "admin"})
    assert town.ask("an", "PATCH", "/api/v1/users/3", json={"active": False}).status_code == 200


def test_an_account_that_is_not_there(town: Town) -> None:
    assert refused(town.ask("an", "PATCH", "/api/v1/users/77", json={"active": False}), 404, "no account 77")
    assert refused(town.ask("an", "PATCH", "/api/v1/users/x", json={}), 422)


def test_wu_reads_in_the_log_what_an_and_sun_did(town: Town) -> None:
    town.happens(absence(60))
    town.ask("an", "POST", "/api/v1/users", json=NEW)
    town.ask("an", "PATCH", "/api/v1/users/4", json={"active": False, "password": "another horse"})
    town.ask("sun", "POST", "/api/v1/events/1/reviews", json={"decision": "confirmed", "expected": "open"})
    page = town.get("wu", "/api/v1/audit").json()
    done = [(e["user"], e["action"], e["subject"], e["detail"]) for e in page["items"]]
    assert [d for d in done if d[0] in ("an", "sun") and d[1] != "sign-in"] == [
        ("sun", "reviewed", "event 1", "confirmed"),
        ("an", "user-changed", "user li", "active, password"),
        ("an", "user-added", "user li", "auditor [*]"),
    ]
    assert PASSWORD not in str(page)


def test_the_log_page_by_page_and_filtered(town: Town) -> None:
    for i in range(7):
        town.time += 1
        town.sign_in("sun", "wrong" if i % 2 else PASSWORD)
    first = town.get("wu", "/api/v1/audit", limit=5, user="sun").json()
    rest = town.get("wu", "/api/v1/audit", limit=5, user="sun", cursor=first["next"]).json()
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (5, 2, None)
    failed = town.get("wu", "/api/v1/audit", action="sign-in-failed").json()["items"]
    assert len(failed) == 3
    late = town.get("wu", "/api/v1/audit", user="sun", since=town.time - 1, until=town.time).json()["items"]
    assert len(late) == 1


@pytest.mark.parametrize("query", [{"cursor": "x"}, {"cursor": "9" * 30}, {"action": "flew"}, {"limit": 0}])
def test_a_question_to_the_log_that_cannot_be_meant(town: Town, query: dict[str, object]) -> None:
    assert refused(town.get("wu", "/api/v1/audit", **query), 422)


def test_the_log_knows_of_somebody_who_only_looked_that_they_did(town: Town) -> None:
    token = town.sign_in("sun").json()["token"]
    town.ask("ghost", "GET", "/api/v1/events", headers={"Authorization": f"Bearer {token}"})
    actions = {e.action for e in town.store.audit.page(AuditFilter(user="sun"), 10)}
    assert actions == {Action.SIGN_IN, Action.EVENTS_LISTED}
