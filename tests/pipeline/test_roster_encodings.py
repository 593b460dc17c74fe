"""A roster is read right, whatever office wrote it: mainland or Taiwan, a line or a month."""

from itertools import cycle, islice
from pathlib import Path

import pytest

from pipeline.errors import PipelineError
from pipeline.roster.table_file import read_lines
from pipeline.roster.text_encoding import decoded

HEAD = "what,day,until,counter,shift,person,start,end,seat,note\n"
MAINLAND = ("张华", "李娜", "王芳", "刘洋", "陈静", "赵强", "欧阳娜娜", "宝玉")
WITH_RARE_CHARACTERS = ("李祎", "王頔", "张喆", "陈曌", "刘洋", "赵珺", "孙堃")
JAPAN = ("田中", "佐藤", "鈴木", "高橋", "渡辺", "タナカ", "さとう")
TAIWAN = ("張華", "李娜", "王芳", "劉洋", "陳靜", "趙強", "歐陽娜娜", "恒裏")


def roster(people: tuple[str, ...], lines: int, shift: str = "早班") -> str:
    """So many lines, the people in turn."""
    return HEAD + "".join(
        f"shift,2026-11-{1 + n % 28:02},,W1,{shift},{person},09:00,13:00,,\n"
        for n, person in enumerate(islice(cycle(people), lines))
    )


@pytest.mark.parametrize("lines", [1, 2, 5, 60])
@pytest.mark.parametrize(
    ("encoding", "people"),
    [
        ("utf-8", MAINLAND),
        ("utf-8-sig", MAINLAND),
        ("utf-16", TAIWAN),
        ("utf-16-le", MAINLAND),
        ("utf-16-be", TAIWAN),
        ("gb18030", MAINLAND),
        ("gb18030", WITH_RARE_CHARACTERS),
        ("big5", TAIWAN[:-1]),
        ("cp950", TAIWAN),
        ("utf-32", MAINLAND),
    ],
)
def test_every_encoding_of_a_chinese_office_is_read(
    encoding: str, people: tuple[str, ...], lines: int
) -> None:
    for first in range(len(people)):
        text = roster(people[first:] + people[:first], lines)
        assert decoded(text.encode(encoding)).text == text


def test_a_roster_of_plain_letters_is_read() -> None:
    text = roster(("Li Na",), 3, "early")
    assert decoded(text.encode("ascii")).text == text


def test_the_header_may_be_the_only_chinese() -> None:
    text = "类别,日期,窗口,班次,人员,开始,结束\n班次,2026-11-23,W1,am,Wang,9:00,13:00\n"
    assert decoded(text.encode("gb18030")).text == text


@pytest.mark.parametrize("lines", [2, 7, 60])
def test_a_japanese_roster_is_read_or_asked_about_and_never_mangled(lines: int) -> None:
    for first in range(len(JAPAN)):
        text = roster(JAPAN[first:] + JAPAN[:first], lines, "早番")
        try:
            assert decoded(text.encode("cp932")).text == text
        except PipelineError as error:
            assert lines == 2
            assert "give --encoding" in str(error)


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("類別,日期,窗口,班次,人員,開始,結束\n班次", "big5"),
        ("種別,日付,窓口,シフト,氏名,開始,終了\n勤務", "shift_jis"),
        ("类别,日期,窗口,班次,姓名,开始,结束\n班次", "gbk"),
    ],
)
def test_headings_of_ours_tell_the_encoding_without_a_doubt(head: str, encoding: str) -> None:
    text = f"{head},2026-11-23,W1,am,呂,9:00,13:00\n"
    found = decoded(text.encode(encoding))
    assert (found.text, found.doubt) == (text, "")


@pytest.mark.parametrize(
    ("name", "encoding", "people"),
    [("GB18030", "gb18030", MAINLAND), ("Big5", "big5", TAIWAN[:6]), ("Shift-JIS", "shift_jis", JAPAN)],
)
def test_a_guess_is_said_aloud_with_what_to_look_at(
    name: str, encoding: str, people: tuple[str, ...]
) -> None:
    text = roster(people, 20, "am")
    doubt = decoded(text.encode(encoding)).doubt
    assert doubt.startswith(f"read as {name}, which was guessed: if {people[0]!r} is wrong, give --encoding")
    assert decoded(text.encode("utf-8")).doubt == ""


@pytest.mark.parametrize(
    ("named", "encoding"),
    [
        ("big5", "cp950"),
        ("Shift-JIS", "cp932"),
        ("gb2312", "gb18030"),
        ("gbk", "gb18030"),
        ("utf8", "utf-8"),
        ("UTF-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("cp949", "cp949"),
    ],
)
def test_the_encoding_that_is_named_holds(named: str, encoding: str) -> None:
    text = roster(("李",), 1, "am")
    found = decoded(text.encode(encoding), named)
    assert (found.text, found.doubt) == (text, "")


def test_a_mark_in_the_file_is_believed_before_the_option() -> None:
    text = roster(("李",), 1)
    assert decoded(text.encode("utf-8-sig"), "gb18030").text == text


def test_an_encoding_that_does_not_fit_is_refused_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes(roster(MAINLAND, 5).encode("gb18030"))
    with pytest.raises(PipelineError, match=r"roster\.csv: row 2: its text is not utf-8: .*--encoding"):
        read_lines(path, "utf-8")
    for name in ("klingon", "rot13", "hex", "\0"):
        with pytest.raises(PipelineError, match=r"no encoding is called .*: write one of utf-8, utf-16"):
            read_lines(path, name)


@pytest.mark.parametrize("name", ["Müller", "Łukasz", "Zoë", "Ana Núñez"])
def test_a_western_name_is_no_chinese_character(name: str) -> None:
    text = roster((name,), 3, "early")
    assert decoded(text.encode("utf-8")).text == text
    western = "cp1250" if "Ł" in name else "cp1252"
    with pytest.raises(PipelineError, match="cannot be told"):
        decoded(text.encode(western))
    assert decoded(text.encode(western), western).text == text


def test_a_chinese_name_that_looks_like_utf_8_is_asked_about(tmp_path: Path) -> None:
    """The bytes of two Chinese letters in GB18030 may be one letter of another script each."""
    path = tmp_path / "roster.csv"
    path.write_bytes(roster(("摹",), 2, "am").encode("gb18030"))
    assert path.read_bytes().decode("utf-8")
    found = decoded(path.read_bytes())
    assert "摹" in found.text
    assert "GB18030, which was guessed" in found.doubt


def test_a_name_that_two_encodings_share_is_not_guessed(tmp_path: Path) -> None:
    """One rare name alone: both readings are Chinese, and only one of them is a person."""
    path = tmp_path / "roster.csv"
    path.write_bytes(roster(("李祎",), 1, "am").encode("gb18030"))
    with pytest.raises(
        PipelineError,
        match=r"roster\.csv: the encoding .* cannot be told: save it as CSV in UTF-8, or .* as GB18030 '李祎'",
    ):
        read_lines(path)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes(bytes(range(256)) * 4)
    with pytest.raises(PipelineError, match="save it as CSV in UTF-8"):
        read_lines(path)


def test_a_file_of_two_encodings_is_refused_with_the_odd_row() -> None:
    one, other = (
        roster(("张华", "李娜"), 2).encode(),
        b"shift,2026-11-25,,W1,,\xcd\xf5\xb7\xbc,09:00,13:00,,\n",
    )
    with pytest.raises(PipelineError, match="row 4: its text is in another encoding than other rows"):
        decoded(one + other)


def test_a_utf_8_text_that_was_cut_within_a_letter_is_refused() -> None:
    with pytest.raises(PipelineError, match="row 3: its text is in another encoding"):
        decoded(roster(("张华", "李娜"), 2).encode()[:-20] + "娜".encode()[:2])
