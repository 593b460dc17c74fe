"""The lines of a roster file, CSV or Excel, by the names of their columns, with the place they stand at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl.utils import get_column_letter

from models import Site, What
from pipeline.roster.cells import LIMITS, Cell, CellFault, PipelineError, RawTable, TableRow, shown
from pipeline.roster.file_kind import is_workbook
from pipeline.roster.grid import Grid, GridCell, GridReader, grid_of, legend_of
from pipeline.roster.text_file import text_table
from pipeline.roster.vocabulary import COLUMNS, NEEDED, UNREAD, column_of
from pipeline.roster.workbook_file import workbook_tables

_SHIFT = frozenset({"day", "counter", "shift", "start", "end"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `place` is for people (`may.xlsx: sheet May, row 7`), `cells` by column, without the empty ones.

    `labels` names the columns as the file does. `fault` says why the line cannot be used; "" where it can.
    """

    place: str
    cells: Mapping[str, Cell]
    labels: Mapping[str, str]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class RosterLines:
    """The lines of a file; `doubts` are lines for people about what was guessed or not read."""

    lines: Sequence[Line]
    doubts: Sequence[str]


def read_lines(path: Path, encoding: str | None = None, site: Site | None = None) -> RosterLines:
    """Every line of the file that says something; raises PipelineError when it is no roster file at all.

    One of the first rows names the columns, in English, Chinese or Japanese; rows above it are titles. Sheets without
    such a row are left out, and named as a doubt. A grid of people and days gives a line for each shift in it; `site`
    has the counters that its cells may name, and shift codes.
    """
    content = _content(path)
    if is_workbook(path, content):
        tables, doubts = workbook_tables(path, content)
    else:
        table, doubts = text_table(path, content, encoding)
        tables = [table] if table.rows else []
    if not tables:
        raise PipelineError(f"{path}: the roster is empty: its first line must name the columns")
    grids = [grid for table in tables if (grid := grid_of(table)) is not None]
    if grids:
        return _of_grids(grids, tables, site, doubts)
    named = [(table, head) for table in tables if (head := _heading_row(table)) is not None]
    if not named:
        raise PipelineError(f"{path}: no row names the columns: write {', '.join(COLUMNS)} in the first one")
    unread = [f"{t.place}: not read, no row names the columns" for t in tables if _heading_row(t) is None]
    lines = [line for table, head in named for line in _lines(table, head)]
    return RosterLines(lines, [*doubts, *unread, *(d for table, head in named for d in _above(table, head))])


def _of_grids(
    grids: Sequence[Grid], tables: Sequence[RawTable], site: Site | None, doubts: Sequence[str]
) -> RosterLines:
    """The shifts and the leave of grids; rows that are no person's, and other sheets, may hold the legend."""
    mine = {grid.table.place: grid for grid in grids}
    codes = {} if site is None else site.shifts
    rest = [(t.at(row), row) for t in tables for row in (mine[t.place].others if t.place in mine else t.rows)]
    reader = GridReader(legend_of(rest, codes), site)
    lines = [_grid_line(grid, cell) for grid in grids for cell in reader.cells(grid)]
    reader.raise_if_unknown()
    return RosterLines(lines, [*doubts, *reader.told()])


def _grid_line(grid: Grid, one: GridCell) -> Line:
    heads = {name: column for column, name in grid.names.items()}
    labels = {
        name: _label(grid.table, column, grid.head.cells.get(column, "")) for name, column in heads.items()
    }
    said: dict[str, Cell] = {"what": one.what.value, "day": grid.days[one.column]}
    said |= {name: one.row.cells[c] for name, c in heads.items() if c in one.row.cells and name != UNREAD}
    if one.what is What.SHIFT:
        said |= {"shift": one.shift, "start": one.times[0], "end": one.times[1]}
        said |= {"counter": one.counter} if one.counter else {}
    else:
        said.pop("counter", None)  # leave is a person's, at whatever counter
    cell = _label(grid.table, one.column, grid.days[one.column])
    place = f"{grid.table.at(one.row)}, {cell.partition(' (')[0] if grid.table.is_sheet else cell}"
    own = dict.fromkeys(("what", "day", "shift", "start", "end"), cell)
    return Line(place, _with_number(said), {**own, **labels}, one.fault)


def _content(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise PipelineError(f"{path}: cannot read the roster: not a file")
        if path.stat().st_size > LIMITS.file_mb * 1_000_000:
            raise PipelineError(f"{path}: a roster has at most {LIMITS.file_mb:g} MB: split it by months")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise PipelineError(f"{path}: cannot read the roster: {reason}") from error


def _heading_row(table: RawTable) -> TableRow | None:
    """The row that names the most columns; None where none of the first ones names any."""
    first = [row for row in table.rows if row.number <= table.rows[0].number + LIMITS.heading_rows]
    best = max(first, key=_names_in)
    return best if _names_in(best) else None


def _names_in(row: TableRow) -> int:
    return sum(bool(column_of(cell)) for cell in row.cells.values())


def _above(table: RawTable, head: TableRow) -> list[str]:
    """A doubt about rows above the heading that hold as much as a line does."""
    rows = [row for row in table.rows if row.number < head.number and len(row.cells) >= 3]
    return [f"{table.at(row)}: not read, it stands above the names of the columns" for row in rows]


def _lines(table: RawTable, head: TableRow) -> list[Line]:
    names = _columns(table, head)
    labels = {name: _label(table, column, head.cells[column]) for column, name in names.items()}
    below = (row for row in table.rows if row.number > head.number)
    return [_line(table, row, names, labels) for row in below if not _repeats(row, names)]


def _line(table: RawTable, row: TableRow, names: Mapping[int, str], labels: Mapping[str, str]) -> Line:
    cells = {names[column]: cell for column, cell in row.cells.items() if names.get(column)}
    faults = [f"{labels[name]}: {cell.reason}" for name, cell in cells.items() if isinstance(cell, CellFault)]
    beyond = next(((column, cell) for column, cell in row.cells.items() if column not in names), None)
    if beyond is not None:
        column = f"column {get_column_letter(beyond[0])}" if table.is_sheet else f"column {beyond[0]}"
        said = beyond[1].reason if isinstance(beyond[1], CellFault) else repr(str(beyond[1])[:20])
        faults.append(f"{column}: {said} stands under no heading: name the column, or empty the cell")
    return Line(table.at(row), _with_number(cells), labels, "; ".join(faults))


def _with_number(cells: Mapping[str, Cell]) -> Mapping[str, Cell]:
    """The cells with a staff number, which has a column of its own, beside the name or instead of it."""
    if "number" not in cells:
        return cells
    number = shown(cells["number"])
    return {**cells, "person": f"{shown(cells['person'])} ({number})" if "person" in cells else number}


def _repeats(row: TableRow, names: Mapping[int, str]) -> bool:
    """Whether the row is the heading again, as printed pages have it."""
    return len(row.cells) > 1 and all(column_of(cell) == names.get(n) for n, cell in row.cells.items())


def _label(table: RawTable, column: int, heading: Cell) -> str:
    said = " ".join(str(heading).split())
    return f"column {get_column_letter(column)} ({said})" if table.is_sheet else said


def _columns(table: RawTable, head: TableRow) -> dict[int, str]:
    """Our name of each column by its number."""
    place = table.at(head) if head.number > table.rows[0].number or table.is_sheet else table.place
    found: dict[int, str] = {}
    for column, cell in head.cells.items():
        name = column_of(cell)
        if name is None:
            said = cell.reason if isinstance(cell, CellFault) else repr(str(cell)[:40])
            raise PipelineError(f"{place}: no such column {said}: the columns are {', '.join(COLUMNS)}")
        found[column] = name
    given = [name for name in found.values() if name != UNREAD]
    twice = [name for name in given if given.count(name) > 1]
    # A list of shifts alone needs no column that calls each line one.
    missing = [name for name in NEEDED if name not in given and (name == "day" or not {*given} >= _SHIFT)]
    if twice or missing:
        what = f"two columns {twice[0]!r}" if twice else f"no column {missing[0]!r}"
        raise PipelineError(f"{place}: {what}: the first line must name each column once")
    return found
