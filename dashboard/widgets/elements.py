"""HTML elements of the dashboard. Text is set as text nodes, never as HTML."""

from collections.abc import Sequence

from nicegui import ui
from nicegui.element import Element
from nicegui.elements.mixins.text_element import TextElement


def tag(name: str, text: str = "", classes: str = "", /, **attributes: object) -> TextElement:
    """An HTML element with escaped `text`. `aria_label` becomes aria-label; attributes that are None are left out."""
    element = TextElement(tag=name, text=text)
    if classes:
        element.classes(classes)
    for key, value in attributes.items():
        if value is not None:
            element.props[key.strip("_").replace("_", "-")] = value
    return element


def box(classes: str = "", /, **attributes: object) -> Element:
    """A div without text."""
    return tag("div", "", classes, **attributes)


def icon(name: str) -> Element:
    """A decorative icon, hidden from screen readers."""
    return ui.icon(name).props('aria-hidden="true"')


def button(text: str, classes: str = "", *, symbol: str = "", key: str = "", **attributes: object) -> Element:
    """A button. `key` is a keyboard letter that presses it; the letter is shown beside the text."""
    with tag("button", "", f"btn {classes}", type="button", data_key=key or None, **attributes) as element:
        if symbol:
            icon(symbol)
        tag("span", text)
        if key:
            tag("kbd", key.upper(), aria_hidden="true")
    return element


def link_button(
    text: str, href: str, *, symbol: str = "", label: str | None = None, classes: str = ""
) -> Element:
    """A link in the shape of a button; `label` is read by screen readers in place of the text."""
    with tag("a", "", f"btn {classes}", href=href, aria_label=label) as element:
        if symbol:
            icon(symbol)
        tag("span", text)
    return element


def chip(text: str, classes: str = "", **attributes: object) -> Element:
    """A small label."""
    return tag("span", text, f"chip {classes}", **attributes)


def heading(title: str, crumb: str = "") -> Element:
    """The heading of a page; elements entered into the returned element stand beside the title."""
    element = box("head")
    with element, box("grow"):
        if crumb:
            tag("div", crumb, "crumb")
        tag("h1", title)
    return element


def section(title: str, text: str = "") -> Element:
    """A panel with a title bar and, beside the title, an optional small text."""
    with tag("section", "", "panel") as element, box("bar"):
        tag("h2", title, "grow")
        if text:
            tag("span", text, "small faint")
    return element


def empty_state(symbol: str, title: str, text: str = "") -> Element:
    """An empty state: says that there is nothing to show, and why."""
    with box("empty", role="status") as element:
        icon(symbol)
        tag("b", title)
        if text:
            tag("p", text)
    return element


def notice(text: str, classes: str = "") -> Element:
    """One line that the reader should notice; screen readers read it out."""
    return tag("div", text, f"notice {classes}", role="status")


def table(
    header: Sequence[str], rows: Sequence[Sequence[str]], numeric: frozenset[int] = frozenset()
) -> Element:
    """A table of texts; columns whose index is in `numeric` are aligned to the right."""
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
