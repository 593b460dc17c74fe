"""A running API with people: sun supervises, wu audits, an administers; ghost has no account."""

import asyncio
import shutil
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import Any, Self

import httpx

from api.app import create_app
from api.context import Context
from api.oidc_settings import OidcSettings
from api.settings import Settings
from models import ALL_HALLS, Role, Seal, calendar_day
from models.norms import load_profile
from models.store import FoundEvent, Patience, Saved, Store
from pipeline.scoring.days import score_day, stamp_of
from tests.support.stored_hall import NINE, analysis, footage, hall, observed

PASSWORD = "correct horse"
ROLES = {"sun": Role.SUPERVISOR, "wu": Role.AUDITOR, "an": Role.ADMIN}


class Town:
    """The application over a real database; `time` is its clock, moved by hand."""

    def __init__(
        self,
        data: Path,
        database: str | None = None,
        patience: Patience | None = None,
        oidc: OidcSettings | None = None,
    ) -> None:
        self.data, self.database = data, database
        self.time = NINE
        self.app = create_app(Settings(data, database, clock=lambda: self.time, patience=patience, oidc=oidc))
        self._context: Context = self.app.state.context
        self.store: Store = self._context.store
        self._tokens: dict[str, str] = {}
        self._loop = asyncio.Runner()

    @classmethod
    def copied(cls, founded_data: Path, data: Path) -> Self:
        """A town in a copy of this data folder."""
        shutil.copytree(founded_data, data)
        return cls(data)

    def use(self, settings: Settings) -> None:
        """Serve under other settings from now on."""
        self._context = replace(self._context, settings=settings)
        self.app.state.context = self._context

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._loop.close()
        self._context.aside.close()
        self.store.close()

    def runs(self, work: Coroutine[Any, Any, None]) -> None:
        """Run this in the loop of the application."""
        self._loop.run(work)

    def _send(self, method: str, path: str, client: str = "10.0.0.7", **more: Any) -> httpx.Response:
        async def sent() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, client=(client, 50000))
            async with httpx.AsyncClient(transport=transport, base_url="http://counterwatch") as asking:
                return await asking.request(method, path, **more)

        return self._loop.run(sent())

    def sign_in(
        self, name: str, password: str = PASSWORD, client: str = "10.0.0.7", **more: str
    ) -> httpx.Response:
        return self._send(
            "POST", "/api/v1/sign-in", client, json={"name": name, "password": password, **more}
        )

    def sign_in_at_once(self, name: str, password: str, count: int) -> list[httpx.Response]:
        body = {"name": name, "password": password}

        async def together() -> list[httpx.Response]:
            transport = httpx.ASGITransport(self.app, client=("10.0.0.7", 50000))
            async with httpx.AsyncClient(transport=transport, base_url="http://counterwatch") as asking:
                return await asyncio.gather(
                    *(asking.post("/api/v1/sign-in", json=body) for _ in range(count))
                )

        return self._loop.run(together())

    def token(self, name: str) -> str:
        if name not in self._tokens:
            # The answer of a sign-in; argon2 is slow on purpose, and test_sign_in.py goes through the door.
            user = self.store.accounts.named(name)
            assert user is not None
            session = self.store.sign_ins.start(user.id, "10.0.0.7", self.time, self.time + 36000)
            self._tokens[name] = self._context.signer.token(user, session, self.time, self.time + 36000)
        return self._tokens[name]

    def bears(self, name: str, secret: str) -> None:
        """Send this secret in the requests of `name`, which is no account."""
        self._tokens[name] = secret

    def signed_out(self, name: str) -> None:
        """The next request of this account begins a session of its own."""
        self._tokens.pop(name, None)

    def ask(self, name: str, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {} if name == "ghost" else {"Authorization": f"Bearer {self.token(name)}"}
        headers |= more.pop("headers", {})
        return self._send(method, path, headers=headers, **more)

    def at_once(
        self, *asked: tuple[str, str, str, dict[str, str]], servers: Sequence["Town"] = ()
    ) -> list[httpx.Response]:
        """The answers to (name, method, path, body), all sent at the same moment, to each server in turn."""
        towns = servers or (self,)

        async def sent(place: int, name: str, method: str, path: str, body: dict[str, str]) -> httpx.Response:
            transport = httpx.ASGITransport(towns[place % len(towns)].app, client=("10.0.0.7", 50000))
            headers = {"Authorization": f"Bearer {tokens[name]}"}
            async with httpx.AsyncClient(transport=transport, base_url="http://counterwatch") as client:
                return await client.request(method, path, json=body, headers=headers)

        async def together() -> list[httpx.Response]:
            return await asyncio.gather(*(sent(place, *one) for place, one in enumerate(asked)))

        tokens = {name: self.token(name) for name, *_ in asked}
        return self._loop.run(together())

    def get(self, name: str, path: str, **query: object) -> httpx.Response:
        return self.ask(name, "GET", path, **({"params": query} if query else {}))

    def items(self, name: str, path: str, **query: object) -> list[Any]:
        """The items of one page of a list."""
        found: list[Any] = self.get(name, path, **query).json()["items"]
        return found

    def open(self, address: str, **headers: str) -> httpx.Response:
        """As a `<video>` tag does: the address alone, no token."""
        return self._send("GET", address, headers={k.replace("_", "-"): v for k, v in headers.items()})

    def happens(self, *findings: FoundEvent, fingerprint: str = "f1", score: bool = False) -> Saved:
        """A video of the north hall is analysed under the general profile, and its day scored if asked."""
        profile = load_profile("general")
        found = analysis(*findings, of=footage(fingerprint), coverage=(observed(), observed(3600, "right")))
        saved = self.store.recordings.save(replace(found, site=hall(), profile=stamp_of(profile)), NINE)
        if score:
            day = calendar_day(NINE, hall().zone)
            for key in ("left", "right"):
                score_day(self.store, profile, saved.counter_ids[key], day, self.time)
        return saved

    def with_clip(
        self, finding: FoundEvent, content: bytes = b"0123456789" * 100, poster: bytes = b"poster"
    ) -> FoundEvent:
        """The finding with a clip and a poster on disk."""
        (self.data / "clips").mkdir(exist_ok=True)
        (self.data / "clips" / "a.mp4").write_bytes(content)
        (self.data / "clips" / "a.jpg").write_bytes(poster)
        seals = [Seal.of(self.data, self.data / "clips" / name) for name in ("a.mp4", "a.jpg")]
        return replace(
            finding, clip="clips/a.mp4", poster="clips/a.jpg", clip_seal=seals[0], poster_seal=seals[1]
        )


def founded(data: Path) -> Path:
    """A data folder with the three accounts, which see all halls, and nothing else."""
    with Store.at(data) as store:
        people(store)
    return data


def people(store: Store) -> None:
    """The three accounts."""
    for name, role in ROLES.items():
        added = store.accounts.add(name, PASSWORD, role, "en", NINE)
        store.grants.give(added.id, ALL_HALLS, "tests", NINE)


def refused(answer: httpx.Response, status: int, *words: str) -> bool:
    """A refusal with this status, as RFC 9457 has it, and one line that says these words."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    said = answer.json()
    assert (said["type"], said["title"], said["status"]) == ("about:blank", HTTPStatus(status).phrase, status)
    detail = said["detail"]
    assert isinstance(detail, str)
    assert "\n" not in detail
    assert all(word in detail for word in words), detail
    return True
