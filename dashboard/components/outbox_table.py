"""The table of deliveries that were given up; a button sends one again."""

from collections.abc import Mapping

from nicegui import ui

from api.schemas import DeliveryOut, OutboxPage
from dashboard.page_context import PageContext
from dashboard.widgets import box, button, empty_state, tag


class OutboxTable:
    """Dead deliveries, newest first, with the last error; `names` are those of channels by id."""

    def __init__(self, page: PageContext, found: OutboxPage, names: Mapping[int, str]) -> None:
        self._page, self._names, t = page, names, page.t
        if not found.items:
            empty_state("mark_email_read", t("channels.dead.none"))
            return
        with box("scroll body wide"), tag("table", "", "outbox"):
            with tag("thead"), tag("tr"):
                for key in ("at", "name", "notice", "error"):
                    tag("th", t(f"channels.{key}"), scope="col")
                tag("th", "")
            with tag("tbody"):
                for one in found.items:
                    self._row(one)
        if found.next:
            tag("p", t("channels.dead.more"), "small faint")

    def _row(self, one: DeliveryOut) -> None:
        page = self._page
        name = self._names.get(one.channel_id)
        with tag("tr"):
            tag("td", page.format.moment(one.at, page.timezone()))
            tag("td", name or page.t("channels.removed"))
            tag("td", page.text_of(one.text))
            tag("td", one.last_error)
            with tag("td", "", "num"):
                if name is not None:
                    button(page.t("channels.resend"), "plain").on("click", lambda: self._resend(one.id))

    async def _resend(self, delivery_id: int) -> None:
        async with self._page.call() as api:
            if await self._page.accepted(api.resend(delivery_id)):
                ui.navigate.reload()
