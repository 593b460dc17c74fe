"""What the account should know: alerts first, each with the way to where it leads."""

from collections.abc import Mapping

from nicegui import ui

from api.schemas import NoticeOut
from dashboard.chips import words
from dashboard.layout import heading, page
from dashboard.parts import box, button, chip, empty, icon, link_button, tag
from dashboard.reading import capital
from dashboard.view import Doors, View, done


def register(door: Doors) -> None:
    """Put the page at /notices."""

    @page("/notices", "notices.title", door)
    async def notices(view: View) -> None:
        found = await view.api.notices()
        with heading(view.t("notices.title")):
            if found.unread.count:
                everything = button(view.t("notices.read.all"), symbol="done_all")
                everything.on("click", lambda: _read(view, None))
        zones = {site.key: site.timezone for site in view.sites}
        with tag("section", "", "panel"):
            if not found.items:
                empty("notifications_none", view.t("notices.none"), view.t("notices.none.text"))
            with tag("ul", "", "notices"):
                for notice in found.items:
                    _notice(view, notice, zones)


def _notice(view: View, notice: NoticeOut, zones: Mapping[str, str]) -> None:
    t = view.t
    state = " ".join(name for name in ("alert", "read") if getattr(notice, name))
    with tag("li", "", state):
        icon("warning" if notice.alert else "notifications")
        with box("stack tight"):
            tag("div", capital(words(notice.text, view)), "said")
            with box("chips"):
                if notice.alert:
                    chip(t("notices.alert"), "" if notice.read else "confirmed")
                zone = zones.get(notice.site, view.timezone())
                tag("time", view.read.moment(notice.at, zone), "small faint")
        with box("chips actions"):
            if notice.day is not None:
                link_button(t("notices.day"), f"/scores?day={notice.day.isoformat()}", classes="plain")
            elif notice.alert:
                link_button(t("notices.site"), "/site", classes="plain")
            if not notice.read:
                button(t("notices.read"), "plain", symbol="done").on(
                    "click", lambda: _read(view, [notice.id])
                )


async def _read(view: View, ids: list[int] | None) -> None:
    async with view.call() as api:
        if await done(view, api.read_notices(ids)):
            ui.navigate.reload()
