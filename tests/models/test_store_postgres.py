"""The same promises on a real PostgreSQL, where COUNTERWATCH_TEST_POSTGRES gives an empty database's address."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Thread
from time import sleep

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from models import Action, Decision, Role, Verdict
from models.store import Deed, EventFilter, Position, ReviewStep, Store, guesses_of_stranger
from models.store.engine import open_engine
from models.store.schema import downgrade
from models.tables import Base
from tests.support.stored_hall import (
    NINE,
    absence,
    analysis,
    footage,
    hall,
    happened,
    observed,
    score_that_charges,
)

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
    sun = postgres.accounts.add("sun", "correct horse", Role.SUPERVISOR, "zh", NINE)
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


def test_two_halls_that_bring_the_same_new_norms_at_once_both_keep_their_recordings(postgres: Store) -> None:
    with postgres.unit_of_work("the north hall") as work:
        work.recordings.save(analysis(absence(60)), NINE)
        south = Beside(lambda other: other.recordings.save(analysis(absence(60), site=hall("south")), NINE))
        south.waits()
    assert south.failure() is None
    assert len(postgres.profiles.all()) == 1
    assert len(postgres.events.page(EventFilter(), 10)) == 2


def test_a_score_leaves_out_an_event_that_an_analysis_takes_away_meanwhile(postgres: Store) -> None:
    found = analysis(absence(60))
    kept = postgres.recordings.save(found, NINE)
    left, stamp = kept.counter_ids["left"], found.profile
    with postgres.unit_of_work("the same recording again") as work:
        work.recordings.save(replace(found, findings=()), NINE)
        scorer = Beside(lambda other: other.scores.save(left, score_that_charges(absence(60)), stamp, NINE))
        scorer.waits()
    assert scorer.failure() is None
    assert postgres.scores.costs(kept.event_ids[0]) == []


def test_a_review_that_comes_first_keeps_its_event_from_an_analysis_without_it(postgres: Store) -> None:
    found = analysis(absence(60))
    (event,) = postgres.recordings.save(found, NINE).event_ids
    sun = postgres.accounts.add("sun", "correct horse", Role.SUPERVISOR, "zh", NINE)
    with postgres.unit_of_work("a review") as work:
        work.reviews.add(event, ReviewStep(sun.id, Decision.CONFIRMED, ""), expected=Verdict.OPEN, now=NINE)
        again = Beside(lambda other: other.recordings.save(replace(found, findings=()), NINE))
        again.waits()
    assert again.failure() is None
    (kept,) = postgres.events.page(EventFilter(), 10)
    assert (kept.id, kept.found, kept.verdict) == (event, False, Verdict.CONFIRMED)


def test_writers_at_once_keep_one_chain_of_audit_lines(postgres: Store) -> None:
    failures: list[BaseException] = []

    def write(name: str) -> None:
        try:
            with Store(ADDRESS) as mine:
                for n in range(8):
                    with mine.unit_of_work(f"decision {n % 2}") as work:
                        work.audit.add(
                            Deed(name, Action.REVIEWED, f"event {n}", "文", once=f"{name} {n // 2}"),
                            NINE + n / 3,
                        )
        except BaseException as error:
            failures.append(error)

    threads = [Thread(target=write, args=(f"u{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = postgres.audit.check()
    assert failures == []
    assert (found.lines, found.fault) == (16, None)


def test_of_forty_tries_at_once_five_are_let_in(postgres: Store) -> None:
    guesses = guesses_of_stranger("sun", "203.0.113.9")
    with ThreadPoolExecutor(40) as crowd:
        waits = list(crowd.map(lambda _: postgres.throttle.admit(guesses, NINE), range(40)))
    assert waits.count(0) == 5


class Beside:
    """Another process's work on the same database, in a thread with a store of its own."""

    def __init__(self, work: Callable[[Store], object]) -> None:
        self._work = work
        self._failed: BaseException | None = None
        self._thread = Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            with Store(ADDRESS) as other:
                self._work(other)
        except BaseException as error:
            self._failed = error

    def waits(self) -> None:
        """Return once the work waits for what another transaction holds."""
        engine = open_engine(ADDRESS)
        waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        while self._thread.is_alive():
            with engine.connect() as connection:
                if connection.scalar(waiting):
                    break
            sleep(0.01)
        engine.dispose()
        assert self._thread.is_alive(), f"it did not wait: {self._failed!r}"

    def failure(self) -> BaseException | None:
        """The error of the work once it is over, None when it went well."""
        self._thread.join()
        return self._failed
