"""The score of a day clause by clause: deductions with their events, then all other clauses by status."""

from collections.abc import Callable, Sequence
from functools import partial

from api.schemas import DayDetail, DeductionOut, EventItem, LineOut, NoteOut
from dashboard.page_context import PageContext
from dashboard.widgets import box, certainty_chip, chip, media_address, tag, verdict_chip

SHOWN_EVENTS = 5
"""Events of a clause that are shown at once; the others are folded."""
OTHER_STATUSES = (
    "cited",
    "noted",
    "clean",
    "no_occasion",
    "not_observed",
    "not_applying",
    "not_judged",
    "auditor",
)
"""The statuses of clauses without a deduction, in the order they are shown."""


def score_breakdown(page: PageContext, detail: DayDetail, zone: str) -> None:
    """Deductions first, then all other clauses, folded and grouped by status."""
    t = page.t
    taken = [line for line in detail.lines if line.status == "deducted"]
    with tag("section", "", "panel"):
        with box("bar"):
            tag("h2", t("day.deductions"), "grow")
        with box("body"):
            if not taken:
                scored = detail.points is not None
                tag("p", t("day.deductions.none" if scored else "day.deductions.unseen"), "soft")
            with tag("ul", "", "clauses"):
                for line in taken:
                    _taken(page, line, zone)
    for status in OTHER_STATUSES:
        _others(page, status, [line for line in detail.lines if line.status == status], zone)


def _taken(page: PageContext, line: LineOut, zone: str) -> None:
    t = page.t
    with tag("li"):
        chip(line.clause, "clause")
        with box("stack tight"):
            with box("split"):
                tag("div", page.text_of(line.wording), "strong")
                with box("num"):
                    tag("b", t("day.minus", n=page.format.number(line.points, 2)), "minus")
                    if line.cap is not None:
                        tag("div", t("day.cap", n=page.format.number(line.cap, 2)), "small faint")
            _first_pieces(page, [partial(_deduction, page, one, zone) for one in line.deductions])
            _first_pieces(page, [partial(_note, page, one, zone) for one in line.notes])


def _first_pieces(page: PageContext, pieces: Sequence[Callable[[], None]]) -> None:
    """The first pieces, with the others folded: hundreds of events would hide the clauses below."""
    for draw_piece in pieces[:SHOWN_EVENTS]:
        draw_piece()
    if pieces[SHOWN_EVENTS:]:
        with tag("details", "", "more"):
            tag("summary", page.t("day.more", n=len(pieces) - SHOWN_EVENTS))
            with box("stack tight"):
                for draw_piece in pieces[SHOWN_EVENTS:]:
                    draw_piece()


def _deduction(page: PageContext, deduction: DeductionOut, zone: str) -> None:
    t = page.t
    with box("deduction"):
        with box("split"):
            tag("div", page.format.capitalized(page.text_of(deduction.reason)), "soft")
            tag("span", t("day.minus", n=page.format.number(deduction.points, 2)), "num soft")
        with box("chips"):
            if deduction.severity:
                chip(t.named("severity", deduction.severity))
            if deduction.confirmed:
                chip(t("day.confirmed"), "good")
            if deduction.full > deduction.points:
                chip(t("day.full", n=page.format.number(deduction.full, 2)))
        with box("events"):
            for index, event in enumerate(deduction.events):
                _event(page, event, zone, t("day.same") if index else "")


def _event(page: PageContext, event: EventItem, zone: str, remark: str = "") -> None:
    with tag("a", "", "event small-event", href=f"/events/{event.id}"):
        with box("poster"):
            if poster := media_address(event.poster_url):
                tag("img", src=poster, alt="")
        with box():
            with box("top"):
                tag("span", page.t.named("kind", event.kind), "kind")
                tag("time", page.format.clock(event.start, zone), "small soft nowrap")
            with box("chips"):
                verdict_chip(event.verdict, page)
                certainty_chip(event, page)
                if remark:
                    tag("span", remark, "small faint")


def _note(page: PageContext, note: NoteOut, zone: str) -> None:
    with box("deduction"):
        tag("div", page.format.capitalized(page.text_of(note.reason)), "small soft")
        if note.event is not None:
            with box("events"):
                _event(page, note.event, zone)


def _others(page: PageContext, status: str, lines: Sequence[LineOut], zone: str) -> None:
    if not lines:
        return
    with tag("details", "", "panel fold"):
        with tag("summary"):
            tag("span", page.t.named("status", status))
            chip(str(len(lines)))
        with box("body"), tag("ul", "", "clauses"):
            for line in lines:
                with tag("li"):
                    chip(line.clause, "clause")
                    with box("stack tight"):
                        tag("div", page.text_of(line.wording))
                        _first_pieces(page, [partial(_note, page, one, zone) for one in line.notes])
