"""Network cameras: connected, lost, regained; and their stored packets for clips."""

import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Event, Thread

import av
import numpy as np
import pytest
from av.error import HTTPUnauthorizedError

from synthetic.network_camera import NEEDS, NetworkCamera, available
from tests.support.numbered_recordings import number_of, numbered, record, steady
from vision.core import Frame, VisionError
from vision.sources.address import CameraAddress, public_name
from vision.sources.clock import WallClock
from vision.sources.live import LiveCamera
from vision.sources.live_settings import LiveSettings
from vision.sources.opening import open_source
from vision.sources.packet_queue import PacketQueue

RATE = 10
rtsp = [pytest.mark.rtsp, pytest.mark.skipif(not available(), reason=NEEDS)]
QUICK = LiveSettings(connect_s=5, stall_s=2, retry_s=0.2, longest_retry_s=0.4)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return record(tmp_path_factory.mktemp("hall") / "hall.mp4", steady(60, RATE), key_every=10)


@pytest.fixture
def network_camera(hall: Path) -> Iterator[NetworkCamera]:
    with NetworkCamera(hall) as camera:
        yield camera


@pytest.fixture
def camera(network_camera: NetworkCamera) -> Iterator[LiveCamera]:
    with LiveCamera(CameraAddress.of(network_camera.address) or pytest.fail(), "cam", settings=QUICK) as live:
        yield live


def watch(camera: LiveCamera, seconds: float, until: int | None = None) -> list[Frame]:
    """Look five times a second for this time, or until this many pictures arrived."""
    frames: list[Frame] = []
    end = time.time() + seconds
    while time.time() < end and len(frames) != until:
        frame = camera.poll(5, wait_s=0.05)
        if frame is not None:
            frames.append(frame)
    return frames


def soonest(camera: LiveCamera, seconds: float) -> float:
    """The age of a picture at its arrival: the first below a second, else the last one seen."""
    late, end = float("inf"), time.time() + seconds
    while late >= 1 and time.time() < end:
        frame = camera.poll(5, wait_s=0.05)
        late = time.time() - frame.time if frame is not None else late
    return late


class TestNetworkCamera:
    pytestmark = rtsp

    def test_pictures_come_as_they_happen(self, camera: LiveCamera) -> None:
        # On a busy machine too: in order, each with its own time, and none from long ago.
        frames = watch(camera, 30, until=15)
        times, numbers = np.array([f.time for f in frames]), np.array([number_of(f.image) for f in frames])
        assert len(frames) == 15
        assert (np.diff(times) > 0).all()
        assert (np.diff(numbers) > 0).all()
        assert np.ptp(times[4:] - numbers[4:] / RATE) < 0.4
        assert times[-1] <= time.time()
        late = soonest(camera, 30)
        assert 0 <= late < 1
        assert (camera.info.kind, camera.info.codec, camera.info.width) == ("stream", "h264", 160)
        assert camera.trouble is None

    def test_a_camera_that_is_lost_says_so_and_comes_back(
        self, camera: LiveCamera, network_camera: NetworkCamera
    ) -> None:
        before = watch(camera, 10, until=5)
        network_camera.off()
        assert watch(camera, 1.5)[3:] == []
        assert camera.trouble is not None
        assert network_camera.address.removesuffix("hall") in camera.trouble
        network_camera.on()
        after = watch(camera, 10, until=5)
        assert len(after) == 5
        assert camera.trouble is None
        ((begin, end),) = [(gap.start, gap.end) for gap in camera.gaps]
        assert before[-1].time <= begin < end <= after[0].time

    def test_the_last_minutes_can_be_shown_again(self, camera: LiveCamera) -> None:
        live = watch(camera, 10, until=20)
        start, end = live[8].time, live[14].time
        again = list(camera.window(start, end, rate=100))
        assert [number_of(f.image) for f in again] == list(
            range(number_of(live[8].image), number_of(live[14].image) + 1)
        )
        assert again[0].time == pytest.approx(start, abs=0.05)

    def test_a_camera_that_nobody_looked_at_for_long_starts_anew(self, camera: LiveCamera) -> None:
        camera._arrived = PacketQueue(10)
        before = watch(camera, 10, until=3)
        time.sleep(2.5)
        frames = watch(camera, 5, until=12)
        assert frames[-1].time > time.time() - 1.5
        assert all(np.diff([f.time for f in frames]) > 0)
        ((begin, end),) = camera.skipped(until=frames[-1].time)
        assert before[-1].time <= begin < begin + 1 < end
        assert not any(begin < frame.time < end for frame in frames)
        assert "the machine had no time" in camera.gaps[0].reason

    def test_pictures_that_are_left_out_on_purpose_are_told_once(self, camera: LiveCamera) -> None:
        before = watch(camera, 10, until=3)
        time.sleep(2.5)
        assert camera.late_s > 2
        camera.skip()
        assert camera.late_s == 0
        after = watch(camera, 10, until=5)
        ((begin, end),) = camera.skipped(until=after[-1].time)
        assert before[-1].time <= begin < begin + 2 < end
        assert not any(begin < frame.time < end for frame in after)
        assert camera.skipped(until=after[-1].time) == []


def test_a_camera_that_is_away_is_tried_often_and_a_refused_password_seldom() -> None:
    """A camera that is back is seen within five seconds; cameras lock accounts after many wrong passwords."""
    settings = LiveSettings()
    away = refused = settings.retry_s
    for _ in range(5):
        away = settings.next_wait_s(away, ConnectionRefusedError(111, "refused"))
        refused = settings.next_wait_s(refused, HTTPUnauthorizedError(401, "Unauthorized"))
    assert (away, refused) == (settings.longest_retry_s, settings.refused_s)
    assert away < 5 < refused


def test_a_camera_that_cannot_be_reached_does_not_tell_its_password() -> None:
    spec = "rtsp://admin:geheim@127.0.0.1:9/hall?user=x&key=geheim"
    with LiveCamera(CameraAddress.of(spec) or pytest.fail(), "cam", settings=QUICK) as camera:
        assert watch(camera, 0.6) == []
        assert camera.trouble == "rtsp://127.0.0.1:9/...: connection refused"
        assert camera.info.codec == ""


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ("rtsp://admin:geheim@10.0.0.9:554/main", "rtsp://10.0.0.9:554/..."),
        ("rtsp://10.0.0.9/user=admin_password=geheim_channel=1.sdp?real", "rtsp://10.0.0.9/..."),
        ("rtsp://10.0.0.9/admin/geheim/1", "rtsp://10.0.0.9/..."),
        ("http://10.0.0.9/?user=admin&pwd=geheim", "http://10.0.0.9/..."),
        ("http://10.0.0.9#geheim", "http://10.0.0.9/..."),
        ("rtsp://[fe80::1]:554/geheim", "rtsp://[fe80::1]:554/..."),
        ("rtsp://10.0.0.9", "rtsp://10.0.0.9"),
        ("rtsp://admin:ge/heim@10.0.0.9/1", "rtsp://..."),
        ("rtsp://admin:12/geheim@10.0.0.9/1", "rtsp://..."),
        ("rtsp://admin:ge#heim@10.0.0.9/1", "rtsp://..."),
        ("rtsp://[geheim/1", "rtsp://..."),
        ("rtsp:/admin:geheim@10.0.0.9/1", "rtsp://..."),
        ("rtmp://admin:geheim@10.0.0.9/1", "rtmp://10.0.0.9/..."),
        ("admin:geheim@10.0.0.9/1", "...@10.0.0.9/1"),
        ("videos/hall.mp4", "videos/hall.mp4"),
    ],
)
def test_a_log_has_the_host_of_an_address_and_no_password(spec: str, told: str, tmp_path: Path) -> None:
    assert public_name(spec) == told
    try:
        with open_source(spec, camera="cam", base=tmp_path) as source:
            assert isinstance(source, LiveCamera)
            assert (source.name, source.trouble) == (told, f"{told}: not connected yet")
    except VisionError as error:
        assert "heim" not in str(error)
        assert "admin" not in str(error)


def test_a_connection_that_hangs_without_a_word_is_opened_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    never, opened = Event(), list[float]()

    def hangs(*_about: object, **_more: object) -> None:
        opened.append(time.monotonic())
        never.wait(60)
        raise OSError("too late")

    monkeypatch.setattr(av, "open", hangs)
    settings = LiveSettings(connect_s=0.02, stall_s=0.02, retry_s=0.01, longest_retry_s=0.01, refused_s=0.01)
    with LiveCamera(
        CameraAddress.of("rtsp://127.0.0.1/1") or pytest.fail(), "cam", settings=settings
    ) as camera:
        while len(opened) < 3:
            assert camera.poll(5, wait_s=0.02) is None
        assert camera.trouble == "rtsp://127.0.0.1/...: the connection hangs, and is opened anew"
        never.set()


def test_what_is_a_camera_and_what_a_file(tmp_path: Path) -> None:
    with open_source("0", camera="cam", base=tmp_path) as webcam:
        assert webcam.info.kind == "webcam"
    with open_source("rtsp://10.0.0.9/1", camera="cam", base=tmp_path) as network:
        assert network.info.kind == "stream"
    with pytest.raises(VisionError, match="no such file"):
        open_source("rtsp", camera="cam", base=tmp_path)
    with pytest.raises(VisionError, match="names no host"):
        open_source("rtsp:///hall", camera="cam", base=tmp_path)


def send_raw_pictures(pipe: Path, stop: Event) -> None:
    """A webcam without a codec: twenty raw pictures a second, until the receiver leaves."""
    # Python's open waits for a reader without blocking other threads.
    with pipe.open("wb", buffering=0) as file, av.open(file, "w", format="nut") as out:
        stream = out.add_stream("rawvideo", rate=20)
        stream.width, stream.height, stream.pix_fmt = 160, 120, "yuyv422"
        for number in range(400):
            frame = av.VideoFrame.from_ndarray(numbered(number), format="bgr24").reformat(format="yuyv422")
            frame.pts = number
            out.mux(stream.encode(frame))
            if stop.wait(0.05):
                return


def test_a_webcam_without_a_codec_is_seen_and_kept(tmp_path: Path) -> None:
    pipe, stop = tmp_path / "webcam", Event()
    os.mkfifo(pipe)
    webcam = Thread(target=send_raw_pictures, args=(pipe, stop))
    webcam.start()
    with LiveCamera(CameraAddress(str(pipe), "webcam 0", "nut"), "cam", settings=QUICK) as camera:
        frames = watch(camera, 8, until=10)
        stop.set()
        assert [f.size for f in frames] == [(160, 120)] * 10
        kept = list(camera.window(frames[2].time, frames[6].time, 15))
        assert [number_of(f.image) for f in kept] == [number_of(f.image) for f in frames[2:7]]
        assert camera.spool.bytes < 10 * 160 * 120 * 2 / 4
    webcam.join()


# --- the wall clock ---------------------------------------------------------------------------------------------

NOON = 1_795_435_200.0


def told(clock: WallClock, stamps: Iterable[float], arrived: Iterable[float]) -> list[float]:
    """The capture times by the clock, in seconds after noon."""
    moments = []
    for stamp, moment in zip(stamps, arrived, strict=True):
        clock.learn(stamp, NOON + moment)
        moments.append(clock.moment(stamp, NOON + moment) - NOON)
    return moments


def test_network_delays_do_not_shake_the_clock() -> None:
    stamps = np.arange(0, 60, 0.04)
    delays = np.random.default_rng(2).exponential(0.05, len(stamps))
    assert told(WallClock(), stamps, stamps + delays)[200:] == pytest.approx(stamps[200:], abs=0.05)


def test_what_waited_at_the_camera_is_not_taken_for_new() -> None:
    stamps = np.arange(0, 10, 0.1)
    arrived = np.maximum(stamps, 2.3)
    clock = WallClock()
    clock.begin([(s, NOON + a) for s, a in zip(stamps[:34], arrived[:34], strict=True)])
    assert told(clock, stamps, arrived) == pytest.approx(stamps, abs=0.05)


def test_a_network_that_held_back_for_five_seconds_changes_no_time() -> None:
    stamps = np.arange(0, 20, 0.1)
    arrived = [max(s, 15.0) if s > 10 else s for s in stamps]
    assert told(WallClock(), stamps, arrived) == pytest.approx(stamps, abs=0.2)


@pytest.mark.parametrize("leap", [3600, -5])
def test_a_camera_that_sets_its_clock_is_followed(leap: float) -> None:
    seconds = np.arange(0, 20, 0.1)
    moments = told(WallClock(), [s if s < 10 else s + leap for s in seconds], seconds)
    assert [*moments[:100], *moments[140:]] == pytest.approx([*seconds[:100], *seconds[140:]], abs=0.01)


def test_a_camera_whose_clock_runs_slow_is_followed() -> None:
    seconds = np.arange(0, 3600, 0.2)
    assert told(WallClock(), 0.999 * seconds, seconds) == pytest.approx(seconds, abs=0.3)
