"""Times in the cells of a roster: midnight, nights, and cells that carry a day of their own."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from pipeline.roster.importing import read_roster
from tests.support.roster_files import HEAD, HEADINGS, checked, line, only, refused, text_file, workbook
from tests.support.stored_hall import NINE, hall

H = 3600.0
MONDAY = dt.date(2026, 11, 23)


def hours(path: Path) -> tuple[float, float]:
    """Start and end of the one line, in hours after Monday's midnight."""
    entry = only(path)
    assert entry.day == MONDAY
    return (entry.start - NINE) / H + 9, (entry.end - NINE) / H + 9


def in_text(folder: Path, start: str, end: str, until: str = "") -> Path:
    return text_file(folder, HEAD + f"shift,2026-11-23,{until},left,late,Wang,{start},{end},,\n")


def in_cells(folder: Path, start: object, end: object, form: str, until: object = None) -> Path:
    """A sheet with the line's times as numbers of this format."""

    def formatted(book: Workbook) -> None:
        for cell in (book["Nov"]["G2"], book["Nov"]["H2"]):
            cell.number_format = form

    return workbook(folder, HEADINGS, line(start=start, end=end, until=until), change=formatted)


@pytest.mark.parametrize("form", ["h:mm", "[h]:mm", "General", "yyyy-mm-dd hh:mm"])
def test_midnight_at_the_end_of_a_day_is_24_hours_in_every_format(tmp_path: Path, form: str) -> None:
    assert hours(in_cells(tmp_path, 0.75, 1, form)) == (18, 24)


@pytest.mark.parametrize("form", ["h:mm", "[h]:mm"])
def test_hours_beyond_24_are_the_next_day(tmp_path: Path, form: str) -> None:
    assert hours(in_cells(tmp_path, 22 / 24, 30 / 24, form)) == (22, 30)


@pytest.mark.parametrize("form", ["h:mm", "[h]:mm", "yyyy/m/d h:mm"])
def test_a_time_with_the_day_of_its_line_is_that_time(tmp_path: Path, form: str) -> None:
    assert hours(in_cells(tmp_path, 46349.375, 46349 + 13 / 24, form)) == (9, 13)


@pytest.mark.parametrize(("start", "end"), [(46351.375, 46351.5), (0.375, 46351.5), (46349.375, 46348.5)])
def test_a_time_with_another_day_is_a_bad_line(tmp_path: Path, start: float, end: float) -> None:
    assert "and its line about 2026-11-23" in refused(in_cells(tmp_path, start, end, "h:mm"))


def test_a_night_with_both_days_in_its_cells_is_read(tmp_path: Path) -> None:
    assert hours(in_cells(tmp_path, 46349 + 22 / 24, 46350.25, "yyyy-mm-dd hh:mm")) == (22, 30)


@pytest.mark.parametrize(
    ("start", "end", "meant"),
    [
        ("18:00", "24:00", (18, 24)),
        ("22:00", "06:00", (22, 30)),
        ("20:00", "次日08:00", (20, 32)),
        ("08:00", "翌日 8:00", (8, 32)),
        ("22:00", "30:00", (22, 30)),
        ("22:00", "6:00+1", (22, 30)),
        ("22:00", "06:00（次日）", (22, 30)),
        ("2026-11-23 22:00", "2026-11-24 06:00", (22, 30)),
        ("2026/11/23 9:00:00", "2026年11月23日13:00", (9, 13)),
        ("９：００", "13：00", (9, 13)),
        ("9:00 AM", "1:30 pm", (9, 13.5)),
        ("上午9:00", "下午 1:00", (9, 13)),
        ("12:00 AM", "12:00 PM", (0, 12)),
        ("9点", "13点半", (9, 13.5)),
        ("9时15分", "13時", (9.25, 13)),
    ],
)
def test_a_time_is_read_as_people_write_it(
    tmp_path: Path, start: str, end: str, meant: Sequence[float]
) -> None:
    assert hours(in_text(tmp_path, start, end)) == tuple(meant)


def test_the_column_until_may_name_the_day_on_which_a_night_ends(tmp_path: Path) -> None:
    assert hours(in_text(tmp_path, "22:00", "06:00", "2026-11-24")) == (22, 30)
    assert hours(in_text(tmp_path, "08:00", "08:00", "2026-11-24")) == (8, 32)
    assert "is not after" in refused(in_text(tmp_path, "22:00", "06:00", "2026-11-23"))


@pytest.mark.parametrize(
    ("start", "end"),
    [("13:00", "09:00"), ("20:00", "10:01"), ("09:00", "09:00"), ("10:00", "49:00"), ("25:00", "26:00")],
)
def test_a_night_that_is_too_long_is_a_slip_of_the_pen(tmp_path: Path, start: str, end: str) -> None:
    assert refused(in_text(tmp_path, start, end)).startswith("roster.csv: row 2: ")
    assert hours(in_text(tmp_path, "20:00", "10:00")) == (20, 34)


@pytest.mark.parametrize("time", ["9", "0900", "9:60", "13:00am", "noon", "-1:00", "9:0"])
def test_what_is_no_time_is_not_guessed(tmp_path: Path, time: str) -> None:
    assert f"start: not a time: {time!r} (write 09:00)" in refused(in_text(tmp_path, time, "14:00"))


def test_a_night_is_said_aloud_because_nothing_in_the_file_names_its_second_day(tmp_path: Path) -> None:
    path = in_text(tmp_path, "22:00", "06:00")
    assert checked(path).doubts == (f"{path}: row 2: ends on the next day, after midnight",)


def test_the_clerk_of_the_night_cannot_sit_elsewhere_in_the_morning(tmp_path: Path) -> None:
    night = "shift,2026-11-23,,left,night,Wang,22:00,06:00,,\n"
    morning = "shift,2026-11-24,,right,early,Wang,05:00,09:00,,\n"
    said = refused(text_file(tmp_path, HEAD + night + morning))
    assert said == "roster.csv: row 3: Wang sits at counter left already at 05:00"


@pytest.mark.parametrize(
    ("day", "fine"),
    [
        ("2026-11-23", True),
        ("2026/11/23", True),
        ("20261123", True),
        ("2026年11月23日 星期一", True),
        ("２０２６－１１－２３", True),
        ("2026-11-23 00:00:00", True),
        ("2026-11-23（一）", True),
        ("11/23/2026", False),
        ("2026-11-31", False),
        ("1900-01-01", False),
        ("9999-12-31", False),
        ("0001-01-01", False),
    ],
)
def test_a_day_is_read_or_refused_and_never_shifted(tmp_path: Path, day: str, fine: bool) -> None:
    path = text_file(tmp_path, HEAD + f"shift,{day},,left,early,Wang,09:00,13:00,,\n")
    if fine:
        assert only(path).day == MONDAY
    else:
        assert refused(path).startswith("roster.csv: row 2: day: ")


def test_leave_without_an_end_is_asked_about(tmp_path: Path) -> None:
    said = refused(text_file(tmp_path, HEAD + "leave,2026-11-23,9999-12-31,,,Wang,,,,\n"))
    assert said == (
        "roster.csv: row 2: until: 9999-12-31 is not between 2000 and 2100: write the day that is meant"
    )


def test_a_night_ends_by_the_clock_also_when_clocks_change(tmp_path: Path) -> None:
    path = text_file(tmp_path, HEAD + "shift,2026-10-24,,left,night,Wang,22:00,06:00,,\n")
    (entry,) = read_roster(path, hall(timezone="Europe/Berlin"))
    assert entry.end - entry.start == 9 * H
