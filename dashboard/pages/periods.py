"""A hall's day, week or month: how it stands, what went well, and where points went; the figures of the report."""

from collections.abc import Sequence
from datetime import date, timedelta

from api.schemas import GroupOut, PeriodOut, SiteOut
from dashboard import comparing
from dashboard.chips import words
from dashboard.layout import heading, page
from dashboard.pages.reports import PERIODS
from dashboard.pages.review import day_of
from dashboard.parts import box, chip, date_field, empty, filter_form, icon, link_button, select, tag
from dashboard.reading import capital, percent
from dashboard.view import Doors, View


def register(door: Doors) -> None:
    """Put the page at /periods."""

    @page("/periods", "periods.title", door)
    async def periods(view: View) -> None:
        site, day, period = _site(view), await _day(view), _period(view)
        with heading(view.t("periods.title")):
            if day is not None:
                _steps(view, site, day, period)
        if site is None or day is None:
            with box("panel"):
                empty("leaderboard", view.t("scores.nothing"), view.t("scores.nothing.text"))
            return
        found = await view.api.period(period, day, site.key)
        with box("stack"):
            _whole(view, found)
            _praise(view, found)
            comparing.groups(view, "periods.counters", found.counters, day=day if period == "day" else None)
            comparing.groups(view, "periods.shifts", found.shifts)
            if view.may("review"):
                await _people(view, site, day, period)
            comparing.clauses(view, found)


def _site(view: View) -> SiteOut | None:
    wanted = view.query.get("site")
    return next((s for s in view.sites if s.key == wanted), view.sites[0] if view.sites else None)


def _period(view: View) -> str:
    wanted = view.query.get("period", "week")
    return wanted if wanted in PERIODS else "week"


async def _day(view: View) -> date | None:
    """The day in the address, else the last one that has a score."""
    days = await view.api.days({}) if day_of(view) is None else []
    return day_of(view) or max((item.day for item in days), default=None)


def _steps(view: View, site: SiteOut | None, day: date, period: str) -> None:
    t = view.t
    days = {"day": 1, "week": 7, "month": 31}[period]
    first = day.replace(day=1) if period == "month" else day
    back = first - timedelta(days=1 if period == "month" else days)
    on = first + timedelta(days=days)
    key = site.key if site else None
    with filter_form("/periods"):
        address = view.link("/periods", site=key, period=period, day=back.isoformat())
        link_button("", address, symbol="chevron_left").props["aria-label"] = t("periods.previous")
        select("period", t("periods.period"), [(p, t(f"reports.period.{p}")) for p in PERIODS], period)
        date_field("day", t("scores.day"), day.isoformat())
        if len(view.sites) > 1:
            select("site", t("site.title"), [(s.key, s.name or s.key) for s in view.sites], key or "")
        address = view.link("/periods", site=key, period=period, day=on.isoformat())
        link_button("", address, symbol="chevron_right").props["aria-label"] = t("periods.following")


def span(view: View, found: PeriodOut) -> str:
    """The day, or the first and the last one."""
    first, last = view.read.day(found.first), view.read.day(found.last)
    return first if found.first == found.last else view.t("periods.span", first=first, last=last)


def _whole(view: View, found: PeriodOut) -> None:
    t, hall = view.t, found.hall
    with tag("section", "", "panel"):
        with box("bar"):
            tag("h2", f"{hall.name} · {span(view, found)}", "grow")
            comparing.state_chip(view, found.final, scored=hall.scored + hall.unscored > 0)
        with box("two"):
            with box("section"):
                comparing.big(view, hall.points)
                comparing.gain(view, hall.gained, period=found.period)
                tag("div", t("scores.coverage", n=percent(hall.coverage)), "small soft")
                with box("chips"):
                    chip(t("periods.scored", n=hall.scored, of=hall.scored + hall.unscored))
                    if hall.open:
                        chip(t("scores.open", n=hall.open), "open")
                if len(found.profiles) > 1:
                    tag("p", t("periods.profiles"), "small soft")
                _lost(view, found)
            with box("section"):
                tag("h3", t("day.rates"))
                comparing.rates(view, hall.rates)


def _lost(view: View, found: PeriodOut) -> None:
    named = sorted(found.lost_s.items(), key=lambda pair: -pair[1])
    parts = [f"{view.t.named('loss', why)} {view.read.seconds(s)}" for why, s in named if s >= 1]
    if parts:
        tag("p", f"{view.t('day.lost')} {' · '.join(parts)}", "small soft")


def _praise(view: View, found: PeriodOut) -> None:
    if not found.praise:
        return
    with tag("section", "", "panel praise"):
        with box("bar"):
            tag("h2", view.t("periods.praise"))
        with tag("ul", "", "body"):
            for one in found.praise:
                with tag("li"):
                    icon("emoji_events")
                    with box():
                        tag("div", capital(words(one.what, view)), "strong")
                        if one.counters:
                            tag("div", view.t("periods.join").join(one.counters), "small soft")


async def _people(view: View, site: SiteOut, day: date, period: str) -> None:
    """Behind a click: looking at people is written down, and nobody should do it by passing."""
    if view.query.get("people") != "1":
        address = view.link("/periods", site=site.key, period=period, day=day.isoformat(), people=1)
        with tag("section", "", "panel"), box("bar"):
            tag("h2", view.t("periods.people"), "grow")
            tag("span", view.t("periods.people.why"), "small soft")
            link_button(view.t("periods.people.show"), address, symbol="badge")
        return
    found: Sequence[GroupOut] = await view.api.people(period, day, site.key)
    if found:
        comparing.groups(view, "periods.people", found)
        return
    with tag("section", "", "panel"):
        with box("bar"):
            tag("h2", view.t("periods.people"))
        empty("badge", view.t("periods.people.none"), view.t("periods.people.none.text"))
