"""Recordings as halls have them: every codec, odd clocks, truncated and damaged files, files without video."""

import os
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tests.support.numbered_recordings import number_of, numbered, record, steady
from vision.core import Image, VisionError
from vision.sources.opening import PictureSource, open_source

CODECS = {
    "h264.mp4": {"codec": "libx264"},
    "h264_fragments.mp4": {"codec": "libx264", "container": {"movflags": "frag_keyframe+empty_moov"}},
    "h264.mkv": {"codec": "libx264"},
    "h264.ts": {"codec": "libx264"},
    "h264.avi": {"codec": "libx264"},
    "h265.mp4": {"codec": "libx265"},
    "vp9.webm": {"codec": "libvpx-vp9"},
    "webm_named.mp4": {"codec": "libvpx-vp9", "form": "webm"},
    "mpeg4.avi": {"codec": "mpeg4"},
    "mjpeg.avi": {"codec": "mjpeg"},
    "mjpeg.mov": {"codec": "mjpeg"},
    "moving.gif": {"codec": "gif"},
}


def opened(path: Path, start: float | None = None) -> PictureSource:
    return open_source(path.name, camera="cam", base=path.parent, start=start)


def seen(path: Path, rate: float = 100, max_side: int = 1280) -> list[tuple[float, int]]:
    """(seconds since the first picture, number shown) of each picture."""
    with opened(path, start=0.0) as source:
        return [(frame.time, number_of(frame.image)) for frame in source.frames(rate, max_side)]


def gaps(path: Path) -> list[tuple[float, float, str]]:
    with opened(path, start=0.0) as source:
        for _ in source.frames(100):
            pass
        return [(gap.start, gap.end, gap.reason) for gap in source.gaps]


@pytest.mark.parametrize("name", CODECS)
def test_every_codec_gives_its_pictures_at_their_times(name: str, tmp_path: Path) -> None:
    path = record(tmp_path / name, steady(2), **CODECS[name])
    pictures = seen(path)
    assert [number for _, number in pictures] == list(range(50))
    assert [time for time, _ in pictures] == pytest.approx(steady(2), abs=0.006)
    assert gaps(path) == []


@pytest.mark.parametrize("name", CODECS)
def test_five_looks_a_second_are_the_first_pictures_of_each_fifth(name: str, tmp_path: Path) -> None:
    pictures = seen(record(tmp_path / name, steady(4), **CODECS[name]), rate=5)
    assert [number for _, number in pictures] == list(range(0, 100, 5))


def test_pictures_between_looks_that_nothing_needs_are_not_decoded(tmp_path: Path) -> None:
    path = record(tmp_path / "b.mp4", steady(4))
    looked = {number for _, number in seen(path, rate=5)}
    assert looked == set(range(0, 100, 5))


def test_variable_frame_rate_keeps_real_times(tmp_path: Path) -> None:
    times = [0, 0.04, 0.1, 0.55, 0.6, 1.9, 1.95, 2.0, 3.2, 3.9]
    path = record(tmp_path / "vfr.mp4", times)
    assert seen(path) == [(pytest.approx(t, abs=0.002), i) for i, t in enumerate(times)]
    assert [number for _, number in seen(path, rate=2)] == [0, 3, 5, 7, 8, 9]
    assert gaps(path) == []


def test_a_recorder_that_stops_for_a_while_leaves_a_gap(tmp_path: Path) -> None:
    path = record(tmp_path / "motion.mkv", [*steady(2), *(30 + t for t in steady(2))])
    assert gaps(path) == [
        (pytest.approx(1.96, abs=0.01), pytest.approx(30, abs=0.01), "motion.mkv: no pictures were recorded")
    ]


def test_a_time_lapse_is_no_row_of_gaps(tmp_path: Path) -> None:
    path = record(tmp_path / "lapse.mp4", [5.0 * i for i in range(20)])
    assert gaps(path)[1:] == []


@pytest.mark.parametrize(
    ("rotation", "corner"), [(90, "lower right"), (-90, "upper left"), (180, "upper right")]
)
def test_a_camera_mounted_sideways_is_shown_upright(rotation: int, corner: str, tmp_path: Path) -> None:
    path = record(tmp_path / "turned.mp4", steady(0.4), size=(320, 240), rotation=rotation)
    with opened(path) as source:
        picture = next(source.frames(5)).image
        turned = (240, 320) if rotation % 180 else (320, 240)
        assert (source.info.width, source.info.height) == turned == (picture.shape[1], picture.shape[0])
    rows = slice(-20, None) if corner.startswith("lower") else slice(0, 20)
    columns = slice(-20, None) if corner.endswith("right") else slice(0, 20)
    blue, _, red = picture[rows, columns].mean(axis=(0, 1))
    assert red > 200
    assert blue < 60


def _by_hand(stored: Image, rotation: int, mirrored: bool) -> Image:
    turned = np.rot90(stored, rotation // 90)
    return turned[:, ::-1] if mirrored else turned


@pytest.mark.parametrize("mirrored", [False, True], ids=["turned", "mirrored"])
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("form", ["mp4", "mov"])
def test_a_header_that_turns_and_mirrors_is_obeyed_as_players_do(
    rotation: int, mirrored: bool, form: str, tmp_path: Path
) -> None:
    path = record(
        tmp_path / f"shown.{form}", steady(0.4), size=(320, 240), rotation=rotation, mirrored=mirrored
    )
    with opened(path) as source:
        shown = next(source.frames(5)).image
        assert (source.info.width, source.info.height) == (shown.shape[1], shown.shape[0])
    expected = _by_hand(numbered(0, (320, 240)), rotation, mirrored)
    assert shown.shape == expected.shape
    assert np.abs(shown.astype(int) - expected).mean() < 6


def test_recorders_with_oblong_pixels_do_not_make_people_thin(tmp_path: Path) -> None:
    path = record(tmp_path / "half_d1.mp4", steady(0.4), size=(352, 576), pixel=Fraction(24, 11))
    with opened(path) as source:
        assert (source.info.width, source.info.height) == (768, 576)
        assert next(source.frames(5)).size == (768, 576)


def test_large_pictures_are_scaled_down_and_small_ones_left(tmp_path: Path) -> None:
    path = record(tmp_path / "large.mp4", steady(0.4), size=(640, 480))
    with opened(path) as source:
        assert next(source.frames(5, max_side=320)).size == (320, 240)
        assert next(source.frames(5, max_side=1280)).size == (640, 480)


def test_sound_that_goes_on_after_the_pictures_is_no_gap(tmp_path: Path) -> None:
    path = record(tmp_path / "sound.mp4", steady(2), audio_s=6)
    assert len(seen(path)) == 50
    assert gaps(path) == []


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
@pytest.mark.parametrize("name", ["cut.mkv", "cut.mp4", "cut.avi"])
def test_of_a_recording_that_was_cut_off_everything_before_is_read(
    name: str, share: float, tmp_path: Path
) -> None:
    whole = record(
        tmp_path / name, steady(10), container={"movflags": "faststart"} if name.endswith("mp4") else None
    )
    data = whole.read_bytes()
    header = 7_000 if name.endswith("mp4") else 0  # its index; the pictures behind it are cut off here
    whole.write_bytes(data[: header + int((len(data) - header) * share)])
    pictures = seen(whole)
    assert [number for _, number in pictures][:-5] == list(range(len(pictures) - 5))
    assert pictures[-1][0] > 10 * share - 2
    if pictures[-1][0] < 9:
        ((begin, end, reason),) = gaps(whole)
        assert begin == pytest.approx(pictures[-1][0], abs=0.3)
        assert end == pytest.approx(10, abs=0.2)
        assert reason.startswith(f"{name}: the file ")


def test_damage_in_the_middle_costs_only_what_it_smears(tmp_path: Path) -> None:
    path = record(tmp_path / "damaged.mp4", steady(12), key_every=25)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + len(data) // 20] = bytes(len(data) // 20)
    path.write_bytes(data)
    pictures = seen(path)
    assert all(time == pytest.approx(number / 25, abs=0.01) for time, number in pictures)
    assert pictures[0][1] == 0
    assert pictures[-1][1] == 299
    ((begin, end, reason),) = gaps(path)
    assert begin < 12 < 2 * end
    assert end - begin < 3
    assert reason == "damaged.mp4: the file is damaged here"
    assert not any(begin < time < end for time, _ in pictures)


def test_a_recorder_that_restarts_its_clock_goes_on_in_the_same_timeline(tmp_path: Path) -> None:
    parts = [record(tmp_path / f"{i}.ts", steady(4)).read_bytes() for i in (1, 2)]
    path = tmp_path / "joined.ts"
    path.write_bytes(b"".join(parts))
    times = [time for time, _ in seen(path)]
    assert np.all(np.diff(times) > 0)
    assert times[-1] == pytest.approx(8, abs=0.6)


def test_a_bare_stream_without_any_times_still_goes_forward(tmp_path: Path) -> None:
    path = record(tmp_path / "bare.h264", steady(4), form="h264")
    pictures = seen(path)
    assert [number for _, number in pictures] == list(range(100))
    assert pictures[-1][0] == pytest.approx(3.96, abs=0.1)


def test_the_clock_of_a_recording(tmp_path: Path) -> None:
    told = record(tmp_path / "told.mp4", steady(2), tags={"creation_time": "2026-11-23T08:00:00Z"})
    silent = record(tmp_path / "silent.mp4", steady(2))
    os.utime(silent, (1_790_000_000, 1_790_000_000))
    broken_clock = record(tmp_path / "epoch.mp4", steady(2), tags={"creation_time": "1970-01-01T00:00:10Z"})
    with opened(told) as source:
        assert (source.info.start, source.info.start_known) == (1_795_420_800.0, True)
        assert next(source.frames(5)).time == 1_795_420_800.0
    with opened(silent) as source:  # a recorder last writes at the end of the recording
        assert (source.info.start, source.info.start_known) == (pytest.approx(1_789_999_998, abs=0.1), False)
    with opened(silent, start=1234.5) as source:
        assert (source.info.start, source.info.start_known) == (1234.5, True)
    with opened(broken_clock) as source:
        assert not source.info.start_known


def test_a_source_can_be_read_twice(tmp_path: Path) -> None:
    path = record(tmp_path / "again.mkv", [*steady(1), *(9 + t for t in steady(1))])
    with opened(path, start=0.0) as source:
        first = [f.time for f in source.frames(5)]
        assert [f.time for f in source.frames(5)] == first
        assert len(source.gaps) == 1


@pytest.mark.parametrize("name", ["前台 1号 100%.mp4", "a:b.mp4", "frame_%03d.mp4", "-v.mp4"])
def test_any_file_name_will_do(name: str, tmp_path: Path) -> None:
    assert len(seen(record(tmp_path / name, steady(0.4)))) == 10


def test_what_is_no_video_is_one_line_that_names_the_file(tmp_path: Path) -> None:
    song = record(tmp_path / "song.mp4", steady(0.4), audio_s=1)
    unfinished = record(tmp_path / "unfinished.mp4", steady(4))
    unfinished.write_bytes(unfinished.read_bytes()[:-2000])
    bad = {
        "empty.mp4": b"",
        "text.mp4": b"We, the people of the counter\n" * 50,
        "text.txt": b"We, the people of the counter\n" * 50,
        "list.mp4": b"#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:5,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n",
        "noise.mkv": bytes(np.random.default_rng(1).integers(0, 256, 50_000, dtype=np.uint8)),
        "zeros.mp4": bytes(50_000),
        "half_header.mp4": song.read_bytes()[:40],
    }
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    for name in [*bad, "unfinished.mp4", "missing.mp4"]:
        with pytest.raises(VisionError) as caught:
            opened(tmp_path / name)
        assert name in str(caught.value)
        assert "\n" not in str(caught.value)
    with pytest.raises(VisionError, match=r"empty\.mp4: the file is empty"):
        opened(tmp_path / "empty.mp4")
    with pytest.raises(VisionError, match=r"unfinished\.mp4: the recording was cut off before its index"):
        opened(tmp_path / "unfinished.mp4")
    with pytest.raises(VisionError, match=r"missing\.mp4: no such file"):
        opened(tmp_path / "missing.mp4")


def test_a_recording_whose_every_picture_is_damaged_is_refused(tmp_path: Path) -> None:
    path = record(tmp_path / "ruined.mp4", steady(2), container={"movflags": "faststart"})
    data = bytearray(path.read_bytes())
    begin = data.index(b"mdat") + 4
    data[begin:] = bytes(len(data) - begin)
    path.write_bytes(data)
    with pytest.raises(VisionError, match=r"ruined\.mp4: not one picture can be read"):
        opened(path)


def test_the_same_pictures_come_whether_or_not_others_are_skipped(tmp_path: Path) -> None:
    path = record(tmp_path / "same.mp4", steady(6), key_every=60)
    with opened(path, start=0.0) as source:
        every = {round(f.time, 3): f.image for f in source.frames(100)}
        for frame in source.frames(4):
            assert np.array_equal(frame.image, every[round(frame.time, 3)])


def test_numbered_pictures_can_be_told_apart() -> None:
    assert [number_of(numbered(n)) for n in (0, 1, 511, 1023)] == [0, 1, 511, 1023]
