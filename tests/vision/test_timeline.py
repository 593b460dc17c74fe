"""The clock of a recording: pauses, damaged stamps, clocks that are set anew."""

from pathlib import Path

import pytest

from tests.support.numbered_recordings import number_of, record, steady
from vision.sources.clock import Timeline
from vision.sources.opening import PictureSource, open_source

STEP = 0.2


def placed(*stamps: float | None) -> tuple[list[float | None], list[float]]:
    """The times of the stamps, and the moments of leaps."""
    clock = Timeline(0.0, STEP)
    return [clock.place(stamp) for stamp in stamps], clock.leaps


def after(start: float, count: int = 6) -> list[float]:
    return [start + i * STEP for i in range(count)]


@pytest.mark.parametrize("pause", [3, 3599, 3601, 7200, 86400 * 30])
def test_a_pause_of_any_length_stays_where_it_is(pause: float) -> None:
    times, leaps = placed(*after(0), *after(1 + pause))
    assert times[-1] == pytest.approx(2 + pause)
    assert [time for time in times if time is not None] == sorted(t for t in times if t is not None)
    assert leaps == []


def test_one_damaged_stamp_makes_no_pause() -> None:
    times, leaps = placed(*after(0), 9000.0, *after(1.2))
    assert times[6] is None
    assert times[-1] == pytest.approx(2.2)
    assert leaps == []


def test_damaged_stamps_that_contradict_each_other_make_no_pause() -> None:
    times, leaps = placed(*after(0), 9e3, 9e5, 9e4, 4e6, *after(1.2))
    assert times[6:10] == [None] * 4
    assert times[-1] == pytest.approx(2.2)
    assert leaps == []


@pytest.mark.parametrize("to", [1e9, -5000.0, -2.0])
def test_a_clock_that_is_set_anew_goes_on_without_a_pause(to: float) -> None:
    times, leaps = placed(*after(0), *after(to))
    assert times[6:8] == [None, None]
    assert times[8] == pytest.approx(1.0 + STEP)
    assert leaps == [pytest.approx(1.0 + STEP)]


def test_pictures_without_a_stamp_follow_the_one_that_jumped_before_them() -> None:
    times, leaps = placed(*after(0), 7200.0, None, None, None, 7201.0)
    assert times[6:8] == [None, None]
    assert times[8:] == [pytest.approx(7200 + t, abs=0.2) for t in (2 * STEP, 3 * STEP, 1.0)]
    assert leaps == []


def test_pictures_out_of_order_get_no_time_and_those_without_a_stamp_the_next() -> None:
    times, leaps = placed(0.0, 0.4, 0.2, None, 0.8)
    assert times[:3] == [0.0, 0.4, None]
    assert times[3] is not None
    assert 0.4 < times[3] < 0.8 == times[4]
    assert leaps == []


def opened(path: Path, start: float) -> PictureSource:
    return open_source(path.name, camera="cam", base=path.parent, start=start)


def seen(path: Path) -> list[tuple[float, int]]:
    with opened(path, start=0.0) as source:
        return [(frame.time, number_of(frame.image)) for frame in source.frames(100)]


def unseen(path: Path) -> list[tuple[float, float, str]]:
    with opened(path, start=0.0) as source:
        for _ in source.frames(100):
            pass
        return [(gap.start, gap.end, gap.reason) for gap in source.gaps]


PAUSED = {
    "h264.mkv": {},
    "h264.mp4": {},
    "h264.ts": {},
    "flv1.flv": {"codec": "flv1"},
    "h264.asf": {"codec": "mpeg4"},
    "fragments.mp4": {"container": {"movflags": "frag_keyframe+empty_moov"}},
}


@pytest.mark.parametrize("hours", [1.1, 23])
@pytest.mark.parametrize("name", PAUSED)
def test_a_pause_stays_as_long_as_it_was(name: str, hours: float, tmp_path: Path) -> None:
    later = hours * 3600
    path = record(tmp_path / name, [*steady(2), *(later + t for t in steady(2))], **PAUSED[name])
    pictures = seen(path)
    assert pictures[-1][0] == pytest.approx(later + 1.96, abs=0.1)
    assert pictures[-1][1] == 99
    assert not [time for time, _ in pictures if 2.1 < time < later]
    ((begin, end, _),) = unseen(path)
    assert (begin, end) == (pytest.approx(1.96, abs=0.1), pytest.approx(later, abs=0.3))
    with opened(path, start=0.0) as source:
        assert [f.time for f in source.window(later + 0.5, later + 1.5, 25)]  # type: ignore[attr-defined]
        assert source.notes == ()


def test_a_clock_that_was_set_anew_is_told(tmp_path: Path) -> None:
    joined = tmp_path / "joined.ts"
    joined.write_bytes(
        b"".join(record(tmp_path / f"{i}.ts", steady(70, rate=5)).read_bytes() for i in (1, 2))
    )
    with opened(joined, start=0.0) as source:
        for _ in source.frames(5):
            pass
        (note,) = source.notes
    assert note.startswith("joined.ts: the file's own clock is set anew after 1 min 1")
