"""The buttons that change the language of the dashboard."""

import logging

from nicegui import ui

from dashboard import session
from dashboard.page_context import ApiError, PageContext, open_api
from dashboard.texts import PageTexts
from dashboard.widgets.elements import tag
from models.texts.catalogue import languages

log = logging.getLogger(__name__)


def language_switch(t: PageTexts, page: PageContext | None, classes: str = "") -> None:
    """A button for every other language; with `page` the account keeps the choice."""
    for code in languages():
        if code != t.language:
            other = PageTexts(code)
            name = other("language.name")
            control = tag("button", name, classes, type="button", lang=other.tag)
            control.props["title"] = t("language.switch", name=name)
            control.on("click", lambda code=code: _switch(code, page))


async def _switch(code: str, page: PageContext | None) -> None:
    session.choose_language(code)
    if page is not None:
        async with open_api(page.api_addresses) as api:
            try:
                await api.change_language(code)
            except ApiError as problem:
                log.info("language not kept with the account: %s", problem.detail)
    ui.navigate.reload()
