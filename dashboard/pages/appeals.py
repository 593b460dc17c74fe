"""The page of appeals: open ones to decide, and decided ones."""

from nicegui import ui

from api.schemas import AppealItem
from dashboard.components.appeal_forms import AppealDecision, appeal_summary
from dashboard.page_context import PageContext
from dashboard.widgets import (
    box,
    certainty_chip,
    counter_name,
    empty_state,
    explanation,
    filter_form,
    heading,
    media_address,
    select,
    tag,
)

STATES = ("open", "accepted", "rejected")


async def show(page: PageContext) -> None:
    """Build the page."""
    wanted = page.query.get("state", "open")
    state = wanted if wanted in STATES else None
    found = await page.api.appeals({"state": state})
    with heading(page.t("appeals.title")), filter_form("/appeals"):
        options = [*((s, page.t(f"appeals.{s}")) for s in STATES), ("all", page.t("filter.all"))]
        select("state", page.t("appeals.state"), options, state or "all")
    with box("stack"):
        explanation(page.t("appeals.explain"))
        if not found:
            with box("panel"):
                empty_state("balance", page.t("appeals.none"), page.t("appeals.none.text"))
        for one in found:
            _appeal(page, one)


def _appeal(page: PageContext, one: AppealItem) -> None:
    event = one.event
    with tag("section", "", "panel"), box("body appeal-item"):
        with tag("a", "", "event small-event", href=f"/events/{event.id}"):
            with box("poster"):
                if poster := media_address(event.poster_url):
                    tag("img", src=poster, alt="")
            with box():
                tag("div", page.t.named("kind", event.kind), "kind")
                day = page.format.local(event.start, event.timezone).date()
                tag("div", f"{counter_name(event)} · {page.format.day(day)}", "small soft")
                tag("time", page.format.clock(event.start, event.timezone), "small soft")
                with box("chips"):
                    certainty_chip(event, page)
        with box("stack tight"):
            if event.sentence:
                tag("div", page.format.capitalized(event.sentence), "small soft")
            appeal_summary(one, page, event.timezone)
            if one.state == "open" and page.may("decide"):
                AppealDecision(page, (one.id, event.verdict), _reload)


async def _reload() -> None:
    ui.navigate.reload()
