"""The page of one counter's seat: shoulder heights of its last day, the two levels, and their correction."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, cast
from zoneinfo import ZoneInfo

from nicegui import ui

from api.schemas import CounterOut, SeatIn, SeatOut, SiteOut
from dashboard.page_context import PageContext
from dashboard.widgets import GRID_LINE, box, button, chart, empty_state, heading, notice, tag

COLOURS = {"seated": "#3fb7cf", "standing": "#e0a840"}


async def show(page: PageContext) -> None:
    """Build the page."""
    place = _site_and_counter(page)
    if place is None:
        heading(page.t("seat.title"))
        empty_state("event_seat", page.t("seat.no.counter"))
        return
    hall, counter = place
    found = await page.api.seat(counter.id)
    heading(page.t("seat.of", name=counter.name or counter.key), hall.name or hall.key)
    with box("panel"), box("body stack"):
        if found.day is None:
            empty_state("event_seat", page.t("seat.none"), page.t("seat.none.text"))
            return
        tag("p", _summary(page, found))
        if found.heights and found.heights.counts:
            chart(_options(page, found), page.t("seat.chart", day=found.day))
        if page.may("zones"):
            _SeatForm(page, hall, found)


def _site_and_counter(page: PageContext) -> tuple[SiteOut, CounterOut] | None:
    wanted = page.path.get("counter", "")
    counters = ((s, k) for s in page.sites for c in s.cameras for k in c.counters)
    return next(((site, k) for site, k in counters if str(k.id) == wanted), None)


def _summary(page: PageContext, found: SeatOut) -> str:
    t = page.t
    source = t("seat.corrected", user=found.made_by) if found.source == "corrected" else t("seat.learned")
    return t("seat.told", levels=_levels(page, found), source=source, days=found.days, day=found.day)


def _levels(page: PageContext, found: SeatOut) -> str:
    t = page.t
    if found.untold is not None:
        return t("seat.untold", m=f"{found.untold:.2f}")
    levels = {"seated": found.seated, "standing": found.standing}
    return page.format.listed(
        t("seat.unseen", name=t(f"seat.{name}"))
        if level is None
        else t("seat.level", name=t(f"seat.{name}"), m=f"{level:.2f}")
        for name, level in levels.items()
    )


def _options(page: PageContext, found: SeatOut) -> dict[str, Any]:
    heights, t = found.heights, page.t
    assert heights is not None
    rows = [[round(heights.low + heights.step * (k + 0.5), 3), n] for k, n in enumerate(heights.counts)]
    levels = {"seated": found.seated, "standing": found.standing}
    grey = "#73818e"
    return {
        "animation": False,
        "grid": {"left": 50, "right": 20, "top": 30, "bottom": 40},
        "xAxis": {"type": "value", "scale": True, "name": t("seat.axis"), "nameLocation": "middle", "nameGap": 26,
                  "axisLabel": {"color": grey}, "splitLine": {"show": False}},
        "yAxis": {"type": "value", "axisLabel": {"color": grey}, "splitLine": {"lineStyle": {"color": GRID_LINE}}},
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


class _SeatForm:
    """The form for two times or two heights; the API checks them when they are saved."""

    def __init__(self, page: PageContext, hall: SiteOut, found: SeatOut) -> None:
        self._page, self._hall, self._found, t = page, hall, found, page.t
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
        async with self._page.call() as api:
            if await self._page.accepted(api.correct_seat(self._found.counter_id, said)):
                self._page.notify(self._page.t("seat.saved"))
                ui.navigate.reload()

    def _metres(self, field: ui.input) -> float | None:
        return float(field.value) if field.value else None

    def _moment(self, field: ui.input) -> datetime | None:
        """A time on the site's clock, on the day that the chart shows."""
        if not field.value:
            return None
        at = datetime.combine(cast(date, self._found.day), time.fromisoformat(field.value))
        return at.replace(tzinfo=ZoneInfo(self._hall.timezone))


def _field(label: str, kind: str) -> ui.input:
    step = "1" if kind == "time" else "0.01"
    return ui.input(label).props(f"outlined dense stack-label type={kind} step={step}")
