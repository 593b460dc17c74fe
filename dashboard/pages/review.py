"""The review desk: flagged events newest first, one at a time beside them."""

from datetime import date

from dashboard.client import Query
from dashboard.desk import FILTERS, Desk
from dashboard.layout import heading, page
from dashboard.parts import (
    box,
    date_field,
    empty,
    filter_form,
    link_button,
    select,
    tag,
)
from dashboard.reading import bounds
from dashboard.view import Doors, View
from models.records import Verdict

PAGE = 30
RECORDS = frozenset({"arrival", "departure", "camera_blind"})
"""Kinds that no clause asks about, shown when they are asked for."""


def register(door: Doors) -> None:
    """Put the desk at /."""

    @page("/", "review.title", door)
    async def review(view: View) -> None:
        with heading(view.t("review.title")):
            _keys(view)
        with box("panel filter-panel"), box("body"):
            await _filters(view)
        query = _query(view)
        found = await view.api.events(query)
        if found.items:
            await Desk(view, found, query).build()
        else:
            with box("panel"):
                await _nothing(view)


def day_of(view: View) -> date | None:
    """The day in the address, None without one or with one that is no date."""
    try:
        return date.fromisoformat(view.query.get("day", ""))
    except ValueError:
        return None


def _query(view: View) -> Query:
    day, kind = day_of(view), view.query.get("kind")
    since, until = bounds(day, view.timezone()) if day else (None, None)
    return {
        "since": since,
        "until": until,
        "counter_id": view.query.get("counter"),
        "kind": kind or None,
        "flagged": None if kind else True,
        "verdict": view.query.get("verdict"),
        "cursor": view.query.get("cursor"),
        "limit": PAGE,
    }


async def _filters(view: View) -> None:
    t = view.t
    kinds = {kind for clause in await view.api.norms() for kind in clause.kinds} | RECORDS
    counters = [(str(k.id), k.name or k.key) for s in view.sites for c in s.cameras for k in c.counters]
    with filter_form("/"):
        date_field("day", t("filter.day"), view.query.get("day", ""))
        select(
            "counter", t("filter.counter"), [("", t("filter.all")), *counters], view.query.get("counter", "")
        )
        named = sorted(((kind, t.named("kind", kind)) for kind in kinds), key=lambda pair: pair[1])
        select("kind", t("filter.kind"), [("", t("filter.flagged")), *named], view.query.get("kind", ""))
        verdicts = [(str(v), t.named("verdict", v)) for v in Verdict]
        select(
            "verdict", t("filter.verdict"), [("", t("filter.all")), *verdicts], view.query.get("verdict", "")
        )
        if any(view.query.get(name) for name in FILTERS):
            link_button(t("filter.clear"), "/", classes="plain")


async def _nothing(view: View) -> None:
    """Why there is nothing: never let an unwatched day look like a good one."""
    t, day = view.t, day_of(view)
    if not day and any(view.query.get(name) for name in FILTERS):
        empty("filter_alt_off", t("review.none"), t("review.none.filtered"))
    elif day and not await _observed(view, day):
        empty("videocam_off", t("review.none"), t("review.none.footage"))
    elif day:
        empty("event_available", t("review.none"), t("review.none.day"))
    else:
        seen = await view.api.days({})
        empty("fact_check", t("review.none"), t("review.none.quiet" if seen else "review.none.nothing"))


async def _observed(view: View, day: date) -> bool:
    since, until = bounds(day, view.timezone())
    return bool(await view.api.coverage({"since": since, "until": until}))


def _keys(view: View) -> None:
    """The keys that work here; a phone has none, so the style sheet hides them there."""
    groups = ((("J", "K"), "next"), (("C", "D"), "verdict"), (("␣",), "play"), (("←", "→"), "seek"))
    with box("keys"):
        for keys, name in groups:
            with tag("span"):
                for key in keys:
                    tag("kbd", key)
                tag("span", f" {view.t(f'review.key.{name}')}")
