"""The result of a what-if: the score of each counter under the present and under other norms."""

from collections.abc import Sequence
from datetime import date

from api.schemas import ChangeOut, ClauseChangeOut, SupposedOut, WhatIfOut
from dashboard.page_context import PageContext
from dashboard.widgets import box, certainty_chip, chip, empty_state, tag

COLOURS = {"gone": "good", "come": "open", "stays": ""}
"""The colour class of each kind of change."""


def what_if_result(page: PageContext, found: WhatIfOut, day: date) -> None:
    """Every counter with data of that day, before and after; an empty state when there is none."""
    if not found.counters:
        with box("panel"):
            empty_state("videocam_off", page.t("whatif.nothing"), page.t("whatif.nothing.text"))
        return
    for one in found.counters:
        _counter(page, one, found, day)


def _counter(page: PageContext, one: SupposedOut, found: WhatIfOut, day: date) -> None:
    t = page.t
    with tag("section", "", "panel supposed"):
        with box("bar"):
            with tag("h2", "", "grow"):
                tag(
                    "a",
                    one.counter_name or one.counter,
                    href=f"/scores/{day.isoformat()}/{one.counter_id}",
                )
            tag("span", page.format.day(day), "small faint")
        with box("body stack"):
            _points(page, one, found)
            if not one.judged:
                tag("p", t("whatif.unjudged"), "small soft")
            if not one.clauses:
                tag("p", t("whatif.same"), "soft")
            touched = [clause for clause in one.clauses if clause.changes]
            others = [clause for clause in one.clauses if not clause.changes]
            _clauses(page, touched, one.timezone)
            if others:
                with tag("details", "", "more"):
                    tag("summary", t("whatif.others", n=len(others)))
                    _clauses(page, others, one.timezone)


def _clauses(page: PageContext, clauses: Sequence[ClauseChangeOut], timezone: str) -> None:
    with tag("ul", "", "clauses"):
        for clause in clauses:
            _clause(page, clause, timezone)


def _points(page: PageContext, one: SupposedOut, found: WhatIfOut) -> None:
    t = page.t
    with box("versus"):
        with box():
            tag("div", page.format.number(one.before, 2), "big")
            was = t("whatif.unscored") if one.scored_by is None else t.named("profile", one.scored_by)
            tag(
                "div",
                was if one.scored_by_hash is None else f"{was} · {one.scored_by_hash[:8]}",
                "small faint",
            )
        tag("span", "→", "arrow", aria_hidden="true")
        with box():
            tag("div", page.format.number(one.after, 2), "big")
            tag("div", f"{page.text_of(found.title)} · {found.hash[:8]}", "small faint")
        if one.before is not None and one.after is not None:
            gained = round(one.after - one.before, 2)
            chip(page.format.signed(gained), "good" if gained > 0 else "open" if gained < 0 else "")


def _clause(page: PageContext, clause: ClauseChangeOut, timezone: str) -> None:
    with tag("li"):
        chip(clause.clause, "clause")
        with box("stack tight"):
            with box("split"):
                tag("div", page.text_of(clause.wording), "strong")
                if clause.before != clause.after:
                    tag(
                        "span",
                        f"{page.format.deduction(clause.before)} → {page.format.deduction(clause.after)}",
                        "num nowrap strong",
                    )
                elif clause.before:
                    tag("span", page.format.deduction(clause.before), "num nowrap soft")
            if clause.was != clause.would:
                tag("div", f"{_status(page, clause.was)} → {_status(page, clause.would)}", "small soft")
            for change in sorted(clause.changes, key=lambda one: (one.what == "stays", one.start)):
                _change(page, change, timezone)


def _status(page: PageContext, status: str | None) -> str:
    return page.t.named("status", status) if status else page.t("whatif.absent")


def _change(page: PageContext, change: ChangeOut, timezone: str) -> None:
    t = page.t
    with box("deduction"):
        with box("split"):
            with box("chips"):
                chip(t(f"whatif.{change.what}"), COLOURS[change.what])
                text = f"{page.format.clock(change.start, timezone)} {t.named('kind', change.kind)}"
                if change.event is not None:
                    tag("a", text, href=f"/events/{change.event.id}")
                    certainty_chip(change.event, page)
                else:
                    tag("span", text)
            tag(
                "span",
                f"{page.format.deduction(change.before)} → {page.format.deduction(change.after)}",
                "num nowrap soft",
            )
        tag("div", page.format.capitalized(page.text_of(change.reason)), "small soft")
        if change.instead is not None:
            instead = page.format.capitalized(page.text_of(change.instead))
            tag("div", t("whatif.instead", why=instead), "small")
