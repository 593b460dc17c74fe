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
    ],
)
def test_every_encoding_of_a_chinese_office_is_read(
    encoding: str, people: tuple[str, ...], lines: int
) -> None:
    for first in range(len(people)):
        text = roster(people[first:] + people[:first], lines)
        assert decoded(text.encode(encoding)) == text


def test_a_roster_of_plain_letters_is_read() -> None:
    text = roster(("Li Na",), 3, "early")
    assert decoded(text.encode("ascii")) == text


def test_the_header_may_be_the_only_chinese() -> None:
    text = "类别,日期,窗口,班次,人员,开始,结束\n班次,2026-11-23,W1,am,Wang,9:00,13:00\n"
    assert decoded(text.encode("gb18030")) == text


def test_a_name_that_two_encodings_share_is_not_guessed(tmp_path: Path) -> None:
    """One rare name alone: both readings are Chinese, and only one of them is a person."""
    path = tmp_path / "roster.csv"
    path.write_bytes(roster(("李祎",), 1, "am").encode("gb18030"))
    with pytest.raises(
        PipelineError, match=r"roster\.csv: the encoding .* cannot be told: save it as CSV in UTF-8"
    ):
        read_lines(path)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes(bytes(range(256)) * 4)
    with pytest.raises(PipelineError, match="save it as CSV in UTF-8"):
        read_lines(path)
