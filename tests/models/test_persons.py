"""One clerk is one person, however the planner, the leave list and Excel write the name."""

import pytest

from models import first_writing, own_writings, same_person, tidied


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("张　三", "张三"),
        (" 张 三 ", "张三"),
        ("张\u200b三", "张三"),
        ("\ufeff张三\ufe0f", "张三"),
        ("Ｗａｎｇ　Ｆａｎｇ", "Wang Fang"),
        ("WANG  Fang", "wang\u00a0fang"),
        ("Zoe\u0301", "Zoé"),
        ("ﾀﾅｶ", "タナカ"),
        ("⼩明", "小明"),
        ("买买提·艾力", "买买提•艾力"),
        ("0042", "42"),
        ("A0042", "a42"),
        ("张三(1024)", "张三"),
        ("张三（1024）", "1024 张三"),
        ("张三1024", "1024"),
        ("张三 工号:1024", "01024"),
        ("Wang Fang #1024", "Wang Fang"),
        ("(7)张三", "张三（07）"),
    ],
)
def test_two_writings_of_one_person(one: str, other: str) -> None:
    assert same_person(one, other)
    assert same_person(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("张三", "张三丰"),
        ("Wang Fan", "Wang Fang"),
        ("张三1", "张三2"),
        ("张三(1024)", "张三(2048)"),
        ("张三(1024)", "李四(1024)"),
        ("张三(1024)", "2048"),
        ("1024", "10240"),
        ("Clerk 12", "Clerk 13"),
        ("", ""),
        ("", "张三"),
        ("张三", "1024"),
    ],
)
def test_two_persons(one: str, other: str) -> None:
    assert not same_person(one, other)
    assert not same_person(other, one)


def test_a_name_is_kept_without_what_nobody_sees() -> None:
    assert tidied("　张\u3000 三\u200d\n") == "张三"
    assert tidied("Wang\u00a0 Fang") == "Wang Fang"
    assert tidied("张三（１０２４）") == "张三(1024)"


def test_days_that_write_a_name_differently_are_summed_for_one_person() -> None:
    assert first_writing("张　三", ["李四", "张三 (1024)"]) == "张三 (1024)"
    assert first_writing("王五", ["李四"]) == "王五"


@pytest.mark.parametrize(
    ("person", "known", "own"),
    [
        ("李娜 (1024)", ("李娜(1024)", "李 娜", "1024", "赵磊"), {"李娜(1024)", "李 娜", "1024"}),
        ("李娜", ("李娜 (1024)", "1024"), {"李娜 (1024)", "1024"}),
        ("李娜", ("李娜 (1024)", "李娜 (1025)"), set()),
        ("李娜 (1024)", ("李娜 (1024)", "李娜 (1025)", "李娜"), {"李娜 (1024)"}),
        ("李娜 (1024)", ("李娜 (1025)", "李娜"), set()),
        ("1024", ("李娜 (1024)", "赵磊 (1024)"), set()),
        ("李娜 (1024)", ("赵磊 (1024)", "1024"), set()),
        ("李娜 (1024)", (), set()),
        ("", ("李娜", ""), set()),
    ],
)
def test_a_writing_that_can_mean_two_people_is_nobody_s_own(
    person: str, known: tuple[str, ...], own: set[str]
) -> None:
    assert own_writings(person, known) == own
