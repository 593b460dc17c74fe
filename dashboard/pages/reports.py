"""Reports to save or print: their links on the scores page, and their download from the API."""

from collections.abc import Awaitable
from datetime import date
from typing import Literal

import httpx
from fastapi import Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response
from nicegui import app as pages

from dashboard import session
from dashboard.api_client import ApiClient
from dashboard.page_context import ApiAddresses, ApiError, PageContext, SignedOutError, sign_in_address
from dashboard.quality_client import QualityClient
from dashboard.widgets import box, link_button, tag

PERIODS = ("day", "week", "month")
FORMATS = (("html", "print"), ("xlsx", "table_view"), ("csv", "description"))
_KEPT = ("Content-Type", "Content-Disposition", "Content-Security-Policy", "Cache-Control")


def register(addresses: ApiAddresses) -> None:
    """Serve the report files at /reports/{period}/{day}, and documents of audits at /quality/{audit}/document."""

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


def _line(page: PageContext, site: str, period: str, day: date) -> None:
    with box("chips"):
        tag("b", page.t(f"reports.{period}"))
        for form, symbol in FORMATS:
            address = page.link(f"/reports/{period}/{day.isoformat()}", site=site, form=form)
            link = link_button(page.t(f"reports.{form}"), address, symbol=symbol, classes="plain")
            # The HTML report opens in a new tab for printing; the other formats are saved.
            link.props["target"] = "_blank" if form == "html" else "_self"
