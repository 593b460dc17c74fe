"""Li's account is new: the first password is drawn at random, ends soon, and cannot stay."""

import re

import httpx

from models.passwords import FIRST_PASSWORD, password_fault, random_password
from models.store import AuditFilter
from tests.support.running_api import Town, refused

NEW = {"name": "li", "role": "auditor", "grants": [{"site": None}]}
OWN = "a long way home 17"


def made(town: Town, **other: object) -> str:
    """An administrator adds li without typing a password."""
    answer = town.ask("an", "POST", "/api/v1/users", json=NEW | other)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["first_password"])


def changes(town: Town, present: str, new: str) -> httpx.Response:
    body = {"present_password": present, "password": new}
    return town.ask("li", "PATCH", "/api/v1/me", json=body)


def comes_in(town: Town, password: str) -> httpx.Response:
    answer = town.sign_in("li", password)
    if answer.status_code == 200:
        town.bears("li", answer.json()["token"])
    return answer


def test_nothing_but_a_password_of_her_own_can_be_done_with_a_first_one(town: Town) -> None:
    first = made(town)
    assert comes_in(town, first).json()["me"]["must_change_password"] is True
    for path in ("/api/v1/events", "/api/v1/sites", "/api/v1/audit"):
        assert refused(town.get("li", path), 403, "change your first password")
    assert town.get("li", "/api/v1/me").status_code == 200
    assert changes(town, first, OWN).json()["must_change_password"] is False
    assert refused(comes_in(town, first), 401)
    assert comes_in(town, OWN).json()["me"]["must_change_password"] is False
    assert town.get("li", "/api/v1/events").status_code == 200


def test_a_first_password_cannot_stay(town: Town) -> None:
    first = made(town)
    comes_in(town, first)
    assert refused(changes(town, first, first), 409, "choose another one")
    assert refused(town.get("li", "/api/v1/events"), 403)


def test_a_first_password_ends_after_three_days(town: Town) -> None:
    first = made(town)
    town.time += FIRST_PASSWORD.valid_s - 1
    assert comes_in(town, first).status_code == 200
    town.time += 1
    assert refused(comes_in(town, first), 401, "has ended", "administrator")
    town.signed_out("an")
    another = town.ask("an", "PATCH", "/api/v1/users/4", json={"first_password": True}).json()
    assert another["first_until"] == town.time + FIRST_PASSWORD.valid_s
    assert comes_in(town, another["first_password"]).status_code == 200


def test_a_password_that_an_administrator_typed_cannot_stay_either(town: Town) -> None:
    answer = town.ask("an", "POST", "/api/v1/users", json=NEW | {"password": OWN})
    assert answer.json()["first_password"] is None
    comes_in(town, OWN)
    assert refused(town.get("li", "/api/v1/events"), 403, "change your first password")
    changes(town, OWN, "another long way 18")
    comes_in(town, "another long way 18")
    assert town.get("li", "/api/v1/events").status_code == 200
    assert town.ask("an", "PATCH", "/api/v1/users/4", json={"password": OWN}).status_code == 200
    comes_in(town, OWN)
    assert refused(town.get("li", "/api/v1/events"), 403, "change your first password")


def test_another_change_of_an_account_leaves_its_own_password(town: Town) -> None:
    first = made(town)
    comes_in(town, first)
    changes(town, first, OWN)
    town.ask("an", "PATCH", "/api/v1/users/4", json={"role": "supervisor"})
    assert comes_in(town, OWN).json()["me"]["must_change_password"] is False


def test_first_passwords_are_random_good_and_not_in_the_log(town: Town) -> None:
    drawn = {random_password() for _ in range(50)}
    assert len(drawn) == 50
    assert all(re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){3}", one) for one in drawn)
    assert [one for one in drawn if password_fault(one, "li") is not None] == []
    first = made(town)
    assert first not in "".join(line.detail for line in town.store.audit.page(AuditFilter(), 50))
