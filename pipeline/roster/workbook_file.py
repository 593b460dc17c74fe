"""The tables of an Excel workbook: every cell that is there, whatever the sheet says of its own size."""

import datetime as dt
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import MergedCell
from openpyxl.utils.datetime import from_excel, to_excel
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.roster.cells import Cell, CellFault, PipelineError, RawTable, TableRow, text_cell

_Place = tuple[str, int, int]
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_UNREAD = re.compile(
    r"^docProps/|worksheets/_rels/|^xl/(media|embeddings|pivot\w+|externalLinks|printer\w+)/"
)
_SHEET = re.compile(rb"<((?:\w+:)?worksheet)\b[^>]*[^/]>")
_CELLS = re.compile(rb"<((?:\w+:)?(?:sheetData|mergeCells))\b[^>]*?(?:/>|>.*?</\1\s*>)", re.DOTALL)
_OPENED = re.compile(rb"<(?:\w+:)?(?:sheetData|mergeCells)\b")
_NAMES = re.compile(rb"<((?:\w+:)?definedNames)\b[^>]*>.*?</\1\s*>", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_FIRST_DATE = 366
"""Serial numbers below stand for durations: no roster is about the year 1900."""


def workbook_tables(path: Path, content: bytes) -> tuple[list[RawTable], list[str]]:
    """The sheets that hold something, and lines about what a person may not expect to be read.

    Raises PipelineError with one line for a workbook that cannot be read.
    """
    content, has_formulas = _transitional(path, content)
    book = _opened(path, content, formulas=False)
    computed = _formulas(_opened(path, content, formulas=True)) if has_formulas else frozenset()
    tables, said = [], []
    for sheet in book.worksheets:
        place = f"{path}: sheet {sheet.title}"
        rows = list(_rows(sheet, book.epoch, computed))
        tables.append(RawTable(place, rows, is_sheet=True))
        if rows and sheet.sheet_state != "visible":
            said.append(f"{place}: the sheet is hidden")
    return [table for table in tables if table.rows], said


def _opened(path: Path, content: bytes, formulas: bool) -> Workbook:
    """The workbook with the values of its cells, or with their formulas.

    It is loaded as a whole: reading in parts believes the size that a sheet gives, and loses what lies beyond.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which a roster does not need
            return load_workbook(io.BytesIO(content), data_only=not formulas, keep_links=False)
    except Exception as error:  # a damaged part raises whatever its parser meets
        raise PipelineError(
            f"{path}: not an Excel workbook (.xlsx) that can be read: save it again from Excel"
        ) from error


def _transitional(path: Path, content: bytes) -> tuple[bytes, bool]:
    """The workbook without what a roster does not need, in ordinary namespaces, and whether it has formulas.

    Other programs write rules, filters, pictures and dates of creation that the reader refuses. A Strict Open XML
    workbook is an ordinary one with other namespaces.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as given:
            needed = [part for part in given.infolist() if not _UNREAD.search(part.filename)]
            parts = {part.filename: given.read(part) for part in needed}
    except (zipfile.BadZipFile, OSError, RuntimeError, ValueError, NotImplementedError, zlib.error) as error:
        raise PipelineError(
            f"{path}: not an Excel workbook (.xlsx): it is cut off or damaged: copy it again"
        ) from error
    has_formulas = any(_FORMULA.search(part) for name, part in parts.items() if "worksheets/" in name)
    is_strict = any(_STRICT.search(part) for name, part in parts.items() if name.endswith("workbook.xml"))
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as made:
        for name, part in parts.items():
            lean = _lean(part) if name.endswith(".xml") else part
            made.writestr(name, _STRICT.sub(_ordinary, lean) if is_strict else lean)
    return result.getvalue(), has_formulas


def _lean(part: bytes) -> bytes:
    """A sheet with its cells and merged cells alone, a workbook without defined names; other parts as they are."""
    root = _SHEET.search(part[:10_000])
    if root is None:
        return _NAMES.sub(b"", part)
    kept = [found[0] for found in _CELLS.finditer(part, root.end())]
    if len(kept) != len(_OPENED.findall(part)) or b"</" + root[1] not in part:
        return part  # it is cut off, and the reader says so
    return part[: root.end()] + b"".join(kept) + b"</" + root[1] + b">"


def _ordinary(found: re.Match[bytes]) -> bytes:
    return b"http://schemas.openxmlformats.org/" + found[1] + b"/2006/"


def _held(sheet: Worksheet) -> list[tuple[tuple[int, int], SheetCell | MergedCell]]:
    """The cells that the file has with their row and column; going through rows would make all others too."""
    return list(sheet._cells.items())


def _formulas(book: Workbook) -> frozenset[_Place]:
    """The places of all formulas."""
    return frozenset(
        (sheet.title, *place)
        for sheet in book.worksheets
        for place, cell in _held(sheet)
        if cell.data_type == "f"
    )


def _rows(sheet: Worksheet, epoch: dt.datetime, computed: frozenset[_Place]) -> Iterator[TableRow]:
    found: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in _held(sheet):
        value = _value(cell, epoch)
        # An empty result is a text of no letters; a formula that was never computed has no result at all.
        if value is None and cell.data_type == "n" and (sheet.title, row, column) in computed:
            value = CellFault("the formula has no result: open the file in Excel and save it")
        if value is not None:
            found.setdefault(row, {})[column] = value
    _fill_merged(sheet, found)
    for number in sorted(found):
        yield TableRow(number, dict(sorted(found[number].items())))


def _fill_merged(sheet: Worksheet, found: Mapping[int, dict[int, Cell]]) -> None:
    """Give each row of a merged cell its value; a row that has nothing else stays empty."""
    for merged in sheet.merged_cells.ranges:
        top = found.get(merged.min_row, {}).get(merged.min_col)
        if top is None:
            continue
        for row, cells in found.items():
            if merged.min_row < row <= merged.max_row:
                cells.setdefault(merged.min_col, top)


def _value(cell: SheetCell | MergedCell, epoch: dt.datetime) -> Cell | None:
    value = cell.value
    if cell.data_type == "e":
        return CellFault(f"the cell has the error {value}: mend its formula or write the value")
    if isinstance(value, bool):
        return CellFault(f"the cell says {str(value).upper()}: mend its formula or write the value")
    if isinstance(value, str):
        return text_cell(unescape(value))
    if isinstance(value, dt.datetime):
        serial = float(to_excel(value, epoch))  # type: ignore[no-untyped-call]
        return dt.timedelta(days=serial) if serial < _FIRST_DATE else value
    if isinstance(value, dt.timedelta) and value.days >= _FIRST_DATE:
        return _as_date(value, epoch)
    return value if isinstance(value, int | float | dt.date | dt.time | dt.timedelta) else None


def _as_date(value: dt.timedelta, epoch: dt.datetime) -> Cell:
    """A moment in a cell whose format counts hours."""
    try:
        moment: dt.datetime = from_excel(value / dt.timedelta(days=1), epoch)
    except (OverflowError, ValueError):
        return CellFault(f"not a moment: {value}")
    return moment
