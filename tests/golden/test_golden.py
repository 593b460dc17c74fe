"""The regression suite: kept Signals are judged and scored as they were when somebody last said that this is right.

A test here that fails says that events, states or scores changed. If the change is intended, `make golden` writes the
expected lines again; the difference belongs to the same commit, which gives the reason. Otherwise it is an error.
"""

import difflib
import json

import pytest

from models.norms import load_catalogue
from tests.golden.canonical import Lines, hashes_of
from tests.golden.cases import FOLDER, case, names
from tests.golden.write import HASHES, expected_of, found_in


@pytest.mark.parametrize("name", names())
def test_kept_signals_are_judged_and_scored_as_before(name: str) -> None:
    lines = found_in(case(name))
    # first what a person can read, so that a failure names the event that differs
    assert differences(expected_of(name), lines) == []
    assert hashes_of(lines) == json.loads(HASHES.read_text(encoding="utf-8"))[name]


def differences(expected: Lines, found: Lines) -> list[str]:
    """The lines that are only expected (-) or only found (+)."""
    return [
        line
        for what, rows in expected.items()
        for line in difflib.unified_diff(
            rows, found[what], f"{what} expected", f"{what} found", n=0, lineterm=""
        )
    ]


def test_every_case_has_a_hash_and_every_hash_a_case() -> None:
    assert sorted(json.loads(HASHES.read_text(encoding="utf-8"))) == names()


def test_the_cases_are_small_and_show_what_the_product_finds() -> None:
    """A kind that no case shows would not be held by them."""
    shown = {event.kind for name in names() for event in case(name).judged().events}
    assert set(load_catalogue().looked_for()) <= shown
    assert sum(file.stat().st_size for file in FOLDER.rglob("*") if file.is_file()) < 2_500_000
