"""The button that changes the language of the dashboard."""

import logging

from nicegui import ui

from dashboard import session
from dashboard.api_connection import ApiError
from dashboard.page_context import PageContext, open_api
from dashboard.texts import Texts
from dashboard.widgets.elements import tag

log = logging.getLogger(__name__)


def language_switch(t: Texts, page: PageContext | None, classes: str = "") -> None:
    """A button that shows the page in the other language; with `page` the account keeps the choice."""
    other: session.Language = "en" if t.language == "zh" else "zh"

    async def switch() -> None:
        session.choose_language(other)
        if page is not None:
            async with open_api(page.api_addresses) as api:
                try:
                    await api.change_language(other)
                except ApiError as problem:
                    log.info("language not kept with the account: %s", problem.detail)
        ui.navigate.reload()

    lang = "zh-CN" if other == "zh" else "en"
    control = tag(
        "button", t("language.other"), classes, type="button", title=t("language.switch"), lang=lang
    )
    control.on("click", switch)
