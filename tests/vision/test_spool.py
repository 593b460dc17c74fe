"""The last minutes of a live camera: kept in one file of a limited size, and shown again for clips."""

import errno
import os
from contextlib import suppress
from pathlib import Path

import av
import pytest

from tests.support.numbered_recordings import number_of, record, steady
from vision.sources.block_file import BLOCK
from vision.sources.spool import PacketSpool, StreamFormat

NOON = 1_795_435_200.0
RATE = 10


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return record(tmp_path_factory.mktemp("hall") / "hall.mp4", steady(60, RATE), key_every=10)


def fill(spool: PacketSpool, path: Path, at: float = NOON) -> int:
    """Put a recording into the spool as if it arrived live; returns its bytes."""
    total = 0
    with av.open(str(path)) as video:
        stream = video.streams.video[0]
        form = StreamFormat.of(stream)
        for packet in video.demux(stream):
            if packet.size and packet.pts is not None:
                spool.append(form, packet, at + float(packet.pts * stream.time_base))
                total += packet.size
    return total


def test_the_spool_keeps_what_is_young_and_no_more_than_it_may(hall: Path, tmp_path: Path) -> None:
    spool = PacketSpool("cam", keep_s=20, max_bytes=1 << 30, folder=tmp_path)
    total = fill(spool, hall)
    assert 20 <= NOON + 60 - spool.since <= 45
    small = PacketSpool("cam", keep_s=1000, max_bytes=total // 3, folder=tmp_path)
    fill(small, hall)
    assert small.bytes <= total // 3 + total // 5
    assert list(tmp_path.iterdir()) == []  # no file that can be found
    spool.close()
    small.close()


def open_files_in(folder: Path) -> int:
    """The open files of this process in a folder; a file without a name has one that was deleted."""
    found = 0
    for link in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):
            found += str(link.readlink()).startswith(str(folder))
    return found


def test_a_camera_that_is_kept_for_hours_holds_one_file_open(hall: Path, tmp_path: Path) -> None:
    spool = PacketSpool("cam", keep_s=20, max_bytes=1 << 30, folder=tmp_path)
    for minute in range(20):
        fill(spool, hall, NOON + 60 * minute)
        assert open_files_in(tmp_path) == 1
    end = NOON + 20 * 60
    assert spool._file._made * BLOCK < 3 * (spool.bytes + 5 * BLOCK)
    shown = [number_of(f.image) for f in spool.window(end - 12, end - 7, RATE)]
    assert shown == list(range(480, 531))
    spool.close()
    assert open_files_in(tmp_path) == 0


def test_a_full_disk_costs_clips_and_not_the_looking(
    hall: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    spool, write = PacketSpool("cam", keep_s=600, max_bytes=1 << 30, folder=tmp_path), os.pwrite

    def full(*_about: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    fill(spool, hall, NOON)
    monkeypatch.setattr(os, "pwrite", full)
    fill(spool, hall, NOON + 60)
    monkeypatch.setattr(os, "pwrite", write)
    fill(spool, hall, NOON + 120)
    assert [r.message for r in caplog.records] == [
        "camera cam: clips will be missing: No space left on device"
    ]
    numbers = [number_of(f.image) for f in spool.window(NOON + 58, NOON + 122, RATE)]
    assert numbers == [*range(580, 600), *range(0, 21)]
    spool.close()


def test_what_the_spool_shows_is_what_was_there(hall: Path) -> None:
    spool = PacketSpool("cam", keep_s=600, max_bytes=1 << 30)
    fill(spool, hall)
    shown = [(round(f.time - NOON, 3), number_of(f.image)) for f in spool.window(NOON + 18, NOON + 23, RATE)]
    assert shown == [(round(i / RATE, 3), i) for i in range(180, 231)]
    assert list(spool.window(NOON + 100, NOON + 110, RATE)) == []
    spool.close()
    assert list(spool.window(NOON + 18, NOON + 23, RATE)) == []


def test_a_camera_that_comes_back_as_another_can_be_shown_across(hall: Path, tmp_path: Path) -> None:
    other = record(tmp_path / "other.webm", steady(10, RATE), codec="libvpx-vp9")
    spool = PacketSpool("cam", keep_s=600, max_bytes=1 << 30)
    fill(spool, hall)
    fill(spool, other, NOON + 70)
    numbers = [number_of(f.image) for f in spool.window(NOON + 59, NOON + 71, RATE)]
    assert numbers == [*range(590, 600), *range(0, 11)]
    spool.close()
