"""The auditor's checklist: a form for the clauses that no camera judges, and the checklists that were signed."""

from datetime import date

from nicegui import ui

from api.schemas import CheckedClauseIn, ClauseOut, InspectionIn, InspectionOut
from dashboard.page_context import PageContext
from dashboard.quality_client import QualityClient
from dashboard.widgets import box, section, table, tag
from models import Met


async def checklist(page: PageContext, today: date | None) -> None:
    """Build the form, closed at first, and the table of signed checklists."""
    t, client = page.t, QualityClient(page.api)
    clauses = [one for one in await page.api.norms() if one.judged == "auditor"]
    signed = await client.inspections()
    with section(t("quality.checklist")), box("body"):
        tag("p", t("quality.checklist.explain"), "small soft")
        with ui.expansion(t("quality.checklist.sign")).classes("wide"):
            _ChecklistForm(page, clauses, today)
        if signed:
            _table(page, signed)
        else:
            tag("p", t("quality.checklist.none"), "soft")


def _table(page: PageContext, signed: list[InspectionOut]) -> None:
    t = page.t
    header = ("day", "counter", "checked", "note", "signed.by", "signed.at")
    rows = [
        (
            str(one.day),
            f"{one.site} · {one.counter_name or one.counter}",
            _figures(page, one),
            page.format.listed(f"{said.clause}: {said.note}" for said in one.clauses if said.note),
            one.signed_by,
            page.format.moment(one.signed_at, one.timezone),
        )
        for one in signed
    ]
    table([t(f"quality.{key}") for key in header], rows)


def _figures(page: PageContext, one: InspectionOut) -> str:
    count = [said.met for said in one.clauses].count
    figures = {"yes": count(Met.YES), "no": count(Met.NO), "rest": count(Met.NOT_SEEN)}
    return page.t("quality.checklist.line", **figures)


class _ChecklistForm:
    """A choice and a note for each clause; what is not touched was not seen."""

    def __init__(self, page: PageContext, clauses: list[ClauseOut], today: date | None) -> None:
        self._page, t = page, page.t
        counters = {
            counter.id: f"{site.name or site.key} · {counter.name or counter.key}"
            for site in page.sites
            for camera in site.cameras
            for counter in camera.counters
        }
        with tag("form", "", "stack", novalidate=True, autocomplete="off") as form:
            with box("filters"):
                self._counter = ui.select(counters, label=t("quality.counter")).props("outlined dense")
                self._day = ui.input(t("quality.day"), value=str(today or ""))
                self._day.props("outlined dense maxlength=10")
            self._rows = {clause.id: self._row(clause) for clause in clauses}
            self._error = tag("div", "", "error-line", role="alert")
            with box("chips"):
                tag("button", t("quality.checklist.sign"), "btn go", type="submit")
        form.on("submit.prevent", self._sign)

    def _row(self, clause: ClauseOut) -> tuple[ui.select, ui.input]:
        t = self._page.t
        with box("bar"):
            tag("span", f"{clause.id} · {self._page.text_of(clause.wording)}", "grow")
            options = {met.value: t(f"quality.checked.{met.value}") for met in Met}
            chosen = ui.select(options, value=Met.NOT_SEEN.value, label=clause.id).props("outlined dense")
            note = ui.input(t("quality.note")).props("outlined dense maxlength=1000")
        return chosen, note

    async def _sign(self) -> None:
        said = [
            CheckedClauseIn(clause=key, met=Met(chosen.value), note=note.value or "")
            for key, (chosen, note) in self._rows.items()
        ]
        try:
            day = date.fromisoformat((self._day.value or "").strip())
            wish = InspectionIn(counter_id=self._counter.value or 0, day=day, clauses=said)
        except ValueError:
            self._error.text = self._page.t("quality.checklist.missing")
            return
        async with self._page.call() as api:
            if await self._page.accepted(QualityClient(api).sign(wish)):
                ui.navigate.reload()
