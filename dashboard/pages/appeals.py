"""Appeals: what waits for a decision, and what was decided."""

from nicegui import ui

from api.schemas import AppealItem
from dashboard.appealing import Deciding, story
from dashboard.chips import counter_name, media
from dashboard.layout import heading, page
from dashboard.parts import box, empty, filter_form, select, tag
from dashboard.reading import capital, local
from dashboard.view import Doors, View

STATES = ("open", "accepted", "rejected")


def register(door: Doors) -> None:
    """Put the page at /appeals."""

    @page("/appeals", "appeals.title", door)
    async def appeals(view: View) -> None:
        wanted = view.query.get("state", "open")
        state = wanted if wanted in STATES else None
        found = await view.api.appeals({"state": state})
        with heading(view.t("appeals.title")), filter_form("/appeals"):
            options = [*((s, view.t(f"appeals.{s}")) for s in STATES), ("all", view.t("filter.all"))]
            select("state", view.t("appeals.state"), options, state or "all")
        with box("stack"):
            tag("p", view.t("appeals.explain"), "soft").style("max-width: 84ch")
            if not found:
                with box("panel"):
                    empty("balance", view.t("appeals.none"), view.t("appeals.none.text"))
            for one in found:
                _appeal(view, one)


def _appeal(view: View, one: AppealItem) -> None:
    event = one.event
    with tag("section", "", "panel"), box("body appeal-item"):
        with tag("a", "", "event small-event", href=f"/events/{event.id}"):
            with box("poster"):
                if poster := media(event.poster_url):
                    tag("img", src=poster, alt="")
            with box():
                tag("div", view.t.named("kind", event.kind), "kind")
                day = local(event.start, event.timezone).date()
                tag("div", f"{counter_name(event)} · {view.read.day(day)}", "small soft")
                tag("time", view.read.clock(event.start, event.timezone), "small soft")
        with box("stack tight"):
            if event.sentence:
                tag("div", capital(event.sentence), "small soft")
            story(one, view, event.timezone)
            if one.state == "open" and view.may("decide"):
                Deciding(view, one.id, _again)


async def _again() -> None:
    ui.navigate.reload()
