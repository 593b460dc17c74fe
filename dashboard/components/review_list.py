"""The review list: events on the left, the chosen event with its verdict on the right."""

import json

from nicegui import ui
from nicegui.element import Element

from api.schemas import EventDetail, EventItem, EventPage
from dashboard.components.event_panel import EventPanel
from dashboard.page_context import ApiError, PageContext, Query
from dashboard.widgets import (
    box,
    button,
    certainty_chip,
    chip,
    confidence_chip,
    counter_name,
    link_button,
    media_address,
    review_chip,
    tag,
    verdict_chip,
)
from models import Verdict

FILTERS = ("day", "counter", "kind", "verdict", "certainty")
"""The filters of the review page by their names in the address."""
SHOWN_CLAUSES = 3
"""Clauses shown in a row of the list; the event panel shows all."""
REFRESH_S = 30.0
"""Seconds between two checks of an open list for newer events."""
SELECT_IN_PLACE = """(e) => {
  if (e.ctrlKey || e.metaKey || e.shiftKey || window.innerWidth <= 900) return;
  e.preventDefault();
  emit();
}"""
"""On a wide screen a click selects the event on this page; a phone follows the link, so that Back returns here."""


class ReviewList:
    """The list and the chosen event. The address holds the choice, so that a reload restores it."""

    def __init__(self, page: PageContext, found: EventPage, query: Query) -> None:
        self._page, self._t, self._found, self._query = page, page.t, found, query
        self._items = list(found.items)
        self._rows: dict[int, Element] = {}
        self._verdicts: dict[int, Element] = {}
        self._chosen: int | None = None

    async def build(self) -> None:
        """Build the list and show the event in the address, else the first one."""
        wanted = self._page.query.get("event", "")
        explicit = wanted.isdigit()
        self._columns = box("review chosen" if explicit else "review")
        with self._columns:
            self._list()
            with box("detail"):
                link_button(self._t("review.back"), self._address(), symbol="arrow_back", classes="back")
                self._panel = EventPanel(self._page, self._decided)
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
                ui.timer(REFRESH_S, self._check_newer, immediate=False)
            with box("rows"):
                self._by_day()
            with box("pager"):
                if self._page.query.get("cursor"):
                    tag("a", t("review.newest"), href=self._address(cursor=None))
                tag("span", "", "grow")
                if found.next:
                    tag("a", t("review.older"), href=self._address(cursor=found.next), rel="next")

    async def _check_newer(self) -> None:
        """Show a link when there are newer events. The list does not change, so that no row moves under the pointer."""
        async with self._page.call() as api:
            try:
                found = await api.by_itself().events(self._query)
            except ApiError:
                return  # the next action of the person shows the problem
            known = {item.id for item in self._items}
            count = sum(item.id not in known and item.start > self._items[0].start for item in found.items)
            self._newer.text = self._t("review.newer", n=count)
            self._newer.set_visibility(count > 0)

    def _by_day(self) -> None:
        shown = None
        for item in self._items:
            day = self._page.format.local(item.start, item.timezone).date()
            if day != shown:
                tag("div", self._page.format.day(day), "dayline")
                shown = day
            self._row(item)

    def _row(self, item: EventItem) -> None:
        page, t = self._page, self._t
        with tag("a", "", "event", href=self._address(event=item.id), id=f"event-{item.id}") as row:
            with box("poster"):
                if poster := media_address(item.poster_url):
                    tag("img", src=poster, alt="")
                else:
                    tag("span", t("event.no.poster"), "small")
                if item.end > item.start:
                    tag("span", page.format.seconds(item.end - item.start), "len")
            with box():
                with box("top"):
                    tag("span", t.named("kind", item.kind), "kind")
                    tag("time", page.format.clock(item.start, item.timezone), "small soft nowrap")
                with box("top where"):
                    tag("span", counter_name(item))
                    confidence_chip(item, self._page, "quiet")
                if item.sentence:
                    tag("div", page.format.capitalized(item.sentence), "why", title=item.sentence)
                self._chips(item)
        row.on("click", lambda: self._choose(item.id), js_handler=SELECT_IN_PLACE)
        self._rows[item.id] = row

    def _chips(self, item: EventItem) -> None:
        with box("chips"):
            self._verdicts[item.id] = box("chips")
            with self._verdicts[item.id]:
                review_chip(item, self._page)
            certainty_chip(item, self._page)
            for clause in item.clauses[:SHOWN_CLAUSES]:
                chip(clause, "clause")
            if len(item.clauses) > SHOWN_CLAUSES:
                more = item.clauses[SHOWN_CLAUSES:]
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
        self._columns.classes(add="chosen")
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
                verdict_chip(detail.verdict, self._page)
        if detail.verdict is Verdict.OPEN:
            return
        following = self._next_open(detail.id)
        if following is None:
            self._page.notify(self._t("review.done"))
        else:
            await self._choose(following)

    def _next_open(self, event_id: int) -> int | None:
        """The next undecided event below, else from the top; None when all are decided."""
        at = next((n for n, item in enumerate(self._items) if item.id == event_id), -1)
        order = self._items[at + 1 :] + self._items[: max(at, 0)]
        return next((item.id for item in order if item.verdict is Verdict.OPEN), None)

    def _address(self, **changes: str | int | None) -> str:
        kept = {name: self._page.query.get(name) for name in (*FILTERS, "cursor")}
        return self._page.link("/", **{**kept, **changes})
