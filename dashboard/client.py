"""The pages' only door to the data: a small typed client of the API.

It speaks to the same process without a socket (ASGI) or to another one by its address; pages cannot tell.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from types import TracebackType
from typing import TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError

from api.schemas import (
    AppealIn,
    AppealItem,
    AppealOut,
    AuditPage,
    CameraZonesIn,
    CameraZonesOut,
    ClauseHistoryOut,
    ClauseOut,
    CoverageOut,
    DayDetail,
    DayItem,
    EventDetail,
    EventPage,
    GroupOut,
    Me,
    MeChange,
    NoticesOut,
    NoticesRead,
    PeriodOut,
    ProfileOut,
    ReviewIn,
    RulingIn,
    SampleOut,
    SeatIn,
    SeatOut,
    SignIn,
    SiteOut,
    TimelineOut,
    Token,
    UnreadOut,
    UserAdd,
    UserChange,
    UserOut,
    WhatIfIn,
    WhatIfOut,
)

T = TypeVar("T")
Query = Mapping[str, str | int | float | bool | list[str] | None]

TIMEOUT_S = 20.0
"""A page that waits longer than this is better told that the server does not answer."""
SIGNALS_TIMEOUT_S = 65.0
"""The first day that is read waits for the process that reads it."""
REPORT_TIMEOUT_S = 120.0
"""A month of a hundred counters takes a while to write."""


class ApiError(Exception):
    """The API refused or did not answer: one line for a person, `status` 0 where there was no answer."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


class SignedOutError(Exception):
    """The session is over: sign in again."""


@dataclass(frozen=True, slots=True)
class Door:
    """How the API is reached: `transport` with `base_url`."""

    base_url: str
    transport: httpx.AsyncBaseTransport | None = None


class Api:
    """One person's calls. An async context manager; every method raises ApiError or SignedOutError."""

    def __init__(self, door: Door, token: str | None, language: str) -> None:
        headers = {"Accept-Language": language}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self._language = language
        self._http = httpx.AsyncClient(
            base_url=door.base_url, transport=door.transport, headers=headers, timeout=TIMEOUT_S
        )

    async def __aenter__(self) -> "Api":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def sign_in(self, name: str, password: str) -> Token:
        """A token for this account; ApiError 401 when name or password is wrong."""
        try:
            return await self._send("POST", "/api/sign-in", Token, SignIn(name=name, password=password))
        except SignedOutError as refused:
            raise ApiError(HTTPStatus.UNAUTHORIZED, str(refused)) from refused

    async def me(self) -> Me:
        """Who is signed in, with permissions."""
        return await self._get("/api/me", Me)

    async def change_me(self, change: MeChange) -> Me:
        """Change one's own language or password."""
        return await self._send("PATCH", "/api/me", Me, change)

    async def labels(self) -> dict[str, dict[str, dict[str, str]]]:
        """Names in both languages by group and key."""
        return await self._get("/api/labels", dict[str, dict[str, dict[str, str]]])

    async def sites(self) -> list[SiteOut]:
        """Halls with cameras, counters and zones."""
        return await self._get("/api/sites", list[SiteOut])

    async def events(self, query: Query) -> EventPage:
        """One page of events, newest first; `query` as in the API's description."""
        return await self._get("/api/events", EventPage, {"language": self._language, **query})

    async def event(self, event_id: int) -> EventDetail:
        """One event with everything that explains it."""
        return await self._get(f"/api/events/{event_id}", EventDetail, {"language": self._language})

    async def review(self, event_id: int, review: ReviewIn) -> EventDetail:
        """Add a step to an event's review."""
        query: Query = {"language": self._language}
        return await self._send("POST", f"/api/events/{event_id}/reviews", EventDetail, review, query)

    async def appeal(self, event_id: int, appeal: AppealIn) -> AppealOut:
        """Contest an event."""
        return await self._send("POST", f"/api/events/{event_id}/appeals", AppealOut, appeal)

    async def appeals(self, query: Query) -> list[AppealItem]:
        """Appeals; open ones oldest first."""
        return await self._get("/api/appeals", list[AppealItem], {"language": self._language, **query})

    async def decide(self, appeal_id: int, ruling: RulingIn) -> AppealOut:
        """Accept or reject an appeal."""
        return await self._send("POST", f"/api/appeals/{appeal_id}", AppealOut, ruling)

    async def days(self, query: Query) -> list[DayItem]:
        """Scores by counter and day, newest first."""
        return await self._get("/api/days", list[DayItem], query)

    async def day(self, day: date, counter_id: int) -> DayDetail:
        """One counter's day with every reason."""
        path = f"/api/days/{day.isoformat()}/{counter_id}"
        return await self._get(path, DayDetail, {"language": self._language})

    async def timeline(self, day: date, counter_id: int) -> TimelineOut:
        """How one counter's day passed."""
        return await self._get(
            f"/api/days/{day.isoformat()}/{counter_id}/timeline", TimelineOut, wait=SIGNALS_TIMEOUT_S
        )

    async def period(self, period: str, day: date, site: str) -> PeriodOut:
        """A hall's day, week or month."""
        path = f"/api/periods/{period}/{day.isoformat()}"
        return await self._get(path, PeriodOut, {"site": site}, wait=REPORT_TIMEOUT_S)

    async def people(self, period: str, day: date, site: str) -> list[GroupOut]:
        """The same by person; the look is written down."""
        path = f"/api/periods/{period}/{day.isoformat()}/people"
        return await self._get(path, list[GroupOut], {"site": site}, wait=REPORT_TIMEOUT_S)

    async def what_if(self, body: WhatIfIn) -> WhatIfOut:
        """A day under other norms, kept nowhere."""
        content = body.model_dump(mode="json")
        query = {"language": self._language}
        answer = await self._ask(
            "POST", "/api/what-if", json=content, params=query, timeout=SIGNALS_TIMEOUT_S
        )
        return _parsed(answer, WhatIfOut)

    async def history(self, clause: str, query: Query) -> ClauseHistoryOut:
        """A clause day by day."""
        return await self._get(f"/api/clauses/{quote(clause, safe='')}/history", ClauseHistoryOut, query)

    async def sample(self, day: date, site: str) -> SampleOut:
        """What to check of a hall's day; the look is written down."""
        return await self._get(
            f"/api/samples/{day.isoformat()}", SampleOut, {"site": site, "language": self._language}
        )

    async def report(self, period: str, day: date, query: Query) -> httpx.Response:
        """A report as a file, with the headers that say what it is."""
        path = f"/api/reports/{period}/{day.isoformat()}"
        given = {"language": self._language, **query}
        return await self._ask("GET", path, params=given, timeout=REPORT_TIMEOUT_S)

    async def coverage(self, query: Query) -> list[CoverageOut]:
        """Observed spans."""
        return await self._get("/api/coverage", list[CoverageOut], query)

    async def seat(self, counter_id: int) -> SeatOut:
        """How high staff sits and stands at a counter."""
        return await self._get(f"/api/counters/{counter_id}/seat", SeatOut)

    async def correct_seat(self, counter_id: int, said: SeatIn) -> SeatOut:
        """Correct a seat, or have it learned anew."""
        return await self._send("PUT", f"/api/counters/{counter_id}/seat", SeatOut, said)

    async def zones(self, camera_id: int) -> CameraZonesOut:
        """The zones of a camera as last corrected."""
        return await self._get(f"/api/cameras/{camera_id}/zones", CameraZonesOut)

    async def correct_zones(self, camera_id: int, zones: CameraZonesIn) -> CameraZonesOut:
        """Correct the zones of a camera."""
        return await self._send("PUT", f"/api/cameras/{camera_id}/zones", CameraZonesOut, zones)

    async def norms(self) -> list[ClauseOut]:
        """The whole catalogue of clauses."""
        return await self._get("/api/norms", list[ClauseOut])

    async def profiles(self) -> list[ProfileOut]:
        """All norm profiles."""
        return await self._get("/api/profiles", list[ProfileOut])

    async def notices(self) -> NoticesOut:
        """What the account should know."""
        return await self._get("/api/notices", NoticesOut, {"limit": 200})

    async def unread(self) -> UnreadOut:
        """How much of it is unread."""
        return await self._get("/api/notices/unread", UnreadOut)

    async def read_notices(self, ids: list[int] | None) -> UnreadOut:
        """Mark notices as read; all of them without `ids`."""
        return await self._send("POST", "/api/notices/read", UnreadOut, NoticesRead(ids=ids))

    async def users(self) -> list[UserOut]:
        """All accounts."""
        return await self._get("/api/users", list[UserOut])

    async def add_user(self, user: UserAdd) -> UserOut:
        """A new account."""
        return await self._send("POST", "/api/users", UserOut, user)

    async def change_user(self, user_id: int, change: UserChange) -> UserOut:
        """Change an account."""
        return await self._send("PATCH", f"/api/users/{user_id}", UserOut, change)

    async def audit(self, query: Query) -> AuditPage:
        """A page of the audit log, newest first."""
        return await self._get("/api/audit", AuditPage, query)

    async def _get(self, path: str, shape: type[T], query: Query | None = None, wait: float = TIMEOUT_S) -> T:
        given = {key: value for key, value in (query or {}).items() if value is not None}
        return _parsed(await self._ask("GET", path, params=given, timeout=wait), shape)

    async def _send(
        self, method: str, path: str, shape: type[T], body: BaseModel, query: Query | None = None
    ) -> T:
        content = body.model_dump(mode="json", exclude_unset=True)
        return _parsed(await self._ask(method, path, json=content, params=dict(query or {})), shape)

    async def _ask(self, method: str, path: str, **parts: object) -> httpx.Response:
        try:
            response = await self._http.request(method, path, **parts)  # type: ignore[arg-type]
        except httpx.HTTPError as error:
            raise ApiError(0, type(error).__name__) from error
        if response.status_code == HTTPStatus.UNAUTHORIZED:
            raise SignedOutError(_detail(response))
        if response.is_error:
            raise ApiError(response.status_code, _detail(response))
        return response


def _parsed(response: httpx.Response, shape: type[T]) -> T:
    try:
        return TypeAdapter(shape).validate_json(response.content)
    except ValidationError as error:
        raise ApiError(
            0, f"{response.request.url.path}: {error.error_count()} fields not understood"
        ) from error


def _detail(response: httpx.Response) -> str:
    try:
        detail = response.json()["detail"]
    except (ValueError, KeyError, TypeError):
        return f"HTTP {response.status_code}"
    return detail if isinstance(detail, str) else f"HTTP {response.status_code}"
