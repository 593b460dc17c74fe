"""The page of one clause: its results over the last weeks, the norms in force, and their changes."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.schemas import ClauseDayOut, ClauseHistoryOut, ClauseNormOut, NormChangeOut
from dashboard.page_context import PageContext
from dashboard.texts import PageTexts
from dashboard.widgets import (
    AXIS_TEXT,
    CHART_FONT,
    box,
    chart,
    chip,
    empty_state,
    heading,
    link_button,
    table,
    tag,
)

# Parts of a profile that apply to every clause: thresholds of detection and numbers of scoring.
_NUMBERS = ("thresholds.", "scoring.")


async def show(page: PageContext) -> None:
    """Build the page."""
    site = page.query.get("site") or (page.sites[0].key if page.sites else None)
    if site is None:
        raise page.not_found("no site")
    query = {"site": site, "until": page.query.get("until") or None}
    found = await page.api.history(page.path["clause"], query)
    with heading(f"{found.clause.id} · {page.text_of(found.clause.wording)}", page.t("clause.title")):
        link_button(page.t("norms.title"), f"/norms#clause-{found.clause.id}", symbol="gavel")
    with box("stack"):
        _about(page, found)
        _days(page, found.days)
        _changes(page, found.changes)
        _norms(page, found)


def _about(page: PageContext, found: ClauseHistoryOut) -> None:
    t, clause = page.t, found.clause
    with tag("section", "", "panel"), box("body stack tight"):
        tag("div", f"{page.text_of(clause.document)} · {clause.article}", "soft")
        with box("chips"):
            chip(t.named("judged", clause.judged))
            for kind in clause.kinds:
                tag("a", t.named("kind", kind), "chip", href=page.link("/", kind=kind))


def _days(page: PageContext, days: Sequence[ClauseDayOut]) -> None:
    t = page.t
    with tag("section", "", "panel"):
        with box("bar"):
            tag("h2", t("clause.days"), "grow")
        if not days:
            empty_state("history", t("clause.none"), t("clause.none.text"))
            return
        with box("body"):
            chart(_options(page, days), t("clause.chart"))
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
                [t(head) for head in heads], [_row(page, day) for day in reversed(days)], frozenset({1, 2, 3})
            )


def _row(page: PageContext, day: ClauseDayOut) -> tuple[str, ...]:
    t = page.t
    rates = [
        f"{page.text_of(rate.title)} {t('day.rate', n=rate.met, of=rate.of)}"
        f" ({page.format.percent(rate.low)} – {page.format.percent(rate.high)})"
        for rate in day.rates
    ]
    return (
        page.format.day(day.day),
        page.format.number(day.points, 2),
        str(day.occurrences),
        t("day.rate", n=day.broken, of=day.observed),
        " · ".join(rates),
        f"{t.named('profile', day.profile)} {day.profile_hash[:8]}",
    )


def _changes(page: PageContext, changes: Sequence[NormChangeOut]) -> None:
    t = page.t
    with tag("section", "", "panel"):
        with box("bar"):
            tag("h2", t("clause.changes"))
        with box("body stack"):
            if not changes:
                tag("p", t("clause.changes.none"), "soft")
            for change in changes:
                with box("stack tight"):
                    tag("b", page.format.day(change.day))
                    tag("span", f"{change.old_hash[:8]} → {change.new_hash[:8]}", "mono faint")
                    if change.about is None:
                        tag("p", t("clause.changes.lost"), "soft")
                    for one in change.about or ():
                        tag("div", f"{rule_name(page.t, one.place)}: {one.old or '–'} → {one.new or '–'}")
                    if change.others:
                        tag("div", t("clause.changes.others", n=change.others), "small faint")


def _norms(page: PageContext, found: ClauseHistoryOut) -> None:
    """The rules of the clause in each profile of these days, newest profile first."""
    t, named = page.t, {day.profile_hash: day.profile for day in found.days}
    with tag("section", "", "panel"):
        with box("bar"):
            tag("h2", t("clause.said"))
        with box("body stack"):
            if not found.norms:
                tag("p", t("clause.none.text"), "soft")
            for norm in reversed(found.norms):
                with box("stack tight"):
                    tag("b", f"{t.named('profile', named[norm.profile_hash])} {norm.profile_hash[:8]}")
                    _profile_rules(page, norm)


def _profile_rules(page: PageContext, norm: ClauseNormOut) -> None:
    """The rule, prices and rates of the clause; the numbers that apply to every clause are folded."""
    if norm.said is None:
        tag("p", page.t("clause.said.lost"), "soft")
        return
    numbers = {at: said for at, said in norm.said.items() if at.startswith(_NUMBERS)}
    _rule_lines(page, {at: said for at, said in norm.said.items() if at not in numbers})
    with tag("details", "", "more"):
        tag("summary", page.t("clause.said.numbers", n=len(numbers)))
        _rule_lines(page, numbers)


def _rule_lines(page: PageContext, said: Mapping[str, str]) -> None:
    for at, what in said.items():
        tag("div", f"{rule_name(page.t, at)}: {what}")


def rule_name(t: PageTexts, place: str) -> str:
    """The readable name of a path in a profile, such as "charges.KIND.points" for the points of a kind."""
    group, name, *part = place.split(".")
    if group == "charges":
        return f"{t.named('kind', name)} · {t(f'clause.said.{part[0]}')}"
    if group == "learned":
        kind, _, counter = ".".join([name, *part]).partition("@")
        said = t("clause.said.learned")
        return " · ".join(filter(None, (t.named("kind", kind), counter, said)))
    named = {"thresholds": "threshold", "scoring": "scoring"}.get(group)
    return t(f"clause.said.{group}") if named is None else t.named(named, name)


def _options(page: PageContext, days: Sequence[ClauseDayOut]) -> dict[str, Any]:
    return {
        "animation": False,
        "textStyle": {"fontFamily": CHART_FONT},
        "grid": {"left": 34, "right": 14, "top": 16, "bottom": 26},
        "tooltip": {"trigger": "axis", "renderMode": "richText"},
        "xAxis": {
            "type": "category",
            "data": [page.format.short_day(d.day) for d in days],
            "axisLabel": AXIS_TEXT,
        },
        "yAxis": {"type": "value", "minInterval": 1, "axisLabel": AXIS_TEXT},
        "series": [
            {
                "type": "bar",
                "name": page.t("clause.points"),
                "data": [d.points for d in days],
                "itemStyle": {"color": "#c8434f"},
                "barMaxWidth": 26,
            }
        ],
    }
