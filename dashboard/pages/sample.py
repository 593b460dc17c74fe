"""The surprise check: events and quiet minutes of a day, drawn by lot, for auditors."""

from api.schemas import EventItem, SpotOut
from dashboard.chips import counter_name, media, standing_chip
from dashboard.layout import heading, page
from dashboard.pages.review import day_of
from dashboard.parts import box, date_field, empty, filter_form, select, tag
from dashboard.reading import capital
from dashboard.view import Doors, View


def register(door: Doors) -> None:
    """Put the page at /sample."""

    @page("/sample", "sample.title", door)
    async def sample(view: View) -> None:
        site = next((s for s in view.sites if s.key == view.query.get("site")), None) or next(
            iter(view.sites), None
        )
        days = await view.api.days({}) if day_of(view) is None else []
        day = day_of(view) or max((item.day for item in days), default=None)
        with heading(view.t("sample.title")), filter_form("/sample"):
            date_field("day", view.t("scores.day"), day.isoformat() if day else "")
            if len(view.sites) > 1 and site:
                select("site", view.t("site.title"), [(s.key, s.name or s.key) for s in view.sites], site.key)
        with box("stack"):
            tag("p", view.t("sample.explain"), "soft").style("max-width: 84ch")
            if site is None or day is None:
                with box("panel"):
                    empty("casino", view.t("scores.nothing"), view.t("scores.nothing.text"))
                return
            found = await view.api.sample(day, site.key)
            with tag("section", "", "panel"):
                with box("bar"):
                    tag("h2", view.t("sample.events"), "grow")
                if not found.events:
                    empty("casino", view.t("sample.none"), view.t("sample.none.text"))
                with box("body stack"):
                    for event in found.events:
                        _event(view, event)
            with tag("section", "", "panel"):
                with box("bar"):
                    tag("h2", view.t("sample.spots"), "grow")
                with box("body stack tight"):
                    tag("p", view.t("sample.spots.why" if found.spots else "sample.spots.none"), "small soft")
                    for spot in found.spots:
                        _spot(view, spot, site.timezone)


def _event(view: View, event: EventItem) -> None:
    with tag("a", "", "event", href=f"/events/{event.id}"):
        with box("poster"):
            if poster := media(event.poster_url):
                tag("img", src=poster, alt="")
        with box():
            with box("top"):
                tag("span", view.t.named("kind", event.kind), "kind")
                tag("time", view.read.clock(event.start, event.timezone), "small soft nowrap")
            tag("div", counter_name(event), "small soft")
            if event.sentence:
                tag("div", capital(event.sentence), "why")
            with box("chips"):
                standing_chip(event, view)


def _spot(view: View, spot: SpotOut, timezone: str) -> None:
    clock = view.read.clock
    with box("facts"):
        tag("b", f"{clock(spot.start, timezone)} – {clock(spot.end, timezone)}")
        tag("span", view.t("sample.spot", counter=spot.counter, camera=spot.camera))
