"""Small pieces that every page is built from. Text goes in as text nodes only, never as HTML."""

from collections.abc import Sequence
from typing import Any

from nicegui import ui
from nicegui.element import Element
from nicegui.elements.mixins.text_element import TextElement


def tag(name: str, text: str = "", classes: str = "", /, **attributes: object) -> TextElement:
    """An HTML element with escaped `text`; `aria_label` becomes aria-label, None is left out."""
    element = TextElement(tag=name, text=text)
    if classes:
        element.classes(classes)
    for key, value in attributes.items():
        if value is not None:
            element.props[key.strip("_").replace("_", "-")] = value
    return element


def box(classes: str = "", /, **attributes: object) -> Element:
    """A plain div."""
    return tag("div", "", classes, **attributes)


def icon(name: str) -> Element:
    """A decorative icon, hidden from screen readers."""
    return ui.icon(name).props('aria-hidden="true"')


def button(text: str, classes: str = "", *, symbol: str = "", key: str = "", **attributes: object) -> Element:
    """A button; `key` is the letter that presses it and is shown beside its text."""
    with tag("button", "", f"btn {classes}", type="button", data_key=key or None, **attributes) as element:
        if symbol:
            icon(symbol)
        tag("span", text)
        if key:
            tag("kbd", key.upper(), aria_hidden="true")
    return element


def link_button(text: str, href: str, *, symbol: str = "", key: str = "", classes: str = "") -> Element:
    """A link that looks like a button."""
    with tag("a", "", f"btn {classes}", href=href, data_key=key or None) as element:
        if symbol:
            icon(symbol)
        tag("span", text)
    return element


def chip(text: str, classes: str = "", **attributes: object) -> Element:
    """A small label."""
    return tag("span", text, f"chip {classes}", **attributes)


def empty(symbol: str, title: str, text: str = "") -> Element:
    """What stands where there is nothing to show: says that there is nothing, and why."""
    with box("empty", role="status") as element:
        icon(symbol)
        tag("b", title)
        if text:
            tag("p", text)
    return element


def notice(text: str, classes: str = "") -> Element:
    """One line that somebody should read."""
    return tag("div", text, f"notice {classes}", role="status")


def table(
    header: Sequence[str], rows: Sequence[Sequence[str]], numeric: frozenset[int] = frozenset()
) -> Element:
    """A table of texts; columns whose index is in `numeric` are set to the right."""
    with box("scroll") as element, tag("table"):
        with tag("thead"), tag("tr"):
            for index, text in enumerate(header):
                tag("th", text, "num" if index in numeric else "", scope="col")
        with tag("tbody"):
            for row in rows:
                with tag("tr"):
                    for index, text in enumerate(row):
                        tag("td", text, "num" if index in numeric else "")
    return element


def select(name: str, label: str, options: Sequence[tuple[str, str]], value: str) -> Element:
    """A native select of a filter form; `options` are (value, text)."""
    with tag("label", "", "field") as element:
        tag("span", label)
        with tag("select", name=name, value=value):
            for option, text in options:
                tag("option", text, value=option, selected=True if option == value else None)
    return element


def date_field(name: str, label: str, value: str) -> Element:
    """A native date input of a filter form; `value` is YYYY-MM-DD or empty."""
    with tag("label", "", "field") as element:
        tag("span", label)
        tag("input", "", "native", type="date", name=name, value=value)
    return element


def filter_form(action: str) -> Element:
    """A GET form that sends itself on change, so that the filters live in the address."""
    return tag("form", "", "filters", method="get", action=action, data_auto="")


def chart(options: dict[str, Any], label: str) -> Element:
    """An ECharts chart; `label` says in words what it shows, for who cannot see it."""
    element = ui.echart(options, renderer="svg").classes("chart")
    element.props["role"] = "img"
    element.props["aria-label"] = label
    return element
