"""The page of notices: alerts first, each with a link to its page."""

from collections.abc import Mapping

from nicegui import ui

from api.schemas import NoticeOut
from dashboard.page_context import PageContext
from dashboard.widgets import box, button, chip, empty_state, heading, icon, link_button, tag


async def show(page: PageContext) -> None:
    """Build the page."""
    found = await page.api.notices()
    with heading(page.t("notices.title")):
        if found.unread.count:
            everything = button(page.t("notices.read.all"), symbol="done_all")
            everything.on("click", lambda: _read(page, None))
    zones = {site.key: site.timezone for site in page.sites}
    with tag("section", "", "panel"):
        if not found.items:
            empty_state("notifications_none", page.t("notices.none"), page.t("notices.none.text"))
        with tag("ul", "", "notices"):
            for notice in found.items:
                _notice(page, notice, zones)


def _notice(page: PageContext, notice: NoticeOut, zones: Mapping[str, str]) -> None:
    t = page.t
    state = " ".join(name for name in ("alert", "read") if getattr(notice, name))
    with tag("li", "", state):
        icon("warning" if notice.alert else "notifications")
        with box("stack tight"):
            tag("div", page.format.capitalized(page.text_of(notice.text)), "said")
            with box("chips"):
                if notice.alert:
                    chip(t("notices.alert"), "" if notice.read else "confirmed")
                zone = zones.get(notice.site, page.timezone())
                tag("time", page.format.moment(notice.at, zone), "small faint")
        with box("chips actions"):
            if notice.day is not None:
                link_button(t("notices.day"), f"/scores?day={notice.day.isoformat()}", classes="plain")
            elif notice.alert:
                link_button(t("notices.site"), "/site", classes="plain")
            if not notice.read:
                button(t("notices.read"), "plain", symbol="done").on(
                    "click", lambda: _read(page, [notice.id])
                )


async def _read(page: PageContext, ids: list[int] | None) -> None:
    async with page.call() as api:
        if await page.accepted(api.read_notices(ids)):
            ui.navigate.reload()
