"""Scores over a period compared by counter, shift or person, and the totals of each clause."""

from collections.abc import Sequence
from datetime import date

from api.schemas import ClauseTotalOut, GroupOut, PeriodOut, RateOut
from dashboard.page_context import PageContext
from dashboard.widgets import box, chip, final_chip, tag

CHARGED = ("deducted", "cited", "noted")
"""Statuses of clauses with events; all other clauses are folded."""


def score_change(page: PageContext, gained: float | None, *, period: str) -> None:
    """The difference to the previous period, or a text that the two cannot be compared."""
    if gained is None:
        tag("div", page.t("periods.gained.none"), "small faint")
        return
    colour = "good" if gained > 0 else "worse" if gained < 0 else ""
    tag("div", page.t(f"periods.gained.{period}", n=page.format.signed(gained)), f"small {colour}")


def group_table(page: PageContext, title: str, found: Sequence[GroupOut], *, day: date | None = None) -> None:
    """A table of groups with the highest score first; nothing without groups. With `day` each row links to that day."""
    if not found:
        return
    t = page.t
    ordered = sorted(found, key=lambda one: (one.points is None, -(one.points or 0.0), one.name))
    names = {rate.name: page.text_of(rate.title) for one in found for rate in one.rates}
    heads = ("score", "gained", "coverage", "deductions", "clean", "open")
    with tag("section", "", "panel"):
        with box("bar"):
            tag("h2", t(title))
        with box("body scroll"), tag("table", "", "groups"):
            with tag("thead"), tag("tr"):
                tag("th", "", scope="col")
                for head in heads:
                    tag("th", t(f"periods.{head}"), "num", scope="col")
                for name in names.values():
                    tag("th", name, "num", scope="col")
                tag("th", "")
            with tag("tbody"):
                for one in ordered:
                    _group(page, one, tuple(names), day)


def _group(page: PageContext, one: GroupOut, names: Sequence[str], day: date | None) -> None:
    rates_by_name = {rate.name: rate for rate in one.rates}
    with tag("tr"):
        with tag("td"):
            if day is not None and one.counter_id is not None:
                tag("a", one.name, "strong", href=f"/scores/{day.isoformat()}/{one.counter_id}")
            else:
                tag("b", one.name)
        tag("td", page.format.number(one.points, 2), "num strong")
        tag("td", page.format.signed(one.gained), "num")
        tag("td", page.format.percent(one.coverage), "num")
        tag("td", _taken(page, one), "num")
        tag("td", str(one.clean_run), "num")
        tag("td", page.format.number(one.open, 0), "num")
        for name in names:
            _rate_cell(page, rates_by_name.get(name))
        with tag("td", "", "num"):
            if one.scored + one.unscored:
                final_chip(page, one.final)


def _taken(page: PageContext, one: GroupOut) -> str:
    return (
        page.t("periods.taken", n=one.deductions, points=page.format.number(one.taken, 2))
        if one.deductions
        else "0"
    )


def _rate_cell(page: PageContext, rate: RateOut | None) -> None:
    with tag("td", "", "num"):
        if rate is None:
            tag("span", page.format.number(None))
            return
        tag("div", page.t("day.rate", n=rate.met, of=rate.of))
        tag("div", f"{page.format.percent(rate.low)} – {page.format.percent(rate.high)}", "small faint")


def clause_totals(page: PageContext, found: PeriodOut) -> None:
    """Clauses with events first, then all other clauses, folded and grouped by status."""
    t = page.t
    touched = [one for one in found.clauses if one.status in CHARGED]
    touched.sort(key=lambda one: (-one.points, -one.occurrences))
    with tag("section", "", "panel"):
        with box("bar"):
            tag("h2", t("periods.clauses"))
        with box("body"):
            if not touched:
                tag("p", t("periods.clauses.none"), "soft")
            with tag("ul", "", "clauses"):
                for one in touched:
                    _clause(page, one, found)
    rest: dict[str, list[ClauseTotalOut]] = {}
    for one in found.clauses:
        if one.status not in CHARGED:
            rest.setdefault(one.status or "unnamed", []).append(one)
    for status, ones in rest.items():
        with tag("details", "", "panel fold"):
            with tag("summary"):
                tag("span", t("periods.unnamed") if status == "unnamed" else t.named("status", status))
                chip(str(len(ones)))
            with box("body"), tag("ul", "", "clauses"):
                for one in ones:
                    _clause(page, one, found)


def _clause(page: PageContext, one: ClauseTotalOut, found: PeriodOut) -> None:
    t = page.t
    with tag("li"):
        chip(one.clause, "clause")
        with box("stack tight"):
            with box("split"):
                tag("a", page.text_of(one.wording), "strong", href=_history(page, one, found))
                if one.points:
                    tag("b", t("day.minus", n=page.format.number(one.points, 2)), "minus num")
            with box("chips"):
                chip(t.named("judged", one.judged))
                if one.occurrences:
                    chip(t("periods.occurrences", n=one.occurrences))
                if one.observed:
                    chip(t("periods.broken", n=one.broken, of=one.observed))


def _history(page: PageContext, one: ClauseTotalOut, found: PeriodOut) -> str:
    return page.link(f"/clauses/{one.clause}", site=found.site, until=found.last.isoformat())
