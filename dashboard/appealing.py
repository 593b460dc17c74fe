"""Appeals on a page: how each stands, the form that files one, and the form that decides one."""

from collections.abc import Awaitable, Callable

from nicegui import ui

from api.schemas import AppealIn, AppealOut, EventDetail, RulingIn
from dashboard.parts import box, button, chip, tag
from dashboard.reading import number
from dashboard.view import View, done, say
from models.records import Verdict

Again = Callable[[], Awaitable[None]]

STATES = {"open": "open", "accepted": "good", "rejected": ""}
"""The colour of each state."""


def section(detail: EventDetail, view: View, again: Again) -> None:
    """The appeals against an event, and the way to file one; nothing for a plain record."""
    if not detail.fault:
        return
    with box("section appeals"):
        tag("h3", view.t("appeals.title"))
        if not detail.appeals:
            tag("p", view.t("appeals.none.event"), "soft")
        with box("stack tight"):
            for appeal in detail.appeals:
                story(appeal, view, detail.timezone)
                if appeal.state == "open" and view.may("decide"):
                    Deciding(view, appeal.id, again)
        is_open = any(appeal.state == "open" for appeal in detail.appeals)
        if view.may("appeal") and not is_open and detail.verdict is not Verdict.DISMISSED:
            _Filing(view, detail.id, again)


def story(appeal: AppealOut, view: View, timezone: str) -> None:
    """Who contests why, and what came of it for the score."""
    t, read = view.t, view.read
    with box("appeal"):
        with box("chips"):
            chip(t(f"appeals.{appeal.state}"), STATES[appeal.state])
            who = (
                t("appeals.for", user=appeal.filed_by, person=appeal.person)
                if appeal.person
                else appeal.filed_by
            )
            tag("b", who)
            tag("time", read.moment(appeal.filed_at, timezone), "small faint")
        tag("div", appeal.reason)
        if appeal.decided_at is None:
            return
        with box("answer"):
            with box("chips"):
                tag("b", appeal.decided_by or "")
                tag("time", read.moment(appeal.decided_at, timezone), "small faint")
            tag("div", appeal.answer)
            if appeal.points_before is not None and appeal.points_after is not None:
                before, after = number(appeal.points_before, 2), number(appeal.points_after, 2)
                tag("div", t("appeals.points", before=before, after=after), "small soft")


class _Filing:
    """A button that opens the form of an appeal."""

    def __init__(self, view: View, event_id: int, again: Again) -> None:
        self._view, self._event, self._again = view, event_id, again
        with tag("details", "", "more"):
            tag("summary", view.t("appeals.file"))
            with tag("form", "", "stack tight", novalidate=True) as form:
                self._person = ui.input(view.t("appeals.person")).props(
                    "outlined dense autocomplete=off maxlength=255"
                )
                self._reason = ui.textarea(view.t("appeals.reason")).props(
                    "outlined dense autogrow maxlength=2000"
                )
                self._error = tag("div", "", "error-line", role="alert")
                with box("chips"):
                    tag("button", view.t("appeals.send"), "btn go", type="submit")
            form.on("submit.prevent", self._send)

    async def _send(self) -> None:
        reason = (self._reason.value or "").strip()
        if not reason:
            self._error.text = self._view.t("verdict.needed")
            return
        given = AppealIn(reason=reason, person=(self._person.value or "").strip())
        async with self._view.call() as api:
            if await done(self._view, api.appeal(self._event, given)):
                say(self._view.t("appeals.filed"))
                await self._again()


class Deciding:
    """The answer to an appeal, with both ways to decide."""

    def __init__(self, view: View, appeal_id: int, again: Again) -> None:
        self._view, self._appeal, self._again = view, appeal_id, again
        with box("stack tight deciding"):
            self._answer = ui.textarea(view.t("appeals.answer")).props(
                "outlined dense autogrow maxlength=2000"
            )
            self._error = tag("div", "", "error-line", role="alert")
            with box("chips"):
                accept = button(view.t("appeals.accept"), "go", symbol="check")
                accept.on("click", lambda: self._decide(accepted=True))
                reject = button(view.t("appeals.reject"), symbol="close")
                reject.on("click", lambda: self._decide(accepted=False))

    async def _decide(self, *, accepted: bool) -> None:
        answer = (self._answer.value or "").strip()
        if not answer:
            self._error.text = self._view.t("verdict.needed")
            return
        async with self._view.call() as api:
            if await done(self._view, api.decide(self._appeal, RulingIn(accepted=accepted, answer=answer))):
                say(self._view.t("appeals.decided"))
                await self._again()
