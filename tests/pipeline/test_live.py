"""A hall observed live: events as they happen, cameras lost and regained, sessions stopped and restarted."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import numpy as np
import psutil
import pytest

from counterwatch.demo_footage import FOOTAGE
from models import Camera, Site, load_site
from models.store import EventFilter, Store
from pipeline.archive.signals import read_span
from pipeline.clips.cutting import ClipSettings
from pipeline.errors import PipelineError
from pipeline.live.clip_queue import ClipCutter
from pipeline.live.group import LiveOptions
from pipeline.live.repository import LiveSite
from pipeline.live.run import LiveConfig, run_live
from pipeline.live.session import LiveSession
from pipeline.recordings.analysis import Analysed, Task, analyse_recording
from pipeline.recordings.model_set import LIMITS as LOOKS
from pipeline.recordings.model_set import load_models
from synthetic.network_camera import NEEDS, NetworkCamera, available
from tests.support.live_screen import delivered, finished
from vision.camera.background import Background
from vision.camera.view_watch import Fit, Framing
from vision.camera_observer import CameraObserver
from vision.core import Frame, LookCounts, Sighting, Signals
from vision.sources.live_settings import LiveSettings
from vision.sources.opening import open_source

NOON = 1_795_435_200.0  # 2026-11-23 12:00 UTC


@pytest.fixture(scope="module")
def absent() -> Analysed:
    """The post is empty from 5 to 34 s, a customer arrives at 13 s: analysed as a recording."""
    site_file = FOOTAGE / "absent_B.site.yaml"
    site = load_site(site_file)
    with load_models() as models:
        return analyse_recording(
            Task(FOOTAGE / "absent_B.mp4", site, site_file, site.cameras[0], NOON), models
        )


@dataclass
class Stage:
    """Plays an analysed recording as a live camera, as fast as it is polled; `now` is the common clock.

    `lost` holds the times without a connection, seconds from the begin; `sleep` the time in which no session runs.
    """

    of: Analysed
    lost: tuple[float, float] = (-1, -1)
    name: str = "rtsp://hall/1"
    now: float = NOON
    lines: list[str] = field(default_factory=list)

    @property
    def trouble(self) -> str | None:
        return "rtsp://hall/1: connection refused" if self._lost(self.now) else None

    def poll(self, rate: float) -> Frame | None:
        self.now += 1 / rate
        if self._lost(self.now) or self.now > NOON + self.of.cost.video_s:
            return None
        return Frame(np.zeros((4, 4, 3), np.uint8), self.now, self.of.task.camera.id)

    def skipped(self, _until: float) -> list[tuple[float, float]]:
        return []

    def window(self, start: float, end: float, rate: float, max_side: int = 1280) -> Iterator[Frame]:
        video = self.of.task.video
        with open_source(video.name, camera="c", base=video.parent, start=NOON) as source:
            yield from source.window(start, end, rate, max_side)  # type: ignore[attr-defined]

    def watcher(self, _camera: Camera, _site: Site) -> CameraObserver:
        return cast(CameraObserver, Replay(self))

    def _lost(self, moment: float) -> bool:
        return self.lost[0] <= moment - NOON < self.lost[1]


@dataclass
class Replay:
    """An observer that returns stored results at the moments of its looks."""

    stage: Stage
    looked: list[float] = field(default_factory=list)
    floor: float = 0.0
    reference: Background | None = None
    framing: Framing = field(default=Framing(Fit.UNKNOWN, float("nan")))
    counts: tuple[LookCounts, ...] = ()

    def look(self, frame: Frame) -> None:
        self.looked.append(frame.time)

    def signals(self) -> dict[str, Signals]:
        return {counter: self._seen(rows) for counter, rows in self.stage.of.signals.items()}

    def sightings(self) -> list[Sighting]:
        return [s for s in self.stage.of.sightings if any(abs(s.time - t) < 0.1 for t in self.looked)]

    def forget(self, before: float) -> None:
        self.floor = before

    def _seen(self, rows: Signals) -> Signals:
        looked = np.array(self.looked)
        near = np.array([len(looked) > 0 and np.abs(looked - t).min() < 0.11 for t in rows.time], np.bool_)
        near &= rows.time >= self.floor
        return Signals(rows.time[near], {name: column[near] for name, column in rows.columns.items()})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.at(tmp_path) as kept:
        yield kept


def open_desk(
    stage: Stage, store: Store, data: Path, clips: bool = False
) -> tuple[LiveSession, ClipCutter | None]:
    task = stage.of.task
    hall = LiveSite(task.site, stage.of.profile, store, data, lambda: stage.now, stage.lines.append)
    cutter = (
        ClipCutter(stage.lines.append, ClipSettings(before_s=1, after_s=1, longest_s=4)) if clips else None
    )
    return LiveSession(hall, task.camera, stage, stage, cutter), cutter


def play(desk: LiveSession, stage: Stage, until: float) -> None:
    """Let the desk work until so many seconds after noon."""
    while stage.now < NOON + until:
        desk.look()
        desk.tick()
        delivered(desk, stage.now)


def kept(store: Store) -> dict[str, tuple[float, float]]:
    """The stored events: kind to begin and end in seconds after noon."""
    page = store.events.page(EventFilter(), limit=100)
    return {one.event.kind: (one.event.start - NOON, one.event.end - NOON) for one in page}


def test_live_finds_what_the_recording_holds(absent: Analysed, store: Store, tmp_path: Path) -> None:
    stage = Stage(absent)
    desk, _ = open_desk(stage, store, tmp_path)
    play(desk, stage, 100)
    finished(desk)
    batch = {e.kind: (e.start - NOON, e.end - NOON) for e in absent.judgement.events}
    assert kept(store) == {kind: pytest.approx(span, abs=0.5) for kind, span in batch.items()}
    assert {"absence", "unattended_customer", "arrival"} <= batch.keys()


def test_an_absence_is_told_while_it_lasts(absent: Analysed, store: Store, tmp_path: Path) -> None:
    stage = Stage(absent)
    desk, _ = open_desk(stage, store, tmp_path)
    play(desk, stage, 11)
    assert kept(store) == {}
    play(desk, stage, 14)
    assert kept(store).keys() == {"absence"}
    play(desk, stage, 27)
    assert kept(store).keys() == {"absence", "arrival", "unattended_customer"}
    told = [line.split("  ")[2] for line in stage.lines]
    assert told == ["absence", "arrival", "unattended_customer"]


def test_a_lost_camera_is_a_hole_in_coverage_and_no_absence(
    absent: Analysed, store: Store, tmp_path: Path
) -> None:
    stage = Stage(absent, lost=(3, 33))
    desk, _ = open_desk(stage, store, tmp_path)
    play(desk, stage, 40)
    finished(desk)
    assert "absence" not in kept(store)
    (coverage,) = [one.coverage for one in store.observed.spans(NOON, NOON + 3600)]
    assert coverage.lost_s["no picture"] == pytest.approx(30, abs=2.5)
    camera = absent.task.camera.id
    assert [line.split("  ")[1:] for line in stage.lines[:2]] == [
        [camera, "rtsp://hall/1: connection refused"],
        [camera, "rtsp://hall/1: connected"],
    ]


def test_stopped_and_started_again_nothing_is_lost_or_doubled(
    absent: Analysed, store: Store, tmp_path: Path
) -> None:
    stage = Stage(absent)
    desk, _ = open_desk(stage, store, tmp_path)
    play(desk, stage, 20)
    finished(desk)
    stage.now += 2
    again, _ = open_desk(stage, store, tmp_path)
    play(again, stage, 100)
    finished(again)
    page = store.events.page(EventFilter(), limit=100)
    absences = sorted((e.event.start - NOON, e.event.end - NOON) for e in page if e.event.kind == "absence")
    # There was no look for two seconds: the absence is known before and after them.
    assert absences == [
        (pytest.approx(5.5, abs=0.6), pytest.approx(20.5, abs=0.8)),
        (pytest.approx(22.2, abs=0.5), pytest.approx(33.6, abs=0.8)),
    ]
    assert [e.event.kind for e in page].count("arrival") == 1
    (coverage,) = [one.coverage for one in store.observed.spans(NOON, NOON + 3600)]
    assert coverage.start == pytest.approx(NOON, abs=0.3)


def test_signals_are_in_the_archive_when_it_stops(absent: Analysed, store: Store, tmp_path: Path) -> None:
    stage = Stage(absent)
    desk, _ = open_desk(stage, store, tmp_path)
    play(desk, stage, 30)
    finished(desk)
    rows = read_span(tmp_path, absent.task.camera.id, NOON, NOON + 60, absent.task.site.zone)["W1"]
    assert len(rows) == pytest.approx(30 * LOOKS.rate, abs=3)
    seen = absent.signals["W1"]
    assert np.array_equal(rows["staff"], seen["staff"][np.isin(seen.time, rows.time)], equal_nan=True)


def test_clips_are_cut_beside_the_looking_and_at_the_stop(
    absent: Analysed, store: Store, tmp_path: Path
) -> None:
    stage = Stage(absent)
    desk, cutter = open_desk(stage, store, tmp_path, clips=True)
    play(desk, stage, 24)
    finished(desk, cutter)
    page = store.events.page(EventFilter(), limit=100)
    clips = {one.event.kind: one.clip for one in page}
    assert clips["absence"] is not None
    assert (tmp_path / clips["absence"]).stat().st_size > 10_000
    assert clips["arrival"] is None  # no person's fault


def test_a_full_disk_is_said_and_does_not_stop_the_watch(
    absent: Analysed, store: Store, tmp_path: Path
) -> None:
    stage = Stage(absent)
    desk, cutter = open_desk(stage, store, tmp_path, clips=True)
    (tmp_path / "clips").write_text("in the way")
    play(desk, stage, 24)
    finished(desk, cutter)
    assert any("no clip" in line for line in stage.lines)
    assert "absence" in kept(store)


def test_a_site_of_recordings_is_sent_to_analyze(store: Store, tmp_path: Path) -> None:
    watch = LiveConfig(FOOTAGE / "absent_B.site.yaml", store, tmp_path, print)
    with pytest.raises(PipelineError, match=r"absent_B\.mp4 is no camera: .* counterwatch analyze"):
        run_live(watch, threading.Event())


@pytest.mark.rtsp
@pytest.mark.skipif(not available(), reason=NEEDS)
def test_a_network_camera_from_its_plug_to_the_store(store: Store, tmp_path: Path) -> None:
    camera = NetworkCamera(FOOTAGE / "absent_B.mp4")
    site_file = tmp_path / "live.site.yaml"
    site_file.write_text((FOOTAGE / "absent_B.site.yaml").read_text().replace("absent_B.mp4", camera.address))
    lines: list[str] = []
    stop = threading.Event()
    options = LiveOptions(clips=False, cameras=LiveSettings(stall_s=2, retry_s=0.2, longest_retry_s=0.5))
    live = threading.Thread(
        target=run_live,
        args=(LiveConfig(site_file, store, tmp_path, lines.append), stop, options),
        daemon=True,
    )
    with camera:
        live.start()
        said(lines, "connected", 1)
        time.sleep(2)
        camera.off()
        said(lines, "refused", 1)
        time.sleep(2)
        camera.on()
        said(lines, "connected", 2)
        (looking,) = [one for one in psutil.Process().children() if "spawn_main" in " ".join(one.cmdline())]
        looking.kill()
        said(lines, "its process ended (code -9); started again in 1 s", 1)
        said(lines, "connected", 3)
        time.sleep(2)
        stop.set()
        live.join(60)
    assert not live.is_alive()
    assert "absence" not in {one.event.kind for one in store.events.page(EventFilter(), limit=9)}
    now = time.time()
    (coverage,) = [one.coverage for one in store.observed.spans(now - 3600, now)]
    assert 1 < coverage.seen_s < coverage.end - coverage.start - 2
    assert coverage.lost_s["no picture"] > 2


def said(lines: list[str], what: str, times: int) -> None:
    """Wait until a line was logged this often."""
    end = time.time() + 300  # a busy machine loads models for minutes
    while sum(what in line for line in lines) < times:
        assert time.time() < end, f"never said {what}: {lines}"
        time.sleep(0.05)
