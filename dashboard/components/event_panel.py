"""The event panel: one event with its clip, figures and clauses, and the buttons for the verdict."""

from collections.abc import Awaitable, Callable

from nicegui import ui
from nicegui.element import Element

from api.schemas import EventDetail, ReviewIn
from dashboard.components.appeal_forms import appeal_section
from dashboard.components.event_explanation import (
    clip_player,
    event_reasons,
    event_sentence,
    event_source,
    event_title,
)
from dashboard.page_context import ApiError, PageContext
from dashboard.widgets import box, button, link_button, show_problem, tag
from models import Decision, Verdict

SUGGESTIONS = ("cover", "duty", "wrong", "person", "customer", "unclear", "health", "drill", "twice")
"""Common reasons for dismissing, in the order of the keys 1 to 9 of the review page."""


class EventPanel:
    """The panel of one event, built into the current element and rebuilt after every verdict."""

    def __init__(self, page: PageContext) -> None:
        self._page, self._t = page, page.t
        self._root = box("detail-root")
        self._form: Element | None = None
        self._wanted: int | None = None
        self._renewed: int | None = None
        self._busy = False

    async def show(self, event_id: int) -> None:
        """Fetch an event and show it; when several are requested at once, the last request is shown."""
        self._wanted = event_id
        async with self._page.call() as api:
            try:
                detail = await api.event(event_id)
            except ApiError as problem:
                self._root.clear()
                with self._root:
                    show_problem(problem, self._t)
                return
            if self._wanted == event_id:
                self.draw(detail)

    def draw(self, detail: EventDetail, *, at: float | None = None) -> None:
        """Show a fetched event; `at` is the moment to start its clip from, UTC seconds."""
        self._wanted = detail.id
        self._root.clear()
        with self._root, tag("article", "", "panel detail-panel", aria_label=self._t("event.title")):
            event_title(detail, self._page)
            clip_player(detail, self._page, renew=lambda: self._renew(detail.id), at=at)
            self._verdict(detail)
            event_sentence(detail, self._page)
            event_reasons(detail, self._page)
            appeal_section(detail, self._page, lambda: self.show(detail.id))
            event_source(detail, self._page)
            if self._page.may("audit"):
                link_button(self._t("holds.place"), self._page.link("/holds", event=detail.id))

    async def _renew(self, event_id: int) -> bool:
        """Fetch new media addresses once when a clip does not load: signed addresses expire after a while."""
        if self._renewed == event_id:
            return False
        self._renewed = event_id
        await self.show(event_id)
        return True

    def _verdict(self, detail: EventDetail) -> None:
        t = self._t
        with box("verdict"):
            if not self._page.may("review"):
                tag("span", t("verdict.readonly"), "small soft")
            elif detail.verdict is Verdict.OPEN:
                if detail.fault:
                    confirm = button(t("verdict.confirm"), "go", symbol="check", key="c")
                    confirm.on("click", lambda: self._decide(detail, Decision.CONFIRMED))
                else:
                    tag("span", t("verdict.record"), "small soft")
                label = "verdict.dismiss" if detail.fault else "verdict.wrong"
                dismiss = button(t(label), "dismiss", symbol="close", key="d")
                dismiss.on("click", lambda: self._ask(detail, Decision.DISMISSED))
            else:
                reopen = button(t("verdict.reopen"), symbol="undo")
                reopen.on("click", lambda: self._ask(detail, Decision.REOPENED))
        self._form = box()

    def _ask(self, detail: EventDetail, decision: Decision) -> None:
        """Open the form for the reason; a second press closes it."""
        if self._form is None:
            return
        if self._form.default_slot.children:
            self._form.clear()
            return
        with self._form:
            _ReasonForm(
                self._page, decision, lambda why: self._decide(detail, decision, why), self._form.clear
            )

    async def _decide(self, detail: EventDetail, decision: Decision, reason: str = "") -> None:
        # A key pressed while another event is loading was meant for that event and must not decide this one.
        if self._busy or self._wanted != detail.id:
            return
        self._busy = True
        try:
            # Drawing the panel again removes the pressed button, so the root element is the context from here on.
            with self._root:
                await self._send(detail, ReviewIn(decision=decision, reason=reason, expected=detail.verdict))
        finally:
            self._busy = False

    async def _send(self, detail: EventDetail, review: ReviewIn) -> None:
        async with self._page.call() as api:
            try:
                after = await api.review(detail.id, review)
            except ApiError as problem:
                await self._refused(detail, problem)
                return
            self._page.notify(self._t(f"verdict.saved.{review.decision}"))
            self.draw(after)

    async def _refused(self, detail: EventDetail, problem: ApiError) -> None:
        if problem.status == 409:
            self._page.notify(self._t("verdict.overtaken"), bad=True)
            await self.show(detail.id)
        else:
            self._page.notify_problem(problem)


class _ReasonForm:
    """The form for a reason, with buttons for common reasons."""

    def __init__(
        self,
        page: PageContext,
        decision: Decision,
        send: Callable[[str], Awaitable[None]],
        close: Callable[[], object],
    ) -> None:
        self._t, self._send, self._close = page.t, send, close
        reopening = decision is Decision.REOPENED
        with tag("form", "", "dismissing", novalidate=True) as form:
            label = self._t("verdict.reason.reopen" if reopening else "verdict.reason")
            self._input = ui.input(label).props("outlined dense autocomplete=off maxlength=1000 autofocus")
            if not reopening:
                self._suggest()
            self._error = tag("div", "", "error-line", role="alert")
            with box("chips"):
                send_key = "verdict.send.reopen" if reopening else "verdict.send"
                tag("button", self._t(send_key), "btn go", type="submit")
                button(self._t("verdict.cancel"), "plain").on("click", self._close)
        form.on("submit.prevent", self._submit)
        form.on("keydown.esc", self._close)
        self._input.run_method("focus")

    def _suggest(self) -> None:
        with box("suggest"):
            for name in SUGGESTIONS:
                text = self._t(f"suggest.{name}")
                tag("button", text, type="button").on("click", lambda text=text: self._input.set_value(text))

    async def _submit(self) -> None:
        reason = (self._input.value or "").strip()
        if reason:
            await self._send(reason)
        else:
            self._error.text = self._t("verdict.needed")
            self._input.run_method("focus")
