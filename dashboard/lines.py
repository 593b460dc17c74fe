"""A day's score clause by clause: what was taken and for which events, and what became of every other clause."""

from collections.abc import Callable, Sequence
from functools import partial

from api.schemas import DayDetail, DeductionOut, EventItem, LineOut, NoteOut
from dashboard.chips import media, verdict_chip, words
from dashboard.parts import box, chip, tag
from dashboard.reading import capital, number
from dashboard.view import View

MOST = 5
"""So many events of a clause are shown at once."""
GROUPS = ("cited", "noted", "clean", "no_occasion", "not_observed", "not_applying", "not_judged", "auditor")
"""What can be said of a clause that cost nothing, in the order they are shown."""


def draw(view: View, detail: DayDetail, zone: str) -> None:
    """Deductions first; then every other clause, folded, by what can be said of it."""
    t = view.t
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
                    _taken(view, line, zone)
    for status in GROUPS:
        _others(view, status, [line for line in detail.lines if line.status == status], zone)


def _taken(view: View, line: LineOut, zone: str) -> None:
    t = view.t
    with tag("li"):
        chip(line.clause, "clause")
        with box("stack tight"):
            with box("split"):
                tag("div", words(line.wording, view), "strong")
                with box("num"):
                    tag("b", t("day.minus", n=number(line.points, 2)), "minus")
                    if line.cap is not None:
                        tag("div", t("day.cap", n=number(line.cap, 2)), "small faint")
            _some(view, [partial(_deduction, view, one, zone) for one in line.deductions])
            _some(view, [partial(_note, view, one, zone) for one in line.notes])


def _some(view: View, pieces: Sequence[Callable[[], None]]) -> None:
    """The first of them, the rest behind a click: a bad day has hundreds, and the clause below wants to be found."""
    for draw_piece in pieces[:MOST]:
        draw_piece()
    if pieces[MOST:]:
        with tag("details", "", "more"):
            tag("summary", view.t("day.more", n=len(pieces) - MOST))
            with box("stack tight"):
                for draw_piece in pieces[MOST:]:
                    draw_piece()


def _deduction(view: View, deduction: DeductionOut, zone: str) -> None:
    t = view.t
    with box("deduction"):
        with box("split"):
            tag("div", capital(words(deduction.reason, view)), "soft")
            tag("span", t("day.minus", n=number(deduction.points, 2)), "num soft")
        with box("chips"):
            if deduction.severity:
                chip(t.named("severity", deduction.severity))
            if deduction.confirmed:
                chip(t("day.confirmed"), "good")
            if deduction.full > deduction.points:
                chip(t("day.full", n=number(deduction.full, 2)))
        with box("events"):
            for index, event in enumerate(deduction.events):
                _event(view, event, zone, t("day.same") if index else "")


def _event(view: View, event: EventItem, zone: str, remark: str = "") -> None:
    with tag("a", "", "event small-event", href=f"/events/{event.id}"):
        with box("poster"):
            if poster := media(event.poster_url):
                tag("img", src=poster, alt="")
        with box():
            with box("top"):
                tag("span", view.t.named("kind", event.kind), "kind")
                tag("time", view.read.clock(event.start, zone), "small soft nowrap")
            with box("chips"):
                verdict_chip(event.verdict, view)
                if remark:
                    tag("span", remark, "small faint")


def _note(view: View, note: NoteOut, zone: str) -> None:
    with box("deduction"):
        tag("div", capital(words(note.reason, view)), "small soft")
        if note.event is not None:
            with box("events"):
                _event(view, note.event, zone)


def _others(view: View, status: str, lines: Sequence[LineOut], zone: str) -> None:
    if not lines:
        return
    with tag("details", "", "panel fold"):
        with tag("summary"):
            tag("span", view.t.named("status", status))
            chip(str(len(lines)))
        with box("body"), tag("ul", "", "clauses"):
            for line in lines:
                with tag("li"):
                    chip(line.clause, "clause")
                    with box("stack tight"):
                        tag("div", words(line.wording, view))
                        _some(view, [partial(_note, view, one, zone) for one in line.notes])
