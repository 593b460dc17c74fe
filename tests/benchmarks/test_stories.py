"""The kinds that no clip shows are measured on stories: found if they happen, not reported if they do not."""

import pytest

from benchmarks.stories import TELLERS, evaluate, table
from tests.test_behaviours_complete import UNLABELLED

# Measured in another way, or not a fault that could be found too often or too seldom.
OTHERWISE = {
    "idle_time": "a record: tests/pipeline/test_service.py",
    "badge_time": "a record: tests/pipeline/test_badges.py",
    "camera_blind": "tests/pipeline/test_blind.py",
    "camera_moved": "tests/vision/test_view_watch.py moves the clips",
    "untidy_desk": "needs pictures",
}


@pytest.mark.parametrize("kind", sorted(TELLERS))
def test_a_kind_that_no_clip_shows_is_found_in_stories(kind: str) -> None:
    figures = evaluate(kind, 8, seed=1)
    assert figures.truth == 4
    assert figures.f1 >= 0.85, figures
    assert figures.onset_error_s <= 0.5


def test_every_kind_without_labels_has_its_stories_or_is_measured_otherwise() -> None:
    attributes = {kind for kind, why in UNLABELLED.items() if why.startswith("told as")}
    assert set(UNLABELLED) - attributes - set(OTHERWISE) == set(TELLERS)


def test_the_table_has_a_row_for_each() -> None:
    rows = table({"not_facing": evaluate("not_facing", 4)})
    assert len(rows) == 3
    assert rows[2].startswith("| `not_facing` | 2 | 2 | 0 | 1.00 |")
