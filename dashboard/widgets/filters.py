"""The filter form of a page. A change reloads the page with the filters in its address."""

from collections.abc import Sequence
from datetime import date

from nicegui.element import Element

from dashboard.page_context import PageContext
from dashboard.widgets.elements import tag


def filter_form(action: str) -> Element:
    """A GET form that submits itself on every change, so that the address holds the filters."""
    return tag("form", "", "filters", method="get", action=action, data_auto="")


def select(name: str, label: str, options: Sequence[tuple[str, str]], value: str) -> Element:
    """A native select; `options` are pairs of value and text."""
    with tag("label", "", "field") as element:
        tag("span", label)
        with tag("select", name=name, value=value):
            for option, text in options:
                tag("option", text, value=option, selected=True if option == value else None)
    return element


def date_field(name: str, label: str, value: date | str | None) -> Element:
    """A native date input; `value` is a date, its ISO text, or empty."""
    shown = value.isoformat() if isinstance(value, date) else value or ""
    with tag("label", "", "field") as element:
        tag("span", label)
        tag("input", "", "native", type="date", name=name, value=shown)
    return element


def site_select(page: PageContext) -> None:
    """A select of the site; nothing when there is only one."""
    site = page.site()
    if site is not None and len(page.sites) > 1:
        options = [(one.key, one.name or one.key) for one in page.sites]
        select("site", page.t("site.title"), options, site.key)


def explanation(text: str) -> None:
    """The introduction of a page, at a readable line length."""
    tag("p", text, "soft").style("max-width: 84ch")
