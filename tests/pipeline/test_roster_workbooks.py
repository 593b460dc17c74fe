"""Excel workbooks as offices and their programs write them: every cell that is there counts, and no other."""

import datetime as dt
import re
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.chart import BarChart, Reference
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.support.roster_files import HEADINGS, checked, line, only, refused, rewritten, text_file, workbook
from tests.support.stored_hall import NINE

SHEET = "xl/worksheets/sheet1.xml"
LI = line(day="2026-11-24", person="Li")


@pytest.mark.parametrize("size", ["A1", "A1:J2", "A1:C9", "A1:XFD1048576", "J9:J9"])
def test_a_sheet_that_is_wrong_about_its_own_size_is_read_completely(tmp_path: Path, size: str) -> None:
    path = workbook(tmp_path, HEADINGS, line(), LI)
    rewritten(path, {SHEET: lambda xml: re.sub(r'dimension ref="[^"]*"', f'dimension ref="{size}"', xml)})
    assert [entry.person for entry in checked(path).entries] == ["Wang", "Li"]


def test_rows_without_numbers_and_out_of_order_are_read(tmp_path: Path) -> None:
    path = workbook(tmp_path, HEADINGS, line(), LI)
    rewritten(path, {SHEET: lambda xml: re.sub(r'<row r="\d+"', "<row", xml)})
    assert len(checked(path).entries) == 2
    path = workbook(tmp_path, HEADINGS, line(), LI)
    second, third = r'(<row r="2".*?</row>)', r'(<row r="3".*?</row>)'
    rewritten(path, {SHEET: lambda xml: re.sub(second + third, r"\2\1", xml)})
    assert [one.place[-5:] for one in checked(path).lines] == ["row 2", "row 3"]


def test_a_stray_format_in_the_last_cell_of_the_sheet_costs_nothing(tmp_path: Path) -> None:
    def bold(book: Workbook) -> None:
        cell = book["Nov"]["XFD1048576"]
        assert isinstance(cell, Cell)
        cell.number_format = "0.00"

    assert only(workbook(tmp_path, HEADINGS, line(), change=bold)).person == "Wang"


def test_a_title_and_merged_dates_are_read_as_people_see_them(tmp_path: Path) -> None:
    def merge(book: Workbook) -> None:
        for cells in ("A1:J1", "B4:B6", "A4:A6"):
            book["Nov"].merge_cells(cells)

    path = workbook(
        tmp_path,
        ["北厅2026年11月排班表"],
        [],
        [
            "类 别",
            "日　期",
            "截止日期",
            "窗口",
            "班次",
            "姓名",
            "上班时间",
            "下班时间*",
            "座位",
            "备注：",
            "星期",
        ],
        [
            "班次",
            dt.datetime(2026, 11, 23),
            None,
            "left",
            "早班",
            "王",
            dt.time(9),
            dt.time(13),
            None,
            None,
            "一",
        ],
        [None, None, None, "right", "早班", "李", dt.time(9), dt.time(13)],
        [],
        ["请假", "2026年11月24日（周二）", None, None, None, "王"],
        change=merge,
    )
    found = checked(path)
    assert [(one.person, one.day.day) for one in found.entries] == [("王", 23), ("李", 23), ("王", 24)]
    assert found.doubts == ()


def test_a_heading_on_every_printed_page_is_no_line(tmp_path: Path) -> None:
    assert len(checked(workbook(tmp_path, HEADINGS, line(), HEADINGS, LI)).entries) == 2


def test_an_empty_date_that_is_not_merged_is_asked_about(tmp_path: Path) -> None:
    said = refused(workbook(tmp_path, HEADINGS, line(), line(day=None, counter="right", person="Li")))
    assert said.startswith("roster.xlsx: sheet Nov, row 3: column B (day): missing")


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!"])
@pytest.mark.parametrize("column", ["person", "note", "until"])
def test_an_error_in_a_cell_is_no_name_and_no_empty_cell(tmp_path: Path, error: str, column: str) -> None:
    said = refused(workbook(tmp_path, HEADINGS, line(**{column: error})))
    letter = "ABCDEFGHIJ"[HEADINGS.index(column)]
    assert said == (
        f"roster.xlsx: sheet Nov, row 2: column {letter} ({column}): the cell has the error {error}:"
        " mend its formula or write the value"
    )


def test_a_formula_counts_by_its_result_and_not_without_one(tmp_path: Path) -> None:
    path = workbook(tmp_path, HEADINGS, line(person="=B9", note="=C9"))
    assert "column F (person): the formula has no result: open the file in Excel and save it" in refused(path)
    name = '<c r="F2" t="str"><f>B9</f><v>Wang</v></c><c r="J2" t="str"><f>C9</f><v></v></c>'
    rewritten(path, {SHEET: lambda xml: re.sub(r'<c r="[FJ]2".*?</c>', "", xml)})
    rewritten(path, {SHEET: lambda xml: xml.replace("</row></sheetData", f"{name}</row></sheetData")})
    assert only(path).person == "Wang"


def test_a_truth_value_is_no_name(tmp_path: Path) -> None:
    assert "column F (person): the cell says FALSE" in refused(
        workbook(tmp_path, HEADINGS, line(person=False))
    )


def test_a_cell_under_no_heading_is_named(tmp_path: Path) -> None:
    said = refused(workbook(tmp_path, HEADINGS, [*line(), None, "until noon"]))
    assert "row 2: column L: 'until noon' stands under no heading" in said


def test_a_hidden_sheet_and_a_sheet_without_headings_are_named(tmp_path: Path) -> None:
    def sheets(book: Workbook) -> None:
        book["Nov"].sheet_state = "hidden"
        book.create_sheet("Remarks").append(["print", "this", "today"])
        book.create_sheet("Empty")

    path = workbook(tmp_path, HEADINGS, line(), change=sheets)
    assert [doubt.removeprefix(f"{path}: ") for doubt in checked(path).doubts] == [
        "sheet Nov: the sheet is hidden",
        "sheet Remarks: not read, no row names the columns",
    ]


def test_a_strict_open_xml_workbook_is_read(tmp_path: Path) -> None:
    path = workbook(tmp_path, HEADINGS, line(day=dt.datetime(2026, 11, 23)))
    usual, strict = (
        r"http://schemas.openxmlformats.org/(spreadsheetml|officeDocument)/2006/",
        r"http://purl.oclc.org/ooxml/\1/",
    )
    rewritten(path, {"*": lambda xml: re.sub(usual, strict, xml)})
    assert only(path).start == NINE


def test_a_staff_number_is_one_in_every_form_of_cell(tmp_path: Path) -> None:
    for number in (1024, 1024.0, "1024", "1024.0", " １０２４"):
        assert only(workbook(tmp_path, HEADINGS, line(person=number))).person == "1024"


def test_a_date_that_is_a_number_is_not_guessed(tmp_path: Path) -> None:
    said = refused(workbook(tmp_path, HEADINGS, line(day=46349)))
    assert "column B (day): not a date: '46349' (format the cell as a date)" in said


def test_a_workbook_that_is_cut_off_or_has_a_broken_part_is_one_line(tmp_path: Path) -> None:
    path = workbook(tmp_path, HEADINGS, line())
    text_file(tmp_path, path.read_bytes()[:2000], "cut.xlsx")
    assert "cut off or damaged" in refused(tmp_path / "cut.xlsx")
    rewritten(path, {SHEET: lambda xml: xml[:400]})
    assert refused(path).startswith("roster.xlsx: not an Excel workbook (.xlsx) that can be read")


def test_what_a_roster_does_not_need_cannot_spoil_it(tmp_path: Path) -> None:
    """Filters, rules and dates of creation of other programs are often wrong, and the reader refuses them."""
    path = workbook(tmp_path, HEADINGS, line(), LI, change=lambda book: book["Nov"].merge_cells("J2:J3"))
    rules = '<autoFilter ref="A1:J9"><filterColumn colId="x"/></autoFilter><conditionalFormatting sqref="?"/>'
    rewritten(
        path,
        {
            SHEET: lambda xml: xml.replace("</sheetData>", f"</sheetData>{rules}"),
            "docProps/core.xml": lambda xml: re.sub(r">\d{4}-[^<]*<", ">yesterday<", xml),
            "xl/workbook.xml": lambda xml: re.sub(
                "<definedNames ?/>",
                '<definedNames><definedName name="_xlnm.Print_Area" localSheetId="7"/></definedNames>',
                xml,
            ),
        },
    )
    assert len(checked(path).entries) == 2


def test_a_sheet_whose_elements_have_a_prefix_is_read(tmp_path: Path) -> None:
    path = workbook(tmp_path, HEADINGS, line(), LI)
    prefixed = {SHEET: lambda xml: re.sub(r"<(/?)(\w)", r"<\1x:\2", xml).replace(" xmlns=", " xmlns:x=")}
    assert len(checked(rewritten(path, prefixed)).entries) == 2


def test_a_list_of_shifts_needs_no_column_that_says_so(tmp_path: Path) -> None:
    head = ["序号", "日期", "星期", "窗口", "班次", "姓名", "上班时间", "下班时间"]
    row = [1, "2026年11月23日", "一", "left", "早班", "王", "9:00", "13:00"]
    entry = only(workbook(tmp_path, ["排班表"], head, row))
    assert (entry.what, entry.person, entry.start) == ("shift", "王", NINE)
    assert "row 2: column F (姓名): missing" in refused(workbook(tmp_path, head, [*row[:5], None, *row[6:]]))
    assert "no column 'what'" in refused(workbook(tmp_path, head[:-1], row[:-1]))


def test_dates_that_count_from_1904_and_dates_as_text_of_the_file_format_are_read(tmp_path: Path) -> None:
    def from_1904(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904

    moments = line(day=dt.datetime(2026, 11, 23), start=dt.time(9), end=dt.timedelta(hours=24))
    entry = only(workbook(tmp_path, HEADINGS, moments, change=from_1904))
    assert (entry.start, entry.end) == (NINE, NINE + 15 * 3600)
    path = workbook(tmp_path, HEADINGS, line(day=None))
    day = '<c r="B2" t="d"><v>2026-11-23</v></c>'
    rewritten(path, {SHEET: lambda xml: xml.replace('<c r="D2"', f'{day}<c r="D2"')})
    assert only(path).start == NINE


def test_charts_and_pictures_beside_the_roster_are_passed_over(tmp_path: Path) -> None:
    def decorate(book: Workbook) -> None:
        chart = BarChart()
        chart.add_data(Reference(book["Nov"], min_col=7, min_row=1, max_row=2))
        book["Nov"].add_chart(chart, "L1")
        book.create_chartsheet("Chart").add_chart(BarChart())

    assert only(workbook(tmp_path, HEADINGS, line(), change=decorate)).person == "Wang"
