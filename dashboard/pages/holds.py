"""The page of legal holds, for auditors and administrators: all of them, and forms to place and to lift one."""

from datetime import date

from nicegui import ui

from api.schemas import HoldIn, HoldOut
from dashboard.page_context import PageContext
from dashboard.widgets import box, button, chip, empty_state, heading, tag


async def show(page: PageContext) -> None:
    """Build the page."""
    found = await page.api.holds()
    heading(page.t("holds.title"))
    with box("stack"):
        tag("p", page.t("holds.explain"), "soft")
        with box("panel"):
            if found:
                _HoldTable(page, found)
            else:
                empty_state("lock_open", page.t("holds.none"))
        with box("panel"):
            with box("bar"):
                tag("h2", page.t("holds.place"))
            with box("body"):
                _HoldForm(page)


class _HoldTable:
    """The table of holds; a button opens the form that lifts one."""

    def __init__(self, page: PageContext, found: list[HoldOut]) -> None:
        self._page, t = page, page.t
        with box("scroll body wide"), tag("table", ""):
            with tag("thead"), tag("tr"):
                for key in ("what", "reason", "by", "at", "until", "state"):
                    tag("th", t(f"holds.{key}"), scope="col")
                tag("th", "")
            with tag("tbody"):
                for hold in found:
                    self._row(hold)
        self._form = box("spaced")

    def _row(self, hold: HoldOut) -> None:
        t, moment, zone = self._page.t, self._page.format.moment, self._page.timezone()
        with tag("tr"):
            tag("td", _named(hold, self._page))
            tag("td", hold.reason)
            tag("td", hold.placed_by)
            tag("td", moment(hold.placed_at, zone))
            tag("td", t("holds.open") if hold.until is None else moment(hold.until, zone))
            with tag("td"):
                chip(t("holds.active" if hold.active else "holds.over"), "open" if hold.active else "")
            with tag("td", "", "num"):
                if hold.active:
                    button(t("holds.lift"), "plain").on("click", lambda: self._ask(hold))
                else:
                    tag("span", hold.lift_reason, "small faint")

    def _ask(self, hold: HoldOut) -> None:
        """Open the form for the reason below the table."""
        self._form.clear()
        t = self._page.t
        with self._form, tag("form", "", "filters", novalidate=True) as form:
            reason = ui.input(t("holds.lift.reason", n=hold.id)).props(
                "outlined dense maxlength=2000 autofocus"
            )
            tag("button", t("holds.lift"), "btn go", type="submit")
            button(t("verdict.cancel"), "plain").on("click", self._form.clear)
        form.on("submit.prevent", lambda: self._lift(hold.id, (reason.value or "").strip()))

    async def _lift(self, hold_id: int, reason: str) -> None:
        if not reason:
            self._page.notify(self._page.t("verdict.needed"), bad=True)
            return
        async with self._page.call() as api:
            if await self._page.accepted(api.lift_hold(hold_id, reason)):
                ui.navigate.reload()


class _HoldForm:
    """The form for a hold on an event or a person; the API also holds days and sites."""

    def __init__(self, page: PageContext) -> None:
        self._page, t = page, page.t
        wanted = page.query.get("event", "")
        with tag("form", "", "filters", novalidate=True, autocomplete="off") as form:
            self._event = ui.input(t("holds.event"), value=wanted).props("outlined dense maxlength=10")
            self._person = ui.input(t("holds.person")).props("outlined dense maxlength=255")
            self._reason = ui.input(t("holds.reason")).props("outlined dense maxlength=2000")
            self._ends = ui.input(t("holds.ends")).props("outlined dense maxlength=10")
            tag("button", t("holds.go"), "btn go", type="submit")
        self._error = tag("div", "", "error-line", role="alert")
        form.on("submit.prevent", self._place)

    async def _place(self) -> None:
        given = [
            (field.value or "").strip() for field in (self._event, self._person, self._reason, self._ends)
        ]
        event, person, reason, ends = given
        try:
            wish = HoldIn(
                reason=reason,
                person=person,
                event_id=int(event) if event else None,
                ends=date.fromisoformat(ends) if ends else None,
            )
        except ValueError:
            self._error.text = self._page.t("holds.missing")
            return
        async with self._page.call() as api:
            if await self._page.accepted(api.place_hold(wish)):
                ui.navigate.to("/holds")


def _named(hold: HoldOut, page: PageContext) -> str:
    """The held things in the reader's language."""
    key, t = f"holds.scope.{hold.scope}", page.t
    number = hold.event_id if hold.event_id is not None else hold.counter_id
    return t(key, name=hold.person or hold.site) if hold.scope in ("person", "site") else t(key, n=number)
