"""Rosters as halls write them: good ones are stored completely, bad ones are reported line by line and not stored."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from models import RosterEntry, What
from models.store import Store
from pipeline.errors import PipelineError, RosterError
from pipeline.roster.importing import import_roster, read_roster
from tests.support.stored_hall import NINE, hall

HEAD = "what,day,until,counter,shift,person,start,end,seat,note\n"
WANG = "shift,2026-11-23,,left,morning,Wang,09:00,13:00,,\n"
MONDAY = dt.date(2026, 11, 23)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.at(tmp_path / "data") as opened:
        yield opened


def written(folder: Path, text: str, name: str = "roster.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(text, encoding=encoding)
    return path


def complaints(folder: Path, *lines: str) -> list[str]:
    with pytest.raises(RosterError) as told:
        read_roster(written(folder, HEAD + "".join(f"{line}\n" for line in lines)), hall())
    return [line.removeprefix(f"{folder}/") for line in told.value.lines]


def test_a_week_of_one_hall_is_kept_and_kept_once(tmp_path: Path, store: Store) -> None:
    path = written(
        tmp_path,
        HEAD
        + WANG
        + "break,2026-11-23,,left,,,11:00,11:15,,tea\n"
        + "leave,2026-11-24,2026-11-26,,,Wang,,,,approved by Sun\n"
        + "cover,2026-11-23,,right,,Li,10:00,11:00,right,\n"
        + "holiday,2026-12-01,,,,,,,,founding day\n",
    )
    assert import_roster(store, path, hall(), NINE).replaced.added == 5
    assert import_roster(store, path, hall(), NINE).replaced.kept == 5
    found = store.rosters.entries("north", NINE - 86400, NINE + 30 * 86400)
    assert [entry.what for entry in found] == ["break", "cover", "shift", "leave", "holiday"]
    assert found[2] == RosterEntry(MONDAY, What.SHIFT, NINE, NINE + 4 * 3600, "left", "morning", "Wang")
    midnight = NINE - 9 * 3600
    assert (found[3].start, found[3].end) == (midnight + 86400, midnight + 4 * 86400)


def test_excel_keeps_dates_times_and_staff_numbers_in_its_own_way(tmp_path: Path) -> None:
    book = Workbook()
    notes = book.active
    assert notes is not None
    notes.append(["remember to print this"])
    sheet = book.create_sheet("十一月")
    sheet.append(["类别", "日期", "窗口", "班次", "人员", "开始", "结束"])
    sheet.append(["班次", dt.datetime(2026, 11, 23), "left", "早班", 1024, dt.time(9), dt.time(13)])
    sheet.append([None] * 7)
    sheet.append(["班次", "2026年11月23日", "right", "早班", "李", 0.375, "13：00"])
    book.save(tmp_path / "roster.xlsx")
    one, other = read_roster(tmp_path / "roster.xlsx", hall())
    assert (one.person, one.shift, other.person) == ("1024", "早班", "李")
    assert (one.start, one.end) == (other.start, other.end) == (NINE, NINE + 4 * 3600)


@pytest.mark.parametrize(("encoding", "separator"), [("utf-8-sig", ","), ("gb18030", "\t"), ("utf-8", ";")])
def test_a_csv_file_comes_from_any_office(tmp_path: Path, encoding: str, separator: str) -> None:
    text = "类别,日期,窗口,班次,人员,开始,结束\n班次,2026/11/23,left,早班,王,9:00,13:00\n"
    path = written(tmp_path, text.replace(",", separator), encoding=encoding)
    (entry,) = read_roster(path, hall())
    assert (entry.person, entry.start) == ("王", NINE)


def test_every_bad_line_is_named_with_its_row_and_nothing_is_imported(tmp_path: Path, store: Store) -> None:
    path = written(
        tmp_path,
        HEAD
        + WANG
        + "shift,2026-11-31,,left,morning,Li,09:00,13:00,,\n"
        + "shift,2026-11-24,,middle,morning,Li,09:00,13:00,,\n"
        + "shift,2026-11-24,,left,morning,Li,13:00,09:00,,\n"
        + "shift,2026-11-24,,left,morning,,nine,13:00,,\n"
        + "nap,2026-11-24,,left,,,09:00,13:00,,\n",
    )
    with pytest.raises(RosterError) as told:
        import_roster(store, path, hall(), NINE)
    assert [line.removeprefix(f"{path}: ") for line in told.value.lines] == [
        "row 3: day: not a date: '2026-11-31' (write 2026-11-23)",
        "row 4: counter: site 'north' has no counter 'middle', only left, right, back",
        "row 5: end: 09:00 is not after 13:00 (for an end on the next day, write that day in until)",
        "row 6: person: missing",
        "row 7: what: no such sort 'nap': write shift, break, leave, cover, holiday",
    ]
    assert "(and 4 more); nothing was imported" in str(told.value)
    assert store.rosters.entries("north", NINE - 86400, NINE + 2 * 86400) == []


def test_two_people_at_one_post_and_one_person_at_two_are_found(tmp_path: Path) -> None:
    shift = "shift,2026-11-23,,{},morning,{},{},{},,".format
    found = complaints(
        tmp_path,
        shift("left", "Wang", "09:00", "12:00"),
        shift("left", "Li", "11:30", "14:00"),
        shift("right", "Wang", "10:00", "11:00"),
        shift("right", "Zhao", "11:00", "12:00"),
    )
    assert found == [
        "roster.csv: row 3: counter left has Wang already at 11:30",
        "roster.csv: row 4: Wang sits at counter left already at 10:00",
    ]


def test_a_break_names_a_post_or_a_person_and_a_time_is_of_one_day(tmp_path: Path) -> None:
    assert complaints(
        tmp_path,
        "break,2026-11-23,,,,,09:00,09:15,,",
        "leave,2026-11-23,2026-11-25,,,Wang,09:00,12:00,,",
        "leave,2026-11-23,2026-11-20,,,Wang,,,,",
        "shift,2026-11-23,,left,morning,Wang,25:00,26:00,,",
    ) == [
        "roster.csv: row 2: counter or person: missing",
        "roster.csv: row 3: until: a line with times is about one day: leave the times or the last day away",
        "roster.csv: row 4: until: 2026-11-20 is before 2026-11-23",
        "roster.csv: row 5: start: not a time: '25:00' (write 09:00)",
    ]


def test_a_day_ends_at_midnight_also_when_clocks_change(tmp_path: Path) -> None:
    berlin = hall(timezone="Europe/Berlin")
    line = "shift,2026-10-25,,left,night,Wang,00:00,24:00,,\n"
    (entry,) = read_roster(written(tmp_path, HEAD + line), berlin)
    assert entry.end - entry.start == 25 * 3600


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.csv", "", "the roster is empty"),
        ("a.csv", HEAD, "has no lines"),
        ("a.csv", "what,day,colour\n", "no such column 'colour'"),
        ("a.csv", "what,day,day\n", "two columns 'day'"),
        ("a.xlsx", "no workbook", "not an Excel workbook"),
        ("a.pdf", "%PDF", "a roster is a .csv or .xlsx file"),
    ],
    ids=["empty", "head only", "unknown column", "column twice", "no workbook", "something else"],
)
def test_a_file_that_is_no_roster_is_one_line(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(PipelineError, match=said) as told:
        read_roster(written(tmp_path, text, name), hall())
    assert "\n" not in str(told.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match=r"no\.csv: cannot read the roster"):
        read_roster(tmp_path / "no.csv", hall())
