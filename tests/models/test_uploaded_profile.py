"""A profile that somebody uploads: read from text alone, and refused with the line that is wrong."""

import pytest

from models import ModelError
from models.norms import load_profile, uploaded_profile

MINE = """profile: mine
title: {zh: 我的, en: mine}
extends: general
thresholds:
  absence_after_s: {value: 20, source: our choice}
"""


def test_it_inherits_from_a_profile_of_the_product() -> None:
    made, general = uploaded_profile(MINE, "mine.yaml"), load_profile("general")
    assert made.thresholds.absence_after_s == 20
    assert made.parents[-1] == "general"
    assert set(made.clauses) == set(general.clauses)
    assert made.hash != general.hash


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (MINE.replace("value: 20", "value: soon"), ("mine.yaml:5: thresholds.absence_after_s", "soon")),
        (MINE + "matters: {x: {clause: Z9}}\n", ("mine.yaml:6", "Z9")),
        (MINE.replace("general", "../../../secret.yaml"), ("mine.yaml:3: extends", "can only extend")),
        (MINE + "rates: &a {x: *a}\n", ("mine.yaml", "line 6", "no aliases")),
        ("[" * 5000, ("mine.yaml",)),
        ("a: [", ("mine.yaml", "not a YAML file")),
        ("\x00\ufffd no text", ("mine.yaml", "not a YAML file")),
        (MINE + "a: \x07", ("mine.yaml", "not a YAML file")),
        ("", ("mine.yaml",)),
        ("x" * 200_001, ("mine.yaml", "longer than")),
        ("[" * 200_000, ("mine.yaml", "nested deeper")),
        ("- " * 100_000, ("mine.yaml", "nested deeper")),
        ("? " * 100_000, ("mine.yaml", "nested deeper")),
        ("- a\n" * 50_000, ("mine.yaml", "more than 20000 parts")),
        (MINE.replace("20", ":".join(["1"] * 90_000)), ("mine.yaml", "longer than 4000", "line 5")),
        (MINE.replace("20", "0x" + "f" * 3900), ("mine.yaml:5: thresholds.absence_after_s",)),
        (MINE.replace("20", "9" * 3900), ("mine.yaml:5: thresholds.absence_after_s",)),
        (MINE.replace("20", ".inf"), ("mine.yaml:5: thresholds.absence_after_s",)),
        (MINE.replace("20", ".nan"), ("mine.yaml:5: thresholds.absence_after_s",)),
        (MINE.replace("20", "2026-13-45"), ("mine.yaml",)),
        (MINE.replace("mine", "!!python/object:os.system x", 1), ("mine.yaml",)),
    ],
)
def test_what_is_wrong_is_said_in_one_line(text: str, words: tuple[str, ...]) -> None:
    with pytest.raises(ModelError) as told:
        uploaded_profile(text, "mine.yaml")
    assert "\n" not in str(told.value)
    assert all(word in str(told.value) for word in words), told.value
