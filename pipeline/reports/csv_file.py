"""A report's events and clauses as CSV: UTF-8 with a byte order mark, else Excel takes Chinese for Latin."""

import csv
import datetime as dt
import io

from pipeline.reports.content import Report
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
