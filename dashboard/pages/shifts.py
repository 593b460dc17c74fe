"""The page of a clerk: the own shifts with points and deductions, each of which can be watched and contested."""

import datetime as dt

from dashboard.components.own_shift import OwnShiftPanels
from dashboard.page_context import PageContext
from dashboard.widgets import box, empty_state, explanation, heading, link_button

DAYS = dt.timedelta(days=7)
"""Days on one page."""


async def show(page: PageContext) -> None:
    """Build the page."""
    until = _until(page)
    found = await page.api.shifts({"until": until.isoformat() if until else None})
    panels = OwnShiftPanels(page, await page.api.norms(), await page.api.appeals({}))
    last = until or max((one.day for one in found), default=None)
    with heading(page.t("shifts.title"), page.me.person or ""):
        if last is not None:
            earlier = page.link("/shifts", until=(last - DAYS).isoformat())
            link_button(page.t("shifts.earlier"), earlier, symbol="arrow_back")
        link_button(page.t("appeals.title"), "/appeals", symbol="balance")
    with box("stack"):
        explanation(page.t("shifts.explain"))
        if not found:
            with box("panel"):
                empty_state("schedule", page.t("shifts.none"), page.t("shifts.none.text"))
        for one in found:
            panels.add(one)


def _until(page: PageContext) -> dt.date | None:
    """The last day in the address; None without one and for text that is not a date."""
    try:
        return dt.date.fromisoformat(page.query.get("until", ""))
    except ValueError:
        return None
