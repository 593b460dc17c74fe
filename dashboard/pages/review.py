"""The review page: flagged events newest first, with the chosen event beside the list."""

from dashboard.components.review_list import FILTERS, ReviewList
from dashboard.page_context import PageContext, Query
from dashboard.widgets import box, date_field, empty_state, filter_form, heading, link_button, select, tag
from models import Certainty, Verdict

PAGE = 30


async def show(page: PageContext) -> None:
    """Build the page."""
    with heading(page.t("review.title")):
        _keys(page)
    with box("panel filter-panel"), box("body"):
        _filters(page)
    query = _query(page)
    found = await page.api.events(query)
    if found.items:
        await ReviewList(page, found, query).build()
    else:
        with box("panel"):
            await _nothing(page)


def _query(page: PageContext) -> Query:
    kind, (since, until) = page.query.get("kind"), page.day_span()
    return {
        "since": since,
        "until": until,
        "counter_id": page.query.get("counter"),
        "kind": kind or None,
        "flagged": None if kind else True,
        "verdict": page.query.get("verdict"),
        "certainty": page.query.get("certainty"),
        "cursor": page.query.get("cursor"),
        "limit": PAGE,
    }


def _filters(page: PageContext) -> None:
    t = page.t
    counters = [(str(k.id), k.name or k.key) for s in page.sites for c in s.cameras for k in c.counters]
    with filter_form("/"):
        date_field("day", t("filter.day"), page.query.get("day", ""))
        select(
            "counter", t("filter.counter"), [("", t("filter.all")), *counters], page.query.get("counter", "")
        )
        named = sorted(((kind, t.named("kind", kind)) for kind in t.names["kinds"]), key=lambda pair: pair[1])
        select("kind", t("filter.kind"), [("", t("filter.flagged")), *named], page.query.get("kind", ""))
        verdicts = [(str(v), t.named("verdict", v)) for v in Verdict]
        select(
            "verdict", t("filter.verdict"), [("", t("filter.all")), *verdicts], page.query.get("verdict", "")
        )
        certainties = [(str(c), t.named("certainty", c)) for c in Certainty]
        select(
            "certainty",
            t("filter.certainty"),
            [("", t("filter.all")), *certainties],
            page.query.get("certainty", ""),
        )
        if any(page.query.get(name) for name in FILTERS):
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


def _keys(page: PageContext) -> None:
    """The keyboard shortcuts; the style sheet hides them on phones."""
    groups = ((("J", "K"), "next"), (("C", "D"), "verdict"), (("␣",), "play"), (("←", "→"), "seek"))
    with box("keys"):
        for keys, name in groups:
            with tag("span"):
                for key in keys:
                    tag("kbd", key)
                tag("span", f" {page.t(f'review.key.{name}')}")
