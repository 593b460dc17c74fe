"""One clause over the last weeks: how it fared, under which norms, and what changed in them."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.schemas import ClauseDayOut, ClauseHistoryOut, ClauseNormOut, NormChangeOut
from dashboard import comparing
from dashboard.chips import words
from dashboard.client import ApiError
from dashboard.layout import heading, page
from dashboard.parts import box, chart, chip, empty, link_button, table, tag
from dashboard.reading import number, percent
from dashboard.view import Doors, View

# Places of a profile that hold for every clause: the numbers by which anything is found, and by which scores are made.
_NUMBERS = ("thresholds.", "scoring.")


def register(door: Doors) -> None:
    """Put the page at /clauses/{clause}."""

    @page("/clauses/{clause}", "clause.title", door)
    async def clause(view: View) -> None:
        site = view.query.get("site") or (view.sites[0].key if view.sites else None)
        if site is None:
            raise ApiError(404, "no site")
        query = {"site": site, "until": view.query.get("until") or None}
        found = await view.api.history(view.path["clause"], query)
        with heading(f"{found.clause.id} · {words(found.clause.wording, view)}", view.t("clause.title")):
            link_button(view.t("norms.title"), f"/norms#clause-{found.clause.id}", symbol="gavel")
        with box("stack"):
            _about(view, found)
            _days(view, found.days)
            _changes(view, found.changes)
            _norms(view, found)


def _about(view: View, found: ClauseHistoryOut) -> None:
    t, clause = view.t, found.clause
    with tag("section", "", "panel"), box("body stack tight"):
        tag("div", f"{words(clause.document, view)} · {clause.article}", "soft")
        with box("chips"):
            chip(t.named("judged", clause.judged))
            for kind in clause.kinds:
                tag("a", t.named("kind", kind), "chip", href=view.link("/", kind=kind))


def _days(view: View, days: Sequence[ClauseDayOut]) -> None:
    t = view.t
    with tag("section", "", "panel"):
        with box("bar"):
            tag("h2", t("clause.days"), "grow")
        if not days:
            empty("history", t("clause.none"), t("clause.none.text"))
            return
        with box("body"):
            chart(_options(view, days), t("clause.chart"))
        with box("body wide"):
            heads = (
                "scores.day",
                "clause.points",
                "clause.occurrences",
                "clause.broken",
                "day.rates",
                "clause.norms",
            )
            table(
                [t(head) for head in heads], [_row(view, day) for day in reversed(days)], frozenset({1, 2, 3})
            )


def _row(view: View, day: ClauseDayOut) -> tuple[str, ...]:
    t = view.t
    rates = [
        f"{words(rate.title, view)} {t('day.rate', n=rate.met, of=rate.of)}"
        f" ({percent(rate.low)} – {percent(rate.high)})"
        for rate in day.rates
    ]
    return (
        view.read.day(day.day),
        number(day.points, 2),
        str(day.occurrences),
        t("day.rate", n=day.broken, of=day.observed),
        " · ".join(rates),
        f"{t.named('profile', day.profile)} {day.profile_hash[:8]}",
    )


def _changes(view: View, changes: Sequence[NormChangeOut]) -> None:
    t = view.t
    with tag("section", "", "panel"):
        with box("bar"):
            tag("h2", t("clause.changes"))
        with box("body stack"):
            if not changes:
                tag("p", t("clause.changes.none"), "soft")
            for change in changes:
                with box("stack tight"):
                    tag("b", view.read.day(change.day))
                    tag("span", f"{change.old_hash[:8]} → {change.new_hash[:8]}", "mono faint")
                    if change.about is None:
                        tag("p", t("clause.changes.lost"), "soft")
                    for one in change.about or ():
                        tag("div", f"{_place(view, one.place)}: {one.old or '–'} → {one.new or '–'}")
                    if change.others:
                        tag("div", t("clause.changes.others", n=change.others), "small faint")


def _norms(view: View, found: ClauseHistoryOut) -> None:
    """What each profile of these days says of the clause; the last one that judged comes first."""
    t, named = view.t, {day.profile_hash: day.profile for day in found.days}
    with tag("section", "", "panel"):
        with box("bar"):
            tag("h2", t("clause.said"))
        with box("body stack"):
            if not found.norms:
                tag("p", t("clause.none.text"), "soft")
            for norm in reversed(found.norms):
                with box("stack tight"):
                    tag("b", f"{t.named('profile', named[norm.profile_hash])} {norm.profile_hash[:8]}")
                    _said(view, norm)


def _said(view: View, norm: ClauseNormOut) -> None:
    """Its rule, prices and rates; the numbers by which anything is found, folded."""
    if norm.said is None:
        tag("p", view.t("clause.said.lost"), "soft")
        return
    numbers = {at: said for at, said in norm.said.items() if at.startswith(_NUMBERS)}
    _places(view, {at: said for at, said in norm.said.items() if at not in numbers})
    with tag("details", "", "more"):
        tag("summary", view.t("clause.said.numbers", n=len(numbers)))
        _places(view, numbers)


def _places(view: View, said: Mapping[str, str]) -> None:
    for at, what in said.items():
        tag("div", f"{_place(view, at)}: {what}")


def _place(view: View, place: str) -> str:
    """A place in a profile as people call it: "charges.KIND.points" is the points of a kind."""
    group, name, *part = place.split(".")
    if group == "charges":
        return f"{view.t.named('kind', name)} · {view.t(f'clause.said.{part[0]}')}"
    named = {"thresholds": "threshold", "scoring": "scoring"}.get(group)
    return view.t(f"clause.said.{group}") if named is None else view.t.named(named, name)


def _options(view: View, days: Sequence[ClauseDayOut]) -> dict[str, Any]:
    text = {"color": "#73818e", "fontSize": 12}
    return {
        "animation": False,
        "textStyle": {"fontFamily": comparing.FONT},
        "grid": {"left": 34, "right": 14, "top": 16, "bottom": 26},
        "tooltip": {"trigger": "axis", "renderMode": "richText"},
        "xAxis": {"type": "category", "data": [view.read.short_day(d.day) for d in days], "axisLabel": text},
        "yAxis": {"type": "value", "minInterval": 1, "axisLabel": text},
        "series": [
            {
                "type": "bar",
                "name": view.t("clause.points"),
                "data": [d.points for d in days],
                "itemStyle": {"color": "#c8434f"},
                "barMaxWidth": 26,
            }
        ],
    }
