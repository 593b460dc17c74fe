"""A live session that is killed loses five seconds at most, doubles nothing and invents nothing."""

import os
import random
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine
from sqlalchemy.event import listen

from models import Event
from models.store import FoundEvent, Patience, Store
from pipeline.live.signal_buffer import part
from synthetic.stories import START
from tests.support.live_screen import Screen
from tests.support.live_watch import ENDS, ROWS, Watch, archived, judged, stored


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.at(tmp_path, Patience(0.02)) as kept:
        yield kept


def test_looks_that_an_event_rests_on_outlive_a_kill_right_after_it_was_stored(
    store: Store, tmp_path: Path
) -> None:
    """Otherwise the next session would not find the absence that people have seen already."""
    watch = Watch(store, tmp_path)
    watch.session.delivery.store(watch.screen.now)
    woken: list[float] = []
    watch.session.delivery.wake = lambda: woken.append(watch.screen.now)
    while not woken:
        watch.session.look()
        watch.session.tick()
    watch.session.delivery.store(watch.screen.now)
    watch.session.delivery.close()  # as the kernel does for a killed process
    found = stored(store)
    later = Watch(store, tmp_path, Screen(part(ROWS, watch.screen.now + 60), ENDS, now=watch.screen.now + 60))
    later.stop()
    assert [(kind, start) for kind, start, _ in stored(store)] == [(kind, start) for kind, start, _ in found]
    kept = archived(tmp_path)
    assert float(kept.time[kept.time <= watch.screen.now][-1]) == pytest.approx(watch.screen.now, abs=0.3)


def test_what_a_killed_session_took_back_is_taken_back_by_the_next_one(store: Store, tmp_path: Path) -> None:
    empty = Event("cam1", "W1", "absence", START + 5, START + 15, 0.9)
    watch = Watch(store, tmp_path)
    watch.session.delivery.add_results([FoundEvent(empty)])
    watch.writing.round()
    assert [kind for kind, _, _ in stored(store)] == ["absence"]
    watch.session.delivery.add_results([FoundEvent(empty, withdrawn=True)])
    watch.session.delivery.keep(START)
    watch.session.delivery.close()
    Watch(store, tmp_path).writing.round()
    assert stored(store) == []


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
