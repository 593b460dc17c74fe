"""The same promises on a real PostgreSQL, where COUNTERWATCH_TEST_POSTGRES gives an empty database's address."""

import os
from collections.abc import Iterator
from dataclasses import replace
from threading import Thread

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from models import Decision, Role, Verdict
from models.store import EventFilter, Position, ReviewStep, Store
from models.store.engine import open_engine
from models.store.schema import downgrade
from models.tables import Base
from tests.support.stored_hall import NINE, absence, analysis, footage, happened, observed

ADDRESS = os.environ.get("COUNTERWATCH_TEST_POSTGRES", "")
pytestmark = pytest.mark.skipif(not ADDRESS, reason="COUNTERWATCH_TEST_POSTGRES names no PostgreSQL")


@pytest.fixture
def postgres() -> Iterator[Store]:
    with Store(ADDRESS) as store:
        yield store
    engine = open_engine(ADDRESS)
    downgrade(engine, "base")
    engine.dispose()


def test_migrations_make_exactly_the_tables_of_the_code(postgres: Store) -> None:
    with postgres._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_same_video_twice_changes_nothing_and_reviews_survive(postgres: Store) -> None:
    found = analysis(absence(60, waited=float("nan")), happened("arrival", 400), coverage=(observed(),))
    first = postgres.recordings.save(found, NINE)
    again = postgres.recordings.save(found, NINE)
    assert again.event_ids == first.event_ids
    assert (again.added, again.changed, again.removed, again.lost) == (0, 0, 0, 0)
    sun = postgres.accounts.add("sun", "x" * 12, Role.SUPERVISOR, "zh", NINE)
    step = ReviewStep(sun.id, Decision.CONFIRMED, "")
    postgres.reviews.add(first.event_ids[0], step, expected=Verdict.OPEN, now=NINE)
    gone = postgres.recordings.save(replace(found, findings=()), NINE)
    assert (gone.removed, gone.lost) == (1, 1)
    (kept,) = postgres.events.page(EventFilter(), 10)
    assert (kept.found, kept.verdict) == (False, Verdict.CONFIRMED)


def test_pages_are_the_same_as_on_sqlite(postgres: Store, store: Store) -> None:
    walks = []
    for one in (postgres, store):
        for n in range(3):
            events = [happened(("phone", "absence")[i % 2], i // 2) for i in range(10)]
            one.recordings.save(analysis(*events, of=footage(f"f{n}")), NINE)
        ids, after = [], None
        want = EventFilter(kinds=frozenset({"phone", "absence"}), site="north")
        while page := one.events.page(want, 4, after):
            ids += [(e.event.kind, e.event.start, e.id) for e in page]
            after = Position(page[-1].event.start, page[-1].id)
        walks.append(ids)
    assert walks[0] == walks[1]
    assert len(walks[0]) == 30


def test_several_at_once_open_and_save_the_same(postgres: Store) -> None:
    downgrade(postgres._engine, "base")
    failures: list[BaseException] = []

    def work() -> None:
        try:
            with Store(ADDRESS) as mine:
                mine.recordings.save(analysis(absence(60)), NINE)
        except BaseException as error:
            failures.append(error)

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(postgres.events.page(EventFilter(), 10)) == 1
