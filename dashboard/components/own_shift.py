"""One own shift of a clerk: its points, each deduction with reason, clause, clip and appeal, and what cost nothing."""

from collections.abc import Sequence

from nicegui import ui

from api.schemas import AppealItem, ClauseOut, DeductionOut, EventItem, LineOut, OwnShiftOut
from dashboard.components.appeal_forms import AppealForm, appeal_summary
from dashboard.page_context import PageContext
from dashboard.widgets import (
    box,
    certainty_chip,
    chip,
    coverage_meter,
    final_chip,
    link_button,
    media_address,
    points_figure,
    tag,
    verdict_chip,
)
from models import Verdict


class OwnShiftPanels:
    """Panels of shifts. `norms` is the catalogue of clauses, `appeals` are those of the clerk."""

    def __init__(self, page: PageContext, norms: Sequence[ClauseOut], appeals: Sequence[AppealItem]) -> None:
        self._page, self._t = page, page.t
        self._norms = {clause.id: clause for clause in norms}
        self._appeals: dict[int, list[AppealItem]] = {}
        for one in appeals:
            self._appeals.setdefault(one.event_id, []).append(one)

    def add(self, shift: OwnShiftOut) -> None:
        """The panel of one shift, built into the current element."""
        t, read = self._t, self._page.format
        clock = f"{read.clock(shift.start, shift.timezone)}–{read.clock(shift.end, shift.timezone)}"
        title = f"{read.day(shift.day)} · {shift.counter_name or shift.counter} · {clock}"
        taken = [line for line in shift.lines if line.status == "deducted"]
        with tag("section", "", "panel own-shift", aria_label=title):
            with box("bar"):
                tag("h2", title, "grow")
                if shift.open:
                    chip(t("scores.open", n=shift.open), "open")
                elif shift.points is not None:
                    final_chip(self._page, shift.final)
            with box("section"):
                points_figure(self._page, shift.points)
                coverage_meter(self._page, shift.coverage)
            with box("body"):
                if not taken:
                    tag("p", t("shifts.clean" if shift.points is not None else "shifts.unseen"), "soft")
                with tag("ul", "", "clauses"):
                    for line in taken:
                        self._line(line)
                self._free(shift.lines)

    def _line(self, line: LineOut) -> None:
        with tag("li"):
            chip(line.clause, "clause")
            with box("stack tight"):
                with box("split"):
                    tag("div", self._page.text_of(line.wording), "strong")
                    tag("b", self._t("day.minus", n=self._page.format.number(line.points, 2)), "minus")
                if clause := self._norms.get(line.clause):
                    tag("div", f"{self._page.text_of(clause.document)} · {clause.article}", "small faint")
                for deduction in line.deductions:
                    self._deduction(deduction)

    def _deduction(self, deduction: DeductionOut) -> None:
        with box("deduction"):
            with box("split"):
                reason = self._page.format.capitalized(self._page.text_of(deduction.reason))
                tag("div", reason, "soft")
                points = self._page.format.number(deduction.points, 2)
                tag("span", self._t("day.minus", n=points), "num soft")
            for index, event in enumerate(deduction.events):
                self._event(event, self._t("day.same") if index else "")

    def _event(self, event: EventItem, remark: str = "") -> None:
        """The event with a link to its clip, and its appeals or the form for one."""
        with box("events"), tag("a", "", "event small-event", href=f"/events/{event.id}"):
            with box("poster"):
                if poster := media_address(event.poster_url):
                    tag("img", src=poster, alt="")
            with box():
                with box("top"):
                    tag("span", self._t.named("kind", event.kind), "kind")
                    clock = self._page.format.clock(event.start, event.timezone)
                    tag("time", clock, "small soft nowrap")
                with box("chips"):
                    verdict_chip(event.verdict, self._page)
                    certainty_chip(event, self._page)
                    if remark:
                        tag("span", remark, "small faint")
        if event.clip_url:
            link_button(self._t("shifts.watch"), f"/events/{event.id}", symbol="play_arrow", classes="plain")
        self._contest(event)

    def _contest(self, event: EventItem) -> None:
        appeals = self._appeals.get(event.id, [])
        for appeal in appeals:
            appeal_summary(appeal, self._page, event.timezone)
        is_open = any(appeal.state == "open" for appeal in appeals)
        if event.fault and not is_open and event.verdict is not Verdict.DISMISSED:
            AppealForm(self._page, event.id, _reload)

    def _free(self, lines: Sequence[LineOut]) -> None:
        """Events that may be a fault and cost nothing, or nothing yet, each once and folded."""
        notes = {note.event.id: note for line in lines for note in line.notes if note.event}
        shown = [note for note in notes.values() if note.event and note.event.fault]
        if not shown:
            return
        with tag("details", "", "more"):
            tag("summary", self._t("shifts.free", n=len(shown)))
            with box("stack tight"):
                for note in shown:
                    tag("div", self._page.format.capitalized(self._page.text_of(note.reason)), "small soft")
                    if note.event is not None:
                        self._event(note.event)


async def _reload() -> None:
    ui.navigate.reload()
