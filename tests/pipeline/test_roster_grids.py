"""Shift tables as halls hang them up: people down, days across, a code in each cell and a legend below."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from models import ModelError, RosterEntry, Site, What, load_site
from models.store import Store
from pipeline.errors import PipelineError, RosterError
from pipeline.roster.checking import check_roster
from pipeline.roster.importing import import_roster, preview_roster
from tests.support.roster_files import text_file, workbook
from tests.support.stored_hall import hall

H = 3600.0
MONDAY = dt.date(2026, 11, 23)
TITLE = ["营业厅2026年11月排班表"]
HEAD = ["序号", "姓名", "工号", "窗口", "23日", "24日", "25日", "26日"]
WEEKDAYS = [None, None, None, None, "一", "二", "三", "四"]
WANG = [1, "王芳", "0012", "Window 1", "早", "晚", "休", "年假"]
LI = [2, "李强", "0013", "right", "晚班", "早", None, "早"]
LEGEND = ["备注：早班 08:00-12:00；晚 22:00－次日06:00"]


def read(path: Path, shifts: Mapping[str, str] | None = None) -> list[RosterEntry]:
    return check_roster(path, hall(shifts=dict(shifts or {}))).entries


def told(entries: Sequence[RosterEntry]) -> list[tuple[object, ...]]:
    """Day of the month, sort, counter, shift, person, and the hours after the midnight of the day."""
    zone, found = hall().zone, []
    for one in entries:
        midnight = dt.datetime.combine(one.day, dt.time(), zone).timestamp()
        hours = ((one.start - midnight) / H, (one.end - midnight) / H)
        found.append((one.day.day, str(one.what), one.counter, one.shift, one.person, *hours))
    return sorted(found, key=str)


def refused(path: Path, shifts: Mapping[str, str] | None = None) -> str:
    with pytest.raises(PipelineError) as said:
        read(path, shifts)
    assert not isinstance(said.value, RosterError)
    assert "\n" not in str(said.value)
    return str(said.value).removeprefix(f"{path.parent}/")


WANGS_AND_LIS = [
    (23, "shift", "left", "早", "王芳 (0012)", 8, 12),
    (23, "shift", "right", "晚班", "李强 (0013)", 22, 30),
    (24, "shift", "left", "晚", "王芳 (0012)", 22, 30),
    (24, "shift", "right", "早", "李强 (0013)", 8, 12),
    (26, "leave", "", "", "王芳 (0012)", 0, 24),
    (26, "shift", "right", "早", "李强 (0013)", 8, 12),
]


def test_a_table_of_people_and_days_is_read_with_the_legend_below_it(tmp_path: Path) -> None:
    path = workbook(tmp_path, TITLE, HEAD, WEEKDAYS, WANG, LI, [None, "合计", None, None, 2, 2, 0, 1], LEGEND)
    assert told(read(path)) == WANGS_AND_LIS


def test_the_same_table_as_text(tmp_path: Path) -> None:
    rows = [TITLE, HEAD, WEEKDAYS, WANG, LI, LEGEND]
    lines = [",".join("" if cell is None else str(cell) for cell in row) for row in rows]
    assert told(read(text_file(tmp_path, "\n".join(lines)))) == WANGS_AND_LIS


@pytest.mark.parametrize(
    "legend",
    [
        [["班次", "时间"], ["早", "08:00-12:00"], ["晚", "22:00-06:00"]],
        [
            ["班次", "上班时间", "下班时间"],
            ["早班", dt.time(8), dt.time(12)],
            ["晚班", dt.time(22), dt.time(6)],
        ],
        [["早：8点-12点"], ["晚：22时～6时"]],
        [["早(8:00至12:00)、晚(22:00至次日6:00)"]],
    ],
    ids=["two columns", "Excel's times", "spoken", "in brackets"],
)
def test_a_legend_is_read_in_the_ways_people_write_it(tmp_path: Path, legend: list[list[object]]) -> None:
    assert told(read(workbook(tmp_path, TITLE, HEAD, WANG, LI, *legend))) == WANGS_AND_LIS


def test_the_site_file_may_give_the_times_and_counts_before_the_table(tmp_path: Path) -> None:
    shifts = {"早": "08:30-12:30", "晚": "13:00-17:00, 18:00-20:00"}
    path = workbook(tmp_path, TITLE, HEAD, WANG, LEGEND)
    assert [one[3:] for one in told(read(path, shifts))] == [
        ("早", "王芳 (0012)", 8.5, 12.5),
        ("晚", "王芳 (0012)", 13, 17),
        ("晚", "王芳 (0012)", 18, 20),
        ("", "王芳 (0012)", 0, 24),
    ]


def test_a_table_without_a_legend_is_refused_and_says_what_to_write(tmp_path: Path) -> None:
    assert refused(workbook(tmp_path, TITLE, HEAD, WANG, LI)) == (
        "roster.xlsx: no times for shift codes '早' ("
        + f"{tmp_path}/roster.xlsx: sheet Nov, row 3, column E), "
        f"'晚' ({tmp_path}/roster.xlsx: sheet Nov, row 3, column F), "
        f"'晚班' ({tmp_path}/roster.xlsx: sheet Nov, row 4, column E): write a legend (早 08:00-12:00) below the table "
        "or on another sheet, or shifts: in the site file"
    )


def test_two_times_for_one_code_are_refused(tmp_path: Path) -> None:
    said = refused(workbook(tmp_path, TITLE, HEAD, WANG, LEGEND, ["早班 09:00-13:00"]))
    assert "row 5: shift code '早' has other times in" in said


def test_cells_may_hold_times_and_the_counter_themselves(tmp_path: Path) -> None:
    head = ["姓名", dt.date(2026, 11, 23), dt.date(2026, 11, 24), dt.date(2026, 11, 25)]
    path = workbook(tmp_path, head, ["王芳", "left 9:00-12:00", "right/9:00-12:00 14:00-18:00", "OFF"])
    assert told(read(path)) == [
        (23, "shift", "left", "9:00-12:00", "王芳", 9, 12),
        (24, "shift", "right", "14:00-18:00", "王芳", 14, 18),
        (24, "shift", "right", "9:00-12:00", "王芳", 9, 12),
    ]


def test_a_shift_without_a_counter_is_a_fault_of_its_cell(tmp_path: Path) -> None:
    path = workbook(tmp_path, TITLE, ["姓名", 23, 24, 25], ["王芳", "早", "休", "休"], ["早 08:00-12:00"])
    with pytest.raises(RosterError) as said:
        read(path)
    (line,) = said.value.lines
    assert line.endswith("sheet Nov, row 3, column B: counter: missing")


@pytest.mark.parametrize(
    ("title", "days", "why"),
    [
        ("排班表", [23, 24, 25], "no year and month stand with it: write 2026年11月 in a row above the days"),
        ("2026年11月", [29, 30, 31], "the day before it is 2026-11-30"),
        ("2026年10月", [30, 31, 1], "the days go on into another month: write them with their month"),
    ],
    ids=["no month", "no such day", "a month that is not named"],
)
def test_days_that_cannot_be_told_are_refused(tmp_path: Path, title: str, days: list[int], why: str) -> None:
    path = workbook(tmp_path, [title], ["姓名", "窗口", *days], ["王芳", "left", "早", "早", "早"], LEGEND)
    assert why in refused(path)


def test_days_with_their_month_go_on_into_the_next_one(tmp_path: Path) -> None:
    head = ["姓名", "窗口", "11月29日", "11月30日", "12月1日"]
    path = workbook(tmp_path, ["2026年11月"], head, ["王芳", "left", "早", "休", "早"], LEGEND)
    assert [entry.day for entry in read(path)] == [dt.date(2026, 11, 29), dt.date(2026, 12, 1)]


def test_a_preview_shows_each_cell_and_an_import_stores_them(tmp_path: Path) -> None:
    path = workbook(tmp_path, TITLE, HEAD, WANG, LI, LEGEND)
    with Store.at(tmp_path) as store:
        preview = preview_roster(store, path, hall())
        assert preview.faults == 0
        assert any("row 3, column E: new: " in line and "王芳" in line for line in preview.lines)
        assert any(line.startswith("shift codes: 早 08:00-12:00 (") for line in preview.doubts)
        assert import_roster(store, path, hall(), 0.0).replaced.added == len(WANGS_AND_LIS)
        assert import_roster(store, path, hall(), 0.0).replaced.kept == len(WANGS_AND_LIS)


def test_a_list_is_still_a_list(tmp_path: Path) -> None:
    path = text_file(tmp_path, "日期,窗口,班次,姓名,工号,开始,结束\n2026-11-23,left,早,王芳,12,09:00,13:00\n")
    (entry,) = read(path)
    assert (entry.what, entry.person) == (What.SHIFT, "王芳 (12)")


def test_wrong_times_in_the_site_file_are_one_line(tmp_path: Path) -> None:
    site: Site = hall()
    assert site.shifts == {}
    (tmp_path / "hall.yaml").write_text(
        "site: north\nshifts: {早: morning}\ncameras: [{id: c, source: '0', counters: "
        "[{id: W1, staff_zone: [[0, 0], [1, 0], [1, 1]]}]}]\n"
    )
    with pytest.raises(ModelError, match="早: 'morning' is no time of a shift: write 08:00-12:00"):
        load_site(tmp_path / "hall.yaml")
