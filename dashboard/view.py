"""What every page is built with, and how it reaches the API afterwards."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from nicegui import ui

from api.schemas import Me, SiteOut, UnreadOut
from dashboard import session
from dashboard.client import Api, ApiError, Door, SignedOutError
from dashboard.reading import Reading
from dashboard.texts import Texts

Doors = Callable[[str | None], Door]
"""Gives the door to the API for a reader's network address."""


@dataclass(frozen=True, slots=True)
class View:
    """What a page is built with: who looks, in which language, at which address, what they should know, and the way to
    the API.
    """

    api: Api
    door: Doors
    me: Me
    sites: tuple[SiteOut, ...]
    query: Mapping[str, str]
    path: Mapping[str, str]
    read: Reading
    unread: UnreadOut

    @property
    def t(self) -> Texts:
        """The catalogue in the reader's language."""
        return self.read.t

    def may(self, permission: str) -> bool:
        """Whether the person may `read`, `review`, `audit` or manage `users`."""
        return permission in self.me.permissions

    def timezone(self) -> str:
        """The clock of the first site; UTC before there is any."""
        return self.sites[0].timezone if self.sites else "UTC"

    def link(self, path: str, **changes: str | int | None) -> str:
        """An address on this site; None and empty values are left out."""
        query = urlencode({key: value for key, value in changes.items() if value not in (None, "")})
        return f"{path}?{query}" if query else path

    @asynccontextmanager
    async def call(self) -> AsyncIterator[Api]:
        """A fresh API client for something done after the page was built; leads to sign-in where needed."""
        async with open_api(self.door) as api:
            try:
                yield api
            except SignedOutError:
                session.forget()
                ui.navigate.to(sign_in_address(ui.context.client.sub_pages_router.current_path, again=True))


@asynccontextmanager
async def open_api(door: Doors) -> AsyncIterator[Api]:
    """An API client for the person at this browser."""
    who = session.current()
    request = ui.context.client.request
    address = request.client.host if request.client else None
    async with Api(door(address), who.token if who else None, session.language()) as api:
        yield api


def sign_in_address(back: str, *, again: bool = False) -> str:
    """The sign-in page that leads back to `back`; `again` says that a session ended."""
    return f"/signin?next={quote(session.safe_path(back))}" + ("&again=1" if again else "")


def say(text: str, *, bad: bool = False) -> None:
    """A short message at the edge of the page, read out by screen readers."""
    ui.notify(text, type="negative" if bad else "positive", position="bottom-right", timeout=4000)


async def done(view: View, call: Awaitable[object]) -> bool:
    """Whether something that was asked of the API was done; if not, the reason is said in one line."""
    try:
        await call
    except ApiError as problem:
        refused = 400 <= problem.status < 500
        say(view.t("problem.refused", detail=problem.detail) if refused else view.t("problem.down"), bad=True)
        return False
    return True
