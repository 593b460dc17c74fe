"""One event with everything that explains it, and the verdict on it: at the desk and on its own page."""

from collections.abc import Awaitable, Callable

from nicegui import ui
from nicegui.element import Element

from api.schemas import EventDetail, ReviewIn
from dashboard import appealing, explained
from dashboard.client import ApiError
from dashboard.layout import show_problem
from dashboard.parts import box, button, tag
from dashboard.view import View, say
from models.records import Decision, Verdict

SUGGESTIONS = ("cover", "duty", "wrong", "person", "customer", "unclear", "health")

Decided = Callable[[EventDetail], Awaitable[None]]


class EventPanel:
    """Builds itself into the element that is open, and rebuilds itself after a verdict."""

    def __init__(self, view: View, decided: Decided | None = None) -> None:
        self._view, self._t, self._decided = view, view.t, decided
        self._root = box("detail-root")
        self._form: Element | None = None
        self._tools: Callable[[], None] = lambda: None
        self._wanted: int | None = None
        self._renewed: int | None = None
        self._busy = False

    def tools(self, build: Callable[[], None]) -> None:
        """Buttons that the page adds to the verdict bar (next, previous)."""
        self._tools = build

    async def show(self, event_id: int, *, play: bool = False) -> None:
        """Fetch an event and show it in place of what was there; the last one asked for wins."""
        self._wanted = event_id
        async with self._view.call() as api:
            try:
                detail = await api.event(event_id)
            except ApiError as problem:
                self._root.clear()
                with self._root:
                    show_problem(problem, self._t)
                return
            if self._wanted == event_id:
                self.draw(detail, play=play)

    def draw(self, detail: EventDetail, *, play: bool = False, at: float | None = None) -> None:
        """Show an event that is already here; `play` starts its clip at once, `at` from this moment on (UTC s)."""
        self._wanted = detail.id
        self._root.clear()
        with self._root, tag("article", "", "panel detail-panel", aria_label=self._t("event.title")):
            explained.title(detail, self._view)
            explained.player(detail, self._view, play=play, renew=lambda: self._renew(detail.id), at=at)
            self._verdict(detail)
            explained.sentence(detail, self._view)
            explained.reasons(detail, self._view)
            appealing.section(detail, self._view, lambda: self.show(detail.id))
            explained.source(detail, self._view)

    async def _renew(self, event_id: int) -> bool:
        """Get fresh addresses for a clip that does not load, once: signed ones run out while a page is open."""
        if self._renewed == event_id:
            return False
        self._renewed = event_id
        await self.show(event_id)
        return True

    def _verdict(self, detail: EventDetail) -> None:
        t = self._t
        with box("verdict"):
            if not self._view.may("review"):
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
            tag("span", "", "spring")
            self._tools()
        self._form = box()

    def _ask(self, detail: EventDetail, decision: Decision) -> None:
        """Open the line for the reason; a second press closes it."""
        if self._form is None:
            return
        if self._form.default_slot.children:
            self._form.clear()
            return
        with self._form:
            _Reason(self._view, decision, lambda why: self._decide(detail, decision, why), self._form.clear)

    async def _decide(self, detail: EventDetail, decision: Decision, reason: str = "") -> None:
        # A key pressed while the next event is on its way was meant for that one: it must not judge this one.
        if self._busy or self._wanted != detail.id:
            return
        self._busy = True
        try:
            # The button that was pressed is gone once the panel is drawn again: what follows belongs to the root.
            with self._root:
                await self._send(detail, ReviewIn(decision=decision, reason=reason, expected=detail.verdict))
        finally:
            self._busy = False

    async def _send(self, detail: EventDetail, review: ReviewIn) -> None:
        async with self._view.call() as api:
            try:
                after = await api.review(detail.id, review)
            except ApiError as problem:
                await self._refused(detail, problem)
                return
            say(self._t(f"verdict.saved.{review.decision}"))
            self.draw(after)
            if self._decided is not None:
                await self._decided(after)

    async def _refused(self, detail: EventDetail, problem: ApiError) -> None:
        if problem.status == 409:
            say(self._t("verdict.overtaken"), bad=True)
            await self.show(detail.id)
        elif 400 <= problem.status < 500:
            say(self._t("problem.refused", detail=problem.detail), bad=True)
        else:
            say(self._t("problem.down"), bad=True)


class _Reason:
    """A line for the reason, with the usual ones to press."""

    def __init__(
        self,
        view: View,
        decision: Decision,
        send: Callable[[str], Awaitable[None]],
        close: Callable[[], object],
    ) -> None:
        self._t, self._send, self._close = view.t, send, close
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
