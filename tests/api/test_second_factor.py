"""The second factor: set up by its owner, asked for at sign-in, no code twice, a way back when the phone is lost."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pyotp
import pytest

from api.settings import Settings
from models import Action, Role
from models.store import AuditFilter
from tests.support.running_api import PASSWORD, Town, refused

STEP = 30
SETUP = "/api/v1/me/second-factor"


@pytest.fixture
def phone(town: Town) -> pyotp.TOTP:
    """The authenticator of sun, who has just set up her second factor."""
    return set_up(town)[0]


def set_up(town: Town, name: str = "sun") -> tuple[pyotp.TOTP, list[str]]:
    begun = town.ask(name, "POST", SETUP, json={"present_password": PASSWORD}).json()
    totp = pyotp.TOTP(begun["secret"])
    assert begun["address"] == totp.provisioning_uri(name=name, issuer_name="Counterwatch")
    confirmed = town.ask(name, "PUT", SETUP, json={"code": totp.at(int(town.time))})
    town.time += STEP  # the code of the set-up was used
    return totp, confirmed.json()["codes"]


def challenge(town: Town, name: str = "sun", **more: str) -> str:
    answer = town.sign_in(name, **more).json()
    assert set(answer) == {"challenge", "expires"}
    return str(answer["challenge"])


def send(town: Town, given: str, code: str) -> httpx.Response:
    return town.ask("ghost", "POST", "/api/v1/sign-in/code", json={"challenge": given, "code": code})


def test_the_password_alone_opens_nothing_and_password_and_code_do(town: Town, phone: pyotp.TOTP) -> None:
    given = challenge(town)
    assert refused(
        town.ask("ghost", "GET", "/api/v1/me", headers={"Authorization": f"Bearer {given}"}), 401, "sign in"
    )
    token = send(town, given, phone.at(int(town.time))).json()
    assert token["me"]["second_factor"] is True
    me = town.ask("ghost", "GET", "/api/v1/me", headers={"Authorization": f"Bearer {token['token']}"})
    assert me.status_code == 200


def test_no_code_is_accepted_twice_nor_one_from_before_it(town: Town, phone: pyotp.TOTP) -> None:
    code, older = phone.at(int(town.time)), phone.at(int(town.time) - STEP)
    assert send(town, challenge(town), code).status_code == 200
    for spent in (code, older):
        assert refused(send(town, challenge(town), spent), 401, "used before")
    town.time += STEP
    assert send(town, challenge(town), phone.at(int(town.time))).status_code == 200


@pytest.mark.parametrize(("late", "status"), [(-1, 401), (1, 200), (2, 401), (-2, 401)])
def test_a_phone_may_be_half_a_minute_off(town: Town, phone: pyotp.TOTP, late: int, status: int) -> None:
    # The step before is the one that the set-up used.
    assert send(town, challenge(town), phone.at(int(town.time) + STEP * late)).status_code == status


def test_codes_are_guessed_five_times_and_then_the_right_one_waits_too(town: Town, phone: pyotp.TOTP) -> None:
    given = challenge(town)
    answers = [send(town, given, "000000").status_code for _ in range(6)]
    assert answers == [401] * 5 + [429]
    assert refused(send(town, given, phone.at(int(town.time))), 429, "30 s")
    actions = [e.detail for e in town.store.audit.page(AuditFilter(action=Action.SIGN_IN_FAILED), 9)]
    assert actions == ["code"] * 5


def test_a_challenge_ends_after_five_minutes_and_with_a_new_password(town: Town, phone: pyotp.TOTP) -> None:
    given, old = challenge(town), challenge(town)
    town.ask("an", "PATCH", "/api/v1/users/1", json={"password": "another horse"})
    assert refused(send(town, given, phone.at(int(town.time))), 401, "sign in again")
    given = challenge(town, password="another horse")
    town.time += 300
    assert refused(send(town, given, phone.at(int(town.time))), 401, "sign in again")
    for forged in ("x", "a.b.c", old[:-3] + "AAA"):
        assert refused(send(town, forged, "000000"), 401)


def test_a_recovery_code_opens_once_however_it_is_typed(town: Town) -> None:
    _, codes = set_up(town)
    assert len(set(codes)) == 10
    assert send(town, challenge(town), f" {codes[0].upper()} ").status_code == 200
    assert refused(send(town, challenge(town), codes[0]), 401)
    assert send(town, challenge(town), codes[1].replace("-", "")).status_code == 200


def test_neither_secret_nor_recovery_codes_lie_in_the_database(town: Town) -> None:
    totp, codes = set_up(town)
    town.store.close()
    kept = b"".join(file.read_bytes() for file in Path(town.data).glob("counterwatch.db*"))
    assert totp.secret.encode() not in kept
    assert not any(code.encode() in kept or code.replace("-", "").encode() in kept for code in codes)


def test_setting_up_needs_the_password_and_a_right_code(town: Town) -> None:
    assert refused(town.ask("sun", "POST", SETUP, json={"present_password": "wrong"}), 403, "password")
    assert refused(town.ask("sun", "PUT", SETUP, json={"code": "000000"}), 409, "begin again")
    town.ask("sun", "POST", SETUP, json={"present_password": PASSWORD})
    assert refused(town.ask("sun", "PUT", SETUP, json={"code": "000000"}), 403, "code is wrong")
    assert set(town.sign_in("sun").json()) > {"token"}  # not confirmed, so not asked for


def test_the_owner_removes_it_with_the_password_and_sets_up_another(town: Town, phone: pyotp.TOTP) -> None:
    assert refused(town.ask("sun", "POST", SETUP, json={"present_password": PASSWORD}), 409, "already")
    assert refused(town.ask("sun", "DELETE", SETUP, json={"present_password": "wrong"}), 403)
    assert town.ask("sun", "DELETE", SETUP, json={"present_password": PASSWORD}).status_code == 204
    assert refused(town.ask("sun", "DELETE", SETUP, json={"present_password": PASSWORD}), 404)
    assert "token" in town.sign_in("sun").json()
    assert set_up(town)[0].secret != phone.secret


def test_an_administrator_resets_a_lost_one_and_its_sessions_end(town: Town, phone: pyotp.TOTP) -> None:
    assert phone
    assert town.ask("an", "DELETE", "/api/v1/users/1/second-factor").status_code == 204
    assert refused(town.get("sun", "/api/v1/me"), 401)
    assert "token" in town.sign_in("sun").json()
    assert (
        town.ask("an", "DELETE", "/api/v1/users/1/second-factor").status_code == 204
    )  # nothing is left to reset
    assert refused(town.ask("an", "DELETE", "/api/v1/users/77/second-factor"), 404, "no account 77")
    (line,) = town.store.audit.page(AuditFilter(action=Action.FACTOR_REMOVED), 9)
    assert (line.user, line.subject) == ("an", "user sun")


@pytest.fixture
def strict(tmp_path: Path, founded_town: Path) -> Iterator[Town]:
    """A town whose administrators need a second factor."""
    with Town.copied(founded_town, tmp_path / "strict") as opened:
        settings = Settings(opened.data, clock=lambda: opened.time, second_factor_for=frozenset({Role.ADMIN}))
        opened.use(settings)
        yield opened


def test_a_role_that_needs_a_second_factor_can_do_nothing_before_it(strict: Town) -> None:
    me = strict.get("an", "/api/v1/me").json()
    assert (me["second_factor"], me["must_set_up"]) == (False, True)
    for method, path in (("GET", "/api/v1/users"), ("GET", "/api/v1/sites"), ("POST", "/api/v1/users")):
        assert refused(strict.ask("an", method, path, json={}), 403, "second factor")
    assert strict.get("sun", "/api/v1/sites").status_code == 200
    set_up(strict, "an")
    assert strict.get("an", "/api/v1/users").status_code == 200
