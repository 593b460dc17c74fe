"""Accounts and the identities that sign in as them by the OpenID provider; and a provider that is away."""

from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest

from api.identity_provider import PROVIDER_LIMITS
from api.oidc_settings import ProviderFactor
from api.settings import Settings
from models import Action, Role
from models.store import AccountChange, AuditFilter
from tests.support.company import SUN, Company, company_town
from tests.support.running_api import Town, refused
from tests.support.stored_hall import NINE


@pytest.fixture
def company(tmp_path: Path, founded_town: Path) -> Iterator[Company]:
    """Sun's account is bound to her."""
    with company_town(tmp_path, founded_town) as opened:
        yield opened


def test_somebody_whom_nobody_bound_is_told_to_ask(company: Company) -> None:
    """An account of the same name or e-mail gives nothing: names change hands."""
    company.provider.person = "another"
    company.provider.claims = {
        "preferred_username": "sun",
        "email": "sun@hall.example",
        "email_verified": True,
    }
    assert refused(company.signs_in(), 403, "not bound", "ask an administrator")
    (line,) = company.town.store.audit.page(AuditFilter(action=Action.SIGN_IN_FAILED), 9)
    assert (line.subject, line.detail) == (
        "identity another",
        f"is not bound to an account: {company.provider.address}",
    )


def test_a_first_password_ends_with_the_first_sign_in_by_the_provider(company: Company) -> None:
    """Nobody needs it any more, and an administrator knows it."""
    first = company.town.ask("an", "PATCH", "/api/v1/users/1", json={"first_password": True}).json()[
        "first_password"
    ]
    answer = company.signs_in()
    assert answer.json()["me"]["must_change_password"] is False
    company.me(answer)
    assert company.town.get("somebody", "/api/v1/events").status_code == 200
    assert refused(company.town.sign_in("sun", first), 401)


def test_an_inactive_account_stays_closed(company: Company) -> None:
    company.town.store.accounts.change(1, AccountChange(active=False))
    assert refused(company.signs_in(), 403, "inactive")


def test_an_administrator_binds_and_takes_back(company: Company) -> None:
    town = company.town
    wu = town.store.accounts.named("wu")
    assert wu is not None
    address = f"/api/v1/users/{wu.id}/identity"
    assert refused(town.ask("an", "PUT", address, json={"subject": SUN}), 409, "another account")
    assert town.ask("an", "PUT", address, json={"subject": "77"}).status_code == 204
    company.provider.person = "77"
    session = company.signs_in()
    assert session.json()["me"]["name"] == "wu"
    (line,) = [one for one in town.items("an", "/api/v1/users") if one["name"] == "wu"]
    assert line["subject"] == "77"
    assert town.ask("an", "DELETE", address).status_code == 204
    assert refused(company.me(session), 401)
    assert refused(company.signs_in(), 403, "not bound")
    actions = [one.action for one in town.store.audit.page(AuditFilter(user="an"), 9)]
    assert {Action.IDENTITY_BOUND, Action.IDENTITY_REMOVED} < set(actions)


def test_a_second_factor_of_ours_is_asked_for_after_the_provider(company: Company) -> None:
    secret = _factor(company, "sun")
    answer = company.signs_in()
    assert set(answer.json()) == {"challenge", "expires"}
    code = pyotp.TOTP(secret).at(int(company.town.time))
    body = {"challenge": answer.json()["challenge"], "code": code}
    assert company.town.ask("ghost", "POST", "/api/v1/sign-in/code", json=body).status_code == 200


def _factor(company: Company, name: str) -> str:
    secret = pyotp.random_base32()
    user, store = company.town.store.accounts.named(name), company.town.store
    assert user is not None
    store.second_factors.begin(user.id, company.town.app.state.context.signer.seal(secret), NINE)
    store.second_factors.confirm(user.id, 1, [])
    return secret


@pytest.mark.parametrize(
    ("claims", "counts"),
    [
        ({"amr": ["pwd", "otp"]}, True),
        ({"acr": "urn:two"}, True),
        ({"amr": ["pwd"]}, False),
        ({"acr": "urn:one"}, False),
        ({}, False),
        ({"amr": "otp"}, False),
    ],
)
def test_a_factor_of_the_provider_counts_where_the_settings_say_so(
    tmp_path: Path, founded_town: Path, claims: dict[str, object], counts: bool
) -> None:
    factor = ProviderFactor(amr=frozenset({"otp"}), acr=frozenset({"urn:two"}))
    with company_town(tmp_path, founded_town, second_factor=factor) as company:
        needed = frozenset({Role.SUPERVISOR})
        company.town.use(Settings(company.town.data, clock=lambda: NINE, second_factor_for=needed))
        company.provider.claims = claims
        answer = company.signs_in()
        if claims == {"amr": "otp"}:
            assert refused(answer, 401)
            return
        assert answer.json()["me"]["must_set_up"] is not counts
        company.me(answer)
        assert (company.town.get("somebody", "/api/v1/events").status_code == 200) is counts


def test_a_provider_that_is_away_is_one_line_and_passwords_work(company: Company) -> None:
    company.provider.address, there = "http://127.0.0.1:1", company.provider.address
    provider = company.town.app.state.context.provider
    provider.settings = provider.settings.model_copy(update={"issuer": "http://127.0.0.1:1"})
    answer = company.town.ask("ghost", "POST", "/api/v1/sign-in/provider")
    assert refused(answer, 503, "does not answer", "password")
    assert company.town.sign_in("sun").status_code == 200
    provider.settings = provider.settings.model_copy(update={"issuer": there})
    assert refused(company.town.ask("ghost", "POST", "/api/v1/sign-in/provider"), 503, "a moment ago")
    company.town.time += PROVIDER_LIMITS.rest_s
    company.provider.address = there
    assert company.signs_in().status_code == 200


def test_a_provider_that_calls_itself_otherwise_is_none(company: Company) -> None:
    company.provider.published = "http://127.0.0.1:2"
    assert refused(company.town.ask("ghost", "POST", "/api/v1/sign-in/provider"), 503, "calls itself")


def test_answers_of_strangers_are_slowed_down(company: Company) -> None:
    given = {"code": "x", "state": "y"}
    statuses = [company.brings("z", given).status_code for _ in range(32)]
    assert statuses == [401] * 30 + [429] * 2


def test_without_a_provider_there_is_no_button_and_no_way(town: Town) -> None:
    assert town.ask("ghost", "GET", "/api/v1/sign-in/provider").json() == {"label": None}
    assert refused(town.ask("ghost", "POST", "/api/v1/sign-in/provider"), 404, "password")
    body = {"flow": "x", "code": "x", "state": "x"}
    assert refused(town.ask("ghost", "POST", "/api/v1/sign-in/provider/code", json=body), 404)
    assert refused(town.ask("an", "PUT", "/api/v1/users/1/identity", json={"subject": "7"}), 409, "--oidc")
