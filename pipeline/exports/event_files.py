"""Lists of events as files for spreadsheets: CSV as a stream, and Excel workbooks."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from pipeline.errors import PipelineError
from pipeline.intervals import Basis, limit
from pipeline.reports.formats import harmless

Cell = str | float | int | None


@dataclass(frozen=True, slots=True)
class SpreadsheetLimits:
    """Sizes of the files."""

    rows: int = limit(
        100_000,
        "rows",
        Basis.CHOICE,
        "a workbook is written whole before it is sent; a sheet holds ten times as many",
    )
    lines: int = limit(200, "lines", Basis.CHOICE, "a part of a stream, as many as are read at once")


LIMITS = SpreadsheetLimits()


def csv_parts(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The file part by part: UTF-8 with a mark, as spreadsheets read it. No text can be taken for a formula."""
    yield "\N{ZERO WIDTH NO-BREAK SPACE}".encode()
    yield _lines([head])
    left = iter(rows)
    while part := list(islice(left, LIMITS.lines)):
        yield _lines(part)


def _lines(rows: Iterable[Sequence[Cell]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return text.getvalue().encode("utf-8", "replace")


def write_workbook(head: Sequence[str], rows: Iterable[Sequence[Cell]], file: BinaryIO) -> int:
    """Write one sheet, and give its number of rows. Text stays text, also where it begins like a formula.

    Raises PipelineError for more than LIMITS.rows.
    """
    book = Workbook(write_only=True)
    sheet: WriteOnlyWorksheet = book.create_sheet("events")
    sheet.freeze_panes = "A2"
    sheet.append(list(head))
    number, most = 0, LIMITS.rows
    for row in islice(rows, most + 1):
        sheet.append([_box(sheet, cell) for cell in row])
        number += 1
    book.save(file)  # also one that is refused: that removes its temporary file
    if number > most:
        raise PipelineError(f"these are more than {most} events: ask for a shorter time, or for csv")
    return number


def _box(sheet: WriteOnlyWorksheet, cell: Cell) -> object:
    if not isinstance(cell, str):
        return cell
    box = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", cell))
    box.data_type = "s"
    return box
