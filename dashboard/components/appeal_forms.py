"""Appeals against an event: their state, the form to file one, and the form to decide one."""

from collections.abc import Awaitable, Callable

from nicegui import ui

from api.schemas import AppealIn, AppealOut, EventDetail, RulingIn
from dashboard.page_context import PageContext
from dashboard.widgets import box, button, chip, tag
from models import Verdict

Reload = Callable[[], Awaitable[None]]

STATES = {"open": "open", "accepted": "good", "rejected": ""}
"""The colour class of each state."""


def appeal_section(detail: EventDetail, page: PageContext, reload: Reload) -> None:
    """The appeals against an event and the form for a new one; nothing for a record without a fault."""
    if not detail.fault:
        return
    with box("section appeals"):
        tag("h3", page.t("appeals.title"))
        if not detail.appeals:
            tag("p", page.t("appeals.none.event"), "soft")
        with box("stack tight"):
            for appeal in detail.appeals:
                appeal_summary(appeal, page, detail.timezone)
                if appeal.state == "open" and page.may("decide"):
                    AppealDecision(page, (appeal.id, detail.verdict), reload)
        is_open = any(appeal.state == "open" for appeal in detail.appeals)
        if page.may("appeal") and not is_open and detail.verdict is not Verdict.DISMISSED:
            AppealForm(page, detail.id, reload)


def appeal_summary(appeal: AppealOut, page: PageContext, timezone: str) -> None:
    """One appeal: the person and the reason, then the decision and the score before and after it."""
    t, read = page.t, page.format
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
                before, after = (
                    page.format.number(appeal.points_before, 2),
                    page.format.number(appeal.points_after, 2),
                )
                tag("div", t("appeals.points", before=before, after=after), "small soft")


class AppealForm:
    """The form for a new appeal, folded behind a button. A clerk appeals for nobody else."""

    def __init__(self, page: PageContext, event_id: int, reload: Reload) -> None:
        self._page, self._event, self._reload = page, event_id, reload
        with tag("details", "", "more"):
            tag("summary", page.t("appeals.file"))
            with tag("form", "", "stack tight", novalidate=True) as form:
                self._person = ui.input(page.t("appeals.person")).props(
                    "outlined dense autocomplete=off maxlength=255"
                )
                self._person.set_visibility(page.me.person is None)
                self._reason = ui.textarea(page.t("appeals.reason")).props(
                    "outlined dense autogrow maxlength=2000"
                )
                self._error = tag("div", "", "error-line", role="alert")
                with box("chips"):
                    tag("button", page.t("appeals.send"), "btn go", type="submit")
            form.on("submit.prevent", self._send)

    async def _send(self) -> None:
        reason = (self._reason.value or "").strip()
        if not reason:
            self._error.text = self._page.t("verdict.needed")
            return
        given = AppealIn(reason=reason, person=(self._person.value or "").strip())
        async with self._page.call() as api:
            if await self._page.accepted(api.appeal(self._event, given)):
                self._page.notify(self._page.t("appeals.filed"))
                await self._reload()


class AppealDecision:
    """The form that decides an appeal: a reason, and buttons to accept or reject.

    `seen` is the appeal's id and the verdict of its event that the page shows.
    """

    def __init__(self, page: PageContext, seen: tuple[int, Verdict], reload: Reload) -> None:
        self._page, self._seen, self._reload = page, seen, reload
        with box("stack tight deciding"):
            self._answer = ui.textarea(page.t("appeals.answer")).props(
                "outlined dense autogrow maxlength=2000"
            )
            self._error = tag("div", "", "error-line", role="alert")
            with box("chips"):
                accept = button(page.t("appeals.accept"), "go", symbol="check")
                accept.on("click", lambda: self._decide(accepted=True))
                reject = button(page.t("appeals.reject"), symbol="close")
                reject.on("click", lambda: self._decide(accepted=False))

    async def _decide(self, *, accepted: bool) -> None:
        answer = (self._answer.value or "").strip()
        if not answer:
            self._error.text = self._page.t("verdict.needed")
            return
        appeal_id, verdict = self._seen
        ruling = RulingIn(accepted=accepted, answer=answer, expected=verdict)
        async with self._page.call() as api:
            if await self._page.accepted(api.decide(appeal_id, ruling)):
                self._page.notify(self._page.t("appeals.decided"))
                await self._reload()
