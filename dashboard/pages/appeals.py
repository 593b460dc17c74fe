"""The page of appeals: open ones to decide, and decided ones."""

from nicegui import ui

from api.schemas import AppealItem
from dashboard.components.appeal_forms import AppealDecision, appeal_summary
from dashboard.page_context import PageContext
from dashboard.widgets import (
    box,
    certainty_chip,
    chip,
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
    wanted = page.query.get("state", "open" if page.may("oversee") else "all")
    state = wanted if wanted in STATES else None
    found = await page.api.appeals({"state": state})
    if state == "open":  # halls have deadlines of their own
        found = sorted(found, key=lambda one: one.due_at)
    with heading(page.t("appeals.title")), filter_form("/appeals"):
        options = [*((s, page.t(f"appeals.{s}")) for s in STATES), ("all", page.t("filter.all"))]
        select("state", page.t("appeals.state"), options, state or "all")
    with box("stack"):
        explanation(page.t("appeals.explain" if page.may("oversee") else "shifts.appeals.explain"))
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
            if one.state == "open":
                _due(page, one)
                _clip(page, one)
            if event.sentence:
                tag("div", page.format.capitalized(event.sentence), "small soft")
            appeal_summary(one, page, event.timezone)
            if one.state == "open" and page.may("decide"):
                AppealDecision(page, (one.id, event.verdict), _reload)


def _due(page: PageContext, one: AppealItem) -> None:
    """The moment by which an open appeal is to be decided, and a mark when that is past."""
    with box("chips"):
        tag(
            "span", page.t("appeals.due", at=page.format.moment(one.due_at, one.event.timezone)), "small soft"
        )
        if one.overdue:
            chip(page.t("appeals.overdue"), "confirmed")


def _clip(page: PageContext, one: AppealItem) -> None:
    """The clip of the event, to be watched before the decision; nothing where none is kept."""
    if clip := media_address(one.event.clip_url):
        with box("player"):
            poster = media_address(one.event.poster_url)
            video = tag("video", src=clip, poster=poster, aria_label=page.t("event.video"))
            for flag in ("controls", "playsinline", "muted"):
                video.props[flag] = True
            # Preloading would write into the audit log that the person watched the clip.
            video.props["preload"] = "none"


async def _reload() -> None:
    ui.navigate.reload()
