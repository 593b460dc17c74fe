"""Groups of scores side by side: counters, shifts, people; their rates with intervals; clauses over a period."""

from collections.abc import Sequence
from datetime import date

from api.schemas import ClauseTotalOut, GroupOut, PeriodOut, RateOut
from dashboard.chips import words
from dashboard.parts import box, chip, tag
from dashboard.reading import DASH, number, percent
from dashboard.view import View

FONT = "Roboto, 'Segoe UI', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
TAKEN = ("deducted", "cited", "noted")
"""Statuses of clauses that events touched: they stand open, all others are folded."""


def big(view: View, points: float | None) -> None:
    """The figure itself, or that there is none."""
    with box():
        if points is None:
            tag("div", view.t("scores.unseen"), "none")
        else:
            tag("span", number(points, 2), "big")
            tag("span", view.t("scores.points"), "of")


def gain(view: View, gained: float | None, *, period: str) -> None:
    """How much better or worse than the period before; said too where the two do not compare."""
    if gained is None:
        tag("div", view.t("periods.gained.none"), "small faint")
        return
    colour = "good" if gained > 0 else "worse" if gained < 0 else ""
    tag("div", view.t(f"periods.gained.{period}", n=signed(gained)), f"small {colour}")


def signed(value: float | None) -> str:
    """A difference with its sign; a dash where there is none."""
    if value is None:
        return DASH
    return "±0" if value == 0 else f"{'+' if value > 0 else '−'}{number(abs(value), 2)}"


def state_chip(view: View, final: bool, *, scored: bool = True) -> None:
    """Whether reviews may still change it."""
    if scored:
        chip(view.t("scores.final" if final else "scores.provisional.wait"), "good" if final else "open")


def rates(view: View, found: Sequence[RateOut]) -> None:
    """Every rate with its denominator, and its interval drawn."""
    if not found:
        tag("p", view.t("day.rate.none"), "soft")
    for rate in found:
        with box("rate"):
            tag("b", view.t("day.rate", n=rate.met, of=rate.of))
            with box("grow"):
                tag("div", words(rate.title, view))
                _interval(rate)
                interval = view.t("day.rate.interval", low=percent(rate.low), high=percent(rate.high))
                tag("div", interval, "small faint")


def _interval(rate: RateOut) -> None:
    """A bar from the lower to the upper end, with a mark at the share."""
    with box("interval", aria_hidden="true"):
        width = 100 * (rate.high - rate.low)
        tag("i").style(f"left: {100 * rate.low:.2f}%; width: {width:.2f}%")
        tag("b").style(f"left: {100 * rate.met / rate.of:.2f}%")


def groups(view: View, title: str, found: Sequence[GroupOut], *, day: date | None = None) -> None:
    """A table of groups, best first; with `day` each leads to its day. Nothing where there are none."""
    if not found:
        return
    t = view.t
    ordered = sorted(found, key=lambda one: (one.points is None, -(one.points or 0.0), one.name))
    names = {rate.name: words(rate.title, view) for one in found for rate in one.rates}
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
                    _group(view, one, tuple(names), day)


def _group(view: View, one: GroupOut, names: Sequence[str], day: date | None) -> None:
    rates_by_name = {rate.name: rate for rate in one.rates}
    with tag("tr"):
        with tag("td"):
            if day is not None and one.counter_id is not None:
                tag("a", one.name, "strong", href=f"/scores/{day.isoformat()}/{one.counter_id}")
            else:
                tag("b", one.name)
        tag("td", DASH if one.points is None else number(one.points, 2), "num strong")
        tag("td", signed(one.gained), "num")
        tag("td", percent(one.coverage), "num")
        tag("td", _taken(view, one), "num")
        tag("td", str(one.clean_run), "num")
        tag("td", DASH if one.open is None else str(one.open), "num")
        for name in names:
            _rate_cell(view, rates_by_name.get(name))
        with tag("td", "", "num"):
            state_chip(view, one.final, scored=one.scored + one.unscored > 0)


def _taken(view: View, one: GroupOut) -> str:
    return view.t("periods.taken", n=one.deductions, points=number(one.taken, 2)) if one.deductions else "0"


def _rate_cell(view: View, rate: RateOut | None) -> None:
    with tag("td", "", "num"):
        if rate is None:
            tag("span", DASH)
            return
        tag("div", view.t("day.rate", n=rate.met, of=rate.of))
        tag("div", f"{percent(rate.low)} – {percent(rate.high)}", "small faint")


def clauses(view: View, found: PeriodOut) -> None:
    """Where points went, then every other clause folded by what can be said of it."""
    t = view.t
    touched = [one for one in found.clauses if one.status in TAKEN]
    touched.sort(key=lambda one: (-one.points, -one.occurrences))
    with tag("section", "", "panel"):
        with box("bar"):
            tag("h2", t("periods.clauses"))
        with box("body"):
            if not touched:
                tag("p", t("periods.clauses.none"), "soft")
            with tag("ul", "", "clauses"):
                for one in touched:
                    _clause(view, one, found)
    rest: dict[str, list[ClauseTotalOut]] = {}
    for one in found.clauses:
        if one.status not in TAKEN:
            rest.setdefault(one.status or "unnamed", []).append(one)
    for status, ones in rest.items():
        with tag("details", "", "panel fold"):
            with tag("summary"):
                tag("span", t("periods.unnamed") if status == "unnamed" else t.named("status", status))
                chip(str(len(ones)))
            with box("body"), tag("ul", "", "clauses"):
                for one in ones:
                    _clause(view, one, found)


def _clause(view: View, one: ClauseTotalOut, found: PeriodOut) -> None:
    t = view.t
    with tag("li"):
        chip(one.clause, "clause")
        with box("stack tight"):
            with box("split"):
                tag("a", words(one.wording, view), "strong", href=_history(view, one, found))
                if one.points:
                    tag("b", t("day.minus", n=number(one.points, 2)), "minus num")
            with box("chips"):
                chip(t.named("judged", one.judged))
                if one.occurrences:
                    chip(t("periods.occurrences", n=one.occurrences))
                if one.observed:
                    chip(t("periods.broken", n=one.broken, of=one.observed))


def _history(view: View, one: ClauseTotalOut, found: PeriodOut) -> str:
    return view.link(f"/clauses/{one.clause}", site=found.site, until=found.last.isoformat())
