"""A live camera whose database is held, away or damaged, whose disk is full, or whose process is killed, looks on."""

import errno
import os
import random
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine, make_url
from sqlalchemy.event import listen

from models import Camera, Counter, Event, Site
from models.store import EventFilter, Patience, Store
from models.store.engine import open_engine
from models.store.schema import downgrade
from pipeline.archive.signals import read_span
from pipeline.errors import PipelineError
from pipeline.judging.judge import judge
from pipeline.live.delivery_threads import DeliveryThreads
from pipeline.live.repository import LiveSite
from pipeline.live.session import LiveSession
from pipeline.live.signal_buffer import part
from synthetic.stories import START, away, customer_arrives, customer_leaves, goes_on, seated, standing
from tests.support.live_screen import PROFILE, Screen
from tests.support.severed_line import SeveredLine
from tests.support.stored_hall import POST
from vision.core import Signals

ADDRESS = os.environ.get("COUNTERWATCH_TEST_POSTGRES", "")

# A clerk comes on duty, leaves the window, meets a customer and serves another one.
STORY = (
    seated(20) + standing(8) + seated(12) + away(40) + seated(20) + customer_arrives() + goes_on(20)
    + customer_leaves() + goes_on(15) + away(35) + seated(30)
)  # fmt: skip
ROWS = STORY.signals()
ENDS = START + STORY.seconds
CAMERA = Camera(
    id="cam1", source="rtsp://hall/1", counters=[Counter(id="W1", staff_zone=POST, customer_zone=POST)]
)
SITE = Site(site="north", timezone="UTC", profile="evaluation", cameras=[CAMERA])


class Watch:
    """A live session of the story, and the threads that write for it, called one after the other."""

    def __init__(self, store: Store, data: Path, screen: Screen | None = None) -> None:
        self.screen, self.lines = screen or Screen(ROWS, ENDS), list[str]()
        hall = LiveSite(SITE, PROFILE, store, data, lambda: self.screen.now, self.lines.append)
        self.session = LiveSession(hall, CAMERA, self.screen, self.screen, None)
        self.writing = DeliveryThreads(hall, [self.session.delivery])

    def until(self, second: float) -> "Watch":
        """Look until so many seconds of the story, and write once a second."""
        written = self.screen.now
        while self.screen.now < min(START + second, ENDS):
            self.session.look()
            self.session.tick()
            if self.screen.now - written >= 1:
                self.writing.round()
                written = self.screen.now
        return self

    def stop(self) -> None:
        self.session.finish()
        self.writing.close(5)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.at(tmp_path, Patience(0.02)) as kept:
        yield kept


def told(events: list[Event]) -> list[tuple[str, float, float]]:
    return sorted((e.kind, round(e.start - START, 1), round(e.end - START, 1)) for e in events)


def stored(store: Store) -> list[tuple[str, float, float]]:
    return told([one.event for one in store.events.page(EventFilter(), 500)])


def archived(data: Path) -> Signals:
    return read_span(data, "cam1", START - 60, ENDS + 60, SITE.zone)["W1"]


def judged(rows: Signals, until: float = float(ROWS.time[-1])) -> list[tuple[str, float, float]]:
    return told(list(judge("cam1", {"W1": rows}, PROFILE.thresholds, (START, until)).events))


def seen_s(store: Store) -> float:
    return sum(one.coverage.seen_s for one in store.observed.spans(START, ENDS))


# --- the database ---------------------------------------------------------------------------------------------------


def test_a_database_that_is_locked_for_a_minute_is_waited_for_and_told_once(
    store: Store, tmp_path: Path
) -> None:
    watch = Watch(store, tmp_path).until(50)
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
            watch = Watch(store, tmp_path).until(50)
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


# --- the process ----------------------------------------------------------------------------------------------------

KILLS = int(os.environ.get("KILLS", "6"))  # more of them: make test-kill


def in_a_child(data: Path, on_step: Callable[[int], object]) -> tuple[float, int, bool]:
    """Watch the story in a child process: the moment of its last look, its steps, and whether it was killed.

    A step is a write to a disk, a rename, or a statement of the database. `on_step` is called before each of them.
    """
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        try:
            _watch_and_count(data, on_step, writing)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as lines:
        now, steps = lines.read().split("\n")[-2].split()
    return float(now), int(steps), os.WIFSIGNALED(os.waitpid(child, 0)[1])


def _watch_and_count(data: Path, on_step: Callable[[int], object], told_to: int) -> None:
    steps, write, watch = 0, os.write, None

    def step(*_about: object, **_more: object) -> None:
        nonlocal steps
        steps += 1
        if watch is not None:
            write(told_to, f"{watch.screen.now} {steps}\n".encode())
        on_step(steps)

    for name in ("write", "fsync"):
        setattr(os, name, _before(step, getattr(os, name)))
    sys.addaudithook(lambda event, _about: step() if event == "os.rename" else None)
    for moment in ("before_cursor_execute", "commit"):
        listen(Engine, moment, step)
    with Store.at(data) as store:
        watch = Watch(store, data)
        watch.until(300).stop()


def _before(step: Callable[[], None], act: Callable[..., object]) -> Callable[..., object]:
    def both(*given: object) -> object:
        step()
        return act(*given)

    return both


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> int:
    """The steps of a session that nobody disturbs."""
    data = tmp_path_factory.mktemp("steps")
    Store.at(data).close()
    return in_a_child(data, lambda _step: None)[1]


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_killed_session_loses_five_seconds_at_most_and_doubles_nothing(
    store: Store, tmp_path: Path, steps: int, seed: int
) -> None:
    at = random.Random(seed).randint(30, steps - 1)
    now, _, killed = in_a_child(tmp_path, lambda step: step == at and os.kill(os.getpid(), signal.SIGKILL))
    assert killed
    again = Watch(store, tmp_path, Screen(part(ROWS, now + 3), ENDS, now=now + 3))
    again.writing.round()  # threads do from the start: a kill in the last seconds leaves no look to begin with
    again.until(300).stop()
    rows = archived(tmp_path)
    expected = ROWS.time[(ROWS.time <= now - 5) | (ROWS.time >= now + 3)]
    assert set(np.round(expected, 3)) <= set(np.round(rows.time, 3)) <= set(np.round(ROWS.time, 3))
    assert stored(store) == judged(rows)
