"""A small hall with archived signals, for the tests of the night."""

import datetime as dt
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.event import listen

from models import Camera, Counter, Decision, Event, Role, Site, Verdict, day_span
from models.norms import load_profile
from models.store import Analysis, FootageSource, FoundEvent, ReviewStep, Store
from pipeline.archive.signals import write_signals
from pipeline.judging.judge import judge
from pipeline.nightly.plan import NightlyRequest
from pipeline.nightly.report import NightReport
from pipeline.nightly.run import NightlyEnvironment, run_night
from pipeline.scoring.days import stamp_of
from synthetic.made_day import made_day
from tests.support.stored_hall import POST
from vision.core import Signals

MONDAY = dt.date(2026, 11, 23)
TUESDAY = MONDAY + dt.timedelta(days=1)
SITE = Site(
    site="north",
    timezone="Asia/Shanghai",
    profile="evaluation",
    cameras=[
        Camera(
            id="cam1",
            source="cam1.mp4",
            counters=[
                Counter(id=key, staff_zone=POST, customer_zone=POST, waiting_zone=POST)
                for key in ("left", "right")
            ],
        ),
        Camera(
            id="cam2", source="cam2.mp4", counters=[Counter(id="back", staff_zone=POST, customer_zone=POST)]
        ),
    ],
)
PROFILE = load_profile("evaluation")
HOURS = 0.4


def nine(day: dt.date) -> float:
    """Nine o'clock on the site's clock, UTC seconds."""
    return day_span(day, SITE.zone)[0] + 9 * 3600


def morning(day: dt.date, days: int = 1) -> float:
    """Three o'clock in the night after these days, UTC seconds."""
    return day_span(day + dt.timedelta(days=days), SITE.zone)[0] + 3 * 3600


def record(data: Path, day: dt.date, site: Site = SITE, hours: float = HOURS) -> None:
    """The signals of a day, as live cameras leave them."""
    for number, camera in enumerate(site.cameras):
        rows = {
            counter.id: made_day(nine(day), hours, seed=day.day * 100 + number * 10 + k)
            for k, counter in enumerate(camera.counters)
        }
        write_signals(data, camera.id, rows, site.zone)


def live(store: Store, day: dt.date) -> None:
    """Signals and events of a live session in the first half of a day; some of the events are those of the night."""
    until = nine(day) + HOURS * 1800
    for number, camera in enumerate(SITE.cameras):
        rows = {
            counter.id: _before(until, made_day(nine(day), HOURS, seed=day.day * 100 + number * 10 + k))
            for k, counter in enumerate(camera.counters)
        }
        found = judge(camera.id, rows, PROFILE.thresholds, (nine(day), until))
        footage = FootageSource(camera.id, "live", "", f"live:{camera.id}:{day}", nine(day), HOURS * 3600)
        findings = tuple(FoundEvent(event) for event in found.decided(PROFILE.scoring).events)
        store.recordings.save(Analysis(SITE, footage, findings, found.coverage, stamp_of(PROFILE)), nine(day))


def _before(moment: float, rows: Signals) -> Signals:
    early = rows.time < moment
    return Signals(rows.time[early], {name: column[early] for name, column in rows.columns.items()})


def opened(data: Path) -> Store:
    """The store of a data folder: its own database, or the server whose address is in the folder."""
    address = data / "address"
    return Store(address.read_text()) if address.exists() else Store.at(data)


def founded(data: Path, days: int = 2, *, site: Site = SITE) -> None:
    """A data folder with the site and the signals of some days from Monday on."""
    with opened(data) as store:
        store.sites.put(site)
    for n in range(days):
        record(data, MONDAY + dt.timedelta(days=n), site)


def night(
    data: Path, wish: NightlyRequest | None = None, *, days: int = 2, jobs: int = 1, **more: object
) -> NightReport:
    """A run in the night after these days; with a `language` it writes reports, which take half of its time."""
    with opened(data) as store:
        place = NightlyEnvironment(store, data, lambda: morning(MONDAY, days))
        return run_night(replace(place, **more), wish, jobs)  # type: ignore[arg-type]


reported = partial(night, language="en")


def sun(data: Path) -> None:
    """A reviewer."""
    with opened(data) as store:
        store.accounts.add("sun", "correct horse", Role.SUPERVISOR, "en", nine(MONDAY))


def review(data: Path, event_id: int, decision: Decision) -> None:
    """A person looks at an event."""
    with opened(data) as store:
        store.reviews.add(event_id, ReviewStep(1, decision, "seen"), expected=Verdict.OPEN, now=nine(MONDAY))


def of_kind(
    data: Path, kind: str, counter: str = "left", day: dt.date = MONDAY
) -> list[tuple[int, Event, Verdict, bool]]:
    """Id, event, verdict and whether it is found, of a counter's day; "" for every kind."""
    with opened(data) as store:
        (counter_id,) = [p.counter_id for p in store.sites.places().values() if p.counter == counter]
        found = store.events.of_counter(counter_id, nine(day), nine(day) + 86400)
    return [(e.id, e.event, e.verdict, e.found) for e in found if kind in ("", e.event.kind)]


def outcomes(report: NightReport) -> list[str]:
    """Day, camera and outcome."""
    return [f"{day.day:%a} {day.camera} {day.outcome}" for day in report.days]


def steps_of(data: Path) -> int:
    """The number of steps of an undisturbed run: statements, commits, files opened for writing, files renamed."""
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        with _leaving():
            counted = _on_each_step(lambda _count: None)
            reported(data)
            os.write(writing, str(counted()).encode())
    os.close(writing)
    with os.fdopen(reading) as told:
        steps = int(told.read())
    os.waitpid(child, 0)
    return steps


def killed_at(data: Path, step: int) -> bool:
    """Whether a run in a separate process was killed right before this step; False when it took fewer steps.

    Steps instead of seconds: a busy machine is slower and takes the same steps.
    """
    if (child := os.fork()) == 0:
        with _leaving():
            _on_each_step(lambda count: os.kill(os.getpid(), signal.SIGKILL) if count == step else None)
            reported(data)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@contextmanager
def _leaving() -> Iterator[None]:
    """A forked child that does its work and ends without running the tests of its parent."""
    try:
        yield
    finally:
        os._exit(0)


def _on_each_step(say: Callable[[int], None]) -> Callable[[], int]:
    """Call `say` with the number of every step of this process before the step; returns their count."""
    steps = 0

    def stepped(*_about: object, **_more: object) -> None:
        nonlocal steps
        steps += 1
        say(steps)

    def audited(name: str, about: tuple[object, ...]) -> None:
        if name == "os.rename" or (name == "open" and int(about[2] or 0) & (os.O_WRONLY | os.O_RDWR)):  # type: ignore[call-overload]
            stepped()

    sys.addaudithook(audited)
    for moment in ("before_cursor_execute", "commit"):
        listen(Engine, moment, stepped)
    return lambda: steps


def everything(data: Path) -> dict[str, list[tuple[object, ...]]]:
    """All stored results of a night, without the ids of rows and the times of writing."""
    asked = {
        "events": 'SELECT c.key, e.kind, e.start, e."end", e.day, e.offset_s, e.confidence, e.attributes, e.evidence, '
        "e.verdict, e.found, r.fingerprint FROM events e JOIN counters c ON c.id = e.counter_id "
        "JOIN recordings r ON r.id = e.recording_id",
        "coverage": 'SELECT c.key, v.start, v."end", v.seen_s, v.lost_s FROM coverage v '
        "JOIN counters c ON c.id = v.counter_id",
        "scores": "SELECT c.key, s.day, s.label, s.points, s.coverage, s.document FROM scores s "
        "JOIN counters c ON c.id = s.counter_id",
        "deductions": "SELECT d.clause, d.points, d.charged, e.kind, e.start FROM deductions d "
        "JOIN events e ON e.id = d.event_id",
        "days": "SELECT camera_id, day, state, inputs, profile_hash FROM night_days",
        "notices": "SELECT once, en, zh FROM notices",
        "reviews": "SELECT event_id, decision, reason FROM reviews",
    }
    with opened(data) as store, store._engine.connect() as raw:
        return {
            name: sorted((tuple(map(_plain, row)) for row in raw.execute(text(query))), key=repr)
            for name, query in asked.items()
        }


def _plain(value: object) -> object:
    """A value in the form common to all databases: days and JSON as text, truth as a number."""
    if isinstance(value, dt.date):
        return str(value)
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str) and value[:1] in ("{", "["):
        value = json.loads(value)
    return json.dumps(value, sort_keys=True) if isinstance(value, dict | list) else value


def reports(data: Path) -> dict[str, bytes | None]:
    """Every file of the reports; workbooks contain the time of their writing, so only their names count."""
    folder = data / "reports"
    return {
        str(file.relative_to(folder)): None if file.suffix == ".xlsx" else file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
