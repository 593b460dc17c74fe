"""The review desk: the list of events and, beside it, the chosen one with its verdict."""

import json

from nicegui import ui
from nicegui.element import Element

from api.schemas import EventDetail, EventItem, EventPage
from dashboard.chips import confidence_chip, counter_name, media, standing_chip, verdict_chip
from dashboard.client import ApiError, Query
from dashboard.panel import EventPanel
from dashboard.parts import box, button, chip, link_button, tag
from dashboard.reading import capital, local
from dashboard.view import View, say
from models.records import Verdict

FILTERS = ("day", "counter", "kind", "verdict")
"""The filters of the review page, by their names in its address."""
CLAUSES = 3
"""An event may touch many clauses; a row names the first of them, the event itself all."""
LOOK_S = 30.0
"""How often an open list asks whether there is something newer."""
STAY = """(e) => {
  if (e.ctrlKey || e.metaKey || e.shiftKey || window.innerWidth <= 900) return;
  e.preventDefault();
  emit();
}"""
"""A plain click on a wide screen stays on the page; a phone follows the link, so that Back leads here."""


class Desk:
    """The list and the chosen event. The choice is in the address, so that a reload finds it again."""

    def __init__(self, view: View, found: EventPage, query: Query) -> None:
        self._view, self._t, self._found, self._query = view, view.t, found, query
        self._items = list(found.items)
        self._rows: dict[int, Element] = {}
        self._verdicts: dict[int, Element] = {}
        self._chosen: int | None = None

    async def build(self) -> None:
        """Build list and detail; on a wide screen the first event is shown at once."""
        wanted = self._view.query.get("event", "")
        explicit = wanted.isdigit()
        self._desk = box("desk chosen" if explicit else "desk")
        with self._desk:
            self._list()
            with box("detail"):
                link_button(self._t("review.back"), self._address(), symbol="arrow_back", classes="back")
                self._panel = EventPanel(self._view, self._decided)
                self._panel.tools(self._tools)
        await self._show(int(wanted) if explicit else self._items[0].id)

    def _list(self) -> None:
        t, found = self._t, self._found
        with tag("section", "", "panel list", aria_label=t("review.list")):
            with box("bar"):
                tag("h2", t("review.list"), "grow")
                tag(
                    "span",
                    t("review.count.more" if found.next else "review.count", n=len(self._items)),
                    "small faint",
                )
            self._newer = tag("a", "", "newer", href=self._address(cursor=None), role="status")
            self._newer.set_visibility(False)
            if not self._query.get("cursor"):
                ui.timer(LOOK_S, self._look, immediate=False)
            with box("rows"):
                self._by_day()
            with box("pager"):
                if self._view.query.get("cursor"):
                    tag("a", t("review.newest"), href=self._address(cursor=None))
                tag("span", "", "grow")
                if found.next:
                    tag("a", t("review.older"), href=self._address(cursor=found.next), rel="next")

    async def _look(self) -> None:
        """Say that something newer is there; the list itself never moves under somebody's hands."""
        async with self._view.call() as api:
            try:
                found = await api.events(self._query)
            except ApiError:
                return  # what the person does next will say so
            known = {item.id for item in self._items}
            count = sum(item.id not in known and item.start > self._items[0].start for item in found.items)
            self._newer.text = self._t("review.newer", n=count)
            self._newer.set_visibility(count > 0)

    def _by_day(self) -> None:
        shown = None
        for item in self._items:
            day = local(item.start, item.timezone).date()
            if day != shown:
                tag("div", self._view.read.day(day), "dayline")
                shown = day
            self._row(item)

    def _row(self, item: EventItem) -> None:
        view, t = self._view, self._t
        with tag("a", "", "event", href=self._address(event=item.id), id=f"event-{item.id}") as row:
            with box("poster"):
                if poster := media(item.poster_url):
                    tag("img", src=poster, alt="")
                else:
                    tag("span", t("event.no.poster"), "small")
                if item.end > item.start:
                    tag("span", view.read.seconds(item.end - item.start), "len")
            with box():
                with box("top"):
                    tag("span", t.named("kind", item.kind), "kind")
                    tag("time", view.read.clock(item.start, item.timezone), "small soft nowrap")
                with box("top where"):
                    tag("span", counter_name(item))
                    confidence_chip(item, self._view, "quiet")
                if item.sentence:
                    tag("div", capital(item.sentence), "why", title=item.sentence)
                self._chips(item)
        row.on("click", lambda: self._choose(item.id), js_handler=STAY)
        self._rows[item.id] = row

    def _chips(self, item: EventItem) -> None:
        with box("chips"):
            self._verdicts[item.id] = box("chips")
            with self._verdicts[item.id]:
                standing_chip(item, self._view)
            for clause in item.clauses[:CLAUSES]:
                chip(clause, "clause")
            if len(item.clauses) > CLAUSES:
                more = item.clauses[CLAUSES:]
                chip(f"+{len(more)}", "clause", title=", ".join(more))

    def _tools(self) -> None:
        back, on = self._neighbour(-1), self._neighbour(1)
        for step, name, symbol, key in (
            (back, "previous", "keyboard_arrow_up", "k"),
            (on, "next", "keyboard_arrow_down", "j"),
        ):
            control = button("", "plain", symbol=symbol, key=key, aria_label=self._t(f"review.{name}"))
            control.props["title"] = self._t(f"review.{name}")
            if step is None:
                control.props["disabled"] = True
            else:
                control.on("click", lambda step=step: self._choose(step))

    def _neighbour(self, step: int) -> int | None:
        ids = [item.id for item in self._items]
        if self._chosen not in ids:
            return ids[0]
        at = ids.index(self._chosen) + step
        return ids[at] if 0 <= at < len(ids) else None

    async def _choose(self, event_id: int) -> None:
        self._desk.classes(add="chosen")
        address = json.dumps(self._address(event=event_id))
        ui.run_javascript(f"history.replaceState(history.state, '', {address}); cwShow({event_id:d})")
        if event_id == self._chosen:
            ui.run_javascript("cwPlay()")
        else:
            await self._show(event_id, play=True)

    async def _show(self, event_id: int, *, play: bool = False) -> None:
        if (before := self._rows.get(self._chosen or 0)) is not None:
            before.props.pop("aria-current", None)
            before.update()
        self._chosen = event_id
        if (row := self._rows.get(event_id)) is not None:
            row.props["aria-current"] = "true"
            row.update()
        await self._panel.show(event_id, play=play)

    async def _decided(self, detail: EventDetail) -> None:
        self._items = [
            i.model_copy(update={"verdict": detail.verdict}) if i.id == detail.id else i for i in self._items
        ]
        if (place := self._verdicts.get(detail.id)) is not None:
            place.clear()
            with place:
                verdict_chip(detail.verdict, self._view)
        if detail.verdict is Verdict.OPEN:
            return
        following = self._next_open(detail.id)
        if following is None:
            say(self._t("review.done"))
        else:
            await self._choose(following)

    def _next_open(self, event_id: int) -> int | None:
        """The next event that nobody has decided: below, else from the top again."""
        at = next((n for n, item in enumerate(self._items) if item.id == event_id), -1)
        order = self._items[at + 1 :] + self._items[: max(at, 0)]
        return next((item.id for item in order if item.verdict is Verdict.OPEN), None)

    def _address(self, **changes: str | int | None) -> str:
        kept = {name: self._view.query.get(name) for name in (*FILTERS, "cursor")}
        return self._view.link("/", **{**kept, **changes})
