"""Cells and tables of a roster file, before their columns are known, and the limits of reading them."""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.errors import PipelineError, RosterError
from pipeline.intervals import Basis, limit

__all__ = [
    "LIMITS",
    "Cell",
    "CellFault",
    "PipelineError",
    "RawTable",
    "RosterError",
    "RosterLimits",
    "TableRow",
    "shown",
    "text_cell",
]


@dataclass(frozen=True, slots=True)
class RosterLimits:
    """Sizes and spans beyond which a roster is asked about and not read."""

    overnight_h: float = limit(
        14,
        "h",
        Basis.CHOICE,
        "a shift of twelve hours and two of handover; a longer night is a slip of the pen",
    )
    first_year: float = limit(2000, "year", Basis.CHOICE, "an earlier day is a cell that holds no date")
    last_year: float = limit(2100, "year", Basis.CHOICE, "a later day stands for a leave without an end")
    heading_rows: float = limit(30, "row", Basis.CHOICE, "titles and remarks stand above the columns' names")
    month_days: int = limit(31, "days", Basis.STANDARD, "of the longest month: no larger number is a day")
    file_mb: float = limit(50, "MB", Basis.CHOICE, "a year of 100 counters has about 10 MB")
    unpacked_mb: float = limit(200, "MB", Basis.CHOICE, "the reader needs about ten times as much memory")
    unusual: float = limit(
        1.0,
        "of a text",
        Basis.CHOICE,
        "charset-normalizer refuses text that looks more unusual; a list of names always looks unusual",
    )
    few: int = limit(
        4,
        "characters",
        Basis.CHOICE,
        "Chinese ones; with fewer, names alone, a rare one decides between encodings by chance",
    )
    daily: float = limit(
        0.5, "of the characters", Basis.CHOICE, "are in daily use in a text that was read right"
    )
    ascii: float = limit(
        0.3, "of the characters", Basis.CHOICE, "are letters and digits in a roster of UTF-16 without a mark"
    )


LIMITS = RosterLimits()


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell that cannot be used; `reason` says why and what to do."""

    reason: str


Cell = str | int | float | dt.datetime | dt.date | dt.time | dt.timedelta | CellFault
"""A cell that holds something. A `timedelta` is a time counted from midnight, which may be a day or more."""

_ERROR = re.compile(
    r"#(N/A|NV|REF!|BEZUG!|VALUE!|WERT!|NAME\?|DIV/0!|NULL!|NUM!|ZAHL!|SPILL!|CALC!|FIELD!|BUSY!|BLOCKED!"
    r"|CONNECT!|UNKNOWN!|GETTING_DATA|#+)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r'^="(.*)"$|^\'(?=\d+$)')  # as exports keep the zeros before a number
_SHORTENED = re.compile(r"\d(\.\d+)?E\+\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row by its number in the file; `cells` by the number of their column, from 1, without the empty ones."""

    number: int
    cells: Mapping[int, Cell]


@dataclass(frozen=True, slots=True)
class RawTable:
    """The rows of a sheet, or of a text file, that hold something. `place` names it for people."""

    place: str
    rows: Sequence[TableRow]
    is_sheet: bool = False

    def at(self, row: TableRow) -> str:
        """The place of a row, for people."""
        return f"{self.place}{',' if self.is_sheet else ':'} row {row.number}"


def text_cell(text: str) -> str | CellFault | None:
    """The text of a cell without the spaces around it; None where it shows nothing."""
    shown = _QUOTED.sub(r"\1", text.strip())
    control = next((c for c in shown if unicodedata.category(c) == "Cc" and not c.isspace()), None)
    if control is not None:
        name = "NUL characters" if control == "\0" else f"a control character (U+{ord(control):04X})"
        return CellFault(f"the cell has {name}: the file is damaged, export it again")
    if _ERROR.fullmatch(shown):
        return CellFault(f"the cell has the error {shown}: mend its formula or write the value")
    if "\ufffd" in shown or (shown and not shown.strip("?？")):
        return CellFault(
            f"letters were lost when the file was saved: {shown[:20]!r}: save it as CSV in UTF-8"
        )
    if _SHORTENED.fullmatch(shown):
        return CellFault(f"Excel has shortened a long number to {shown}: format the column as text")
    meant = _garbled(shown)
    if meant:
        return CellFault(f"{shown[:20]!r} is {meant[:20]!r} read in a wrong encoding: export the file again")
    return shown if any(unicodedata.category(c) not in ("Cf", "Zs", "Cc") for c in shown) else None


def shown(value: Cell | None) -> str:
    """A cell as a person would read it."""
    if isinstance(value, dt.timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02}:{minutes % 60:02}"
    if isinstance(value, float) and value.is_integer():  # Excel keeps a staff number 1024 as 1024.0
        return str(int(value))
    return "" if value is None else str(value)


def _garbled(text: str) -> str | None:
    """The text that was UTF-8 before some program took it for another encoding; None for any other text."""
    for encoding in () if text.isascii() else ("cp1252", "gb18030"):
        try:
            meant = text.encode(encoding).decode()
        except UnicodeError:
            continue
        if any(c > "\u07ff" for c in meant) and (encoding == "cp1252" or min(meant) > "\u07ff"):
            return meant
    return None
