"""Lost packets: pictures decoded from them are not used, and undamaged ones are, however rarely they arrive."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from counterwatch.demo_footage import FOOTAGE
from vision.core import Image
from vision.sources.file import VideoFile
from vision.sources.header import FileClock

CLIP = FOOTAGE / "absent_B.mp4"
RATE, LENGTH = 15, 20.0


def pictures() -> list[Image]:
    """Twenty seconds of the clip, small."""
    with VideoFile(CLIP, "c", FileClock(0.0)) as source:
        return [f.image for f in source.frames(RATE, max_side=320) if f.time < LENGTH]


@pytest.fixture(scope="module")
def scene() -> list[Image]:
    return pictures()


def record(
    path: Path, scene: list[Image], options: dict[str, str], codec: str, drop: Callable[[int], bool], key: int
) -> Path:
    """The scene as a camera sends it, without the dropped packets (in the order of sending)."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream(codec, rate=RATE)
        stream.height, stream.width = scene[0].shape[:2]
        stream.pix_fmt, stream.options = "yuv420p", options
        stream.codec_context.gop_size = key
        sent = 0
        for picture in [*scene, None]:
            frame = None if picture is None else av.VideoFrame.from_ndarray(picture, format="bgr24")
            for packet in stream.encode(frame):
                if not drop(sent):
                    out.mux(packet)
                sent += 1
    return path


def seen(path: Path) -> list[float]:
    """Times of the delivered pictures."""
    with VideoFile(path, "c", FileClock(0.0)) as source:
        return [frame.time for frame in source.frames(RATE)]


PLAIN = {"x264-params": "scenecut=0:bframes=0", "tune": "zerolatency"}
REORDERED = {"x264-params": "scenecut=0:bframes=3:b-pyramid=normal"}
# One or four of the reordered pictures may all be pictures without dependants.
LOSSES = [
    *((form, PLAIN, lost) for form in ("mp4", "ts") for lost in (1, 4, 7, 16, 41)),
    *((form, REORDERED, lost) for form in ("mkv", "ts") for lost in (7, 16, 41)),
]


@pytest.mark.parametrize(("form", "options", "lost"), LOSSES, ids=str)
def test_after_a_loss_nothing_is_seen_until_the_next_key_picture(
    scene: list[Image], tmp_path: Path, form: str, options: dict[str, str], lost: int
) -> None:
    drop = range(60, 60 + lost)
    path = record(tmp_path / f"lost.{form}", scene, options, "libx264", drop.__contains__, key=150)
    times = seen(path)
    assert not [t for t in times if 4.5 < t < 9.8]
    assert [t for t in times if t < 3.6] == pytest.approx(np.arange(54) / RATE, abs=0.1)
    assert len([t for t in times if t >= 10.0]) == pytest.approx(150, abs=3)


@pytest.mark.parametrize("codec", ["libx264", "libx265"])
def test_where_no_key_picture_comes_nothing_more_is_seen(
    scene: list[Image], tmp_path: Path, codec: str
) -> None:
    options = PLAIN if codec == "libx264" else {"x265-params": "log-level=none:bframes=0"}
    path = record(tmp_path / "lost.ts", scene, options, codec, range(60, 101).__contains__, key=9999)
    assert max(seen(path)) < 4.1


@pytest.mark.parametrize(
    ("codec", "options", "key"),
    [
        ("libx264", PLAIN, 9999),
        ("libx264", REORDERED, 30),
        ("libx264", {"x264-params": "open-gop=1:bframes=2"}, 30),
        ("libx264", {"x264-params": "intra-refresh=1:bframes=0"}, 45),
        ("libx264", {"x264-params": "slices=4:bframes=0"}, 60),
        ("libx265", {"x265-params": "log-level=none"}, 60),
        ("mpeg4", {}, 60),
    ],
    ids=str,
)
@pytest.mark.parametrize("form", ["mp4", "ts"])
def test_a_whole_stream_is_seen_from_end_to_end(
    scene: list[Image], tmp_path: Path, codec: str, options: dict[str, str], key: int, form: str
) -> None:
    path = record(tmp_path / f"whole.{form}", scene, options, codec, lambda _: False, key)
    assert len(seen(path)) == pytest.approx(len(scene), abs=2)


def test_a_refresh_of_a_part_of_each_picture_is_waited_for(scene: list[Image], tmp_path: Path) -> None:
    options = {"x264-params": "intra-refresh=1:bframes=0:scenecut=0"}
    path = record(tmp_path / "refresh.ts", scene, options, "libx264", range(60, 70).__contains__, key=45)
    times = seen(path)
    begins = min(t for t in times if t > 4.5)
    assert 6.0 < begins < 4.7 + 2 * 45 / RATE + 0.2
    assert len([t for t in times if t >= begins]) == pytest.approx((LENGTH - begins) * RATE, abs=3)


def test_a_camera_that_sends_less_when_little_happens_loses_nothing(
    scene: list[Image], tmp_path: Path
) -> None:
    path = tmp_path / "seldom.mkv"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=RATE, time_base=Fraction(1, 1000))
        stream.height, stream.width = scene[0].shape[:2]
        stream.pix_fmt, stream.options = "yuv420p", PLAIN
        stream.codec_context.gop_size = 9999
        kept = [i for i in range(len(scene)) if i < 60 or i % 19 == 0 or i > 200]
        for i in kept:
            frame = av.VideoFrame.from_ndarray(scene[i], format="bgr24")
            frame.pts, frame.time_base = round(i * 1000 / RATE), Fraction(1, 1000)
            out.mux(stream.encode(frame))
        out.mux(stream.encode())
    assert len(seen(path)) == len(kept)


@pytest.mark.parametrize("codec", ["libx264", "libx265"])
def test_parts_of_pictures_lost_on_the_line_are_noticed(
    scene: list[Image], tmp_path: Path, codec: str
) -> None:
    options = {"x265-params": "log-level=none:bframes=0"} if codec == "libx265" else PLAIN
    path = record(tmp_path / "part.ts", scene, options, codec, lambda _: False, key=150)
    data = path.read_bytes()
    cells = [data[i : i + 188] for i in range(0, len(data), 188)]
    video = [i for i, cell in enumerate(cells) if (cell[1] & 0x1F) << 8 | cell[2] == 256]
    begins = [i for i in video if cells[i][1] & 0x40]  # a picture begins
    for at in (70, 71):
        cells[begins[at] + 1] = b""
    path.write_bytes(b"".join(cells))
    times = seen(path)
    assert not [t for t in times if 4.8 < t < 9.8]
    assert len([t for t in times if t >= 10.0]) == pytest.approx(150, abs=3)
