"""The seat of one counter: where shoulders were on its last day, with the two levels as lines, and a correction."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, cast
from zoneinfo import ZoneInfo

from nicegui import ui

from api.schemas import CounterOut, SeatIn, SeatOut, SiteOut
from dashboard.layout import heading, page
from dashboard.parts import box, button, chart, empty, notice, tag
from dashboard.view import Doors, View, done, say

COLOURS = {"seated": "#3fb7cf", "standing": "#e0a840"}
LINE = "rgba(128,144,158,0.25)"


def register(door: Doors) -> None:
    """Put the page at /site/seat/{counter}."""

    @page("/site/seat/{counter}", "seat.title", door)
    async def seat(view: View) -> None:
        place = _place(view)
        if place is None:
            heading(view.t("seat.title"))
            empty("event_seat", view.t("seat.no.counter"))
            return
        hall, counter = place
        found = await view.api.seat(counter.id)
        heading(view.t("seat.of", name=counter.name or counter.key), hall.name or hall.key)
        with box("panel"), box("body stack"):
            if found.day is None:
                empty("event_seat", view.t("seat.none"), view.t("seat.none.text"))
                return
            tag("p", _told(view, found))
            if found.heights and found.heights.counts:
                chart(_options(view, found), view.t("seat.chart", day=found.day))
            if view.may("zones"):
                _Form(view, hall, found)


def _place(view: View) -> tuple[SiteOut, CounterOut] | None:
    wanted = view.path.get("counter", "")
    counters = ((s, k) for s in view.sites for c in s.cameras for k in c.counters)
    return next(((site, k) for site, k in counters if str(k.id) == wanted), None)


def _told(view: View, found: SeatOut) -> str:
    t = view.t
    source = t("seat.corrected", user=found.made_by) if found.source == "corrected" else t("seat.learned")
    return t("seat.told", levels=_levels(view, found), source=source, days=found.days, day=found.day)


def _levels(view: View, found: SeatOut) -> str:
    t = view.t
    if found.untold is not None:
        return t("seat.untold", m=f"{found.untold:.2f}")
    levels = {"seated": found.seated, "standing": found.standing}
    return t("seat.and").join(
        t("seat.unseen", name=t(f"seat.{name}"))
        if level is None
        else t("seat.level", name=t(f"seat.{name}"), m=f"{level:.2f}")
        for name, level in levels.items()
    )


def _options(view: View, found: SeatOut) -> dict[str, Any]:
    heights, t = found.heights, view.t
    assert heights is not None
    rows = [[round(heights.low + heights.step * (k + 0.5), 3), n] for k, n in enumerate(heights.counts)]
    levels = {"seated": found.seated, "standing": found.standing}
    grey = "#73818e"
    return {
        "animation": False,
        "grid": {"left": 50, "right": 20, "top": 30, "bottom": 40},
        "xAxis": {"type": "value", "scale": True, "name": t("seat.axis"), "nameLocation": "middle", "nameGap": 26,
                  "axisLabel": {"color": grey}, "splitLine": {"show": False}},
        "yAxis": {"type": "value", "axisLabel": {"color": grey}, "splitLine": {"lineStyle": {"color": LINE}}},
        "series": [{"type": "line", "step": "middle", "data": rows, "symbol": "none", "areaStyle": {"opacity": 0.25},
                    "itemStyle": {"color": grey}, "lineStyle": {"width": 1},
                    "markLine": {"symbol": "none", "data": [_line(t(f"seat.{name}"), COLOURS[name], level)
                                 for name, level in levels.items() if level is not None]}}],
    }  # fmt: skip


def _line(name: str, colour: str, level: float) -> Mapping[str, object]:
    return {
        "name": name,
        "xAxis": level,
        "lineStyle": {"color": colour, "width": 2, "type": "solid"},
        "label": {"formatter": name, "color": colour},
    }


class _Form:
    """Two moments or two heights; saving asks the API, which says what cannot be."""

    def __init__(self, view: View, hall: SiteOut, found: SeatOut) -> None:
        self._view, self._hall, self._found, t = view, hall, found, view.t
        tag("h2", t("seat.correct"))
        tag("p", t("seat.explain", day=found.day), "soft")
        with box("filters"):
            self._sat, self._stood = _field(t("seat.sat.at"), "time"), _field(t("seat.stood.at"), "time")
            self._seated, self._standing = (
                _field(t("seat.seated.m"), "number"),
                _field(t("seat.standing.m"), "number"),
            )
            button(t("seat.save"), "go", symbol="save").on("click", self._save)
            button(t("seat.anew"), "plain", symbol="restart_alt").on("click", self._anew)
        notice(t("seat.holds"))

    async def _save(self) -> None:
        await self._send(
            SeatIn(
                seated=self._metres(self._seated),
                standing=self._metres(self._standing),
                sat_at=self._moment(self._sat),
                stood_at=self._moment(self._stood),
            )
        )

    async def _anew(self) -> None:
        await self._send(SeatIn(anew=True))

    async def _send(self, said: SeatIn) -> None:
        async with self._view.call() as api:
            if await done(self._view, api.correct_seat(self._found.counter_id, said)):
                say(self._view.t("seat.saved"))
                ui.navigate.reload()

    def _metres(self, field: ui.input) -> float | None:
        return float(field.value) if field.value else None

    def _moment(self, field: ui.input) -> datetime | None:
        """A time of the day that the picture shows, on the site's clock."""
        if not field.value:
            return None
        at = datetime.combine(cast(date, self._found.day), time.fromisoformat(field.value))
        return at.replace(tzinfo=ZoneInfo(self._hall.timezone))


def _field(label: str, kind: str) -> ui.input:
    step = "1" if kind == "time" else "0.01"
    return ui.input(label).props(f"outlined dense stack-label type={kind} step={step}")
