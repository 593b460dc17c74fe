"""The file formats of a report: Excel, CSV and HTML."""

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from pipeline.reports.content import Report
from pipeline.reports.excel import to_excel
from pipeline.reports.page import to_html
from pipeline.reports.tables import Cell, event_table

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_csv(report: Report, language: str) -> bytes:
    """One row for every event and clause, one for every clause without any; figures to the last digit.

    Times are on the site's clock.
    """
    table = event_table(report, language)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([column.head for column in table.columns])
    writer.writerows([_plain(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, str):
        return harmless(cell)
    return cell.isoformat() if isinstance(cell, dt.date) else repr(cell)


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula; names of counters and people's words go into it."""
    return f"'{text}" if text.startswith(_FORMULA) else text


Format = Literal["xlsx", "csv", "html"]


@dataclass(frozen=True, slots=True)
class File:
    """A finished report: a name for it, its media type, its bytes."""

    name: str
    media_type: str
    content: bytes


FORMATS: Mapping[Format, tuple[str, Callable[[Report, str], bytes]]] = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", to_excel),
    "csv": ("text/csv; charset=utf-8", to_csv),
    "html": ("text/html; charset=utf-8", to_html),
}


def render(report: Report, form: Format, language: str) -> File:
    """The report as a file in "zh" or "en"."""
    media_type, write = FORMATS[form]
    site = re.sub(r"[^\w-]+", "-", report.site.site)
    return File(
        f"{site}-{report.period.label}-{report.period.day}.{form}", media_type, write(report, language)
    )
