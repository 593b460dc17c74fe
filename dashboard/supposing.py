"""What other norms would make of a day, drawn counter by counter."""

from collections.abc import Sequence
from datetime import date

from api.schemas import ChangeOut, ClauseChangeOut, SupposedOut, WhatIfOut
from dashboard.chips import words
from dashboard.comparing import signed
from dashboard.parts import box, chip, empty, tag
from dashboard.reading import DASH, capital, number
from dashboard.view import View

COLOURS = {"gone": "good", "come": "open", "stays": ""}
"""The colour of what becomes of a deduction."""


def draw(view: View, found: WhatIfOut, day: date) -> None:
    """Every counter of which anything is known, before and after; that there is none where there is none."""
    if not found.counters:
        with box("panel"):
            empty("videocam_off", view.t("whatif.nothing"), view.t("whatif.nothing.text"))
        return
    for one in found.counters:
        _counter(view, one, found, day)


def _counter(view: View, one: SupposedOut, found: WhatIfOut, day: date) -> None:
    t = view.t
    with tag("section", "", "panel supposed"):
        with box("bar"):
            with tag("h2", "", "grow"):
                tag(
                    "a",
                    one.counter_name or one.counter,
                    href=f"/scores/{day.isoformat()}/{one.counter_id}",
                )
            tag("span", view.read.day(day), "small faint")
        with box("body stack"):
            _points(view, one, found)
            if not one.judged:
                tag("p", t("whatif.unjudged"), "small soft")
            if not one.clauses:
                tag("p", t("whatif.same"), "soft")
            touched = [clause for clause in one.clauses if clause.changes]
            others = [clause for clause in one.clauses if not clause.changes]
            _clauses(view, touched, one.timezone)
            if others:
                with tag("details", "", "more"):
                    tag("summary", t("whatif.others", n=len(others)))
                    _clauses(view, others, one.timezone)


def _clauses(view: View, clauses: Sequence[ClauseChangeOut], timezone: str) -> None:
    with tag("ul", "", "clauses"):
        for clause in clauses:
            _clause(view, clause, timezone)


def _points(view: View, one: SupposedOut, found: WhatIfOut) -> None:
    t = view.t
    with box("versus"):
        with box():
            tag("div", _number(one.before), "big")
            was = t("whatif.unscored") if one.scored_by is None else t.named("profile", one.scored_by)
            tag(
                "div",
                was if one.scored_by_hash is None else f"{was} · {one.scored_by_hash[:8]}",
                "small faint",
            )
        tag("span", "→", "arrow", aria_hidden="true")
        with box():
            tag("div", _number(one.after), "big")
            tag("div", f"{words(found.title, view)} · {found.hash[:8]}", "small faint")
        if one.before is not None and one.after is not None:
            gained = round(one.after - one.before, 2)
            chip(signed(gained), "good" if gained > 0 else "open" if gained < 0 else "")


def _number(points: float | None) -> str:
    return DASH if points is None else number(points, 2)


def _clause(view: View, clause: ClauseChangeOut, timezone: str) -> None:
    with tag("li"):
        chip(clause.clause, "clause")
        with box("stack tight"):
            with box("split"):
                tag("div", words(clause.wording, view), "strong")
                if clause.before != clause.after:
                    tag("span", f"{_minus(clause.before)} → {_minus(clause.after)}", "num nowrap strong")
                elif clause.before:
                    tag("span", _minus(clause.before), "num nowrap soft")
            if clause.was != clause.would:
                tag("div", f"{_status(view, clause.was)} → {_status(view, clause.would)}", "small soft")
            for change in sorted(clause.changes, key=lambda one: (one.what == "stays", one.start)):
                _change(view, change, timezone)


def _minus(points: float) -> str:
    return f"−{number(points, 2)}" if points else "0"


def _status(view: View, status: str | None) -> str:
    return view.t.named("status", status) if status else view.t("whatif.absent")


def _change(view: View, change: ChangeOut, timezone: str) -> None:
    t = view.t
    with box("deduction"):
        with box("split"):
            with box("chips"):
                chip(t(f"whatif.{change.what}"), COLOURS[change.what])
                text = f"{view.read.clock(change.start, timezone)} {t.named('kind', change.kind)}"
                if change.event is not None:
                    tag("a", text, href=f"/events/{change.event.id}")
                else:
                    tag("span", text)
            tag("span", f"{_minus(change.before)} → {_minus(change.after)}", "num nowrap soft")
        tag("div", capital(words(change.reason, view)), "small soft")
        if change.instead is not None:
            instead = capital(words(change.instead, view))
            tag("div", t("whatif.instead", why=instead), "small")
