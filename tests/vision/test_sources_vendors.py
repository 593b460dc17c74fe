"""Recordings as recorders and cameras export them: no container, Dahua's DHAV, multipart MJPEG."""

import os
from datetime import datetime
from pathlib import Path
from threading import Event
from zoneinfo import ZoneInfo

import pytest

from tests.support.bare_streams import bare, dhav, multipart
from tests.support.numbered_recordings import number_of, steady
from vision.core import VisionError
from vision.sources.opening import PictureSource, is_folder, open_source

NINE = datetime(2026, 11, 23, 9)
SHANGHAI = ZoneInfo("Asia/Shanghai")
UTC_ONE = 1_795_395_600.0
"""Nine o'clock in Shanghai, UTC seconds."""


def opened(path: Path, query: str = "", start: float | None = 0.0) -> PictureSource:
    return open_source(f"{path}{query}", camera="cam", base=path.parent, start=start, zone=SHANGHAI)


def seen(path: Path, query: str = "", rate: float = 100) -> tuple[list[tuple[float, int]], tuple[str, ...]]:
    """(seconds, number shown) of each picture, and the notes."""
    with opened(path, query) as source:
        return [(frame.time, number_of(frame.image)) for frame in source.frames(rate)], source.notes


def at(rate: float, count: int = 30) -> list[tuple[float, int]]:
    return [(pytest.approx(i / rate, abs=0.01), i) for i in range(count)]


@pytest.mark.parametrize("rate", [6, 15, 29.97])
@pytest.mark.parametrize(
    ("name", "form"),
    [("a.h264", "h264"), ("a.264", "h264"), ("a.dat", "h264"), ("a.h265", "hevc"), ("a.m4v", "m4v")],
)
def test_a_bare_stream_has_the_rate_that_its_headers_state(
    name: str, form: str, rate: float, tmp_path: Path
) -> None:
    assert seen(bare(tmp_path / name, form, rate=rate)) == (at(rate), ())


def test_looks_at_a_bare_stream_are_chosen_by_its_own_rate(tmp_path: Path) -> None:
    pictures, _ = seen(bare(tmp_path / "a.h264", "h264", rate=10), rate=5)
    assert [number for _, number in pictures] == list(range(0, 30, 2))


@pytest.mark.parametrize("name", ["a.mjpeg", "a.mjpg"])
def test_a_stream_that_states_no_rate_is_told_as_assumed(name: str, tmp_path: Path) -> None:
    pictures, (note,) = seen(bare(tmp_path / name, "mjpeg"))
    assert pictures == at(25)
    assert note.startswith(f"{name}: it does not say how many pictures a second it has: 25 were assumed")
    assert "--fps" in note


@pytest.mark.parametrize(("name", "form"), [("a.mjpeg", "mjpeg"), ("a.h264", "h264")])
def test_a_rate_that_the_operator_states_holds(name: str, form: str, tmp_path: Path) -> None:
    assert seen(bare(tmp_path / name, form), "?fps=10") == (at(10), ())


def test_of_a_bare_stream_all_looks_are_taken_whatever_the_rate(tmp_path: Path) -> None:
    pictures, _ = seen(bare(tmp_path / "a.mjpeg", "mjpeg", count=40), "?fps=10", rate=5)
    assert [number for _, number in pictures] == list(range(0, 40, 2))


def test_the_rate_of_a_file_that_stores_times_is_not_used_and_that_is_told(tmp_path: Path) -> None:
    pictures, (note,) = seen(dhav(tmp_path / "a.dav", steady(2, 15), NINE), "?fps=5")
    assert pictures == at(15)
    assert note == "a.dav: it stores the times of its pictures, so --fps is not used"


@pytest.mark.parametrize("fps", ["0", "1.2.3", "9999"])
def test_a_rate_that_is_none_is_named(fps: str, tmp_path: Path) -> None:
    with pytest.raises(VisionError, match=r"fps must be a number"):
        seen(bare(tmp_path / "a.mjpeg", "mjpeg"), f"?fps={fps}")


def test_a_damaged_place_in_a_bare_stream_takes_its_time(tmp_path: Path) -> None:
    path = bare(tmp_path / "a.h264", "h264", count=120, rate=10)
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 200] = b"\x55" * 200
    path.write_bytes(data)
    pictures, _ = seen(path)
    assert pictures[-1] == (pytest.approx(11.9, abs=0.2), 119)


@pytest.mark.parametrize("form", ["h264", "hevc"])
def test_a_dahua_export_is_read_at_its_own_times(form: str, tmp_path: Path) -> None:
    times = [*steady(1, 15), *(60 + t for t in steady(1, 15))]
    path = dhav(tmp_path / "ch1.dav", times, NINE, form)
    with opened(path) as source:
        pictures = [(frame.time, number_of(frame.image)) for frame in source.frames(100)]
        assert pictures == [(pytest.approx(t, abs=0.01), i) for i, t in enumerate(times)]
        assert [(round(gap.start), round(gap.end)) for gap in source.gaps] == [(1, 60)]
        window = source.window(60.2, 60.6, 100)  # type: ignore[attr-defined]
        assert [number_of(frame.image) for frame in window] == list(range(18, 25))


def test_a_dahua_export_says_when_it_was_taken_on_the_clock_of_its_hall(tmp_path: Path) -> None:
    path = dhav(tmp_path / "ch1.dav", steady(2, 15), NINE)
    with opened(path, start=None) as source:
        assert (source.info.start, source.info.start_known) == (UTC_ONE, True)
    with opened(path, start=5.0) as source:
        assert source.info.start == 5.0
    with open_source(str(path), camera="cam", base=tmp_path) as source:
        assert not source.info.start_known


@pytest.mark.parametrize("damage", ["no begin", "junk before", "no end"])
def test_a_damaged_dahua_export_is_read_as_far_as_it_goes(damage: str, tmp_path: Path) -> None:
    path = dhav(tmp_path / "ch1.dav", steady(4, 15), NINE)
    data = path.read_bytes()
    path.write_bytes(
        {"no begin": data[300:], "junk before": b"\0" * 999 + data, "no end": data[: len(data) * 3 // 4]}[
            damage
        ]
    )
    pictures, _ = seen(path)
    assert len(pictures) > 40
    assert all(time == pytest.approx((number - pictures[0][1]) / 15, abs=0.02) for time, number in pictures)


HTTP = b"HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n"


@pytest.mark.parametrize("head", [b"", HTTP], ids=["parts", "answer"])
@pytest.mark.parametrize("length", [True, False], ids=["lengths", "no lengths"])
def test_a_saved_multipart_stream_is_read_and_its_rate_is_told_as_assumed(
    head: bytes, length: bool, tmp_path: Path
) -> None:
    pictures, (note,) = seen(multipart(tmp_path / "a.mjpg", head=head, length=length))
    assert pictures == at(25)
    assert "25 were assumed" in note


@pytest.mark.parametrize(("unit", "form"), [(1, b"%.3f"), (1000, b"%d")], ids=["s", "ms"])
@pytest.mark.parametrize("name", [b"X-Timestamp", b"Timestamp", b"x-time-stamp"])
@pytest.mark.parametrize("head", [b"", HTTP], ids=["parts", "answer"])
def test_a_multipart_stream_that_dates_its_pictures_is_believed(
    head: bytes, name: bytes, unit: int, form: bytes, tmp_path: Path
) -> None:
    times = [*steady(2, 10), *(90 + t for t in steady(1, 10))]
    lines = [name + b": " + form % ((UTC_ONE + time) * unit) for time in times]
    path = multipart(tmp_path / "a.mjpg", head=head, lines=lines)
    pictures, notes = seen(path)
    assert pictures == [(pytest.approx(t, abs=0.01), i) for i, t in enumerate(times)]
    assert notes == ()
    with opened(path, start=None) as source:
        assert (source.info.start, source.info.start_known) == (pytest.approx(UTC_ONE), True)


class AwayPath(type(Path())):  # type: ignore[misc]
    """A path on a network drive that does not answer before `back` is set."""

    back = Event()

    def is_dir(self) -> bool:
        return not self.back.wait(60)


def test_a_drive_that_does_not_answer_is_one_line_after_the_time_allowed() -> None:
    try:
        with pytest.raises(VisionError, match=r"far\.mp4: nothing could be read for 0 s: is the drive"):
            is_folder(AwayPath("far.mp4"), patience_s=0.05)
    finally:
        AwayPath.back.set()


def test_what_can_be_read_once_only_is_refused_in_one_line(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.mp4"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero")):
        with pytest.raises(VisionError, match="is a pipe or a device") as caught:
            opened(path)
        assert str(path) in str(caught.value)
        assert "\n" not in str(caught.value)
