"""A town beside the OpenID provider of its company, and sun on her way there and back."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import httpx

from api.oidc_settings import CALLBACK, OidcSettings
from models import Action
from models.store import AuditFilter, Identity
from tests.support.openid_provider import CLIENT_ID, CLIENT_SECRET, OpenIdProvider, openid_provider
from tests.support.running_api import Town
from tests.support.stored_hall import NINE

BACK = f"http://127.0.0.1:8000{CALLBACK}"
SUN = "248289761001"


class Company:
    """A town beside the company's provider."""

    def __init__(self, town: Town, provider: OpenIdProvider) -> None:
        self.town, self.provider = town, provider

    def leaves(self) -> tuple[str, str]:
        """Sun presses the button: the address that she is sent to, and what her browser keeps."""
        begun = self.town.ask("ghost", "POST", "/api/v1/sign-in/provider")
        assert begun.status_code == 200, begun.text
        return begun.json()["address"], begun.json()["flow"]

    def sent_back(self, address: str) -> dict[str, str]:
        """The provider signs her in and sends her back with these parameters."""
        answer = httpx.get(address)
        assert answer.status_code == 302, answer.text
        assert answer.headers["Location"].startswith(f"{BACK}?")
        return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))

    def brings(self, flow: str, given: dict[str, str]) -> httpx.Response:
        return self.town.ask("ghost", "POST", "/api/v1/sign-in/provider/code", json={"flow": flow, **given})

    def signs_in(self) -> httpx.Response:
        address, flow = self.leaves()
        return self.brings(flow, self.sent_back(address))

    def me(self, answer: httpx.Response) -> httpx.Response:
        self.town.bears("somebody", answer.json()["token"])
        return self.town.get("somebody", "/api/v1/me")

    def why(self) -> list[str]:
        lines = self.town.store.audit.page(AuditFilter(action=Action.SIGN_IN_FAILED), 9)
        return [line.detail for line in lines]


def settings(provider: OpenIdProvider, **more: object) -> OidcSettings:
    said = {"issuer": provider.address, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    return OidcSettings.model_validate({**said, "redirect_uri": BACK, **more})


@contextmanager
def company_town(tmp_path: Path, founded_town: Path, **more: object) -> Iterator[Company]:
    """A town in a copy of a data folder, beside its provider; sun is bound."""
    shutil.copytree(founded_town, tmp_path / "data")
    times: list[Town] = []
    with (
        openid_provider(BACK, lambda: times[0].time) as provider,
        Town(tmp_path / "data", oidc=settings(provider, **more)) as town,
    ):
        times.append(town)
        sun = town.store.accounts.named("sun")
        assert sun is not None
        town.store.identities.bind(sun.id, Identity(provider.address, SUN), "an", NINE)
        yield Company(town, provider)
