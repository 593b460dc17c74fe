"""The context of one page: reader, language, address, and access to the API."""

from collections.abc import AsyncIterator, Awaitable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import quote, urlencode

from nicegui import ui

from api.schemas import Me, SiteOut, Text, UnreadOut
from dashboard import session
from dashboard.api_client import ApiClient
from dashboard.api_connection import ApiAddresses, ApiConnection, ApiError, Query, SignedOutError
from dashboard.formatting import Formatter, day_bounds
from dashboard.texts import PageTexts

__all__ = [
    "ApiAddresses",
    "ApiConnection",
    "ApiError",
    "PageContext",
    "Query",
    "SignedOutError",
    "after_session",
    "open_api",
    "sign_in_address",
    "sign_out",
]

T = TypeVar("T")

SIGN_IN = "/signin"


@dataclass(frozen=True, slots=True)
class PageContext:
    """Everything a page is built from: the reader, their language, the address, unread notices and the API."""

    api: ApiClient
    api_addresses: ApiAddresses
    me: Me
    sites: tuple[SiteOut, ...]
    query: Mapping[str, str]
    path: Mapping[str, str]
    format: Formatter
    unread: UnreadOut

    @property
    def t(self) -> PageTexts:
        """The texts in the reader's language."""
        return self.format.t

    def text_of(self, text: Text) -> str:
        """The reader's language of a text that the API gives in all languages."""
        return text.of(self.t.language)

    def may(self, permission: str) -> bool:
        """Whether the reader has a permission, such as `read`, `review`, `audit` or `users`."""
        return permission in self.me.permissions

    def timezone(self) -> str:
        """The time zone of the first site; UTC before any site is registered."""
        return self.sites[0].timezone if self.sites else "UTC"

    def site(self) -> SiteOut | None:
        """The site in the address, else the first one; None before any site is registered."""
        first = next(iter(self.sites), None)
        return next((site for site in self.sites if site.key == self.query.get("site")), first)

    def day(self) -> date | None:
        """The day in the address; None without one and for text that is not a date."""
        try:
            return date.fromisoformat(self.query.get("day", ""))
        except ValueError:
            return None

    async def day_or_latest(self) -> date | None:
        """The day in the address, else the latest day with a score; None before any day was scored."""
        wanted = self.day()
        if wanted is not None:
            return wanted
        return max((item.day for item in await self.api.days({})), default=None)

    def day_span(self) -> tuple[float | None, float | None]:
        """Start and end of the day in the address, UTC seconds; twice None without a day."""
        day = self.day()
        return day_bounds(day, self.timezone()) if day else (None, None)

    def link(self, path: str, **changes: str | int | None) -> str:
        """An address of this dashboard with a query; None and empty values are left out."""
        query = urlencode({key: value for key, value in changes.items() if value not in (None, "")})
        return f"{path}?{query}" if query else path

    @asynccontextmanager
    async def call(self) -> AsyncIterator[ApiClient]:
        """A new API client for an action after the page was built; an ended session leads to the sign-in page."""
        async with open_api(self.api_addresses) as api:
            try:
                yield api
            except SignedOutError:
                ui.navigate.to(after_session(ui.context.client.sub_pages_router.current_path))

    def not_found(self, detail: str) -> ApiError:
        """The error to raise for an address that names nothing."""
        return ApiError(HTTPStatus.NOT_FOUND, detail)

    def notify(self, text: str, *, bad: bool = False) -> None:
        """Show a short message at the edge of the page; screen readers read it out."""
        ui.notify(text, type="negative" if bad else "positive", position="bottom-right", timeout=4000)

    async def accepted(self, call: Awaitable[object]) -> bool:
        """Await an API call; True when it succeeded, else show the reason in one line."""
        try:
            await call
        except ApiError as problem:
            self.notify_problem(problem)
            return False
        return True

    async def answer(self, call: Awaitable[T]) -> T | None:
        """The answer to an API call; None when it failed, and the reason is shown in one line."""
        try:
            return await call
        except ApiError as problem:
            self.notify_problem(problem)
            return None

    def notify_problem(self, problem: ApiError) -> None:
        """Show in one line why the API refused, or that it did not answer."""
        refused = 400 <= problem.status < 500
        text = self.t("problem.refused", detail=problem.detail) if refused else self.t("problem.down")
        self.notify(text, bad=True)


async def sign_out(addresses: ApiAddresses) -> None:
    """End the session of this browser, also on the server, and open the sign-in page."""
    async with open_api(addresses) as api:
        # Forgotten first: what pages ask while the server ends the session must not look like one that ran out.
        session.forget()
        # An ended session and a server that is away leave nothing to end, or no way to do it.
        with suppress(ApiError, SignedOutError):
            await api.sign_out()
    ui.navigate.to(SIGN_IN)


@asynccontextmanager
async def open_api(addresses: ApiAddresses) -> AsyncIterator[ApiClient]:
    """An API client with the token of the person at this browser."""
    signed_in = session.current()
    request = ui.context.client.request
    reader = request.client.host if request.client else None
    token = signed_in.token if signed_in else None
    async with ApiClient(addresses(reader), token, session.language()) as api:
        yield api


def sign_in_address(back: str, *, again: bool = False) -> str:
    """The sign-in page that leads back to `back`; `again` says that a session ended."""
    return f"{SIGN_IN}?next={quote(session.safe_path(back))}" + ("&again=1" if again else "")


def after_session(back: str) -> str:
    """Forget the session that the API calls ended; the address of the sign-in page.

    It leads to `back` and says that the session ended, but not where this browser itself signed out.
    """
    if session.current() is None:
        return SIGN_IN
    session.forget()
    return sign_in_address(back, again=True)
