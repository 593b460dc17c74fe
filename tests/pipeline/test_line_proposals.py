"""Lines proposed for a hall from its reviews, accepted by an administrator, and taken back."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from models import AcceptedLine, Action, LineKey, OvertakenError
from models.store import AuditFilter, FoundEvent, Store
from models.store.audit import Audit
from pipeline.errors import PipelineError
from pipeline.learning.acceptance import LineDecision, accept_line, take_back_line
from pipeline.learning.choice import LearningOutcome, LineProposal, learn_line
from pipeline.learning.proposals import propose
from pipeline.scoring.days import norms_of, stamp_of
from tests.support.stored_hall import NINE, analysis, footage, hall
from tests.support.verdicts import GENERAL, PHONE, SEPARATE, decide, found, reviewed, version

SITE = hall(profile="general")
AT_LEFT, AT_RIGHT = LineKey("phone", "left"), LineKey("phone", "right")
AN = LineDecision("an", "10.0.0.7")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Reviews of a working week: thirty phones and hands at the left counter."""
    with Store.at(tmp_path) as opened:
        opened.sites.put(SITE)
        reviewed(opened, *[SEPARATE] * 5)
        yield opened


def proposals(store: Store) -> dict[LineKey, LineProposal]:
    return {one.key: one.found for one in propose(store, SITE)}


def accepted(store: Store, key: LineKey = PHONE, seen: float | None = None) -> AcceptedLine:
    return accept_line(store, SITE, key, replace(AN, seen=seen), NINE)


def test_a_line_is_proposed_for_the_hall_and_for_each_counter(store: Store) -> None:
    reviewed(store, *[SEPARATE] * 2, counter="right")
    reviewed(store, [(0.9, True)], kind="slouching")
    told = {str(key): (len(one.verdicts), one.outcome, one.line) for key, one in proposals(store).items()}
    assert told == {
        "slouching": (1, LearningOutcome.TOO_FEW, None),
        "slouching@left": (1, LearningOutcome.TOO_FEW, None),
        "phone": (42, LearningOutcome.BETTER, 0.725),
        "phone@left": (30, LearningOutcome.BETTER, 0.725),
        "phone@right": (12, LearningOutcome.TOO_FEW, None),
    }


def test_a_hall_of_one_counter_has_one_line_for_a_kind(store: Store) -> None:
    camera = SITE.cameras[0]
    alone = SITE.model_copy(update={"cameras": [camera.model_copy(update={"counters": camera.counters[:1]})]})
    assert [one.key for one in propose(store, alone)] == [PHONE]


def test_a_counter_with_a_line_of_its_own_does_not_teach_the_hall(store: Store) -> None:
    reviewed(store, *[SEPARATE] * 2, counter="right")
    accepted(store, AT_LEFT)
    left = proposals(store)
    assert (left[AT_LEFT].today, left[AT_LEFT].outcome) == (0.725, LearningOutcome.NO_BETTER)
    assert (len(left[PHONE].verdicts), left[PHONE].today) == (12, 0.5)


def test_a_question_that_no_line_decides_teaches_nothing(store: Store) -> None:
    """The behaviour had a reason of its own to ask: it stays a question under any line."""
    event = found(0.9, 9 * 86400).event
    kept = analysis(FoundEvent(event.as_question()), of=footage("asked", NINE + 9 * 86400))
    decide(store, store.recordings.save(kept, NINE).event_ids[0], False)
    assert len(store.lines.verdicts("north")) == 31
    assert len(proposals(store)[PHONE].verdicts) == 30


def test_a_question_of_a_line_that_was_taken_back_still_teaches(store: Store) -> None:
    line = store.lines.accept("north", version(0.95), "an", NINE)
    norms = norms_of(store, SITE)
    store.profiles.put(stamp_of(norms), NINE)
    event = norms.scoring.decided(found(0.9, 9 * 86400).event)
    kept = analysis(FoundEvent(event), of=footage("asked", NINE + 9 * 86400))
    decide(store, store.recordings.save(kept, NINE).event_ids[0], True)
    store.lines.take_back(line.id, "an", NINE)
    assert len(proposals(store)[PHONE].verdicts) == 31


def test_records_that_are_no_faults_have_no_line(store: Store) -> None:
    reviewed(store, [(0.9, True)], kind="arrival", counter="right")
    assert {key.kind for key in proposals(store)} == {"phone"}


def test_accepting_changes_the_norms_of_the_hall_and_is_written_down(store: Store) -> None:
    assert norms_of(store, SITE).hash == GENERAL.hash
    line = accepted(store, seen=0.725)
    assert norms_of(store, SITE).scoring.lines == {"phone": 0.725}
    (entry,) = store.audit.page(AuditFilter(action=Action.LINE_ACCEPTED), 9)
    assert (entry.user, entry.subject, entry.client) == ("an", "line north/phone", "10.0.0.7")
    assert entry.detail == (
        f"line {line.id}: 0.5 -> 0.725 from 30 verdicts; precision 0.50, recall 1.00 -> precision 1.00, recall 1.00"
    )


def test_a_kept_line_is_learned_again_from_what_is_kept_with_it(store: Store) -> None:
    line = accepted(store)
    again = learn_line(line.version.learned_from, line.version.replaced)
    assert (again.line, again.before, again.after) == (
        line.version.line,
        line.version.before,
        line.version.after,
    )


def test_taking_back_restores_the_norms_and_is_written_down(store: Store) -> None:
    line = accepted(store)
    take_back_line(store, line.id, replace(AN, by="bo"), NINE + 60)
    assert norms_of(store, SITE).hash == GENERAL.hash
    (entry,) = store.audit.page(AuditFilter(action=Action.LINE_TAKEN_BACK), 9)
    assert (entry.user, entry.subject, entry.detail) == ("bo", "line north/phone", f"line {line.id}: 0.725")
    with pytest.raises(OvertakenError, match="taken back already by bo"):
        take_back_line(store, line.id, AN, NINE + 60)
    assert len(store.audit.page(AuditFilter(action=Action.LINE_TAKEN_BACK), 9)) == 1


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("phnoe", "no such kind 'phnoe': did you mean phone?"),
        ("phone@middle", "north has no counter 'middle': use one of left, right, back"),
        ("phone@back", "phone@back: cannot know yet: 0 of 30 verdicts"),
        ("phone@right", "phone@right: cannot know yet: 12 of 30 verdicts"),
    ],
)
def test_a_line_that_is_not_proposed_is_not_accepted(store: Store, key: str, why: str) -> None:
    reviewed(store, *[SEPARATE] * 2, counter="right")
    with pytest.raises(PipelineError) as told:
        accepted(store, LineKey.parse(key))
    assert str(told.value) == why
    assert store.lines.of_site("north") == []


def test_a_line_that_is_good_already_is_not_accepted_again(store: Store) -> None:
    accepted(store)
    with pytest.raises(PipelineError, match=r"no line is better than 0\.725 on held-out verdicts"):
        accepted(store)


def test_another_line_than_the_one_that_was_seen_is_not_accepted(store: Store) -> None:
    with pytest.raises(OvertakenError, match=r"the verdicts changed: 0\.725 is proposed for phone now"):
        accepted(store, seen=0.7)
    assert store.audit.page(AuditFilter(action=Action.LINE_ACCEPTED), 9) == []


def test_a_line_without_its_line_in_the_audit_log_is_not_kept(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_said: object) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Audit, "add", full)
        with pytest.raises(OSError, match="no space"):
            accepted(store)
    assert store.lines.of_site("north") == []
    line = accepted(store)
    monkeypatch.setattr(Audit, "add", full)
    with pytest.raises(OSError, match="no space"):
        take_back_line(store, line.id, AN, NINE)
    assert store.lines.in_force("north") == {PHONE: line}
