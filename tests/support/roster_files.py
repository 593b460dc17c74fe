"""Roster files as halls hand them over, made for a test: CSV text, and workbooks down to their XML."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

from models import RosterEntry
from pipeline.errors import PipelineError, RosterError
from pipeline.roster.checking import CheckedRoster, check_roster
from tests.support.stored_hall import hall

HEADINGS = ("what", "day", "until", "counter", "shift", "person", "start", "end", "seat", "note")
HEAD = ",".join(HEADINGS) + "\n"
WANG = "shift,2026-11-23,,left,morning,Wang,09:00,13:00,,\n"
LEAVE = "leave,2026-11-23,,,,Wang,,,,\n"


def text_file(folder: Path, content: str | bytes, name: str = "roster.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def line(**cells: object) -> list[object]:
    """Wang's shift of Monday as a row of a sheet, with these cells instead."""
    usual = {"what": "shift", "day": "2026-11-23", "counter": "left", "shift": "morning", "person": "Wang"}
    given = {**usual, "start": "09:00", "end": "13:00", **cells}
    return [given.get(name) for name in HEADINGS]


def workbook(folder: Path, *rows: Sequence[object], change: Callable[[Workbook], None] | None = None) -> Path:
    """A workbook with one sheet `Nov` of these rows; `change` is done to it before it is saved."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Nov"
    for row in rows:
        sheet.append(list(row))
    if change is not None:
        change(book)
    book.save(folder / "roster.xlsx")
    return folder / "roster.xlsx"


def rewritten(path: Path, parts: Mapping[str, Callable[[str], str]]) -> Path:
    """The same workbook after some of its parts were edited as text; `*` stands for all others."""
    made = io.BytesIO()
    with zipfile.ZipFile(path) as given, zipfile.ZipFile(made, "w") as new:
        for name in given.namelist():
            edit = parts.get(name, parts.get("*", str))
            new.writestr(name, edit(given.read(name).decode()))
    path.write_bytes(made.getvalue())
    return path


def checked(path: Path, encoding: str | None = None) -> CheckedRoster:
    return check_roster(path, hall(), encoding)


def only(path: Path) -> RosterEntry:
    """The one entry of a file without a fault."""
    (entry,) = checked(path).entries
    return entry


def refused(path: Path, encoding: str | None = None) -> str:
    """The one line with which the file is refused, without its folder."""
    try:
        found = checked(path, encoding).entries
    except RosterError as error:
        (said,) = error.lines
    except PipelineError as error:
        said = str(error)
    else:
        raise AssertionError(f"read: {found}")
    assert "\n" not in said
    assert said.startswith(str(path))
    return said.removeprefix(f"{path.parent}/")
