"""A typed client of the API, through which pages read and change all data.

The API runs in the same process, called without a socket (ASGI), or in another process at an address.
"""

from datetime import date
from urllib.parse import quote

import httpx

from api.schemas import (
    AppealIn,
    AppealItem,
    AppealOut,
    AppealPage,
    AuditPage,
    CameraZonesIn,
    CameraZonesOut,
    ClauseHistoryOut,
    ClauseOut,
    ClausePage,
    CoverageOut,
    CoveragePage,
    DayDetail,
    DayItem,
    DayPage,
    EventDetail,
    EventItem,
    EventPage,
    GroupOut,
    GroupPage,
    HoldIn,
    HoldLift,
    HoldOut,
    HoldPage,
    NoticesOut,
    NoticesRead,
    OwnShiftOut,
    OwnShiftPage,
    PeriodOut,
    ProfileOut,
    ProfilePage,
    ReviewIn,
    RulingIn,
    SampleOut,
    SeatIn,
    SeatOut,
    SiteOut,
    SitePage,
    TimelineOut,
    UnreadOut,
    WhatIfIn,
    WhatIfOut,
)
from dashboard.account_client import AccountClient
from dashboard.api_connection import Query, parsed
from dashboard.channel_calls import ChannelCalls

SIGNALS_TIMEOUT_S = 65.0
"""Reading the signals of a day includes the start of the process that reads them."""
REPORT_TIMEOUT_S = 120.0
"""Writing a report on a month of a hundred counters can take longer than a minute."""
MANY = 1000
"""Entries of a page of scores, people or observed spans: the most that the API gives at once."""


class ApiClient(AccountClient, ChannelCalls):
    """API calls in the name of one person; an async context manager. Calls raise ApiError or SignedOutError."""

    async def labels(self) -> dict[str, dict[str, dict[str, str]]]:
        """Names by group, key and language."""
        return await self.get("/api/v1/labels", dict[str, dict[str, dict[str, str]]])

    async def sites(self) -> list[SiteOut]:
        """All sites with their cameras, counters and zones."""
        return await self.whole("/api/v1/sites", SitePage)

    async def events(self, query: Query) -> EventPage:
        """One page of events, newest first; the API's description lists the fields of `query`."""
        return await self.get("/api/v1/events", EventPage, {"language": self.language, **query})

    async def all_events(self, query: Query) -> list[EventItem]:
        """All events that match, newest first, but not more than MOST_PAGES pages."""
        given: Query = {"language": self.language, **query}
        return await self.whole("/api/v1/events", EventPage, given)

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
        """The first hundred appeals; open appeals come oldest first."""
        given: Query = {"language": self.language, "limit": 100, **query}
        return (await self.get("/api/v1/appeals", AppealPage, given)).items

    async def decide(self, appeal_id: int, ruling: RulingIn) -> AppealOut:
        """Accept or reject an appeal."""
        return await self.send("POST", f"/api/v1/appeals/{appeal_id}", AppealOut, ruling)

    async def days(self, query: Query) -> list[DayItem]:
        """Scores by counter and day, newest first."""
        return await self.whole("/api/v1/days", DayPage, query, MANY)

    async def shifts(self, query: Query) -> list[OwnShiftOut]:
        """The own shifts of a clerk, newest first; the API's description lists the fields of `query`."""
        given: Query = {"language": self.language, "limit": 200, **query}
        return (await self.get("/api/v1/shifts", OwnShiftPage, given, wait=REPORT_TIMEOUT_S)).items

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
        page = await self.get(path, GroupPage, {"site": site, "limit": MANY}, wait=REPORT_TIMEOUT_S)
        return page.items

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

    async def events_file(self, query: Query) -> httpx.Response:
        """Events as a file for spreadsheets; the headers give its type and name."""
        given = {"language": self.language, **query}
        return await self.ask("GET", "/api/v1/events/export", params=given, timeout=REPORT_TIMEOUT_S)

    async def coverage(self, query: Query) -> list[CoverageOut]:
        """Observed spans of time with the reasons for unobserved time."""
        return await self.whole("/api/v1/coverage", CoveragePage, query, MANY)

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
        return await self.whole("/api/v1/norms", ClausePage)

    async def profiles(self) -> list[ProfileOut]:
        """All norm profiles."""
        return await self.whole("/api/v1/profiles", ProfilePage)

    async def notices(self) -> NoticesOut:
        """The notices for the signed-in account."""
        return await self.get("/api/v1/notices", NoticesOut, {"limit": 200})

    async def unread(self) -> UnreadOut:
        """The number of unread notices."""
        return await self.get("/api/v1/notices/unread", UnreadOut)

    async def read_notices(self, ids: list[int] | None) -> UnreadOut:
        """Mark notices as read; None marks all of them."""
        return await self.send("POST", "/api/v1/notices/read", UnreadOut, NoticesRead(ids=ids))

    async def audit(self, query: Query) -> AuditPage:
        """A page of the audit log, newest first."""
        return await self.get("/api/v1/audit", AuditPage, query)

    async def holds(self) -> list[HoldOut]:
        """Legal holds, newest first."""
        return await self.whole("/api/v1/holds", HoldPage)

    async def place_hold(self, hold: HoldIn) -> HoldOut:
        """Place a legal hold."""
        return await self.send("POST", "/api/v1/holds", HoldOut, hold)

    async def lift_hold(self, hold_id: int, reason: str) -> HoldOut:
        """Lift a legal hold."""
        return await self.send("POST", f"/api/v1/holds/{hold_id}/lift", HoldOut, HoldLift(reason=reason))
