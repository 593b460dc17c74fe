"""Learned lines as they are kept, on SQLite and on PostgreSQL: versions, those in force, and verdicts to learn from."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from models import Event, JudgedEvent, LineKey, OvertakenError
from models.events import Certainty
from models.norms import Figure, differences, load_profile, stored_profile, with_lines
from models.store import FoundEvent, Store
from models.store.engine import open_engine
from models.store.schema import downgrade
from tests.support.stored_hall import NINE, analysis, footage, hall
from tests.support.verdicts import GENERAL, MONDAY, PHONE, decide, found, reviewed, version

POSTGRES = os.environ.get("COUNTERWATCH_TEST_POSTGRES", "")
AT_LEFT = LineKey("phone", "left")
CAUGHT = Event("cam1", "left", "phone", NINE, NINE + 60, 0.6)


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("postgres", marks=pytest.mark.skipif(not POSTGRES, reason="no PostgreSQL is named")),
    ]
)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A store of the north hall with two counters under one camera."""
    with Store.at(tmp_path / "data") if request.param == "sqlite" else Store(POSTGRES) as opened:
        opened.sites.put(hall())
        yield opened
    if request.param == "postgres":
        engine = open_engine(POSTGRES)
        downgrade(engine, "base")
        engine.dispose()


def test_an_accepted_line_makes_a_question_of_a_fact_and_stands_in_the_profile(store: Store) -> None:
    kept = store.lines.accept("north", version(0.7), "an", NINE)
    norms = store.lines.over(GENERAL, "north")
    assert GENERAL.scoring.decided(CAUGHT).certainty is Certainty.FACT
    assert norms.scoring.decided(CAUGHT).certainty is Certainty.QUESTION
    assert norms.scoring.decided(replace(CAUGHT, kind="absence")).certainty is Certainty.FACT
    assert norms.hash != GENERAL.hash
    assert norms.written.learned["phone"] == Figure(
        value=0.7, source=f"line {kept.id}: learned from 30 verdicts, accepted by an"
    )
    assert [(one.place, one.old, one.new) for one in differences(GENERAL, norms)] == [
        ("learned.phone", None, "0.7")
    ]


def test_a_kept_profile_has_the_lines_and_the_hash_that_it_judged_with(store: Store) -> None:
    store.lines.accept("north", version(0.7), "an", NINE)
    norms = store.lines.over(GENERAL, "north")
    again = stored_profile(norms.as_yaml(), norms.hash)
    assert again.scoring == norms.scoring
    assert with_lines(load_profile("general"), again.written.learned).hash == norms.hash


def test_the_line_of_a_counter_goes_before_the_line_of_the_hall(store: Store) -> None:
    store.lines.accept("north", version(0.7), "an", NINE)
    store.lines.accept("north", version(0.55, AT_LEFT), "an", NINE)
    decided = store.lines.over(GENERAL, "north").scoring.decided
    assert decided(CAUGHT).certainty is Certainty.FACT
    assert decided(replace(CAUGHT, counter="right")).certainty is Certainty.QUESTION


def test_taking_back_puts_the_version_before_in_force_and_then_the_profile(store: Store) -> None:
    first = store.lines.accept("north", version(0.7), "an", NINE)
    second = store.lines.accept("north", version(0.8, replaced=0.7), "an", NINE + 60)
    assert store.lines.in_force("north") == {PHONE: second}
    gone = store.lines.take_back(second.id, "bo", NINE + 120)
    assert (gone.taken_back_by, gone.taken_back_at, gone.version) == ("bo", NINE + 120, second.version)
    assert store.lines.in_force("north") == {PHONE: first}
    store.lines.take_back(first.id, "bo", NINE + 180)
    assert store.lines.over(GENERAL, "north") is GENERAL
    assert [one.id for one in store.lines.of_site("north")] == [second.id, first.id]


def test_a_profile_that_was_kept_with_lines_loses_those_that_were_taken_back(store: Store) -> None:
    """A site whose norms are a file beside it finds them as the store kept them last."""
    kept = store.lines.accept("north", version(0.7), "an", NINE)
    used = store.lines.over(GENERAL, "north")
    store.lines.take_back(kept.id, "an", NINE)
    assert store.lines.over(stored_profile(used.as_yaml(), used.hash), "north").hash == GENERAL.hash


def test_everything_that_a_line_was_learned_from_is_kept_with_it(store: Store) -> None:
    said = version(0.7, LineKey("phone", "window 3@hall"))
    kept = store.lines.accept("north", said, "an", NINE)
    assert (kept.version, kept.by, kept.at, kept.taken_back_at) == (said, "an", NINE, None)
    assert store.lines.get(kept.id) == kept
    assert store.lines.get(99) is None


def test_the_lines_of_one_hall_are_not_those_of_another(store: Store) -> None:
    store.sites.put(hall("south"))
    store.lines.accept("north", version(0.7), "an", NINE)
    assert store.lines.over(GENERAL, "south") is GENERAL


def test_a_decision_that_somebody_overtook_is_refused(store: Store) -> None:
    first = store.lines.accept("north", version(0.7), "an", NINE)
    with pytest.raises(OvertakenError, match=r"the line of phone is 0\.7 now"):
        store.lines.accept("north", version(0.8), "bo", NINE)
    second = store.lines.accept("north", version(0.8, replaced=0.7), "an", NINE)
    with pytest.raises(OvertakenError, match="a newer one of phone is"):
        store.lines.take_back(first.id, "bo", NINE)
    store.lines.take_back(second.id, "an", NINE)
    with pytest.raises(OvertakenError, match="taken back already by an"):
        store.lines.take_back(second.id, "bo", NINE)
    with pytest.raises(LookupError, match="no learned line 99"):
        store.lines.take_back(99, "an", NINE)
    with pytest.raises(LookupError, match="no site west"):
        store.lines.accept("west", version(0.7), "an", NINE)


def test_verdicts_are_those_of_events_that_people_decided(store: Store) -> None:
    sure, asked = reviewed(store, [(0.8, True), (0.3, False)])
    reviewed(store, [(0.9, True)], counter="right")
    store.recordings.save(analysis(found(0.9, 4 * 86400), of=footage("open", NINE + 4 * 86400)), NINE)
    at_left = [one for one in store.lines.verdicts("north") if one.counter == "left"]
    assert at_left == [
        JudgedEvent(sure, "phone", "left", MONDAY, 0.8, True),
        JudgedEvent(asked, "phone", "left", MONDAY, 0.3, False, asked=True),
    ]
    assert len(store.lines.verdicts("north")) == 3
    assert store.lines.verdicts("south") == []


def test_hints_and_events_that_are_no_longer_found_teach_nothing(store: Store) -> None:
    reviewed(store, [(0.8, True)])
    store.recordings.save(analysis(of=footage("phone left 0")), NINE)
    hint = FoundEvent(replace(CAUGHT, start=NINE + 900, end=NINE + 960).as_hint())
    (event_id,) = store.recordings.save(analysis(hint, of=footage("hint")), NINE).event_ids
    decide(store, event_id, True)
    assert store.lines.verdicts("north") == []
