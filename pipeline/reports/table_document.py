"""Documents that are a title and some tables: a page to print on A4, and an Excel workbook."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal
from zoneinfo import ZoneInfo

from models.texts import catalogue
from pipeline.reports.excel import write_workbook
from pipeline.reports.page import page_policy, style_sheet, templates
from pipeline.reports.tables import Cell, Form, Table

DocumentFormat = Literal["html", "xlsx"]


@dataclass(frozen=True, slots=True)
class TableDocument:
    """A document: its title, what it is about, sentences to read first, and its tables.

    `zone` is that of the hall, `now` (UTC seconds) when it was made.
    """

    title: str
    about: str
    lines: tuple[str, ...]
    tables: tuple[Table, ...]
    now: float
    zone: ZoneInfo
    language: str

    def to_excel(self) -> bytes:
        """A workbook with a sheet for each table; the sentences stand above the first one."""
        first, *others = self.tables
        above = (self.title, self.about, *self.lines, *first.above)
        return write_workbook(
            self.title, self.now, (Table(first.name, above, first.columns, first.rows), *others)
        )

    def to_html(self) -> bytes:
        """One HTML page in UTF-8, complete in itself: no script, nothing fetched, every text escaped."""
        page = (
            templates()
            .get_template("document.html")
            .render(
                document=self,
                made=dt.datetime.fromtimestamp(self.now, self.zone),
                text=partial(catalogue.text, language=self.language),
                shown=shown,
                number=_NUMBERS,
                css=style_sheet(),
                policy=page_policy(),
            )
        )
        return page.encode("utf-8", "replace")


_NUMBERS: Sequence[Form] = ("points", "taken", "gain", "share", "count", "seconds", "exact")


def shown(cell: Cell, form: Form) -> str:
    """A cell as the page shows it: shares in percent, other numbers with two decimals at most, a dash for nothing."""
    if cell is None:
        return "–"
    if form == "share" and isinstance(cell, (int, float)):
        return f"{100 * cell:.1f}%"
    if isinstance(cell, dt.datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    return f"{cell:.2f}".rstrip("0").rstrip(".") if isinstance(cell, float) else str(cell)
