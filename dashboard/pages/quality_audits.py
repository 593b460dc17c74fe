"""The pages of quality audits, for auditors: all audits with a form for a new one, and one audit."""

from datetime import date, timedelta

from nicegui import ui

from api.schemas import AuditWishIn, DoubtedKindOut, QualityAuditOut
from dashboard.components.audit_figures import audit_figures
from dashboard.components.audit_judging import AuditJudging
from dashboard.components.audit_settling import settling
from dashboard.components.checklist import checklist
from dashboard.page_context import PageContext
from dashboard.quality_client import QualityClient
from dashboard.widgets import box, chip, empty_state, explanation, heading, section, table, tag

WEEK = timedelta(days=6)


async def show(page: PageContext) -> None:
    """Build the page of all audits."""
    client = QualityClient(page.api)
    found, doubted = await client.all(), await client.doubted()
    heading(page.t("quality.title"))
    with box("stack"):
        explanation(page.t("quality.explain"))
        with box("panel"):
            with box("bar"):
                tag("h2", page.t("quality.draw"))
            with box("body"):
                _DrawForm(page, await page.day_or_latest())
        if doubted:
            _doubted(page, doubted)
        with box("panel"):
            if found:
                _table(page, found)
            else:
                empty_state("casino", page.t("quality.none"))
        await checklist(page, await page.day_or_latest())


async def show_one(page: PageContext) -> None:
    """Build the page of one audit: its items while it is open, its figures when it is closed."""
    wanted = page.path.get("audit", "")
    if not wanted.isdigit():
        raise page.not_found("there is no such quality audit")
    found = await QualityClient(page.api).audit(int(wanted))
    heading(page.t("quality.named", n=found.id), _span(found))
    _quiet_time_line(page, found)
    if found.closed_at is None:
        await AuditJudging(page, found).build()
    else:
        results = await QualityClient(page.api).results(found.id)
        with box("stack"):
            settling(page, found, results)
            audit_figures(page, results)


def _doubted(page: PageContext, doubted: list[DoubtedKindOut]) -> None:
    """The kinds of which too few events were right."""
    t, read = page.t, page.format
    rows = []
    for one in doubted:
        high, line = read.percent(one.high), read.percent(one.line)
        share = t("quality.doubted.share", right=one.right, judged=one.judged, high=high, line=line)
        since = read.moment(one.since, page.timezone())
        rows.append((t.named("kind", one.kind), one.site, share, since))
    with section(t("quality.doubted")), box("body"):
        tag("p", t("quality.doubted.explain"), "small soft")
        table(
            tuple(
                t(key) for key in ("quality.kind", "site.title", "quality.precision", "quality.doubted.since")
            ),
            rows,
        )


def _table(page: PageContext, found: list[QualityAuditOut]) -> None:
    t = page.t
    with box("scroll body wide"), tag("table", ""):
        with tag("thead"), tag("tr"):
            for key in ("audit", "days", "by", "seed", "judged", "state"):
                tag("th", t(f"quality.head.{key}"), scope="col")
        with tag("tbody"):
            for one in found:
                with tag("tr"):
                    with tag("td"):
                        tag("a", t("quality.named", n=one.id), href=f"/quality/{one.id}")
                    tag("td", _span(one))
                    tag("td", f"{one.drawn_by} · {page.format.moment(one.drawn_at, page.timezone())}")
                    tag("td", one.seed, "small faint")
                    tag("td", page.format.listed(f"{name} {n}/{one.items}" for name, n in one.judged.items()))
                    with tag("td"):
                        state = "open" if one.closed_at is None else "closed"
                        chip(t(f"quality.state.{state}"), "open" if state == "open" else "good")


def _quiet_time_line(page: PageContext, audit: QualityAuditOut) -> None:
    """Say it where quiet minutes of an audit have no video."""
    lacking, of = audit.quiet_without_video, audit.quiet_minutes
    if lacking:
        key = "quality.no.quiet" if lacking == of else "quality.some.quiet"
        tag("p", page.t(key, n=lacking, of=of), "small soft")


def _span(one: QualityAuditOut) -> str:
    return f"{one.site} · {one.since} – {one.until}"


class _DrawForm:
    """The form for a new audit; the last day with a score and the six before it are filled in."""

    def __init__(self, page: PageContext, last: date | None) -> None:
        self._page, t = page, page.t
        site = page.site()
        with tag("form", "", "filters", novalidate=True, autocomplete="off") as form:
            self._site = ui.select(
                {one.key: one.name or one.key for one in page.sites},
                label=t("site.title"),
                value=site.key if site else None,
            ).props("outlined dense")
            self._since = self._field("since", str(last - WEEK) if last else "")
            self._until = self._field("until", str(last or ""))
            self._events, self._minutes = self._field("events", "30"), self._field("minutes", "30")
            tag("button", t("quality.draw.go"), "btn go", type="submit")
        self._error = tag("div", "", "error-line", role="alert")
        form.on("submit.prevent", self._draw)

    def _field(self, key: str, value: str) -> ui.input:
        field = ui.input(self._page.t(f"quality.draw.{key}"), value=value)
        field.props("outlined dense maxlength=10")
        return field

    async def _draw(self) -> None:
        since, until, events, minutes = (
            (field.value or "").strip() for field in (self._since, self._until, self._events, self._minutes)
        )
        try:
            wish = AuditWishIn(
                site=self._site.value or "",
                since=date.fromisoformat(since),
                until=date.fromisoformat(until),
                events=int(events),
                minutes=int(minutes),
            )
        except ValueError:
            self._error.text = self._page.t("quality.draw.missing")
            return
        async with self._page.call() as api:
            made = await self._page.answer(QualityClient(api).draw(wish))
            if made is not None:
                ui.navigate.to(f"/quality/{made.id}")
