"""A live camera whose database is held, away or damaged, or whose disk is full, looks on."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from models import Event
from models.store import FoundEvent, Patience, Store
from models.store.engine import open_engine
from models.store.schema import downgrade
from pipeline.errors import PipelineError
from pipeline.live.delivery_threads import RetryLimits
from synthetic.stories import START
from tests.support.live_screen import Screen
from tests.support.live_watch import (
    ENDS,
    ROWS,
    STORY,
    Watch,
    archived,
    judged,
    seen_s,
    stored,
)
from tests.support.live_workers import wait_until
from tests.support.severed_line import SeveredLine

ADDRESS = os.environ.get("COUNTERWATCH_TEST_POSTGRES", "")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.at(tmp_path, Patience(0.02)) as kept:
        yield kept


# --- the database ---------------------------------------------------------------------------------------------------


def test_a_database_that_is_locked_for_a_minute_is_waited_for_and_told_once(
    store: Store, tmp_path: Path
) -> None:
    watch = Watch(store, tmp_path).until(42)
    with sqlite3.connect(tmp_path / "counterwatch.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        watch.until(125)
        assert [kind for kind, _, _ in stored(store)] == []
        other.execute("ROLLBACK")
    other.close()
    watch.until(200).stop()
    assert stored(store) == judged(ROWS)
    assert seen_s(store) == pytest.approx(STORY.seconds, abs=1)
    said = [line.split("  ")[1] for line in watch.lines if "written" in line]
    assert said == [
        f"the database cannot be written: {tmp_path}/counterwatch.db: another program holds the database: "
        "try again when it has ended; looking goes on, and everything is written later".replace(
            f"{tmp_path}/", f"sqlite+pysqlite:///{tmp_path}/"
        ),
        "the database can be written again, and nothing is missing",
    ]
    notice = next(n for _, n in store.notices.latest() if n.kind == "written_late")
    assert "nothing is missing" in notice.words.en


def test_a_session_that_starts_while_the_database_is_held_judges_when_it_answers(
    store: Store, tmp_path: Path
) -> None:
    with sqlite3.connect(tmp_path / "counterwatch.db", isolation_level=None) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        watch = Watch(store, tmp_path).until(90)
    other.close()
    watch.until(200).stop()
    assert stored(store) == judged(ROWS)


def test_results_of_a_killed_session_that_no_database_took_are_stored_by_the_next_one(
    store: Store, tmp_path: Path
) -> None:
    with sqlite3.connect(tmp_path / "counterwatch.db", isolation_level=None) as other:
        watch = Watch(store, tmp_path).until(10)
        other.execute("BEGIN IMMEDIATE")
        watch.until(150)
        watch.session.delivery.close()  # as the kernel does for a killed process
        other.execute("ROLLBACK")
    other.close()
    day_later = Screen(ROWS, ENDS, now=START + 86400)
    next_day = Watch(store, tmp_path, day_later)
    next_day.writing.round()
    assert ("absence", 40.4, 80.2) in [
        (k, pytest.approx(a, abs=1), pytest.approx(b, abs=1)) for k, a, b in stored(store)
    ]
    assert float(archived(tmp_path).time[-1]) == pytest.approx(START + 150, abs=3)
    next_day.stop()


@pytest.mark.skipif(not ADDRESS, reason="COUNTERWATCH_TEST_POSTGRES names no PostgreSQL")
def test_a_postgres_that_is_stopped_and_started_has_everything_afterwards(tmp_path: Path) -> None:
    server = make_url(ADDRESS)
    with SeveredLine(server.host or "127.0.0.1", server.port or 5432) as line:
        address = server.set(host="127.0.0.1", port=line.port).render_as_string(hide_password=False)
        with Store(address) as store:
            watch = Watch(store, tmp_path).until(42)
            line.cut()
            watch.until(125)
            line.mend()
            watch.until(200).stop()
            assert stored(store) == judged(ROWS)
            assert seen_s(store) == pytest.approx(STORY.seconds, abs=1)
    assert [line.split("  ")[1][:30] for line in watch.lines if "written" in line] == [
        "the database cannot be written",
        "the database can be written ag",
    ]
    engine = open_engine(ADDRESS)
    downgrade(engine, "base")
    engine.dispose()


# --- the disk -------------------------------------------------------------------------------------------------------


def test_a_full_disk_is_told_and_what_was_seen_meanwhile_is_not_lost(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch, write = Watch(store, tmp_path).until(30), os.write

    def nearly_full(file: int, content: bytes) -> int:
        """A part of the record still fits."""
        if len(content) < 20:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(file, content[:19])

    monkeypatch.setattr(os, "write", nearly_full)
    watch.until(100)
    monkeypatch.setattr(os, "write", write)
    watch.until(200).stop()
    assert archived(tmp_path).time == pytest.approx(ROWS.time)
    assert stored(store) == judged(ROWS)
    said = [line.split("  ")[1] for line in watch.lines if "journal" in line]
    assert [line.partition(":")[0] for line in said] == [
        "the journal cannot be written",
        "the journal can be written again, and nothing is missing",
    ]
    assert "No space left on device; looking goes on" in said[0]


def test_a_result_is_stored_at_once_and_does_not_wait_for_the_next_round(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.live.delivery_threads.LIMITS", RetryLimits(pause_s=3600.0))
    watch = Watch(store, tmp_path)
    watch.writing.start()
    watch.session.delivery.add_results(
        [FoundEvent(Event("cam1", "W1", "absence", START + 5, START + 15, 0.9))]
    )
    wait_until(lambda: bool(stored(store)), "stored")
    watch.writing.close(5)


def test_an_archive_that_cannot_be_written_leaves_the_looks_in_the_journal(
    store: Store, tmp_path: Path
) -> None:
    (tmp_path / "signals").write_text("in the way")
    watch = Watch(store, tmp_path).until(100)
    assert stored(store) != []
    watch.stop()
    (tmp_path / "signals").unlink()
    Watch(store, tmp_path, Screen(ROWS, ENDS, now=START + 500)).stop()
    assert len(archived(tmp_path)) == pytest.approx(500, abs=2)


def test_two_processes_do_not_watch_one_camera(store: Store, tmp_path: Path) -> None:
    watch = Watch(store, tmp_path)
    with pytest.raises(PipelineError, match="another process watches this camera: stop it first"):
        Watch(store, tmp_path)
    watch.stop()
