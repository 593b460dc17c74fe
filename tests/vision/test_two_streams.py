"""A camera with a main and a sub stream: the small picture is looked at, the large one is cut into clips."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from models import Camera, Counter
from synthetic.network_camera import NEEDS, NetworkCamera, available
from tests.support.numbered_recordings import number_of, record, steady
from tests.support.stored_hall import POST
from vision.core import Frame
from vision.sources.address import CameraAddress
from vision.sources.live import LiveCamera
from vision.sources.live_settings import LiveSettings
from vision.sources.two_streams import LIMITS, TwoStreams

QUICK = LiveSettings(connect_s=5, stall_s=2, retry_s=0.2, longest_retry_s=0.4)


@dataclass
class Hall:
    """A clock, and two streams of one camera that can be lost."""

    time: float = 1000.0
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.main, self.small = Stream(self, "main", 1280), Stream(self, "sub", 640)
        self.both = TwoStreams(cast(LiveCamera, self.main), cast(LiveCamera, self.small), self.lines.append)

    def looks(self, seconds: float) -> set[int]:
        """The widths of the pictures that are looked at."""
        widths = set()
        until = self.time + seconds
        while self.time < until:
            self.time += 0.2
            frame = self.both.poll(5)
            widths |= {frame.size[0]} if frame is not None else set()
        return widths


@dataclass
class Stream:
    hall: Hall
    name: str
    width: int
    height: int = 360
    trouble: str | None = None
    shape: float | None = 16 / 9
    kept: list[float] = field(default_factory=list)
    late_s = 0.0

    def now(self) -> float:
        return self.hall.time

    def poll(self, _rate: float) -> Frame | None:
        if self.trouble:
            return None
        self.kept.append(self.hall.time)
        return Frame(np.zeros((self.height, self.width, 3), np.uint8), self.hall.time, "cam1")

    def keep(self) -> None:
        if not self.trouble:
            self.kept.append(self.hall.time)

    def window(self, start: float, end: float, _rate: float, _side: int) -> Iterator[Frame]:
        for time in self.kept:
            if start <= time <= end:
                yield Frame(np.zeros((self.height, self.width, 3), np.uint8), time, "cam1")


def widths(hall: Hall, start: float, end: float) -> set[int]:
    return {frame.size[0] for frame in hall.both.window(start, end, 5)}


def test_the_small_stream_is_looked_at_and_the_large_one_is_cut() -> None:
    hall = Hall()
    assert hall.looks(30) == {640}
    assert widths(hall, 1005, 1010) == {1280}
    assert hall.lines == []


def test_while_the_small_stream_is_lost_the_large_one_is_looked_at() -> None:
    hall = Hall()
    hall.looks(20)
    hall.small.trouble = "sub: connection refused"
    assert hall.looks(20) == {1280}
    assert hall.both.trouble is None
    hall.small.trouble = None
    assert hall.looks(20) == {640}
    assert hall.lines == [
        "sub: connection refused: the main stream is looked at meanwhile, which costs more",
        "sub: the small stream is looked at again",
    ]


def test_while_the_large_stream_is_lost_clips_are_cut_from_the_small_one() -> None:
    hall = Hall()
    hall.looks(20)
    hall.main.trouble = "main: no picture for 8 s"
    since = hall.time
    assert hall.looks(20) == {640}
    assert widths(hall, since + 1, since + 10) == {640}
    hall.main.trouble = None
    hall.looks(5)
    assert hall.lines == [
        "main: no picture for 8 s: clips are cut from the small stream",
        "main: clips are cut from the main stream again",
    ]


def test_a_camera_with_both_streams_lost_is_lost() -> None:
    hall = Hall()
    hall.looks(20)
    hall.main.trouble = hall.small.trouble = "refused"
    assert hall.looks(5) == set()
    assert hall.both.trouble == "refused"


def test_streams_of_two_shapes_are_told_once_and_the_main_one_is_looked_at() -> None:
    hall = Hall()
    hall.small.shape = 4 / 3
    assert hall.looks(20) == {1280}
    (line,) = hall.lines
    assert line.startswith(
        "sub: its picture is 1.33 times as wide as high, that of the main stream 1.78: zones"
    )


def test_a_small_stream_that_never_answers_is_waited_for_as_long_as_one_connects() -> None:
    hall = Hall()
    hall.small.trouble = "sub: not connected yet"
    assert hall.looks(LIMITS.wait_s - 1) == set()
    assert hall.looks(5) == {1280}


def test_a_site_file_names_both_streams_and_the_way_of_their_packets() -> None:
    post = Counter(id="W1", staff_zone=POST)
    camera = Camera(id="c", source="rtsp://h/1", look_at="rtsp://h/2", transport="udp", counters=[post])
    address = CameraAddress.of(camera.source, camera.transport)
    assert address is not None
    assert address.options["rtsp_transport"] == "udp"
    with pytest.raises(ValueError, match="'tcp' or 'udp'"):
        Camera(id="c", source="rtsp://h/1", transport="sctp", counters=[post])  # type: ignore[arg-type]


@pytest.mark.rtsp
@pytest.mark.skipif(not available(), reason=NEEDS)
@pytest.mark.parametrize("transport", ["tcp", "udp"])
def test_real_streams_by_tcp_and_udp_show_one_moment_at_one_time(tmp_path: Path, transport: str) -> None:
    large = record(tmp_path / "large.mp4", steady(30, 10), size=(320, 240))
    small = record(tmp_path / "small.mp4", steady(30, 10))
    with NetworkCamera(large) as main, NetworkCamera(small) as sub:
        streams = [
            LiveCamera(CameraAddress.of(one.address, transport) or pytest.fail(), "cam1", settings=QUICK)
            for one in (main, sub)
        ]
        with TwoStreams(*streams, print) as both:
            frames = list[Frame]()
            until = both._small.now() + 60
            while len(frames) < 12 and both._small.now() < until:
                frame = both.poll(5)
                frames += [frame] if frame is not None else []
            assert {frame.size for frame in frames} == {(160, 120)}
            again = list(both.window(frames[4].time, frames[-1].time, 5))
            assert {frame.size for frame in again} == {(320, 240)}
            assert all(np.diff([number_of(frame.image) for frame in again]) > 0)
