"""The page of the spot check: randomly drawn events and event-free minutes of a day, for auditors."""

from collections.abc import Sequence

from api.schemas import EventItem, SpotOut
from dashboard.page_context import PageContext
from dashboard.widgets import (
    box,
    certainty_chip,
    counter_name,
    date_field,
    empty_state,
    explanation,
    filter_form,
    heading,
    link_button,
    media_address,
    review_chip,
    section,
    site_select,
    tag,
)


async def show(page: PageContext) -> None:
    """Build the page."""
    t, site, day = page.t, page.site(), await page.day_or_latest()
    with heading(t("sample.title")), filter_form("/sample"):
        date_field("day", t("scores.day"), day)
        site_select(page)
    with box("stack"):
        explanation(t("sample.explain"))
        link_button(t("sample.audit"), "/quality", symbol="rule", classes="plain")
        if site is None or day is None:
            with box("panel"):
                empty_state("casino", t("scores.nothing"), t("scores.nothing.text"))
            return
        found = await page.api.sample(day, site.key)
        _events(page, found.events)
        _spots(page, found.spots, site.timezone)


def _events(page: PageContext, events: Sequence[EventItem]) -> None:
    with section(page.t("sample.events")):
        if not events:
            empty_state("casino", page.t("sample.none"), page.t("sample.none.text"))
        with box("body stack"):
            for event in events:
                _event(page, event)


def _spots(page: PageContext, spots: Sequence[SpotOut], timezone: str) -> None:
    with section(page.t("sample.spots")), box("body stack tight"):
        tag("p", page.t("sample.spots.why" if spots else "sample.spots.none"), "small soft")
        for spot in spots:
            _spot(page, spot, timezone)


def _event(page: PageContext, event: EventItem) -> None:
    with tag("a", "", "event", href=f"/events/{event.id}"):
        with box("poster"):
            if poster := media_address(event.poster_url):
                tag("img", src=poster, alt="")
        with box():
            with box("top"):
                tag("span", page.t.named("kind", event.kind), "kind")
                tag("time", page.format.clock(event.start, event.timezone), "small soft nowrap")
            tag("div", counter_name(event), "small soft")
            if event.sentence:
                tag("div", page.format.capitalized(event.sentence), "why")
            with box("chips"):
                review_chip(event, page)
                certainty_chip(event, page)


def _spot(page: PageContext, spot: SpotOut, timezone: str) -> None:
    clock = page.format.clock
    with box("facts"):
        tag("b", f"{clock(spot.start, timezone)} – {clock(spot.end, timezone)}")
        tag("span", page.t("sample.spot", counter=spot.counter, camera=spot.camera))
