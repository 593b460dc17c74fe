"""Sessions: each sign-in starts its own, and the server alone says when it ends."""

import pytest

from models import Action
from models.store import AuditFilter
from tests.support.running_api import PASSWORD, Town, refused
from tests.support.stored_hall import absence

HOUR = 3600.0
EVENTS = "/api/v1/events"


def bearer(town: Town, name: str = "sun") -> dict[str, str]:
    return {"Authorization": f"Bearer {town.sign_in(name).json()['token']}"}


def status(town: Town, token: dict[str, str], path: str = "/api/v1/me", **more: str) -> int:
    return town.ask("ghost", "GET", path, headers=token | more).status_code


def test_who_signs_out_ends_the_token_on_the_server_and_no_other(town: Town) -> None:
    desk, phone = bearer(town), bearer(town)
    assert town.ask("ghost", "DELETE", "/api/v1/sign-in", headers=desk).status_code == 204
    assert (status(town, desk), status(town, phone)) == (401, 200)
    assert refused(town.ask("ghost", "DELETE", "/api/v1/sign-in", headers=desk), 401, "sign in first")
    assert [e.user for e in town.store.audit.page(AuditFilter(action=Action.SIGN_OUT), 9)] == ["sun"]


def test_the_address_of_a_clip_ends_with_the_session_that_asked_for_it(town: Town) -> None:
    town.happens(town.with_clip(absence(60)))
    desk = bearer(town)
    clip = town.ask("ghost", "GET", "/api/v1/events/1", headers=desk).json()["clip_url"]
    assert town.open(clip).status_code == 200
    other = clip.replace("session=", "session=0")
    assert refused(town.open(other), 403, "no longer valid")
    town.ask("ghost", "DELETE", "/api/v1/sign-in", headers=desk)
    assert refused(town.open(clip), 403, "no longer valid")


def test_a_session_ends_after_a_working_day_however_busy_sun_is(town: Town) -> None:
    token = bearer(town)
    for _ in range(39):
        town.time += HOUR / 4
        assert status(town, token) == 200
    town.time += HOUR / 4
    assert status(town, token) == 401


@pytest.mark.parametrize(("pause", "lives"), [(1799.0, True), (1800.0, False)])
def test_a_session_that_no_person_uses_for_half_an_hour_ends(town: Town, pause: float, lives: bool) -> None:
    token = bearer(town)
    town.time += 1000
    assert status(town, token) == 200
    town.time += pause
    assert (status(town, token) == 200) is lives


def test_an_open_page_that_asks_by_itself_keeps_no_session_alive(town: Town) -> None:
    token = bearer(town)
    for _ in range(3):
        town.time += 599
        assert status(town, token, EVENTS, **{"Counterwatch-Background": "1"}) == 200
    town.time += 3
    assert status(town, token, EVENTS) == 401


@pytest.mark.parametrize("change", [{"password": "another horse"}, {"role": "auditor"}, {"active": False}])
def test_a_new_password_or_role_and_the_end_of_an_account_end_all_its_sessions(
    town: Town, change: dict[str, object]
) -> None:
    desk, phone, other = bearer(town), bearer(town), bearer(town, "wu")
    assert town.ask("an", "PATCH", "/api/v1/users/1", json=change).status_code == 200
    assert [status(town, token) for token in (desk, phone, other)] == [401, 401, 200]


def test_a_server_forgets_sessions_that_are_over(town: Town) -> None:
    first = bearer(town)
    town.time += 11 * HOUR
    second = bearer(town)
    assert (status(town, first), status(town, second)) == (401, 200)
    town.time -= 11 * HOUR
    assert status(town, first) == 401


def test_two_sign_ins_give_two_tokens_even_in_the_same_second(town: Town) -> None:
    body = {"name": "sun", "password": PASSWORD}
    first, second = (
        town.ask("ghost", "POST", "/api/v1/sign-in", json=body).json()["token"] for _ in range(2)
    )
    assert first != second
