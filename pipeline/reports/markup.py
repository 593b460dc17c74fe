"""HTML and SVG as a tree: the serialiser escapes every text and attribute, not the code that builds the tree."""

from xml.etree.ElementTree import Element, SubElement, tostring

Value = str | int | float


def node(parent: Element, name: str, text: str = "", /, **attributes: Value) -> Element:
    """A new last child. `class_` stands for class, `stroke_width` for stroke-width."""
    made = SubElement(parent, name, {_attribute(key): _plain(value) for key, value in attributes.items()})
    if text:
        made.text = text
    return made


def row(parent: Element, *cells: str, name: str = "td", numbers: frozenset[int] = frozenset()) -> Element:
    """A table row of plain texts; those whose places are in `numbers` stand to the right."""
    made = node(parent, "tr")
    for place, cell in enumerate(cells):
        node(made, name, cell, **({"class_": "num"} if place in numbers else {}))
    return made


def chapter(parent: Element, title: str, look: str = "") -> Element:
    """A section under its own heading; `look` is its class."""
    made = node(parent, "section", **({"class_": look} if look else {}))
    node(made, "h2", title)
    return made


def document(root: Element) -> bytes:
    """The tree as an HTML document in UTF-8."""
    return f"<!doctype html>\n{tostring(root, encoding='unicode', method='html')}\n".encode(
        "utf-8", "replace"
    )


def _attribute(key: str) -> str:
    return key if key in ("viewBox", "preserveAspectRatio") else key.rstrip("_").replace("_", "-")


def _plain(value: Value) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)
