"""Two scores of one day, clause by clause: deductions that come, go and stay, and the reason for those that go."""

from pathlib import Path

import pytest

from models import START_TOLERANCE_S, Score, Status, phrase
from models.norms import load_profile
from pipeline.scoring.changes import Change, ClauseChange, clause_changes
from tests.support.scored_days import ALL, NINE, arrival, confirmed, dismissed, happened, scored

MORNING, NOON = happened("absence", 600, 900), happened("absence", 4000, 700)


def change_of(before: Score | None, after: Score, clause: str = "R1") -> ClauseChange:
    """The change of one clause, the only one that changed."""
    (found,) = clause_changes(before, after)
    assert found.clause == clause
    return found


def told(change: Change) -> tuple[str, float, float, float]:
    """What became of a deduction, points before and after, and seconds after nine."""
    return change.what, change.before, change.after, change.event.start - NINE


def test_nothing_changes_between_a_score_and_itself_but_what_it_costs_is_told() -> None:
    change = change_of(scored([MORNING]), scored([MORNING]))
    assert (change.before, change.after, change.was, change.would) == (3, 3, Status.DEDUCTED, Status.DEDUCTED)
    assert [told(one) for one in change.changes] == [("stays", 3, 3, 600)]
    assert clause_changes(scored([]), scored([])) == ()


def test_an_event_that_comes_costs_what_it_cost_nothing_before() -> None:
    change = change_of(scored([NOON]), scored([NOON, MORNING]))
    assert (change.before, change.after) == (3, 6)
    assert [told(one) for one in change.changes] == [("come", 0, 3, 600), ("stays", 3, 3, 4000)], (
        "in order of time"
    )
    assert [one.instead for one in change.changes] == [None, None]


def test_a_dismissed_event_goes_and_the_reviewer_is_the_reason() -> None:
    after = scored([MORNING, NOON], verdicts=dismissed(NOON))
    stays, goes = change_of(scored([MORNING, NOON]), after).changes
    assert told(stays) == ("stays", 3, 3, 600)
    assert told(goes) == ("gone", 3, 0, 4000)
    (note,) = [one for line in after.lines if line.clause == "R1" for one in line.notes]
    assert goes.instead == note.reason


def test_an_event_that_the_other_norms_do_not_find_goes_and_says_so() -> None:
    (goes,) = change_of(scored([MORNING]), scored([])).changes
    assert told(goes) == ("gone", 3, 0, 600)
    assert goes.instead == phrase("change.not_found")


def test_a_clause_that_the_other_norms_do_not_have_goes_and_says_so() -> None:
    slouching = happened("slouching", 600, 300, confidence=0.95)
    before = scored([slouching], ALL, verdicts=confirmed(slouching))
    after = scored([slouching], verdicts=confirmed(slouching))
    lost = {one.clause: one for one in clause_changes(before, after) if one.would is None}
    charged = [one for one in lost.values() if one.changes]
    assert charged
    for one in charged:
        assert (one.after, one.was) == (0, Status.DEDUCTED)
        assert [change.instead for change in one.changes] == [phrase("change.no_clause")]
    assert all(one.was is not None for one in lost.values())


@pytest.mark.parametrize(("moved", "same"), [(START_TOLERANCE_S, True), (START_TOLERANCE_S + 0.1, False)])
def test_an_event_whose_start_was_moved_a_little_is_the_same_one(moved: float, same: bool) -> None:
    later = happened("absence", 600 + moved, 900 - moved)
    changes = change_of(scored([MORNING]), scored([later])).changes
    assert [one.what for one in changes] == (["stays"] if same else ["gone", "come"])
    assert changes[0].event.start == MORNING.start
    hidden = change_of(scored([MORNING]), scored([later], verdicts=dismissed(later))).changes
    assert (hidden[0].instead == phrase("change.not_found")) is not same


def test_two_kinds_of_one_clause_are_never_one_event() -> None:
    """A customer left alone at the moment at which an absence was found before."""
    alone = happened("unattended_customer", 600, 900)
    changes = [one for found in clause_changes(scored([MORNING]), scored([alone])) for one in found.changes]
    assert {(one.what, one.event.kind) for one in changes} == {
        ("gone", "absence"),
        ("come", "unattended_customer"),
    }


def test_a_first_score_shows_only_clauses_that_cost_points() -> None:
    change = change_of(None, scored([MORNING]))
    assert (change.before, change.was, change.would) == (0, None, Status.DEDUCTED)
    assert [told(one) for one in change.changes] == [("come", 0, 3, 600)]


def test_a_clause_that_costs_nothing_but_was_broken_before_is_in_the_list() -> None:
    """Also one that had no occasion, and has one under the other facts."""
    (found,) = clause_changes(scored([]), scored(arrival(60, stood=True)))[:1]
    assert (found.was, found.would) == (Status.NO_OCCASION, Status.CLEAN)
    assert found.changes == ()


def test_the_points_before_and_after_are_those_of_each_profile(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    rule = "R1: {weight: {value: 2, source: a test}}"
    own.write_text(
        f"profile: own\ntitle: {{zh: 本厅, en: own}}\nextends: power\nclauses:\n  {rule}\n", "utf-8"
    )
    (stays,) = change_of(scored([MORNING]), scored([MORNING], load_profile(own))).changes
    assert told(stays) == ("stays", 3, 6, 600)
    assert stays.reason == scored([MORNING], load_profile(own)).deductions[0].reason
