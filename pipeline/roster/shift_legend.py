"""Shift codes of a grid roster and their times, from a legend in the file or from the site file."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from models import tidied
from pipeline.roster.cell_times import clock_of
from pipeline.roster.cells import Cell, TableRow, shown

Times = tuple[tuple[str, str], ...]
"""(start, end) of each part of a shift, as times of cells."""

_CLOCK = (
    r"(?:次日|翌日)?(?:\d{1,2}:\d{2}(?::\d{2})?(?:\(?次日\)?|\+1)?|\d{1,2}[点點時时](?:半|整|\d{1,2}分?)?)"
)
_RANGE = rf"({_CLOCK}) ?(?:-|~|至|到) ?({_CLOCK})"
SPAN = re.compile(_RANGE)
_CODE = re.compile(
    rf"(?P<code>[^\s:=;,、()。/]{{1,12}}?) ?[:=(]? ?(?P<times>{_RANGE}(?:(?:[,、/+和]| ) ?{_RANGE})*)"
)
_DASHES = re.compile("[\u2010-\u2015\u2212\uff5e]")


def plain(value: Cell) -> str:
    """A cell as text with one sort of dash, and times without their seconds."""
    text = re.sub(r"(\d{1,2}:\d{2}):00\b", r"\1", shown(value))
    return _DASHES.sub("-", tidied(_DASHES.sub("-", text)))


def spans_in(text: str) -> Times:
    """The times `09:00-12:00` in a text, in its order."""
    return tuple((found[1], found[2]) for found in SPAN.finditer(text))


def code_key(code: str) -> str:
    """One writing of a code: `早`, `早班` and full-width letters are one and the same."""
    key = tidied(code).casefold()
    return key.removesuffix("班") or key


@dataclass(frozen=True, slots=True)
class Legend:
    """The times of each code, by `code_key`; `places` says for people where they are written.

    `clashes` has a line for each code with two different times.
    """

    times: Mapping[str, Times]
    places: Mapping[str, str]
    clashes: Mapping[str, str]


def legend_of(rows: Iterable[tuple[str, TableRow]], own: Mapping[str, str]) -> Legend:
    """The legend in rows, each with its place.

    A row may hold several codes (`早 08:00-12:00；晚 13:00-17:00`), or a code and its times in cells beside each other.
    `own` are the codes of the site file, which count before others.
    """
    times: dict[str, Times] = {}
    places: dict[str, str] = {}
    clashes: dict[str, str] = {}
    for place, row in rows:
        for code, given in _codes(_joined(row)):
            if times.setdefault(code, given) != given:
                clashes[code] = f"{place}: shift code {code!r} has other times in {places[code]}"
            places.setdefault(code, place)
    for code, text in own.items():
        key = code_key(code)
        times[key], places[key] = spans_in(plain(text)), "the site file"
        clashes.pop(key, None)
    return Legend(times, places, clashes)


def _codes(text: str) -> Iterator[tuple[str, Times]]:
    for found in _CODE.finditer(text):
        yield code_key(found["code"]), spans_in(found["times"])


def _joined(row: TableRow) -> str:
    """The cells of a row as one text; two times beside each other are the start and the end of a shift."""
    parts: list[str] = []
    for cell in row.cells.values():
        said = plain(cell)
        beside = parts and _is_time(parts[-1]) and _is_time(said)
        parts[-1:] = [f"{parts[-1]}-{said}"] if beside else [*parts[-1:], said]
    return " ".join(parts)


def _is_time(said: str) -> bool:
    try:
        clock_of(said)
    except ValueError:
        return False
    return bool(re.fullmatch(_CLOCK, said))
