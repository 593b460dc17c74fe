"""A typed client of the API, through which pages read and change all data.

The API runs in the same process, called without a socket (ASGI), or in another process at an address.
"""

from datetime import date
from http import HTTPStatus
from typing import Self
from urllib.parse import quote

import httpx
from pydantic import BaseModel

from api.schemas import (
    BACKGROUND,
    AccountOut,
    AppealIn,
    AppealItem,
    AppealOut,
    AuditPage,
    CameraZonesIn,
    CameraZonesOut,
    ClauseHistoryOut,
    ClauseOut,
    CodeIn,
    CodeNeeded,
    CoverageOut,
    DayDetail,
    DayItem,
    EventDetail,
    EventItem,
    EventPage,
    FactorConfirm,
    FactorSetup,
    GroupOut,
    HoldIn,
    HoldLift,
    HoldOut,
    Me,
    MeChange,
    NoticesOut,
    NoticesRead,
    PeriodOut,
    PresentPassword,
    ProfileOut,
    RecoveryCodes,
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
    WhatIfIn,
    WhatIfOut,
)
from dashboard.api_connection import ApiConnection, ApiError, Query, SignedOutError, parsed

SIGNALS_TIMEOUT_S = 65.0
"""Reading the signals of a day includes the start of the process that reads them."""
REPORT_TIMEOUT_S = 120.0
"""Writing a report on a month of a hundred counters can take longer than a minute."""


ALL_EVENTS_PAGES = 20
"""Events are fetched in pages of 200; a counter has fewer than 4000 events a day."""


class ApiClient(ApiConnection):
    """API calls in the name of one person; an async context manager. Calls raise ApiError or SignedOutError."""

    async def sign_in(self, name: str, password: str, device: str | None = None) -> Token | CodeNeeded:
        """A token for this account, or a challenge for a code; `device` is that of an earlier token in this browser.

        Raises ApiError 401 when the name or the password is wrong.
        """
        body = SignIn(name=name, password=password, device=device)
        return await self._token("/api/v1/sign-in", body)

    async def sign_in_with_code(self, challenge: str, code: str) -> Token | CodeNeeded:
        """A token for a challenge. Raises ApiError 401 when the code is wrong or was used before."""
        return await self._token("/api/v1/sign-in/code", CodeIn(challenge=challenge, code=code))

    async def _token(self, path: str, body: BaseModel) -> Token | CodeNeeded:
        try:
            answer = await self.ask("POST", path, json=body.model_dump(mode="json"))
        except SignedOutError as refused:
            raise ApiError(HTTPStatus.UNAUTHORIZED, str(refused)) from refused
        return parsed(answer, CodeNeeded) if "challenge" in answer.json() else parsed(answer, Token)

    async def begin_factor(self, password: str) -> FactorSetup:
        """A secret for a second factor, to be confirmed with a code."""
        body = PresentPassword(present_password=password)
        return await self.send("POST", "/api/v1/me/second-factor", FactorSetup, body)

    async def confirm_factor(self, code: str) -> RecoveryCodes:
        """Confirm the second factor; the recovery codes are given only here."""
        return await self.send("PUT", "/api/v1/me/second-factor", RecoveryCodes, FactorConfirm(code=code))

    async def remove_factor(self, password: str) -> None:
        """Remove the second factor of the signed-in account."""
        await self.ask("DELETE", "/api/v1/me/second-factor", json={"present_password": password})

    async def reset_factor(self, user_id: int) -> None:
        """Reset the second factor of an account that lost it."""
        await self.ask("DELETE", f"/api/v1/users/{user_id}/second-factor")

    async def sign_out(self) -> None:
        """End the session of the token on the server."""
        await self.ask("DELETE", "/api/v1/sign-in")

    def by_itself(self) -> Self:
        """This client, for requests that the page sends without its reader; they keep no session alive."""
        self._http.headers[BACKGROUND] = "1"
        return self

    async def me(self) -> Me:
        """The signed-in account with its permissions."""
        return await self.get("/api/v1/me", Me)

    async def change_language(self, language: str) -> Me:
        """Change the language of the signed-in account."""
        return await self.send("PATCH", "/api/v1/me", Me, MeChange(language=language))

    async def change_password(self, present: str, new: str) -> Me:
        """Change the password of the signed-in account; its sessions end."""
        return await self.send("PATCH", "/api/v1/me", Me, MeChange(password=new, present_password=present))

    async def labels(self) -> dict[str, dict[str, dict[str, str]]]:
        """Names by group, key and language."""
        return await self.get("/api/v1/labels", dict[str, dict[str, dict[str, str]]])

    async def sites(self) -> list[SiteOut]:
        """All sites with their cameras, counters and zones."""
        return await self.get("/api/v1/sites", list[SiteOut])

    async def events(self, query: Query) -> EventPage:
        """One page of events, newest first; the API's description lists the fields of `query`."""
        return await self.get("/api/v1/events", EventPage, {"language": self.language, **query})

    async def all_events(self, query: Query) -> list[EventItem]:
        """All events that match, newest first, but not more than ALL_EVENTS_PAGES pages."""
        found: list[EventItem] = []
        cursor: str | None = None
        for _ in range(ALL_EVENTS_PAGES):
            part = await self.events({**query, "limit": 200, "cursor": cursor})
            found += part.items
            cursor = part.next
            if cursor is None:
                break
        return found

    async def event(self, event_id: int) -> EventDetail:
        """One event with its clip, figures, clauses and reviews."""
        return await self.get(f"/api/v1/events/{event_id}", EventDetail, {"language": self.language})

    async def review(self, event_id: int, review: ReviewIn) -> EventDetail:
        """Add a decision to the review of an event."""
        query: Query = {"language": self.language}
        return await self.send("POST", f"/api/v1/events/{event_id}/reviews", EventDetail, review, query)

    async def appeal(self, event_id: int, appeal: AppealIn) -> AppealOut:
        """File an appeal against an event."""
        return await self.send("POST", f"/api/v1/events/{event_id}/appeals", AppealOut, appeal)

    async def appeals(self, query: Query) -> list[AppealItem]:
        """Appeals; open appeals come oldest first."""
        return await self.get("/api/v1/appeals", list[AppealItem], {"language": self.language, **query})

    async def decide(self, appeal_id: int, ruling: RulingIn) -> AppealOut:
        """Accept or reject an appeal."""
        return await self.send("POST", f"/api/v1/appeals/{appeal_id}", AppealOut, ruling)

    async def days(self, query: Query) -> list[DayItem]:
        """Scores by counter and day, newest first."""
        return await self.get("/api/v1/days", list[DayItem], query)

    async def day(self, day: date, counter_id: int) -> DayDetail:
        """One counter's day with every deduction and its events."""
        path = f"/api/v1/days/{day.isoformat()}/{counter_id}"
        return await self.get(path, DayDetail, {"language": self.language})

    async def timeline(self, day: date, counter_id: int) -> TimelineOut:
        """The states of one counter's day as spans of time."""
        return await self.get(
            f"/api/v1/days/{day.isoformat()}/{counter_id}/timeline", TimelineOut, wait=SIGNALS_TIMEOUT_S
        )

    async def period(self, period: str, day: date, site: str) -> PeriodOut:
        """The summary of a site's day, week or month."""
        path = f"/api/v1/periods/{period}/{day.isoformat()}"
        return await self.get(path, PeriodOut, {"site": site}, wait=REPORT_TIMEOUT_S)

    async def people(self, period: str, day: date, site: str) -> list[GroupOut]:
        """The same summary by person; the audit log records the call."""
        path = f"/api/v1/periods/{period}/{day.isoformat()}/people"
        return await self.get(path, list[GroupOut], {"site": site}, wait=REPORT_TIMEOUT_S)

    async def what_if(self, body: WhatIfIn) -> WhatIfOut:
        """The scores of a day under other norms; the result is not stored."""
        content = body.model_dump(mode="json")
        query = {"language": self.language}
        answer = await self.ask(
            "POST", "/api/v1/what-if", json=content, params=query, timeout=SIGNALS_TIMEOUT_S
        )
        return parsed(answer, WhatIfOut)

    async def history(self, clause: str, query: Query) -> ClauseHistoryOut:
        """The results of a clause day by day."""
        return await self.get(f"/api/v1/clauses/{quote(clause, safe='')}/history", ClauseHistoryOut, query)

    async def sample(self, day: date, site: str) -> SampleOut:
        """Randomly drawn events and minutes of a site's day; the audit log records the call."""
        return await self.get(
            f"/api/v1/samples/{day.isoformat()}", SampleOut, {"site": site, "language": self.language}
        )

    async def report(self, period: str, day: date, query: Query) -> httpx.Response:
        """A report file; the headers give its type and name."""
        path = f"/api/v1/reports/{period}/{day.isoformat()}"
        given = {"language": self.language, **query}
        return await self.ask("GET", path, params=given, timeout=REPORT_TIMEOUT_S)

    async def coverage(self, query: Query) -> list[CoverageOut]:
        """Observed spans of time with the reasons for unobserved time."""
        return await self.get("/api/v1/coverage", list[CoverageOut], query)

    async def seat(self, counter_id: int) -> SeatOut:
        """The seated and standing shoulder heights at a counter."""
        return await self.get(f"/api/v1/counters/{counter_id}/seat", SeatOut)

    async def correct_seat(self, counter_id: int, said: SeatIn) -> SeatOut:
        """Correct the heights of a seat, or reset them to be learned again."""
        return await self.send("PUT", f"/api/v1/counters/{counter_id}/seat", SeatOut, said)

    async def zones(self, camera_id: int) -> CameraZonesOut:
        """The zones of a camera with all corrections."""
        return await self.get(f"/api/v1/cameras/{camera_id}/zones", CameraZonesOut)

    async def correct_zones(self, camera_id: int, zones: CameraZonesIn) -> CameraZonesOut:
        """Correct the zones of a camera."""
        return await self.send("PUT", f"/api/v1/cameras/{camera_id}/zones", CameraZonesOut, zones)

    async def norms(self) -> list[ClauseOut]:
        """All clauses of the catalogue."""
        return await self.get("/api/v1/norms", list[ClauseOut])

    async def profiles(self) -> list[ProfileOut]:
        """All norm profiles."""
        return await self.get("/api/v1/profiles", list[ProfileOut])

    async def notices(self) -> NoticesOut:
        """The notices for the signed-in account."""
        return await self.get("/api/v1/notices", NoticesOut, {"limit": 200})

    async def unread(self) -> UnreadOut:
        """The number of unread notices."""
        return await self.get("/api/v1/notices/unread", UnreadOut)

    async def read_notices(self, ids: list[int] | None) -> UnreadOut:
        """Mark notices as read; None marks all of them."""
        return await self.send("POST", "/api/v1/notices/read", UnreadOut, NoticesRead(ids=ids))

    async def users(self) -> list[AccountOut]:
        """All accounts."""
        return await self.get("/api/v1/users", list[AccountOut])

    async def add_user(self, user: UserAdd) -> AccountOut:
        """Add an account."""
        return await self.send("POST", "/api/v1/users", AccountOut, user)

    async def change_user(self, user_id: int, change: UserChange) -> AccountOut:
        """Change an account."""
        return await self.send("PATCH", f"/api/v1/users/{user_id}", AccountOut, change)

    async def audit(self, query: Query) -> AuditPage:
        """A page of the audit log, newest first."""
        return await self.get("/api/v1/audit", AuditPage, query)

    async def holds(self) -> list[HoldOut]:
        """Legal holds, newest first."""
        return await self.get("/api/v1/holds", list[HoldOut])

    async def place_hold(self, hold: HoldIn) -> HoldOut:
        """Place a legal hold."""
        return await self.send("POST", "/api/v1/holds", HoldOut, hold)

    async def lift_hold(self, hold_id: int, reason: str) -> HoldOut:
        """Lift a legal hold."""
        return await self.send("POST", f"/api/v1/holds/{hold_id}/lift", HoldOut, HoldLift(reason=reason))
