"""One event on its own page, where deductions and notices lead to."""

from dashboard.client import ApiError
from dashboard.layout import heading, page
from dashboard.panel import EventPanel
from dashboard.parts import link_button
from dashboard.view import Doors, View


def register(door: Doors) -> None:
    """Put the page at /events/{event_id}."""

    @page("/events/{event_id}", "event.title", door)
    async def event(view: View) -> None:
        if not view.path["event_id"].isdigit():
            raise ApiError(404, "no such event")
        number = int(view.path["event_id"])
        with heading(view.t("event.number", n=number), view.t("event.title")):
            link_button(view.t("review.title"), "/", symbol="arrow_back")
        detail = await view.api.event(number)
        EventPanel(view).draw(detail, at=_moment(view))


def _moment(view: View) -> float | None:
    """The moment in the address at which the clip should begin, UTC seconds."""
    try:
        return float(view.query.get("at", ""))
    except ValueError:
        return None
