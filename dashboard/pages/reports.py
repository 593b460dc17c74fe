"""Reports to save or print: links on the scores page, and the way from this browser's session to the API's files."""

from datetime import date
from typing import Literal

from fastapi import Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response
from nicegui import app as pages

from dashboard import session
from dashboard.client import Api, ApiError, SignedOutError
from dashboard.parts import box, link_button, tag
from dashboard.view import Doors, View, sign_in_address

PERIODS = ("day", "week", "month")
FORMATS = (("html", "print"), ("xlsx", "table_view"), ("csv", "description"))
_KEPT = ("Content-Type", "Content-Disposition", "Content-Security-Policy", "Cache-Control")


def register(door: Doors) -> None:
    """Put the files at /reports/{period}/{day}."""

    @pages.get("/reports/{period}/{day}", include_in_schema=False)
    async def report(  # parts of the address
        request: Request, period: Literal["day", "week", "month"], day: date, site: str, form: str = "html"
    ) -> Response:
        who, address = session.current(), request.client.host if request.client else None
        back = f"{request.url.path}?{request.url.query}"
        async with Api(door(address), who.token if who else None, session.language()) as api:
            try:
                found = await api.report(period, day, {"site": site, "format": form})
            except SignedOutError:
                return RedirectResponse(sign_in_address(back))
            except ApiError as problem:
                return PlainTextResponse(f"{problem.detail}\n", problem.status or 503)
        return Response(found.content, headers={k: v for k in _KEPT if (v := found.headers.get(k))})


def links(view: View, day: date) -> None:
    """For every hall: the day's, the week's and the month's report, as a page and as files."""
    with tag("section", "", "panel"):
        with box("bar"):
            tag("h2", view.t("reports.title"), "grow")
        with box("body stack"):
            for site in view.sites:
                if len(view.sites) > 1:
                    tag("h3", site.name or site.key)
                for period in PERIODS:
                    _line(view, site.key, period, day)


def _line(view: View, site: str, period: str, day: date) -> None:
    with box("chips"):
        tag("b", view.t(f"reports.{period}"))
        for form, symbol in FORMATS:
            address = view.link(f"/reports/{period}/{day.isoformat()}", site=site, form=form)
            link = link_button(view.t(f"reports.{form}"), address, symbol=symbol, classes="plain")
            # The page opens beside the scores, to be printed from there; the others are saved.
            link.props["target"] = "_blank" if form == "html" else "_self"
