"""Grid rosters: people down, days across, and a shift code or times in each cell."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from models import Site, What, tidied
from pipeline.roster.cell_times import date_of
from pipeline.roster.cells import LIMITS, Cell, CellFault, PipelineError, RawTable, TableRow, shown
from pipeline.roster.shift_legend import SPAN, Legend, code_key, legend_of, plain, spans_in
from pipeline.roster.vocabulary import column_of, is_leave, is_rest

__all__ = ["Grid", "GridCell", "GridReader", "grid_of", "legend_of"]

_MONTH = re.compile(r"(?P<year>20\d{2}) ?[-/.年] ?(?P<month>\d{1,2})(?!\d)")
_HEAD_DAY = re.compile(
    r"(?:(?:(?P<year>\d{4})[-/.年])?(?P<month>\d{1,2})[-/.月])?(?P<day>\d{1,2})[日号號]? ?"
    r"(?:\(?(?:星期|周|週)?[一二三四五六日天]\)?)?"
)
_WEEKDAY = re.compile(r"(?:星期|周|週|礼拜)?[一二三四五六日天]|mon|tue|wed|thu|fri|sat|sun", re.IGNORECASE)
_TOTALS = ("合计", "总计", "小计", "合計", "total")
_BETWEEN = re.compile(r"[\s/+、,;]+")


@dataclass(frozen=True, slots=True)
class Grid:
    """The head of a grid: its row, the day of each column, and the columns that say who and where."""

    table: RawTable
    head: TableRow
    days: Mapping[int, dt.date]
    names: Mapping[int, str]

    @property
    def people(self) -> list[TableRow]:
        """The rows of people, each with a cell under a day."""
        below = (row for row in self.table.rows if row.number > self.head.number)
        return [row for row in below if self._is_person(row)]

    @property
    def others(self) -> list[TableRow]:
        """The rows that are no person's: titles, remarks, a legend."""
        mine = {row.number for row in self.people}
        return [row for row in self.table.rows if row.number not in mine]

    def _is_person(self, row: TableRow) -> bool:
        inside = [plain(cell) for column, cell in row.cells.items() if column in self.days]
        who = [
            plain(cell)
            for column, cell in row.cells.items()
            if self.names.get(column) in ("person", "number")
        ]
        if not inside or any(said.casefold() in _TOTALS for said in who):
            return False
        return bool(who) or not all(_WEEKDAY.fullmatch(said) for said in inside)


def grid_of(table: RawTable) -> Grid | None:
    """The grid in a table; None where no row has three days or more beside each other.

    Raises PipelineError for days without a month or a year, and for a grid without a column of names.
    """
    first = [row for row in table.rows if row.number <= table.rows[0].number + LIMITS.heading_rows]
    head = next((row for row in first if len(_day_cells(row)) >= 3), None)
    if head is None:
        return None
    names = _names(table, head)
    if not {"person", "number"} & set(names.values()):
        raise PipelineError(f"{table.at(head)}: days stand across, and no column is called 姓名 or person")
    return Grid(table, head, _days(table, head), names)


def _day_cells(row: TableRow) -> dict[int, Cell]:
    """The longest stretch of cells beside each other that name days, each the next day or the first of a month."""
    best: dict[int, Cell] = {}
    now: dict[int, Cell] = {}
    for column, cell in sorted(row.cells.items()):
        number = _day_number(cell)
        follows = now and column - 1 in now and number == (_day_number(now[column - 1]) or 0) + 1
        new_month = now and column - 1 in now and number == 1
        before = now if follows or new_month else {}
        now = {} if number is None else {**before, column: cell}
        best = max(best, now, key=len)
    return best


def _day_number(cell: Cell) -> int | None:
    """The day of the month that a cell of the head names."""
    if isinstance(cell, dt.date):
        return cell.day
    if isinstance(cell, CellFault | dt.time | dt.timedelta):
        return None
    found = _HEAD_DAY.fullmatch(plain(cell))
    return int(found["day"]) if found and 1 <= int(found["day"]) <= LIMITS.month_days else None


def _names(table: RawTable, head: TableRow) -> dict[int, str]:
    """Our names of the columns before and after the days, from the row of days and the rows beside it."""
    found: dict[int, str] = {}
    near = [row for row in table.rows if abs(row.number - head.number) <= 2]
    for row in sorted(near, key=lambda row: abs(row.number - head.number)):
        for column, cell in row.cells.items():
            name = column_of(cell)
            if name in ("person", "number", "counter", "note", "") and column not in found:
                found[column] = name
    return {column: name for column, name in found.items() if column not in _day_cells(head)}


def _days(table: RawTable, head: TableRow) -> dict[int, dt.date]:
    """The day of each column; the year and month that the cells leave out stand in a title above."""
    title, cells = _title(table, head), _day_cells(head)
    numbers = [_day_number(cell) for cell in cells.values()]
    short = all(isinstance(cell, int | float) or plain(cell).isdecimal() for cell in cells.values())
    if short and 1 in numbers[1:]:
        why = "the days go on into another month: write them with their month (10月26日)"
        raise PipelineError(f"{table.at(head)}: {why}")
    days: dict[int, dt.date] = {}
    last: dt.date | None = None
    for column, cell in cells.items():
        try:
            last = _day(cell, last or title, known=last is not None)
        except ValueError as error:
            raise PipelineError(f"{table.at(head)}: {plain(cell)!r}: {error}") from error
        days[column] = last
    return days


def _title(table: RawTable, head: TableRow) -> dt.date | None:
    """The first day of the month that a title, the sheet or the file names; None where none does."""
    above = [shown(cell) for row in table.rows if row.number < head.number for cell in row.cells.values()]
    beside = [shown(c) for k, c in head.cells.items() if k not in _day_cells(head)]
    for text in (*reversed(above), *beside, table.place):
        found = _MONTH.search(tidied(text))
        if found and 1 <= int(found["month"]) <= 12:
            return dt.date(int(found["year"]), int(found["month"]), 1)
    return None


def _day(cell: Cell, near: dt.date | None, *, known: bool) -> dt.date:
    """The day of a cell of the head; `near` is the day before it (`known`), or a day of the month of the title."""
    if isinstance(cell, dt.date):
        return date_of(cell)
    if known and near is not None:
        following = near + dt.timedelta(days=1)
        if following.day != _day_number(cell):
            raise ValueError(f"the day before it is {near}: write dates in full (2026-11-23)")
        return following
    found = _HEAD_DAY.fullmatch(plain(cell))
    assert found is not None  # the cell was taken for a day
    if found["year"]:
        return date_of(plain(cell))
    if near is None:
        raise ValueError("no year and month stand with it: write 2026年11月 in a row above the days")
    return dt.date(near.year, int(found["month"] or near.month), int(found["day"]))


@dataclass(frozen=True, slots=True)
class GridCell:
    """What one cell of a grid says: a part of a shift, or a day of leave; `fault` where it cannot be told."""

    column: int
    row: TableRow
    what: What
    shift: str = ""
    times: tuple[str, str] = ("", "")
    counter: str = ""
    fault: str = ""


class GridReader:
    """Reads the cells of grids of a site by a legend."""

    def __init__(self, legend: Legend, site: Site | None) -> None:
        self._legend, self._used = legend, set[str]()
        counters = [k for camera in (site.cameras if site else ()) for k in camera.counters]
        names = [name for k in counters for name in (k.id, k.name) if name]
        self._counters = {tidied(name).casefold(): name for name in names}
        self._unknown: dict[str, str] = {}

    def raise_if_unknown(self) -> None:
        """Raise PipelineError that names every code without times, or with two different ones."""
        for code in sorted(self._used & self._legend.clashes.keys()):
            raise PipelineError(self._legend.clashes[code])
        if self._unknown:
            named = ", ".join(f"{code!r} ({place})" for code, place in self._unknown.items())
            example = next(iter(self._unknown))
            raise PipelineError(
                f"{next(iter(self._unknown.values())).partition(': ')[0]}: no times for shift codes {named}: write a "
                f"legend ({example} 08:00-12:00) below the table or on another sheet, or shifts: in the site file"
            )

    def told(self) -> list[str]:
        """A line for people: the times of the codes that were used, and where they are written."""
        if not self._used:
            return []
        times = self._legend.times
        said = [
            f"{code} {', '.join('-'.join(one) for one in times[code])} ({self._legend.places[code]})"
            for code in sorted(self._used)
        ]
        return [f"shift codes: {'; '.join(said)}"]

    def cells(self, grid: Grid) -> Iterator[GridCell]:
        """The shifts and leave of all people, row by row."""
        for row in grid.people:
            for column in grid.days:
                if column in row.cells:
                    yield from self._read(grid, row, column)

    def _read(self, grid: Grid, row: TableRow, column: int) -> Iterator[GridCell]:
        cell = row.cells[column]
        if isinstance(cell, CellFault):
            yield GridCell(column, row, What.SHIFT, fault=cell.reason)
            return
        said = plain(cell)
        words = [word for word in _BETWEEN.split(SPAN.sub(" ", said)) if word.strip("-()")]
        counter = next((self._counters[w.casefold()] for w in words if w.casefold() in self._counters), "")
        codes = [w for w in words if w.casefold() not in self._counters and not is_rest(w)]
        if any(is_leave(code) for code in codes):
            yield GridCell(column, row, What.LEAVE)
        elif own := spans_in(said):
            for times in own:
                yield GridCell(column, row, What.SHIFT, " ".join(codes) or "-".join(times), times, counter)
        else:
            for code in codes:
                yield from self._by_legend(grid, row, column, code, counter)

    def _by_legend(
        self, grid: Grid, row: TableRow, column: int, code: str, counter: str
    ) -> Iterator[GridCell]:
        times = self._legend.times.get(code_key(code))
        if times is None:
            letter = get_column_letter(column) if grid.table.is_sheet else str(column)
            self._unknown.setdefault(code, f"{grid.table.at(row)}, column {letter}")
            return
        self._used.add(code_key(code))
        for one in times:
            yield GridCell(column, row, What.SHIFT, code, one, counter)
