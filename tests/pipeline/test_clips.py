"""Clips of events: a reviewer sees the clerk and never a customer."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from playwright.sync_api import Browser

from models import Event
from pipeline.clips.cutting import Clip, ClipSettings, ObservedPeople, clip_name, cut_clips
from tests.support.numbered_recordings import number_of, record, steady
from vision.core import Frame, Sighting, Signals
from vision.measures.counter_view import CounterView
from vision.sources.file import VideoFile
from vision.sources.opening import open_source

NOON = 1_795_435_200.0  # 2026-11-23 12:00 UTC
RATE = 10
POST = [(0.35, 0.4), (0.65, 0.4), (0.65, 0.8), (0.35, 0.8)]
WINDOW = [(0.55, 0.4), (0.95, 0.4), (0.95, 0.9), (0.55, 0.9)]
VIEW = CounterView("W1", POST, WINDOW)
SETTINGS = ClipSettings(before_s=2, after_s=3)


def event(at: float, until: float | None = None, kind: str = "arrival", counter: str = "W1") -> Event:
    return Event("cam", counter, kind, NOON + at, NOON + (at if until is None else until), 0.9)


def looks(customers: float, seconds: float = 40) -> dict[str, Signals]:
    time = NOON + np.arange(0, seconds, 0.2)
    return {"W1": Signals(time, {"customers": np.full(len(time), customers, np.float32)})}


def alone(seconds: float = 40) -> ObservedPeople:
    return ObservedPeople([VIEW], looks(0, seconds), [])


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty seconds, a key frame every two."""
    path = tmp_path_factory.mktemp("footage") / "hall.mp4"
    return record(path, steady(40, RATE), key_every=20)


@pytest.fixture
def footage(recording: Path) -> Iterator[VideoFile]:
    with open_source(recording.name, camera="cam", base=recording.parent, start=NOON) as source:
        assert isinstance(source, VideoFile)
        source.decoded = 0
        yield source


def pictures(clip: Clip | None) -> list[tuple[float, int]]:
    """(seconds in the clip, number of the picture)."""
    assert clip is not None
    with av.open(str(clip.path)) as video:
        return [(float(f.time), number_of(f.to_ndarray(format="bgr24"))) for f in video.decode(video=0)]


def test_a_clip_shows_what_came_before_and_after(footage: VideoFile, tmp_path: Path) -> None:
    (clip,) = cut_clips(footage, [event(20)], alone(), tmp_path, SETTINGS)
    shown = pictures(clip)
    assert [number for _, number in shown] == list(range(180, 231))
    assert [time for time, _ in shown] == pytest.approx([i / RATE for i in range(51)], abs=0.001)


def test_only_what_a_clip_shows_is_decoded(footage: VideoFile, tmp_path: Path) -> None:
    """Once to find people, and once to draw."""
    cut_clips(footage, [event(33)], alone(), tmp_path, SETTINGS)
    shown, to_the_key_frame, held_back = 51, 20, 20
    assert footage.decoded <= 2 * (shown + to_the_key_frame + held_back)


def test_events_that_overlap_are_decoded_together(footage: VideoFile, tmp_path: Path) -> None:
    happened = [event(20), event(21, 24, "absence"), event(22, 22, "departure")]
    clips = cut_clips(footage, happened, alone(), tmp_path, SETTINGS)
    assert [len(pictures(clip)) for clip in clips] == [51, 81, 51]
    assert footage.decoded <= 2 * (90 + 40)


def test_events_far_apart_do_not_decode_what_lies_between(footage: VideoFile, tmp_path: Path) -> None:
    cut_clips(footage, [event(5), event(35)], alone(), tmp_path, SETTINGS)
    assert footage.decoded <= 2 * 2 * (51 + 40)


def test_a_clip_at_the_very_beginning_starts_with_the_recording(footage: VideoFile, tmp_path: Path) -> None:
    (clip,) = cut_clips(footage, [event(0.5)], alone(), tmp_path, SETTINGS)
    assert [number for _, number in pictures(clip)] == list(range(36))


def test_half_an_hour_of_an_empty_chair_is_not_shown_in_full(footage: VideoFile, tmp_path: Path) -> None:
    (clip,) = cut_clips(
        footage, [event(10, 38, "absence")], alone(), tmp_path, ClipSettings(before_s=2, longest_s=6)
    )
    assert [number for _, number in pictures(clip)][::60] == [80, 140]


def test_the_poster_shows_the_telling_moment(footage: VideoFile, tmp_path: Path) -> None:
    clips = cut_clips(footage, [event(20), event(20, 24, "absence")], alone(), tmp_path, SETTINGS)
    numbers = [number_of(np.asarray(cv2.imread(str(clip.poster)), np.uint8)) for clip in clips if clip]
    assert numbers == [208, 220]  # a moment after an arrival, in the middle of an absence


def test_every_browser_can_play_it(footage: VideoFile, tmp_path: Path) -> None:
    (clip,) = cut_clips(footage, [event(20)], alone(), tmp_path, SETTINGS)
    assert clip is not None
    with av.open(str(clip.path)) as video:
        stream = video.streams.video[0]
        assert (stream.codec_context.name, stream.codec_context.profile) == ("h264", "High")
        assert stream.codec_context.pix_fmt == "yuv420p"
        assert not video.streams.audio
    data = clip.path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")  # starts to play before it is loaded
    assert clip.sha256 == hashlib.sha256(data).hexdigest()


def test_odd_sizes_are_made_even_and_large_ones_smaller(tmp_path: Path) -> None:
    path = record(tmp_path / "odd.gif", steady(2, RATE), codec="gif", size=(321, 241))
    with open_source("odd.gif", camera="cam", base=tmp_path, start=NOON) as source:
        (clip,) = cut_clips(source, [event(1)], alone(), tmp_path / "clips", ClipSettings(max_side=200))  # type: ignore[arg-type]
    assert path.exists()
    assert clip is not None
    with av.open(str(clip.path)) as video:
        assert (video.streams.video[0].width, video.streams.video[0].height) == (200, 150)


def test_cutting_again_changes_nothing(footage: VideoFile, tmp_path: Path) -> None:
    first = cut_clips(footage, [event(20)], alone(), tmp_path, SETTINGS)
    written = [(p.name, p.stat().st_mtime_ns) for p in sorted(tmp_path.iterdir())]
    decoded = footage.decoded
    assert cut_clips(footage, [event(20)], alone(), tmp_path, SETTINGS) == first
    assert [(p.name, p.stat().st_mtime_ns) for p in sorted(tmp_path.iterdir())] == written
    assert footage.decoded == decoded
    assert len(written) == 2


def test_the_same_clip_cut_elsewhere_has_the_same_bytes(footage: VideoFile, tmp_path: Path) -> None:
    here, there = (cut_clips(footage, [event(20)], alone(), tmp_path / n, SETTINGS) for n in "ab")
    assert here[0] and there[0]
    assert here[0].sha256 == there[0].sha256


def test_an_absence_that_turns_out_longer_gets_a_longer_clip_of_the_same_name(
    footage: VideoFile, tmp_path: Path
) -> None:
    (short,) = cut_clips(footage, [event(10, 14, "absence")], alone(), tmp_path, SETTINGS)
    before = len(pictures(short))
    (long,) = cut_clips(footage, [event(10, 20, "absence")], alone(), tmp_path, SETTINGS)
    assert short and long
    assert (short.path, len(pictures(long))) == (long.path, before + 60)


def test_names_follow_the_event() -> None:
    assert clip_name(event(5)).startswith("20261123T120005Z_W1_arrival_")
    assert clip_name(event(5)) == clip_name(event(5, 9)) != clip_name(event(5.01))
    odd = clip_name(event(5, counter="窗口 1/2: ../../etc"))
    assert "/" not in odd
    assert len(odd.encode()) < 240


def test_an_event_of_which_nothing_can_be_read_has_no_clip(footage: VideoFile, tmp_path: Path) -> None:
    clips = cut_clips(footage, [event(500), event(20)], alone(), tmp_path, SETTINGS)
    assert clips[0] is None
    assert clips[1] is not None
    assert len(list(tmp_path.iterdir())) == 2


def test_a_recording_that_breaks_while_a_clip_is_cut_leaves_nothing_half_done(tmp_path: Path) -> None:
    class Breaks:
        def window(self, start: float, *_: float) -> Iterator[Frame]:
            yield Frame(np.zeros((120, 160, 3), np.uint8), start, "cam")
            raise OSError("the disk went away")

    with pytest.raises(OSError, match="went away"):
        cut_clips(Breaks(), [event(20)], alone(), tmp_path, SETTINGS)
    assert list(tmp_path.iterdir()) == []


# --- who is shown -----------------------------------------------------------------------------------------------


def test_a_skeleton_is_drawn_only_when_asked_for(footage: VideoFile, tmp_path: Path) -> None:
    joints = np.tile(np.array([[0.5, 0.6, 0.9]], np.float32), (17, 1))
    joints[[5, 7, 9], :2] = [(0.4, 0.5), (0.5, 0.6), (0.6, 0.7)]
    staff = [
        Sighting(NOON + at, "W1", "staff", (0.35, 0.4, 0.65, 0.8), joints) for at in np.arange(15, 25, 0.2)
    ]
    observed = ObservedPeople([VIEW], looks(0), staff)
    plain, overlaid = (
        cut_clips(
            footage,
            [event(20)],
            observed,
            tmp_path / str(on),
            ClipSettings(before_s=1, after_s=1, skeleton=on),
        )[0]
        for on in (False, True)
    )
    assert plain and overlaid
    one, other = (np.asarray(cv2.imread(str(c.poster))).astype(int) for c in (plain, overlaid))
    assert np.abs(one - other).max() > 80


@pytest.mark.browser
def test_chromium_plays_a_clip_to_its_end(footage: VideoFile, tmp_path: Path, chromium: Browser) -> None:
    (clip,) = cut_clips(footage, [event(20)], alone(), tmp_path, ClipSettings(before_s=0.5, after_s=0.5))
    assert clip is not None
    page_file = tmp_path / "page.html"
    page_file.write_text(f"<video muted autoplay src='{clip.path.name}'></video>")
    page = chromium.new_page()
    page.goto(page_file.as_uri())
    page.wait_for_function("document.querySelector('video').ended", timeout=20_000)
    assert page.evaluate("document.querySelector('video').videoWidth") == 160
    page.close()
