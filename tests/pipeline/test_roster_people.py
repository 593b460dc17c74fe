"""Leave, breaks and cover find the shift they belong to, or the person is named; and a preview shows each line."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from models import What
from models.store import Store
from pipeline.errors import RosterError
from pipeline.intervals import Spans
from pipeline.roster.duties import sittings
from pipeline.roster.importing import import_roster, preview_roster
from pipeline.scene.rostered import duties
from tests.support.roster_files import HEAD, WANG, checked, only, refused, text_file
from tests.support.stored_hall import NINE, hall

H = 3600.0


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.at(tmp_path / "data") as opened:
        yield opened


def entered(kind: str, person: str, start: str = "10:00", end: str = "11:00", counter: str = "") -> str:
    return f"{kind},2026-11-23,,{counter},,{person},{start},{end},,\n"


def doubts(store: Store, folder: Path, lines: str, name: str = "roster.csv") -> list[str]:
    """Import the lines; returns what a person is told about them, without the folder."""
    path = text_file(folder, HEAD + lines, name)
    told = import_roster(store, path, hall(), NINE).doubts
    return [line.removeprefix(f"{folder}/") for line in told]


@pytest.mark.parametrize("written", ["张　三", "张三(1024)", "1024 张三", "张\u200b三", "张 三"])
def test_leave_excuses_the_post_whatever_the_leave_list_writes(
    store: Store, tmp_path: Path, written: str
) -> None:
    assert doubts(store, tmp_path, WANG.replace("Wang", written) + entered("leave", "张三")) == []
    roster = store.rosters.entries("north", NINE, NINE + 4 * H)
    duty = duties(hall(), roster, NINE, NINE + 4 * H)["left"]
    assert duty.excused == Spans.of((NINE + H, NINE + 2 * H))
    seated = [(s.start, s.end) for s in sittings(roster)]
    assert seated == [(NINE, NINE + H), (NINE + 2 * H, NINE + 4 * H)]


@pytest.mark.parametrize("kind", ["leave", "break", "cover"])
def test_a_slip_of_the_pen_in_a_name_is_named_with_its_row(store: Store, tmp_path: Path, kind: str) -> None:
    counter = "right" if kind == "cover" else ""
    (said,) = doubts(store, tmp_path, WANG + entered(kind, "Wamg", counter=counter))
    assert said.startswith(f"roster.csv: row 3: {kind}: Wamg has no shift on 2026-11-23 from 10:00 to 11:00")
    assert said.endswith("is Wang meant?")
    assert len(store.rosters.entries("north", NINE, NINE + 4 * H)) == 2


def test_leave_at_another_time_than_the_shift_excuses_nothing(store: Store, tmp_path: Path) -> None:
    assert doubts(store, tmp_path, WANG + entered("leave", "Wang", "14:00", "15:00")) == [
        "roster.csv: row 3: leave: Wang has no shift on 2026-11-23 from 14:00 to 15:00,"
        " so that it excuses nothing: no shift at all is known then"
    ]


def test_a_break_of_a_post_without_a_shift_is_named(store: Store, tmp_path: Path) -> None:
    assert doubts(store, tmp_path, WANG + entered("break", "", counter="right")) == [
        "roster.csv: row 3: break: counter right has no shift on 2026-11-23 from 10:00 to 11:00"
    ]
    assert doubts(store, tmp_path, WANG + entered("break", "", counter="left")) == []


def test_leave_of_a_week_belongs_to_any_shift_in_it(store: Store, tmp_path: Path) -> None:
    week = "leave,2026-11-20,2026-11-27,,,Wang,,,,\nleave,2026-11-24,2026-11-27,,,Wang,,,,\n"
    assert doubts(store, tmp_path, WANG + week) == [
        "roster.csv: row 4: leave: Wang has no shift from 2026-11-24 to 2026-11-27,"
        " so that it excuses nothing: no shift at all is known then"
    ]


def test_leave_and_shifts_of_two_files_find_each_other(store: Store, tmp_path: Path) -> None:
    (early,) = doubts(store, tmp_path, entered("leave", "Ｗａｎｇ"), "leave.csv")
    assert "no shift at all is known then" in early
    assert doubts(store, tmp_path, WANG, "shifts.csv") == []
    (late,) = doubts(store, tmp_path, WANG.replace("Wang", "Wong"), "shifts.csv")
    assert late.startswith("the stored roster: leave: Wang has no shift")
    assert late.endswith("is Wong meant?")


def test_a_name_that_two_people_have_needs_the_number(tmp_path: Path) -> None:
    two = WANG.replace("Wang", "Wang (1)") + WANG.replace("Wang", "Wang (2)").replace("left", "right")
    said = refused(text_file(tmp_path, HEAD + two + entered("leave", "Wang")))
    assert said == "roster.csv: row 4: Wang may be Wang (1) or Wang (2): write the staff number too"
    assert len(checked(text_file(tmp_path, HEAD + two + entered("leave", "Wang (2)"))).entries) == 3


def test_a_name_of_two_people_is_named_also_when_leave_comes_in_another_file(
    store: Store, tmp_path: Path
) -> None:
    two = WANG.replace("Wang", "Wang (1)") + WANG.replace("Wang", "Wang (2)").replace("left", "right")
    doubts(store, tmp_path, two)
    assert doubts(store, tmp_path, entered("leave", "Wang"), "leave.csv") == [
        "leave.csv: row 2: Wang may be Wang (1) or Wang (2): write the staff number too"
    ]


def test_a_staff_number_may_have_a_column_of_its_own(store: Store, tmp_path: Path) -> None:
    head = "类别,日期,窗口,班次,工号,姓名,开始,结束\n"
    shift, leave = "班次,2026-11-23,left,早班,0012,张三,9:00,13:00\n", "请假,2026-11-23,,,{},{},10:00,11:00\n"
    for number, name in (("12", ""), ("", "张 三"), ("0012", "张三")):
        path = text_file(tmp_path, head + shift + leave.format(number, name))
        assert import_roster(store, path, hall(), NINE).doubts == ()
    assert store.rosters.entries("north", NINE, NINE + H)[0].person == "张三 (0012)"


def test_one_person_at_two_posts_is_found_in_any_writing(tmp_path: Path) -> None:
    other = WANG.replace("Wang", "ＷＡＮＧ").replace("left", "right")
    assert refused(text_file(tmp_path, HEAD + WANG + other)) == (
        "roster.csv: row 3: WANG sits at counter left already at 09:00"
    )


@pytest.mark.parametrize("written", ["left", "LEFT", "ｌｅｆｔ", "Window 1", "window　1", "\u200bleft"])
def test_a_counter_is_written_by_its_key_or_its_name(tmp_path: Path, written: str) -> None:
    assert only(text_file(tmp_path, HEAD + WANG.replace("left", written))).counter == "left"


def test_the_words_of_taiwan_and_japan_are_known(tmp_path: Path) -> None:
    for text in (
        "類別,日期,櫃檯,班次,人員,開始,結束,備註\n請假,2026-11-23,,,張華,,,核准\n",
        "種別,日付,窓口,シフト,氏名,開始,終了,備考\n休暇,2026-11-23,,,田中,,,承認\n",
    ):
        assert only(text_file(tmp_path, text)).what is What.LEAVE


def test_a_night_shift_belongs_to_both_of_its_days(store: Store, tmp_path: Path) -> None:
    night = WANG.replace("09:00,13:00", "22:00,06:00")
    import_roster(store, text_file(tmp_path, HEAD + night), hall(), NINE)
    midnight = NINE + 15 * H
    roster = store.rosters.entries("north", midnight, midnight + 24 * H)
    assert [entry.day for entry in roster] == [dt.date(2026, 11, 23)]
    assert [(s.start, s.end) for s in sittings(roster)] == [(midnight - 2 * H, midnight + 6 * H)]
    evening = duties(hall(), roster, midnight - 24 * H, midnight)
    assert evening["left"].opened == Spans.of((midnight - 2 * H, midnight))
    assert not evening["right"].opened


def test_a_preview_says_of_each_line_what_an_import_would_do_and_keeps_nothing(
    store: Store, tmp_path: Path
) -> None:
    li = WANG.replace("Wang", "Li").replace("left", "right")
    doubts(store, tmp_path, WANG + li)
    path = text_file(tmp_path, HEAD + WANG + li.replace("right", "back") + entered("leave", "Zhao") + "nap\n")
    found = preview_roster(store, path, hall())
    assert [line.removeprefix(f"{path}: ") for line in found.lines] == [
        "row 2: known already: 2026-11-23 09:00 to 13:00            shift  left  morning  Wang",
        "row 3: new: 2026-11-23 09:00 to 13:00            shift  back  morning  Li",
        "row 4: new: 2026-11-23 10:00 to 11:00            leave  Zhao",
        "row 5: refused: what: no such sort 'nap': write shift, break, leave, cover, holiday",
        "replaced: 2026-11-23 09:00 to 13:00            shift  right  morning  Li",
    ]
    assert found.faults == 1
    assert [doubt.removeprefix(f"{path}: ")[:26] for doubt in found.doubts] == ["row 4: leave: Zhao has no "]
    with pytest.raises(RosterError):
        import_roster(store, path, hall(), NINE)
    assert {entry.counter for entry in store.rosters.entries("north", NINE, NINE + H)} == {"left", "right"}
