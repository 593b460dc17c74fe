"""The HTML document of every page: its language, style sheet and script."""

from typing import cast

from nicegui import ui
from nicegui.language import Language as QuasarLanguage

from dashboard import session
from models.texts.catalogue import text

STATIC = "/dashboard-static"
"""The address of the dashboard's own style sheet, script and images."""


class LocalizedPage(ui.page):
    """A page whose `lang` attribute is the reader's language."""

    def resolve_language(self) -> QuasarLanguage | None:
        """The reader's language by Quasar's name for it."""
        return cast(QuasarLanguage, text("language.quasar", session.language()))


def add_head() -> None:
    """Add the style sheet and the script of the dashboard to the page that is being built."""
    ui.add_head_html(f'<link rel="stylesheet" href="{STATIC}/counterwatch.css">')
    ui.add_head_html(f'<script defer src="{STATIC}/counterwatch.js"></script>')
    ui.colors(primary="#0b5f73", positive="#1d6640", negative="#a01f2c")
    ui.add_head_html('<meta name="robots" content="noindex"><meta name="referrer" content="same-origin">')
