"""CSV files as Excel, exports and hands write them: nothing is swallowed, dropped or moved to another column."""

from pathlib import Path

import pytest

from tests.support.roster_files import HEAD, HEADINGS, WANG, checked, only, refused, text_file

LI = "shift,2026-11-24,,left,morning,Li,09:00,13:00,,\n"


def noted(note: str) -> str:
    return WANG.removesuffix("\n") + f"{note}\n"


@pytest.mark.parametrize(
    "lines",
    [
        noted('"open note') + LI,
        noted('"open') + LI + noted('"closed in another line"'),
        noted('"open') + LI + noted('""'),
        noted('"open') + LI + LI.replace("left", "left") + noted('closed"').replace("Wang", '"Wang'),
        noted('"open\n') + LI + '"\n',
        noted('"she said \\"later\\""'),
        noted('"early" bird'),
    ],
)
def test_a_quotation_mark_that_nobody_closed_swallows_no_line(tmp_path: Path, lines: str) -> None:
    said = refused(text_file(tmp_path, HEAD + lines))
    assert said.startswith("roster.csv: row 2: ")
    assert "quotation mark" in said


def test_an_open_mark_is_named_by_its_own_row(tmp_path: Path) -> None:
    said = refused(text_file(tmp_path, HEAD + WANG + LI.replace(",,\n", ',,"open\n')))
    assert said == "roster.csv: row 3: a quotation mark is opened and not closed: close it, or take it away"


def test_a_note_of_two_lines_and_a_mark_within_a_cell_are_fine(tmp_path: Path) -> None:
    path = text_file(tmp_path, HEAD + noted('"first, second\nthird ""so called"""'))
    assert only(path).note == 'first, second third "so called"'
    assert only(text_file(tmp_path, HEAD + noted('6" screen'))).note == '6" screen'


def test_a_huge_cell_is_one_line(tmp_path: Path) -> None:
    assert "row 2: a cell has more than 131,072 letters" in refused(
        text_file(tmp_path, HEAD + noted('"' + "x" * 200_000 + '"'))
    )
    assert "row 2: note: longer than 200 characters" in refused(text_file(tmp_path, HEAD + noted("x" * 300)))


def test_a_cell_beyond_the_last_heading_is_named_and_empty_ones_are_nothing(tmp_path: Path) -> None:
    said = refused(text_file(tmp_path, HEAD + noted("bring keys, badge")))
    assert said == (
        "roster.csv: row 2: column 11: 'badge' stands under no heading: name the column, or empty the cell"
    )
    assert only(text_file(tmp_path, HEAD + noted(",,,"))).person == "Wang"
    no_heading = HEAD.replace("note", "")
    assert "column 10: 'tea' stands under no heading" in refused(
        text_file(tmp_path, no_heading + noted("tea"))
    )


def test_nul_characters_are_damage_and_not_letters(tmp_path: Path) -> None:
    assert refused(text_file(tmp_path, HEAD + WANG.replace("Wang", "Wa\0ng"))) == (
        "roster.csv: row 2: person: the cell has NUL characters: the file is damaged, export it again"
    )
    assert "row 3: what: the cell has NUL" in refused(text_file(tmp_path, HEAD + WANG + "\0" * 500))
    assert "control character (U+0007)" in refused(text_file(tmp_path, HEAD + noted("\a")))


def test_the_mark_at_the_end_of_an_old_text_file_is_no_line(tmp_path: Path) -> None:
    assert only(text_file(tmp_path, HEAD + WANG + "\x1a")).person == "Wang"


@pytest.mark.parametrize("lost", ["??", "？？？", "王\ufffd"])
def test_letters_that_were_lost_on_the_way_are_no_name(tmp_path: Path, lost: str) -> None:
    said = refused(text_file(tmp_path, HEAD + WANG.replace("Wang", lost)))
    assert said.startswith("roster.csv: row 2: person: letters were lost when the file was saved")


@pytest.mark.parametrize(("garbled", "meant"), [("å¼\u00a0ä¸‰", "张三"), ("鐜嬭姵", "王芳")])
def test_a_name_that_was_read_in_a_wrong_encoding_before_is_refused(
    tmp_path: Path, garbled: str, meant: str
) -> None:
    said = refused(text_file(tmp_path, HEAD + WANG.replace("Wang", garbled)))
    assert f"row 2: person: {garbled!r} is {meant!r} read in a wrong encoding" in said


def test_a_staff_number_keeps_its_zeros_as_exports_write_them(tmp_path: Path) -> None:
    for written in ('="0012"', "'0012", '"=""0012"""'):
        assert only(text_file(tmp_path, HEAD + WANG.replace("Wang", written))).person == "0012"


def test_a_heading_in_two_languages_is_known(tmp_path: Path) -> None:
    head = "类别 Type,日期/Date,until,窗口\u3000Counter,班次Shift,姓名 / Name,开始,结束,seat,备注(Remarks)\n"
    assert only(text_file(tmp_path, head + WANG)).person == "Wang"


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#NV", "########"])
def test_an_error_that_was_exported_is_no_name(tmp_path: Path, error: str) -> None:
    assert f"row 2: person: the cell has the error {error}" in refused(
        text_file(tmp_path, HEAD + WANG.replace("Wang", error))
    )


def test_a_staff_number_that_excel_shortened_is_no_name(tmp_path: Path) -> None:
    assert "Excel has shortened a long number to 1.02E+11" in refused(
        text_file(tmp_path, HEAD + WANG.replace("Wang", "1.02E+11"))
    )


@pytest.mark.parametrize(
    "hint", ["sep={}\r\n", '"sep={}"\r\n', "SEP={}\n", "\ufeffsep={}\n", "sep={}\r", "sep={},,,\n"]
)
@pytest.mark.parametrize("separator", [";", "\t", "|", ","])
def test_excels_own_line_about_the_separator_is_no_heading(tmp_path: Path, hint: str, separator: str) -> None:
    text = hint.format(separator) + (HEAD + WANG).replace(",", separator)
    assert only(text_file(tmp_path, text)).person == "Wang"
    assert "row 3: " in refused(text_file(tmp_path, text.replace("left", "W9")))


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "，", "；"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends_of_any_office_are_read(tmp_path: Path, separator: str, ending: str) -> None:
    text = (HEAD + WANG + LI).replace(",", separator).replace("\n", ending)
    assert [entry.person for entry in checked(text_file(tmp_path, text)).entries] == ["Wang", "Li"]


def test_titles_above_the_headings_are_passed_over_and_lines_there_are_named(tmp_path: Path) -> None:
    title = "North hall, November 2026,,,,,,,,\n,,,,,,,,,\n"
    path = text_file(tmp_path, title + HEAD + WANG)
    assert (only(path).person, checked(path).doubts) == ("Wang", ())
    path = text_file(tmp_path, WANG + HEAD + LI)
    assert checked(path).doubts == (f"{path}: row 1: not read, it stands above the names of the columns",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the roster is empty"),
        ("\n\n", "the roster is empty"),
        ("Wang,09:00\n", "no row names the columns: write what, day,"),
        ("day,person\n", "no column 'what'"),
    ],
)
def test_a_text_without_headings_is_one_line(tmp_path: Path, text: str, said: str) -> None:
    assert said in refused(text_file(tmp_path, text))


def test_a_line_of_spaces_and_invisible_letters_is_empty(tmp_path: Path) -> None:
    blank = ",".join(" \u3000\u200b" for _ in HEADINGS)
    assert len(checked(text_file(tmp_path, HEAD + WANG + blank + "\n" + LI)).entries) == 2
