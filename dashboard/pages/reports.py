"""Reports and lists of events to save or print: their links on the scores page, and their download from the API."""

from collections.abc import Awaitable
from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo

import httpx
from fastapi import Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response
from nicegui import app as pages

from api.schemas import SiteOut
from dashboard import session
from dashboard.api_client import ApiClient
from dashboard.page_context import (
    ApiAddresses,
    ApiError,
    PageContext,
    Query,
    SignedOutError,
    sign_in_address,
)
from dashboard.quality_client import QualityClient
from dashboard.widgets import box, link_button, tag
from models import day_span

PERIODS = ("day", "week", "month")
FORMATS = (("html", "print"), ("xlsx", "table_view"), ("csv", "description"))
_KEPT = ("Content-Type", "Content-Disposition", "Content-Security-Policy", "Cache-Control")


def register(addresses: ApiAddresses) -> None:
    """Serve the report files at /reports/{period}/{day}, lists of events at /exports/events, and documents of audits
    at /quality/{audit}/document.
    """

    @pages.get("/reports/{period}/{day}", include_in_schema=False)
    async def report(  # parts of the address
        request: Request, period: Literal["day", "week", "month"], day: date, site: str, form: str = "html"
    ) -> Response:
        signed_in, reader = session.current(), request.client.host if request.client else None
        back = f"{request.url.path}?{request.url.query}"
        async with ApiClient(
            addresses(reader), signed_in.token if signed_in else None, session.language()
        ) as api:
            return await _file(api.report(period, day, {"site": site, "format": form}), back)

    @pages.get("/exports/events", include_in_schema=False)
    async def events(request: Request, site: str, since: float, until: float, form: str = "csv") -> Response:
        signed_in, reader = session.current(), request.client.host if request.client else None
        query: Query = {"site": site, "since": since, "until": until, "format": form}
        async with ApiClient(
            addresses(reader), signed_in.token if signed_in else None, session.language()
        ) as api:
            return await _file(api.events_file(query), "/scores")

    @pages.get("/quality/{audit}/document", include_in_schema=False)
    async def audit_document(request: Request, audit: int, form: str = "html") -> Response:
        signed_in, reader = session.current(), request.client.host if request.client else None
        async with ApiClient(
            addresses(reader), signed_in.token if signed_in else None, session.language()
        ) as api:
            return await _file(QualityClient(api).document(audit, form), f"/quality/{audit}")


async def _file(asked: Awaitable[httpx.Response], back: str) -> Response:
    """The file of the API; an ended session leads to the sign-in page and from there to `back`."""
    try:
        found = await asked
    except SignedOutError:
        return RedirectResponse(sign_in_address(back))
    except ApiError as problem:
        return PlainTextResponse(f"{problem.detail}\n", problem.status or 503)
    return Response(found.content, headers={k: v for k in _KEPT if (v := found.headers.get(k))})


def report_links(page: PageContext, day: date) -> None:
    """Links to the reports of the day, the week and the month of every site, in every format."""
    with tag("section", "", "panel"):
        with box("bar"):
            tag("h2", page.t("reports.title"), "grow")
        with box("body stack"):
            for site in page.sites:
                if len(page.sites) > 1:
                    tag("h3", site.name or site.key)
                for period in PERIODS:
                    _line(page, site.key, period, day)
                _events(page, site, day)


def _line(page: PageContext, site: str, period: str, day: date) -> None:
    with box("chips"):
        tag("b", page.t(f"reports.{period}"))
        for form, symbol in FORMATS:
            address = page.link(f"/reports/{period}/{day.isoformat()}", site=site, form=form)
            link = link_button(page.t(f"reports.{form}"), address, symbol=symbol, classes="plain")
            # The HTML report opens in a new tab for printing; the other formats are saved.
            link.props["target"] = "_blank" if form == "html" else "_self"


def _events(page: PageContext, site: SiteOut, day: date) -> None:
    """Links to the events of the day, for a spreadsheet."""
    since, until = day_span(day, ZoneInfo(site.timezone))
    with box("chips"):
        tag("b", page.t("reports.events"))
        for form, symbol in FORMATS[1:]:
            address = page.link(
                "/exports/events", site=site.key, since=f"{since:.0f}", until=f"{until:.0f}", form=form
            )
            link = link_button(page.t(f"reports.{form}"), address, symbol=symbol, classes="plain")
            link.props["target"] = "_self"
