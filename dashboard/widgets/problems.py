"""The panel that replaces content which cannot be shown."""

import logging

from nicegui import ui

from dashboard.api_connection import ApiError
from dashboard.texts import PageTexts
from dashboard.widgets.elements import box, empty_state, link_button, tag

log = logging.getLogger(__name__)


def show_problem(problem: ApiError, t: PageTexts) -> None:
    """One line that says why content cannot be shown, with a link to try again or to go back."""
    key = _text_key(problem.status)
    if problem.status == 0:
        log.warning("the API did not answer: %s", problem.detail)
    with box("panel"), empty_state("cloud_off" if key == "problem.down" else "block", t("problem.title")):
        tag("p", t(key, detail=problem.detail) if key == "problem.refused" else t(key))
        if problem.status in (403, 404):
            link_button(t("problem.home"), "/", symbol="arrow_back")
        else:
            here = ui.context.client.sub_pages_router.current_path
            link_button(t("problem.retry"), here, symbol="refresh")


def _text_key(status: int) -> str:
    """The text for an HTTP status; 0 stands for no answer."""
    known = {0: "problem.down", 403: "problem.forbidden", 404: "problem.missing"}
    return known.get(status, "problem.down" if status >= 500 else "problem.refused")
