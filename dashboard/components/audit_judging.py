"""The items of an open audit, one after the other: the clip, the question, and keys for the outcomes."""

from collections.abc import Awaitable, Callable, Collection

from nicegui import ui

from api.schemas import BlindItemOut, JudgementIn, QualityAuditDetail, SightingIn
from dashboard.page_context import PageContext
from dashboard.quality_client import QualityClient
from dashboard.widgets import box, button, chip, counter_name, media_address, tag
from models import Outcome

KEYS = {
    Outcome.RIGHT: "r",
    Outcome.WRONG: "w",
    Outcome.NOTHING: "n",
    Outcome.HAPPENED: "h",
    Outcome.UNCLEAR: "u",
}
WITH_FORM = (Outcome.WRONG, Outcome.HAPPENED)
NO_KIND = ""


class AuditJudging:
    """The chosen item of an audit; after an outcome the next item without one is chosen."""

    def __init__(self, page: PageContext, audit: QualityAuditDetail) -> None:
        self._page, self._t, self._audit = page, page.t, audit
        self._items = {item.position: item for item in audit.blind_items}
        self._at = self._next(0)

    async def build(self) -> None:
        """Build the item that is next."""
        self._kinds = {kind for clause in await self._page.api.norms() for kind in clause.kinds}
        self._root = box("stack")
        self._draw()

    def _next(self, after: int) -> int:
        """The next position without an outcome, from the beginning again at the end; `after` if all have one."""
        count = len(self._items)
        turns = ((after + step) % count + 1 for step in range(count))
        return next((place for place in turns if self._items[place].mine is None), max(after, 1))

    def _draw(self) -> None:
        self._root.clear()
        item, t = self._items[self._at], self._t
        done = sum(one.mine is not None for one in self._items.values())
        with self._root, tag("article", "", "panel detail-panel", aria_label=t("quality.item")):
            with box("bar"):
                with box("grow"):
                    tag("h2", self._question(item))
                    self._facts(item)
                chip(t("quality.progress", n=self._at, of=len(self._items), done=done))
            self._video(item)
            self._outcomes(item)
        if done == len(self._items):
            with self._root, box("panel"), box("body"):
                tag("p", t("quality.done"))
                button(t("quality.close"), "go", symbol="check").on("click", self._close)

    def _question(self, item: BlindItemOut) -> str:
        if item.claim is None:
            return self._t("quality.ask.quiet")
        return self._t("quality.ask.event", kind=self._t.named("kind", item.claim))

    def _facts(self, item: BlindItemOut) -> None:
        read = self._page.format
        with box("facts"):
            tag("span", counter_name(item))
            day = read.local(item.start, item.timezone).date()
            clocks = " – ".join(read.clock(at, item.timezone) for at in (item.start, item.end))
            tag("time", f"{read.day(day)} {clocks}")

    def _video(self, item: BlindItemOut) -> None:
        clip = media_address(item.clip_url)
        with box("player"):
            if clip is None:
                with box("none"):
                    tag("b", self._t("event.no.clip"))
                    if item.recording:
                        tag("span", self._t("quality.recording", name=item.recording), "small")
                return
            poster = media_address(item.poster_url)
            video = tag("video", src=clip, poster=poster, aria_label=self._t("event.video"))
            for flag in ("controls", "playsinline", "muted"):
                video.props[flag] = True
            video.props["preload"] = "none"

    def _outcomes(self, item: BlindItemOut) -> None:
        t, quiet = self._t, item.claim is None
        with box("verdict"):
            for outcome in (one for one in Outcome if (one.of_quiet if quiet else one.of_event)):
                chosen = item.mine is not None and item.mine.outcome is outcome
                press = button(t(f"quality.outcome.{outcome}"), "go" if chosen else "", key=KEYS[outcome])
                press.on("click", lambda outcome=outcome: self._say(outcome))
            tag("span", "", "spring")
            button(t("quality.before"), "plain", key="k").on("click", lambda: self._move(-1))
            button(t("quality.after"), "plain", key="j").on("click", lambda: self._move(1))
        self._form = box()

    def _move(self, step: int) -> None:
        self._at = (self._at - 1 + step) % len(self._items) + 1
        self._draw()

    async def _say(self, outcome: Outcome) -> None:
        if outcome in WITH_FORM:
            self._form.clear()
            with self._form:
                _SightingForm(self._page, self._items[self._at], self._kinds, self._send)
        else:
            await self._send(JudgementIn(outcome=outcome, sightings=[]))

    async def _send(self, said: JudgementIn) -> None:
        # Drawing the item again removes the pressed button, so the root element is the context from here on.
        with self._root:
            async with self._page.call() as api:
                call = QualityClient(api).judge(self._audit.id, self._at, said)
                after = await self._page.answer(call)
            if after is not None:
                self._items[self._at] = after
                self._at = self._next(self._at)
                self._draw()

    async def _close(self) -> None:
        async with self._page.call() as api:
            if await self._page.accepted(QualityClient(api).close(self._audit.id)):
                ui.navigate.reload()


class _SightingForm:
    """The form for what really happened: the kind of a wrong event, or the kind and second of an overlooked one."""

    def __init__(
        self,
        page: PageContext,
        item: BlindItemOut,
        kinds: Collection[str],
        send: Callable[[JudgementIn], Awaitable[None]],
    ) -> None:
        self._page, self._send, self._quiet = page, send, item.claim is None
        t = page.t
        with tag("form", "", "dismissing", novalidate=True) as form:
            self._kind = ui.select(
                self._options(item, kinds), label=t("quality.sighting.kind"), value=NO_KIND
            )
            self._kind.props("outlined dense")
            self._after = ui.input(t("quality.sighting.after"), value="0")
            self._after.props("outlined dense maxlength=6").set_visibility(self._quiet)
            self._error = tag("div", "", "error-line", role="alert")
            with box("chips"):
                tag("button", t("quality.sighting.send"), "btn go", type="submit", autofocus=True)
        form.on("submit.prevent", self._submit)

    def _options(self, item: BlindItemOut, kinds: Collection[str]) -> dict[str, str]:
        """The kinds by name; the first entry is none of them."""
        t = self._page.t
        others = (kind for kind in kinds if kind != item.claim)
        named = sorted(((kind, t.named("kind", kind)) for kind in others), key=lambda pair: pair[1])
        return {
            NO_KIND: t("quality.sighting.choose" if self._quiet else "quality.sighting.none"),
            **dict(named),
        }

    async def _submit(self) -> None:
        kind, after = self._kind.value, (self._after.value or "").strip()
        outcome = Outcome.HAPPENED if self._quiet else Outcome.WRONG
        try:
            seen = [SightingIn(kind=kind, after_s=float(after))] if kind else []
        except ValueError:
            self._error.text = self._page.t("quality.sighting.missing")
            return
        if self._quiet and not seen:
            self._error.text = self._page.t("quality.sighting.missing")
            return
        await self._send(JudgementIn(outcome=outcome, sightings=seen))
