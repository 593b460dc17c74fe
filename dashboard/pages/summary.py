"""The page that sums up a site's day, week or month, with the same figures as the report."""

from collections.abc import Sequence
from datetime import date, timedelta

from api.schemas import GroupOut, PeriodOut, SiteOut
from dashboard.components.score_comparison import clause_totals, group_table, score_change
from dashboard.page_context import PageContext
from dashboard.pages.reports import PERIODS
from dashboard.widgets import (
    box,
    chip,
    date_field,
    empty_state,
    filter_form,
    final_chip,
    heading,
    icon,
    link_button,
    points_figure,
    rate_list,
    select,
    site_select,
    tag,
    unobserved_reasons,
)


async def show(page: PageContext) -> None:
    """Build the page."""
    site, day, period = page.site(), await page.day_or_latest(), _period(page)
    with heading(page.t("periods.title")):
        if day is not None:
            _steps(page, site, day, period)
    if site is None or day is None:
        with box("panel"):
            empty_state("leaderboard", page.t("scores.nothing"), page.t("scores.nothing.text"))
        return
    found = await page.api.period(period, day, site.key)
    with box("stack"):
        _whole(page, found)
        _praise(page, found)
        group_table(page, "periods.counters", found.counters, day=day if period == "day" else None)
        group_table(page, "periods.shifts", found.shifts)
        if page.may("review"):
            await _people(page, site, day, period)
        clause_totals(page, found)


def _period(page: PageContext) -> str:
    wanted = page.query.get("period", "week")
    return wanted if wanted in PERIODS else "week"


def _steps(page: PageContext, site: SiteOut | None, day: date, period: str) -> None:
    t = page.t
    days = {"day": 1, "week": 7, "month": 31}[period]
    first = day.replace(day=1) if period == "month" else day
    back = first - timedelta(days=1 if period == "month" else days)
    on = first + timedelta(days=days)
    key = site.key if site else None
    with filter_form("/periods"):
        address = page.link("/periods", site=key, period=period, day=back.isoformat())
        link_button("", address, symbol="chevron_left", label=t("periods.previous"))
        select("period", t("periods.period"), [(p, t(f"reports.period.{p}")) for p in PERIODS], period)
        date_field("day", t("scores.day"), day.isoformat())
        site_select(page)
        address = page.link("/periods", site=key, period=period, day=on.isoformat())
        link_button("", address, symbol="chevron_right", label=t("periods.following"))


def _span(page: PageContext, found: PeriodOut) -> str:
    """The day, or the first and the last day of the period."""
    first, last = page.format.day(found.first), page.format.day(found.last)
    return first if found.first == found.last else page.t("periods.span", first=first, last=last)


def _whole(page: PageContext, found: PeriodOut) -> None:
    t, hall = page.t, found.hall
    with tag("section", "", "panel"):
        with box("bar"):
            tag("h2", f"{hall.name} · {_span(page, found)}", "grow")
            if hall.scored + hall.unscored:
                final_chip(page, found.final)
        with box("two"):
            with box("section"):
                points_figure(page, hall.points)
                score_change(page, hall.gained, period=found.period)
                tag("div", t("scores.coverage", n=page.format.percent(hall.coverage)), "small soft")
                with box("chips"):
                    chip(t("periods.scored", n=hall.scored, of=hall.scored + hall.unscored))
                    if hall.open:
                        chip(t("scores.open", n=hall.open), "open")
                if len(found.profiles) > 1:
                    tag("p", t("periods.profiles"), "small soft")
                unobserved_reasons(page, found.lost_s)
            with box("section"):
                tag("h3", t("day.rates"))
                rate_list(page, hall.rates)


def _praise(page: PageContext, found: PeriodOut) -> None:
    if not found.praise:
        return
    with tag("section", "", "panel praise"):
        with box("bar"):
            tag("h2", page.t("periods.praise"))
        with tag("ul", "", "body"):
            for one in found.praise:
                with tag("li"):
                    icon("emoji_events")
                    with box():
                        tag("div", page.format.capitalized(page.text_of(one.what)), "strong")
                        if one.counters:
                            tag("div", page.format.listed(one.counters), "small soft")


async def _people(page: PageContext, site: SiteOut, day: date, period: str) -> None:
    """The scores by person, shown only on request: the audit log records every view."""
    if page.query.get("people") != "1":
        address = page.link("/periods", site=site.key, period=period, day=day.isoformat(), people=1)
        with tag("section", "", "panel"), box("bar"):
            tag("h2", page.t("periods.people"), "grow")
            tag("span", page.t("periods.people.why"), "small soft")
            link_button(page.t("periods.people.show"), address, symbol="badge")
        return
    found: Sequence[GroupOut] = await page.api.people(period, day, site.key)
    if found:
        group_table(page, "periods.people", found)
        return
    with tag("section", "", "panel"):
        with box("bar"):
            tag("h2", page.t("periods.people"))
        empty_state("badge", page.t("periods.people.none"), page.t("periods.people.none.text"))
