"""Another program holds the database: a backup, a virus scanner, a copy in progress."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from models.store import EventFilter, Patience, Store, StoreBusyError, StoreError
from tests.support.stored_hall import NINE, absence, analysis


@contextmanager
def held(data: Path) -> Iterator[sqlite3.Connection]:
    """The write lock of the database in the hands of another connection."""
    other = sqlite3.connect(data / "counterwatch.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield other
    finally:
        other.close()


def made(data: Path) -> Path:
    with Store.at(data) as store:
        store.recordings.save(analysis(absence(60)), NINE)
    return data


def test_an_analysis_waits_until_the_backup_has_ended_and_says_so_once(tmp_path: Path) -> None:
    data, said = made(tmp_path), list[str]()
    with Store.at(data, Patience(60.0, said.append, attempt_s=0.05)) as store, held(data) as backup:
        saved = Thread(target=store.recordings.save, args=(analysis(absence(60), absence(900)), NINE))
        saved.start()
        deadline = time.monotonic() + 30
        while not said and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.3)  # several attempts, and no second line
        backup.execute("ROLLBACK")
        saved.join(30)
        assert len(store.events.page(EventFilter(), 10)) == 2
    (line,) = said
    assert line.startswith(str(data / "counterwatch.db"))
    assert "another program holds the database: waiting for up to 1 min" in line


def test_after_its_patience_a_writer_gives_up_with_one_line_and_nothing_is_written(tmp_path: Path) -> None:
    data = made(tmp_path)
    with Store.at(data, Patience(0.2, attempt_s=0.05)) as store:
        with held(data), pytest.raises(StoreBusyError, match="another program holds the database") as caught:
            store.recordings.save(analysis(absence(60), absence(900)), NINE)
        assert "\n" not in str(caught.value)
        assert len(store.events.page(EventFilter(), 10)) == 1
        store.recordings.save(analysis(absence(60), absence(900)), NINE)  # afterwards it is as good as new
        assert len(store.events.page(EventFilter(), 10)) == 2


def test_reading_does_not_wait_for_a_writer(tmp_path: Path) -> None:
    data = made(tmp_path)
    with Store.at(data, Patience(0.0)) as store, held(data):
        assert len(store.events.page(EventFilter(), 10)) == 1


def test_a_store_opens_while_another_program_writes(tmp_path: Path) -> None:
    data = made(tmp_path)
    with held(data), Store.at(data, Patience(0.2, attempt_s=0.05)) as store:
        assert len(store.events.page(EventFilter(), 10)) == 1


def test_a_database_that_may_not_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    data = made(tmp_path)
    with Store.at(data) as store:
        with store._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA query_only = ON")
        with pytest.raises(StoreError, match="readonly database") as caught:
            store.recordings.save(analysis(absence(900)), NINE)
    assert "\n" not in str(caught.value)
