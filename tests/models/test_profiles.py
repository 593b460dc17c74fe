"""A hall writes down what it holds its people to; what it leaves out comes from the parent."""

from pathlib import Path

import pytest

from models.errors import ModelError
from models.norms import built_in_names, load_profile
from models.thresholds import Thresholds

OWN = """\
profile: harbour
title: {zh: 港口厅, en: Harbour hall}
extends: general
thresholds:
  stand_within_s: {value: 8, source: "works agreement 2026-03"}
"""


def written(tmp_path: Path, text: str, name: str = "own.yaml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", built_in_names())
def test_every_profile_that_ships_gives_every_number_a_source(name: str) -> None:
    profile = load_profile(name)
    assert profile.name == name
    assert set(profile.sources) == set(Thresholds.model_fields)


def test_a_hall_of_its_own_says_only_what_differs(tmp_path: Path) -> None:
    own, parent = load_profile(written(tmp_path, OWN)), load_profile("general")
    assert own.thresholds.stand_within_s == 8
    assert own.sources["stand_within_s"] == "works agreement 2026-03"
    assert own.thresholds.model_copy(update={"stand_within_s": 5}) == parent.thresholds
    assert own.parents == ("base", "general")


def test_evaluation_has_the_short_durations_of_the_footage() -> None:
    numbers = load_profile("evaluation").thresholds
    assert (numbers.absence_after_s, numbers.unattended_after_s, numbers.stand_before_s) == (6, 5, 6)
    assert (numbers.slouch_after_s, numbers.lean_back_after_s, numbers.head_on_desk_after_s) == (4, 4, 5)


def test_the_hash_is_of_the_content_not_of_the_writing(tmp_path: Path) -> None:
    other = OWN.replace("{value: 8,", "{ value:  8.0 ,").replace("works", "other works") + "# a remark\n"
    changed = OWN.replace("value: 8", "value: 9")
    hashes = [load_profile(written(tmp_path, text)).hash for text in (OWN, other, changed)]
    assert hashes[0] == hashes[1] != hashes[2]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("value: 8", "value: -8", "5: thresholds.stand_within_s.value: Input should be greater than 0"),
        ("value: 8", "value: soon", "5: thresholds.stand_within_s.value: Input should be a valid number"),
        (
            "stand_within_s",
            "stand_with_s",
            "5: thresholds.stand_with_s: no such threshold: did you mean stand_within",
        ),
        ('source: "works agreement 2026-03"', "", "5: thresholds.stand_within_s.source: Field required"),
        ("extends: general", "extends: genral", "3: extends: no norm profile 'genral': use one of base"),
        ("extends: general", "extends: own.yaml", "3: extends: this profile is among its own parents"),
        ("extends: general\n", "", "3: thresholds.absence_after_s: no value, neither here nor in a parent"),
        ("extends:", "profile: twice\nextends:", "own.yaml:3: profile is given twice"),
        ("thresholds:", "thresholds: [", "own.yaml:6: not a YAML file"),
        ("profile: harbour", "profil: harbour", "own.yaml:1: profile: Field required"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    path = written(tmp_path, OWN.replace(old, new, 1))
    with pytest.raises(ModelError) as caught:
        load_profile(path)
    message = str(caught.value)
    assert complaint in message
    assert "\n" not in message


def test_a_profile_that_is_not_there_is_one_clear_line() -> None:
    with pytest.raises(ModelError, match="no norm profile 'watter'"):
        load_profile("watter")
