"""A printed report read back: its sections, tables and drawings."""

from html.parser import HTMLParser

from pipeline.reports import Report, render


class PrintedPage(HTMLParser):
    """A page as a reader takes it in: headings, the table rows and the charts below each, and all the text."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.rows: dict[str, list[list[str]]] = {}
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.said = ""
        self._text = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in ("h1", "h2", "h3", "td", "th", "title"):
            self._text = ""
        if tag == "tr":
            self.rows[self.headings[-1]].append([])

    def handle_endtag(self, tag: str) -> None:
        text = " ".join(self._text.split())
        if tag in ("h1", "h2", "h3", "title"):
            self.headings.append(text)
            self.rows[text] = []
        if tag in ("td", "th"):
            self.rows[self.headings[-1]][-1].append(text)

    def handle_data(self, data: str) -> None:
        self._text += data
        self.said += data

    def below(self, title: str) -> list[list[str]]:
        """The rows of the table under a heading, without its head."""
        return self.rows[title][1:]

    def drawn(self, look: str) -> int:
        """How often a chart or element of a class is on the page."""
        return sum(look in (attributes.get("class") or "").split() for _, attributes in self.elements)


def printed(report: Report, language: str = "en") -> PrintedPage:
    return PrintedPage(render(report, "html", language).content)
