"""The table of a CSV file: separators as Excel writes them, and quotation marks that nobody closed."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.roster.cells import LIMITS, Cell, CellFault, PipelineError, RawTable, TableRow, text_cell
from pipeline.roster.text_encoding import decoded
from pipeline.roster.vocabulary import column_of, kind_of_line

_SEPARATORS = ",;\t|，；"
_HINT = re.compile(r'"?sep=(.)"?[ ,;\t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
_END_OF_FILE = "\x1a"  # as old programs end a text


def text_table(path: Path, content: bytes, encoding: str | None) -> tuple[RawTable, list[str]]:
    """The rows of a text file, and a line about its encoding where that was guessed.

    Raises PipelineError with one line for a file that is no text or whose quotation marks do not match.
    """
    try:
        found = decoded(content, encoding)
    except PipelineError as error:
        raise PipelineError(f"{path}: {error}") from error
    text = found.text.rstrip(_END_OF_FILE)
    hint = _HINT.match(text)
    first = 1 if hint is None else 2
    body = text if hint is None else text[hint.end() :]
    separator = _separator(body) if hint is None else hint[1]
    rows = [
        TableRow(number, cells)
        for number, row in _parsed(path, body, separator, first)
        if (cells := _cells(row))
    ]
    return RawTable(f"{path}", rows), [f"{path}: {found.doubt}"] if found.doubt else []


def _separator(text: str) -> str:
    """The separator that shows the most names of columns in one of the first lines."""
    lines = text[:100_000].splitlines()[: int(LIMITS.heading_rows)]
    return max(_SEPARATORS, key=lambda one: (_most_names(lines, one), lines[0].count(one) if lines else 0))


def _most_names(lines: Sequence[str], separator: str) -> int:
    rows = (line.split(separator) for line in lines)
    return max((sum(column_of(cell.strip('" ')) is not None for cell in row) for row in rows), default=0)


def _parsed(path: Path, text: str, separator: str, first: int) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number, width = first, 0
    try:
        for row in reader:
            width = width or len(row)
            if any(_holds_lines(cell, separator, width) for cell in row):
                raise PipelineError(f"{path}: row {number}: {_open_mark()}")
            yield number, row
            number += 1
    except csv.Error as error:
        raise PipelineError(f"{path}: row {number}: {_reason(str(error))}") from error


def _holds_lines(cell: str, separator: str, width: int) -> bool:
    """Whether a quoted cell has swallowed the next line of the roster."""
    for line in cell.splitlines()[1:]:
        parts = line.split(separator)
        if len(parts) >= max(width, 3) or (len(parts) >= 3 and kind_of_line(parts[0].strip('" '))):
            return True
    return False


def _open_mark() -> str:
    return "a quotation mark is opened and not closed: close it, or take it away"


def _reason(said: str) -> str:
    if "field larger" in said:
        most = f"{csv.field_size_limit():,}"
        return f"a cell has more than {most} letters: shorten it, or close a quotation mark before it"
    if "expected after" in said:
        return "text follows after a closing quotation mark: write a quotation mark within a cell twice"
    return _open_mark()


def _cells(row: Sequence[str]) -> dict[int, Cell]:
    found: dict[int, str | CellFault | None] = {n: text_cell(cell) for n, cell in enumerate(row, 1)}
    return {number: cell for number, cell in found.items() if cell is not None}
