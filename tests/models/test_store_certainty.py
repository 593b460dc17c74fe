"""The certainty of events is stored, changes with a new analysis, and is filled in for databases without it."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from sqlalchemy import Engine, inspect

from models.events import Certainty
from models.norms import load_profile
from models.store import EventFilter, FoundEvent, Stamp, Store, sqlite_url
from models.store.engine import open_engine
from models.store.schema import downgrade, migrate
from tests.support.stored_hall import NINE, absence, analysis, footage, happened

POSTGRES = os.environ.get("COUNTERWATCH_TEST_POSTGRES", "")


def sure(found: FoundEvent, confidence: float) -> FoundEvent:
    return replace(found, event=replace(found.event, confidence=confidence))


def asked(found: FoundEvent) -> FoundEvent:
    return replace(found, event=found.event.as_question())


def certainties(store: Store) -> dict[float, Certainty]:
    """Start after nine o'clock -> certainty."""
    return {one.event.start - NINE: one.event.certainty for one in store.events.page(EventFilter(), 50)}


def test_a_question_is_still_a_question_when_the_store_returns_it(store: Store) -> None:
    hint = happened("large_gestures", 900)
    found = analysis(absence(60), asked(absence(600)), replace(hint, event=hint.event.as_hint()))
    store.recordings.save(found, NINE)
    assert certainties(store) == {60: "fact", 600: "question", 900: "hint"}


def test_a_new_analysis_that_is_less_certain_makes_a_question_of_a_fact(store: Store) -> None:
    store.recordings.save(analysis(absence(60)), NINE)
    assert store.recordings.save(analysis(asked(absence(60))), NINE).changed == 1
    assert store.recordings.save(analysis(asked(absence(60))), NINE).changed == 0
    assert certainties(store) == {60: "question"}


def test_a_page_of_one_certainty_has_no_other_events(store: Store) -> None:
    store.recordings.save(analysis(absence(60), asked(absence(600))), NINE)
    (only,) = store.events.page(EventFilter(certainty=Certainty.QUESTION), 10)
    assert only.event.start == NINE + 600


def addresses() -> list[str]:
    return ["sqlite", *(["postgres"] if POSTGRES else [])]


@pytest.fixture(params=addresses())
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine to an empty database; its tables are taken away afterwards."""
    engine = open_engine(sqlite_url(tmp_path / "old.db") if request.param == "sqlite" else POSTGRES)
    migrate(engine)
    yield engine
    downgrade(engine, "base")
    engine.dispose()


def strict() -> Stamp:
    """The general profile with 0.8 as what it calls certain."""
    document = yaml.safe_load(load_profile("general").as_yaml())
    document["scoring"]["certain_from"]["value"] = 0.8
    return Stamp("strict", "b" * 64, yaml.safe_dump(document))


def save(store: Store, stamp: Stamp, *found: FoundEvent) -> None:
    """Keep one recording that this profile judged."""
    whole = analysis(*found, of=footage(f"judged by {stamp.name}"))
    store.recordings.save(replace(whole, profile=stamp), NINE)


def doubtful(at: float) -> tuple[FoundEvent, ...]:
    """Absences of a confidence of 0.45, 0.7 and 0.9, one minute apart."""
    return tuple(sure(absence(at + 60 * n, 30), confidence) for n, confidence in enumerate((0.45, 0.7, 0.9)))


def test_a_database_without_certainty_gets_it_from_confidence_and_profile(old: Engine) -> None:
    address = old.url.render_as_string(hide_password=False)
    with Store(address) as store:
        save(store, strict(), *doubtful(0))
        save(store, Stamp("lost", "c" * 64, "no profile"), *doubtful(600))
        save(store, Stamp("gestures", "d" * 64, ""), sure(happened("large_gestures", 3000), 0.3))
    downgrade(old, "0009")
    assert "certainty" not in {column["name"] for column in inspect(old).get_columns("events")}
    with Store(address) as store:
        assert certainties(store) == {
            **dict(zip((0, 60, 120), ("question", "question", "fact"), strict=True)),  # certain from 0.8
            **dict(zip((600, 660, 720), ("question", "fact", "fact"), strict=True)),  # not known: from 0.5
            3000: "hint",
        }
