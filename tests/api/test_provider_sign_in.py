"""Sun signs in by the provider of her company: the way there and back, and answers that prove nothing."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from api.identity_provider import PROVIDER_LIMITS
from models import Action
from models.store import AuditFilter
from tests.support.company import BACK, Company, company_town
from tests.support.openid_provider import CLIENT_ID, CLIENT_SECRET, OpenIdProvider
from tests.support.running_api import refused
from tests.support.stored_hall import NINE


@pytest.fixture
def company(tmp_path: Path, founded_town: Path) -> Iterator[Company]:
    """Sun's account is bound to her."""
    with company_town(tmp_path, founded_town) as opened:
        yield opened


def test_sun_signs_in_by_the_provider_and_is_who_she_is_here(company: Company) -> None:
    answer = company.signs_in()
    assert answer.status_code == 200, answer.text
    assert answer.json()["me"]["name"] == "sun"
    assert company.me(answer).json()["role"] == "supervisor"
    (line,) = company.town.store.audit.page(AuditFilter(action=Action.SIGN_IN), 9)
    assert (line.user, line.client) == ("sun", "10.0.0.7")


def test_the_way_there_has_state_nonce_and_a_challenge_and_none_is_used_twice(company: Company) -> None:
    asked = [dict(parse_qsl(urlsplit(company.leaves()[0]).query)) for _ in range(2)]
    assert asked[0]["code_challenge_method"] == "S256"
    assert (asked[0]["response_type"], asked[0]["scope"], asked[0]["redirect_uri"]) == (
        "code",
        "openid",
        BACK,
    )
    for name in ("state", "nonce", "code_challenge"):
        assert len(asked[0][name]) >= 43
        assert asked[0][name] != asked[1][name]
    assert CLIENT_SECRET not in json.dumps(asked)


def test_the_session_is_one_of_its_own_and_ends_as_others_do(company: Company) -> None:
    first, second = company.signs_in(), company.signs_in()
    assert first.json()["token"] != second.json()["token"]
    company.town.time += 1800
    assert refused(company.me(first), 401)


def test_a_state_of_another_sign_in_proves_nothing(company: Company) -> None:
    """An attacker sends sun an address with the attacker's own code."""
    attackers, _ = company.leaves()
    _, flow = company.leaves()
    assert refused(company.brings(flow, company.sent_back(attackers)), 401, "not valid")
    assert company.why() == ["the answer belongs to no sign-in that was begun here"]


def test_a_code_works_once(company: Company) -> None:
    address, flow = company.leaves()
    given = company.sent_back(address)
    assert company.brings(flow, given).status_code == 200
    assert refused(company.brings(flow, given), 401)
    assert company.why() == ["the provider refused the code (400)"]


def test_a_code_that_was_stolen_on_the_way_lacks_its_verifier(company: Company) -> None:
    suns, _ = company.leaves()
    address, flow = company.leaves()
    stolen = company.sent_back(suns)["code"]
    given = company.sent_back(address) | {"code": stolen}
    assert refused(company.brings(flow, given), 401)


def test_a_sign_in_that_took_too_long_begins_again(company: Company) -> None:
    address, flow = company.leaves()
    given = company.sent_back(address)
    company.town.time += 600
    assert refused(company.brings(flow, given), 401)


@pytest.mark.parametrize("flow", ["", "x", "gAAAAA"])
def test_what_the_server_did_not_seal_is_no_flow(company: Company, flow: str) -> None:
    given = company.sent_back(company.leaves()[0])
    assert refused(company.brings(flow, given), 401)
    secret_of_a_factor = company.town.app.state.context.signer.seal("JBSWY3DPEHPK3PXP")
    assert refused(company.brings(secret_of_a_factor, given), 401)


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"nonce": "of another sign-in"}, "invalid_claim"),
        ({"aud": ["another program"]}, "invalid_claim"),
        ({"aud": ["another program"], "azp": CLIENT_ID}, "invalid_claim"),
        ({"aud": [CLIENT_ID, "another program"]}, "missing_claim"),
        ({"azp": "another program"}, "invalid_claim"),
        ({"iss": "http://127.0.0.1:1"}, "invalid_claim"),
        ({"exp": int(NINE) - PROVIDER_LIMITS.skew_s}, "expired_token"),
        ({"iat": int(NINE) + 3600}, "invalid_"),
        ({"nbf": int(NINE) + 3600}, "invalid_"),
        ({"exp": None}, "claim"),
        ({"sub": ""}, "sub"),
        ({"sub": 7}, "claim"),
        ({"sub": "s" * 256}, "sub"),
        ({"at_hash": "wrong"}, ""),
    ],
)
def test_an_id_token_that_is_wrong_opens_nothing(
    company: Company, claims: dict[str, object], why: str
) -> None:
    company.provider.claims = claims
    if claims == {"at_hash": "wrong"}:  # no access token is used, so that its hash says nothing
        assert company.signs_in().status_code == 200
        return
    assert refused(company.signs_in(), 401, "not valid")
    assert why in company.why()[0]
    company.provider.claims = {}
    assert company.signs_in().status_code == 200


def test_an_id_token_is_accepted_while_clocks_differ_a_little(company: Company) -> None:
    company.provider.claims = {"exp": int(NINE) - PROVIDER_LIMITS.skew_s + 1}
    assert company.signs_in().status_code == 200


@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
def test_an_unsigned_id_token_opens_nothing_though_the_provider_says_that_it_makes_them(
    company: Company,
) -> None:
    company.provider.algorithm = "none"
    assert refused(company.signs_in(), 401, "not valid")


def test_an_id_token_signed_with_the_secret_of_the_client_opens_nothing(company: Company) -> None:
    """HS256 with the public key or the shared secret is the oldest trick."""
    company.provider.algorithm = "HS256"
    assert refused(company.signs_in(), 401, "not valid")


def test_an_id_token_of_another_key_opens_nothing(company: Company) -> None:
    stranger = OpenIdProvider("", "", lambda: NINE).keys[0]
    company.provider.signs_with = stranger
    assert refused(company.signs_in(), 401, "not valid")


def test_changed_keys_are_read_again(company: Company) -> None:
    assert company.signs_in().status_code == 200
    company.provider.rotate()
    assert company.signs_in().status_code == 200
    assert company.provider.asked.count("/keys") == 2
    assert company.provider.asked.count("/.well-known/openid-configuration") == 1
