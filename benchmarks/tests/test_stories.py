"""The kinds that no clip shows are measured on stories: found if they happen, not reported if they do not."""

import re
from pathlib import Path

import pytest

from benchmarks.stories import TELLERS, evaluate, table
from models.norms import load_catalogue

ROOT = Path(__file__).parents[2]
UNLABELLED = {name: kind.unlabelled for name, kind in load_catalogue().kinds.items() if kind.unlabelled}


@pytest.mark.parametrize("kind", sorted(TELLERS))
def test_a_kind_that_no_clip_shows_is_found_in_stories(kind: str) -> None:
    figures = evaluate(kind, 8, seed=1)
    assert figures.truth == 4
    assert figures.f1 >= 0.85, figures
    assert figures.onset_error_s <= 0.5


def test_every_kind_without_labels_has_its_stories_or_is_measured_otherwise() -> None:
    attributes = {kind for kind, why in UNLABELLED.items() if why.startswith("told as")}
    otherwise = {kind: re.findall(r"tests/[\w/]+\.py", why) for kind, why in UNLABELLED.items()}
    tested = {kind for kind, tests in otherwise.items() if tests}
    assert all((ROOT / test).is_file() for tests in otherwise.values() for test in tests)
    assert set(UNLABELLED) - attributes - tested == set(TELLERS)


def test_the_table_has_a_row_for_each() -> None:
    rows = table({"not_facing": evaluate("not_facing", 4)})
    assert len(rows) == 3
    assert rows[2].startswith("| `not_facing` | 2 | 2 | 0 | 1.00 |")
