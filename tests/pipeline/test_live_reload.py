"""The site changes while live cameras are watched: only what has changed is begun anew."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import pytest

from models import Action, Camera, Counter, Site, zones_of
from models.store import AuditFilter, EventFilter, Store, ZoneCorrection
from pipeline.judging.judge import judge
from pipeline.live.camera_group import CameraGroup, CameraSources, GroupChange
from pipeline.live.fleet import FleetSettings, LiveFleet
from pipeline.live.group import LiveOptions
from pipeline.live.repository import LiveSite
from pipeline.live.run import LiveConfig, run_live
from pipeline.live.session import LiveSource
from pipeline.live.site_watch import LIMITS, SiteWatch
from pipeline.live.stop_signal import reloading
from synthetic.stories import START, away, seated
from tests.support import live_workers
from tests.support.live_screen import PROFILE, Screen
from tests.support.stored_hall import POST

STORY = seated(40) + away(60) + seated(40)
ROWS, ENDS = STORY.signals(), START + STORY.seconds
MOVED = [(0.2, 0.2), (0.8, 0.2), (0.8, 0.8)]


def camera(key: str, counter: str, post: list[tuple[float, float]] = POST) -> Camera:
    seat = Counter(id=counter, staff_zone=post, customer_zone=POST)
    return Camera(id=key, source=f"rtsp://hall/{key}", counters=[seat])


def site(*cameras: Camera, **more: object) -> Site:
    return Site(site="north", timezone="UTC", profile="evaluation", cameras=list(cameras)).model_copy(
        update=more
    )


class Hall:
    """A worker's group of cameras, all of which show the same story."""

    def __init__(self, store: Store, data: Path, first: Site) -> None:
        self.screen, self.lines, self.log = Screen(ROWS, ENDS), list[str](), list[str]()
        hall = LiveSite(first, PROFILE, store, data, lambda: self.screen.now, self.lines.append)
        self.group = CameraGroup(hall, CameraSources(self._opened, lambda _site: self.screen), None)
        self.becomes(first)

    def becomes(self, changed: Site) -> "Hall":
        self.group.apply(GroupChange(changed, PROFILE, tuple(one.id for one in changed.cameras)))
        return self

    def until(self, second: float) -> "Hall":
        written = self.screen.now
        while self.screen.now < START + second:
            for session in self.group.sessions:
                session.look()
                session.tick()
            if self.screen.now - written >= 1:
                self.group.delivering.round()
                written = self.screen.now
        return self

    @contextmanager
    def _opened(self, one: Camera) -> Iterator[LiveSource]:
        self.log.append(f"connects to {one.id}")
        yield cast(LiveSource, self.screen)
        self.log.append(f"leaves {one.id}")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.at(tmp_path) as kept:
        yield kept


def absences(store: Store) -> list[tuple[float, float]]:
    page = store.events.page(EventFilter(), 100)
    return [(one.event.start - START, one.event.end - START) for one in page if one.event.kind == "absence"]


def test_zones_that_are_drawn_anew_in_the_middle_of_an_absence_make_no_second_one(
    store: Store, tmp_path: Path
) -> None:
    hall = Hall(store, tmp_path, site(camera("c1", "W1"))).until(80)
    before = hall.group.sessions
    hall.becomes(site(camera("c1", "W1", MOVED))).until(140)
    assert hall.group.sessions[0] is not before[0]
    for session in hall.group.sessions:
        session.finish()
    hall.group.delivering.close(5)
    whole = judge("c1", {"W1": ROWS}, PROFILE.thresholds, (START, ENDS)).events
    expected = [(e.start - START, e.end - START) for e in whole if e.kind == "absence"]
    assert absences(store) == [pytest.approx(span, abs=0.5) for span in expected]
    assert hall.log == ["connects to c1"]


def test_a_camera_that_did_not_change_is_not_touched(store: Store, tmp_path: Path) -> None:
    hall = Hall(store, tmp_path, site(camera("c1", "W1"), camera("c2", "W2"))).until(5)
    first, second = hall.group.sessions
    hall.becomes(site(camera("c1", "W1", MOVED), camera("c2", "W2")))
    assert second in hall.group.sessions
    assert first not in hall.group.sessions
    hours = site(camera("c1", "W1", MOVED), camera("c2", "W2"), name="Another name")
    kept = list(hall.group.sessions)
    hall.becomes(hours)
    assert hall.group.sessions == kept
    assert hall.group.hall.site.name == "Another name"


def test_cameras_come_and_go_and_move(store: Store, tmp_path: Path) -> None:
    hall = Hall(store, tmp_path, site(camera("c1", "W1"))).until(5)
    hall.becomes(site(camera("c1", "W1"), camera("c2", "W2"))).until(10)
    elsewhere = camera("c2", "W2").model_copy(update={"source": "rtsp://other/2"})
    hall.becomes(site(camera("c1", "W1"), elsewhere)).until(15)
    hall.becomes(site(elsewhere)).until(20)
    assert [one.camera for one in hall.group.sessions] == [elsewhere]
    assert hall.log == [
        "connects to c1", "connects to c2", "leaves c2", "connects to c2", "leaves c1",
    ]  # fmt: skip


def test_a_camera_that_cannot_begin_costs_the_others_nothing(store: Store, tmp_path: Path) -> None:
    hall = Hall(store, tmp_path, site(camera("c1", "W1"))).until(5)
    elsewhere = Hall(store, tmp_path, site(camera("c2", "W2")))
    hall.becomes(site(camera("c1", "W1"), camera("c2", "W2"))).until(10)
    assert [one.camera.id for one in hall.group.sessions] == ["c1"]
    (line,) = [line for line in hall.lines if "c2" in line]
    assert "another process watches this camera: stop it first" in line
    elsewhere.group.close()


# --- the site file --------------------------------------------------------------------------------------------------

FILE = """
site: north
timezone: UTC
cameras:
  - {id: c1, source: 'rtsp://127.0.0.1:9/1', counters: [{id: W1, staff_zone: [[0, 0], [1, 0], [1, 1]]}]}
"""
SECOND = "  - {id: c2, source: 'rtsp://127.0.0.1:9/2', counters: [{id: W2, staff_zone: [[0, 0], [1, 0], [1, 1]]}]}\n"


class Desk:
    """An operator who changes the site file, and reads what is said."""

    def __init__(self, store: Store, data: Path) -> None:
        self.file, self.lines, self.asked = data / "hall.yaml", list[str](), threading.Event()
        self.file.write_text(FILE)
        self.config = LiveConfig(self.file, store, data, self.lines.append)
        running = self.config.site()
        self.watch = SiteWatch(
            self.file, lambda: self.config.site_again(running[0]), running, self.lines.append, self.asked
        )

    def writes(self, text: str) -> Site | None:
        self.file.write_text(text)
        self.watch.round()
        found = self.watch.take()
        return None if found is None else found[0]


def test_a_changed_file_is_taken_once_and_a_broken_one_is_told_once(store: Store, tmp_path: Path) -> None:
    desk = Desk(store, tmp_path)
    changed = desk.writes(FILE + SECOND)
    assert changed is not None
    assert [one.id for one in changed.cameras] == ["c1", "c2"]
    assert desk.watch.take() is None
    assert desk.writes(FILE + "  - {id: c3") is None
    assert desk.writes(FILE + "  - {id: c3 ") is None
    assert desk.writes(FILE.replace("rtsp://127.0.0.1:9/1", "hall.mp4")) is None
    assert desk.writes(FILE.replace("timezone: UTC", "timezone: Asia/Shanghai")) is None
    assert [line.rpartition(";")[2] for line in desk.lines] == [" cameras are watched as before"] * len(
        desk.lines
    )
    assert ["hall.mp4 is no camera" in line for line in desk.lines].count(True) == 1
    assert "site, timezone, objects: a change needs a restart" in desk.lines[-1]
    desk.file.unlink()
    desk.watch.round()
    assert "cannot read the site file" in desk.lines[-1]


def test_a_request_to_read_an_unchanged_file_is_answered(store: Store, tmp_path: Path) -> None:
    desk = Desk(store, tmp_path)
    with reloading() as asked:
        os.kill(os.getpid(), signal.SIGHUP)
        assert asked.wait(5)
    desk.asked.set()
    desk.watch.round()
    assert desk.lines == [f"{desk.file}: read again, nothing has changed"]


def test_zones_that_were_corrected_in_the_dashboard_are_taken(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(store, tmp_path)
    stored = store.sites.put(desk.config.site()[0])
    was = zones_of(desk.config.site()[0].cameras[0])
    moved = {key: zones.model_copy(update={"staff_zone": MOVED}) for key, zones in was.items()}
    store.zones.add(stored.cameras["c1"], ZoneCorrection(moved, was, "an", None), START)
    monkeypatch.setattr(desk.watch, "_zones_at", desk.watch._zones_at - LIMITS.zones_s)
    desk.watch.round()
    found = desk.watch.take()
    assert found is not None
    assert [tuple(point) for point in found[0].cameras[0].counters[0].staff_zone] == MOVED


def test_a_new_camera_goes_to_the_worker_with_the_fewest() -> None:
    four = [camera(f"c{n}", f"W{n}") for n in range(1, 5)]
    settings = FleetSettings("sqlite://", Path(), LiveOptions(), print, lambda: 0.0, 2.0)
    fleet = LiveFleet(site(*four[:3]), PROFILE, 2, settings)
    assert [worker.name for worker in fleet.workers] == ["c1 c3", "c2"]
    assert fleet.change(site(*four[1:]), PROFILE) == "the site has changed: added c4; removed c1"
    assert [worker.name for worker in fleet.workers] == ["c3 c4", "c2"]
    assert list(fleet.counts.values()) == [2, 1]


def test_a_camera_that_is_added_to_the_file_is_watched_within_seconds(store: Store, tmp_path: Path) -> None:
    lines, stop, file = list[str](), threading.Event(), tmp_path / "hall.yaml"
    file.write_text(FILE)
    options = LiveOptions(clips=False, workers=1, models=live_workers.blind_models)  # type: ignore[arg-type]
    config = LiveConfig(file, store, tmp_path, lines.append)
    live = threading.Thread(target=run_live, args=(config, stop, options), daemon=True)
    live.start()
    try:
        live_workers.wait_until(lambda: any("c1" in line and "refused" in line for line in lines), "c1")
        file.write_text(FILE + SECOND)
        live_workers.wait_until(
            lambda: any("c2" in line and "refused" in line for line in lines), f"c2: {lines}"
        )
        live_workers.wait_until(
            lambda: bool(store.audit.page(AuditFilter(action=Action.SITE_RELOADED), 9)), "log"
        )
    finally:
        stop.set()
        live.join(60)
    assert "the site has changed: added c2" in lines
    (entry,) = store.audit.page(AuditFilter(action=Action.SITE_RELOADED), 9)
    assert entry.detail == "the site has changed: added c2"
