"""The lines of a roster file, CSV or Excel, as plain cells with the place they stand at."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from pipeline.errors import PipelineError
from pipeline.roster.text_encoding import decoded

Cell = str | int | float | dt.datetime | dt.date | dt.time | dt.timedelta | None

COLUMNS = ("what", "day", "until", "counter", "shift", "person", "start", "end", "seat", "note")
_NAMES: Mapping[str, str] = {
    **{name: name for name in COLUMNS},
    "类别": "what", "日期": "day", "截止日期": "until", "窗口": "counter", "班次": "shift", "人员": "person",
    "开始": "start", "结束": "end", "座位": "seat", "备注": "note",
}  # fmt: skip
_NEEDED = ("what", "day")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `place` is for people (`may.xlsx: sheet May, row 7`), `cells` by column; an empty cell is None."""

    place: str
    cells: Mapping[str, Cell]


def read_lines(path: Path) -> list[Line]:
    """Every line of the file that says something; raises PipelineError when it is no roster file at all.

    A file's first line (of an Excel sheet: its first row) names the columns, in English or Chinese. Excel sheets
    whose first row names none of them are left out.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise PipelineError(f"{path}: cannot read the roster: {error.strerror}") from error
    suffix = path.suffix.lower()
    if suffix in (".xlsx", ".xlsm"):
        return _excel(path, content)
    if suffix in (".csv", ".tsv", ".txt"):
        return _csv(path, content)
    raise PipelineError(f"{path}: a roster is a .csv or .xlsx file")


def _csv(path: Path, content: bytes) -> list[Line]:
    text = decoded(content)
    if text is None:
        raise PipelineError(f"{path}: the encoding of its text cannot be told: save it as CSV in UTF-8")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    if not rows:
        raise PipelineError(f"{path}: the roster is empty: its first line must name the columns")
    names = _header(f"{path}", rows[0])
    return [
        Line(f"{path}: row {number}", _cells(names, [cell.strip() or None for cell in row]))
        for number, row in enumerate(rows[1:], 2)
        if any(cell.strip() for cell in row)
    ]


def _excel(path: Path, content: bytes) -> list[Line]:
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (InvalidFileException, BadZipFile, KeyError, ValueError, OSError) as error:
        raise PipelineError(f"{path}: not an Excel workbook (.xlsx): save it again from Excel") from error
    try:
        sheets = [(sheet.title, [list(row) for row in sheet.iter_rows(values_only=True)]) for sheet in book]
    finally:
        book.close()
    named = [(title, rows) for title, rows in sheets if rows and _known(rows[0])]
    if not named:
        raise PipelineError(f"{path}: no sheet's first row names the columns {', '.join(COLUMNS)}")
    return [line for title, rows in named for line in _sheet(f"{path}: sheet {title}", rows)]


def _sheet(place: str, rows: Sequence[Sequence[object]]) -> Iterator[Line]:
    names = _header(place, rows[0])
    for number, row in enumerate(rows[1:], 2):
        cells = [_plain(cell) for cell in row]
        if any(cell is not None for cell in cells):
            yield Line(f"{place}, row {number}", _cells(names, cells))


def _plain(cell: object) -> Cell:
    if isinstance(cell, str):
        return cell.strip() or None
    return cell if isinstance(cell, int | float | dt.datetime | dt.date | dt.time | dt.timedelta) else None


def _known(row: Iterable[object]) -> bool:
    return any(_name(cell) in _NAMES for cell in row)


def _name(cell: object) -> str:
    return str(cell or "").strip().lower()


def _header(place: str, row: Sequence[object]) -> list[str | None]:
    """Our name of each column; None for one that has no heading."""
    names: list[str | None] = []
    for cell in row:
        said = _name(cell)
        if said and said not in _NAMES:
            raise PipelineError(f"{place}: no such column {said!r}: the columns are {', '.join(COLUMNS)}")
        names.append(_NAMES.get(said))
    twice = [name for name in names if name is not None and names.count(name) > 1]
    missing = [name for name in _NEEDED if name not in names]
    if twice or missing:
        what = f"two columns {twice[0]!r}" if twice else f"no column {missing[0]!r}"
        raise PipelineError(f"{place}: {what}: the first line must name each column once")
    return names


def _cells(names: Sequence[str | None], row: Sequence[Cell]) -> dict[str, Cell]:
    return {name: cell for name, cell in zip(names, row, strict=False) if name is not None}
