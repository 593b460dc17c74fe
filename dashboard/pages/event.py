"""The page of one event; deductions, strips and notices link to it."""

from dashboard.components.event_panel import EventPanel
from dashboard.page_context import PageContext
from dashboard.widgets import heading, link_button


async def show(page: PageContext) -> None:
    """Build the page."""
    if not page.path["event_id"].isdigit():
        raise page.not_found("no such event")
    number = int(page.path["event_id"])
    with heading(page.t("event.number", n=number), page.t("event.title")):
        back = ("review.title", "/") if page.may("oversee") else ("shifts.title", "/shifts")
        link_button(page.t(back[0]), back[1], symbol="arrow_back")
    detail = await page.api.event(number)
    EventPanel(page).draw(detail, at=_moment(page))


def _moment(page: PageContext) -> float | None:
    """The moment in the address to start the clip from, UTC seconds."""
    try:
        return float(page.query.get("at", ""))
    except ValueError:
        return None
