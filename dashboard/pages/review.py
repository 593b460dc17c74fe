"""The review page: flagged events in a queue, with the clip, the evidence and the verdict of one of them.

Its script in static/desk draws the events and judges them over `api_bridge`; this module gives it the first ones.
"""

from nicegui import ui

from dashboard.components.review_data import review_data
from dashboard.html_page import STATIC
from dashboard.page_context import PageContext, Query
from dashboard.widgets import box, date_field, empty_state, filter_form, heading, link_button, select
from models import Certainty, Verdict

PAGE = 50
"""Events that are fetched at once."""
REFRESH_S = 15.0
"""Seconds between two looks for newer events and for verdicts of others."""
FILTERS = ("site", "day", "counter", "kind", "verdict", "certainty")
"""The filters by their names in the address."""
OLDEST = "start"
"""The order in which the oldest event comes first, as the API names it; the newest come first otherwise."""


async def show(page: PageContext) -> None:
    """Build the page."""
    ui.add_head_html(f'<link rel="stylesheet" href="{STATIC}/desk/desk.css">')
    ui.add_head_html(f'<script type="module" src="{STATIC}/desk/main.js"></script>')
    with heading(page.t("review.title")) as head:
        head.classes("desk-head")
        box("desk-progress")
        _filters(page)
    query = _query(page)
    found = await page.api.events(query)
    if found.items or page.query.get("event", "").isdigit():
        waiting = found.total
        if query["verdict"] is None:
            waiting = (await page.api.events({**query, "verdict": Verdict.OPEN, "limit": 1})).total
        box("desk", data_desk=review_data(page, found, query, waiting, REFRESH_S))
    else:
        with box("panel"):
            await _nothing(page)


def _query(page: PageContext) -> Query:
    kind, (since, until) = page.query.get("kind"), page.day_span()
    return {
        "since": since,
        "until": until,
        "site": page.query.get("site"),
        "counter_id": page.query.get("counter"),
        "kind": kind or None,
        "flagged": None if kind else True,
        "verdict": page.query.get("verdict"),
        "certainty": page.query.get("certainty"),
        "sort": OLDEST if page.query.get("sort") == OLDEST else None,
        "limit": PAGE,
    }


def _filters(page: PageContext) -> None:
    t, chosen = page.t, page.query
    halls = [(site.key, site.name or site.key) for site in page.sites]
    hall = chosen.get("site", "")
    counters = [
        (str(k.id), k.name or k.key)
        for s in page.sites
        if hall in ("", s.key)
        for c in s.cameras
        for k in c.counters
    ]
    kinds = sorted(((kind, t.named("kind", kind)) for kind in t.names["kinds"]), key=lambda pair: pair[1])
    verdicts = [(str(v), t.named("verdict", v)) for v in Verdict]
    certainties = [(str(c), t.named("certainty", c)) for c in Certainty]
    every = ("", t("filter.all"))
    with filter_form("/"):
        if len(halls) > 1:
            select("site", t("site.title"), [every, *halls], hall)
        date_field("day", t("filter.day"), chosen.get("day", ""))
        select("counter", t("filter.counter"), [every, *counters], chosen.get("counter", ""))
        select("kind", t("filter.kind"), [("", t("filter.flagged")), *kinds], chosen.get("kind", ""))
        select("verdict", t("filter.verdict"), [every, *verdicts], chosen.get("verdict", ""))
        select("certainty", t("filter.certainty"), [every, *certainties], chosen.get("certainty", ""))
        orders = [("", t("desk.sort.newest")), (OLDEST, t("desk.sort.oldest"))]
        select("sort", t("desk.sort"), orders, chosen.get("sort", ""))
        if any(chosen.get(name) for name in FILTERS):
            link_button(t("filter.clear"), "/", classes="plain")


async def _nothing(page: PageContext) -> None:
    """The reason for an empty list; a day without recordings must not look like a day without faults."""
    t, day = page.t, page.day()
    if not day and any(page.query.get(name) for name in FILTERS):
        empty_state("filter_alt_off", t("review.none"), t("review.none.filtered"))
    elif day and not await _observed(page):
        empty_state("videocam_off", t("review.none"), t("review.none.footage"))
    elif day:
        empty_state("event_available", t("review.none"), t("review.none.day"))
    else:
        seen = await page.api.days({})
        empty_state("fact_check", t("review.none"), t("review.none.quiet" if seen else "review.none.nothing"))


async def _observed(page: PageContext) -> bool:
    since, until = page.day_span()
    return bool(await page.api.coverage({"since": since, "until": until}))
