"""Reviews, accounts and the log, as they are kept."""

import sqlite3
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from models import Action, Decision, ModelError, Role, Verdict
from models.store import AccountChange, AuditFilter, Deed, OvertakenError, ReviewStep, Store
from models.store.matching import match_starts
from tests.support.stored_hall import NINE, absence, analysis

PASSWORD = "correct horse"


def reviewed(store: Store, *steps: tuple[Decision, str]) -> int:
    (event_id,) = store.recordings.save(analysis(absence(60)), NINE).event_ids
    sun = store.accounts.add("sun", PASSWORD, Role.SUPERVISOR, "zh", NINE)
    verdict = Verdict.OPEN
    for i, (decision, reason) in enumerate(steps):
        store.reviews.add(event_id, ReviewStep(sun.id, decision, reason), expected=verdict, now=NINE + i)
        verdict = decision.verdict
    return event_id


def test_the_verdict_is_that_of_the_last_step_and_every_step_stays(store: Store) -> None:
    event_id = reviewed(
        store,
        (Decision.CONFIRMED, ""),
        (Decision.REOPENED, "wrong window"),
        (Decision.DISMISSED, "on leave"),
    )
    steps = store.reviews.of(event_id)
    assert [(s.user, s.decision, s.reason, s.at - NINE) for s in steps] == [
        ("sun", Decision.CONFIRMED, "", 0),
        ("sun", Decision.REOPENED, "wrong window", 1),
        ("sun", Decision.DISMISSED, "on leave", 2),
    ]
    kept = store.events.get(event_id)
    assert kept is not None
    assert kept.verdict is Verdict.DISMISSED


def test_a_step_that_changes_nothing_or_names_nothing_is_refused(store: Store) -> None:
    event_id = reviewed(store, (Decision.CONFIRMED, ""))
    step = ReviewStep(1, Decision.CONFIRMED, "")
    with pytest.raises(OvertakenError, match="already"):
        store.reviews.add(event_id, step, expected=Verdict.CONFIRMED, now=NINE)
    with pytest.raises(LookupError, match="no event 99"):
        store.reviews.add(99, step, expected=Verdict.OPEN, now=NINE)
    with pytest.raises(ValueError, match="reason is empty"):
        store.reviews.add(
            event_id, ReviewStep(1, Decision.DISMISSED, " "), expected=Verdict.CONFIRMED, now=NINE
        )
    assert len(store.reviews.of(event_id)) == 1


def test_even_by_hand_a_reviewed_event_cannot_be_deleted(store: Store) -> None:
    event_id = reviewed(store, (Decision.CONFIRMED, ""))
    with pytest.raises(IntegrityError), store._engine.begin() as connection:
        connection.exec_driver_sql(f"DELETE FROM events WHERE id = {event_id}")
    assert store.events.get(event_id) is not None


def test_two_reviewers_at_the_same_moment_leave_one_step(store: Store) -> None:
    (event_id,) = store.recordings.save(analysis(absence(60)), NINE).event_ids
    sun = store.accounts.add("sun", PASSWORD, Role.SUPERVISOR, "zh", NINE)
    refused: list[OvertakenError] = []

    def confirm() -> None:
        try:
            store.reviews.add(
                event_id, ReviewStep(sun.id, Decision.CONFIRMED, ""), expected=Verdict.OPEN, now=NINE
            )
        except OvertakenError as error:
            refused.append(error)

    threads = [Thread(target=confirm) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(store.reviews.of(event_id)), len(refused)) == (1, 3)


def test_passwords_are_kept_as_argon2id_and_checked(store: Store, tmp_path: Path) -> None:
    store.accounts.add("Sun", PASSWORD, Role.SUPERVISOR, "zh", NINE)
    with sqlite3.connect(tmp_path / "data" / "counterwatch.db") as raw:
        (kept,) = raw.execute("SELECT password_hash FROM users").fetchone()
    raw.close()
    assert kept.startswith("$argon2id$")
    found = store.accounts.check("sUN ", PASSWORD)
    assert found is not None
    assert (found.name, found.role) == ("sun", Role.SUPERVISOR)
    assert store.accounts.check("sun", PASSWORD + "!") is None
    assert store.accounts.check("nobody", PASSWORD) is None


def test_names_are_taken_once_whatever_the_case(store: Store) -> None:
    store.accounts.add("sun", PASSWORD, Role.SUPERVISOR, "zh", NINE)
    with pytest.raises(ModelError, match="already"):
        store.accounts.add(" SUN", PASSWORD, Role.AUDITOR, "zh", NINE)
    with pytest.raises(ModelError, match="needs a name"):
        store.accounts.add("  ", PASSWORD, Role.AUDITOR, "zh", NINE)
    with pytest.raises(ModelError, match="at least 10"):
        store.accounts.add("li", "short", Role.AUDITOR, "zh", NINE)


def test_only_what_matters_ends_a_session(store: Store) -> None:
    user = store.accounts.add("sun", PASSWORD, Role.SUPERVISOR, "zh", NINE)
    assert store.accounts.change(user.id, AccountChange(language="en")).version == user.version
    assert store.accounts.change(user.id, AccountChange(role=Role.AUDITOR)).version == user.version + 1
    assert store.accounts.change(user.id, AccountChange(password=PASSWORD)).version == user.version + 2
    with pytest.raises(LookupError):
        store.accounts.change(99, AccountChange())


def test_a_deed_marked_once_is_written_once(store: Store) -> None:
    for mark in ("a", "a", "b", None, None):
        store.audit.add(Deed("sun", Action.CLIP_VIEWED, "event 1", once=mark), NINE)
    assert len(store.audit.page(AuditFilter(), 10)) == 4


times = st.lists(st.integers(0, 60).map(lambda n: n / 10), max_size=8)


@given(times, times)
def test_matching_is_one_to_one_within_the_tolerance_and_leaves_no_pair_behind(
    old: list[float], new: list[float]
) -> None:
    pairs = match_starts(old, new, 0.5)
    assert len(set(pairs.values())) == len(pairs)
    assert all(abs(old[i] - new[j]) <= 0.501 for j, i in pairs.items())
    lonely_old = [t for i, t in enumerate(old) if i not in pairs.values()]
    lonely_new = [t for j, t in enumerate(new) if j not in pairs]
    assert all(abs(a - b) > 0.5 for a in lonely_old for b in lonely_new)


@given(times)
def test_the_same_starts_again_are_matched_all_at_no_distance(starts: list[float]) -> None:
    assert all(starts[i] == starts[j] for j, i in match_starts(starts, starts, 0.5).items())
    assert len(match_starts(starts, starts, 0.5)) == len(starts)
