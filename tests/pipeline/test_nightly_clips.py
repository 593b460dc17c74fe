"""An event that only the nightly run finds has a clip as well, if the recording still exists."""

from dataclasses import replace
from pathlib import Path

import pytest

from models.store import Analysis, FootageSource, fingerprint
from pipeline.archive.signals import write_signals
from pipeline.nightly.missing_clips import CutResult
from pipeline.scoring.days import stamp_of
from synthetic.stories import away, seated, standing
from tests.support.nightly_hall import MONDAY, PROFILE, SITE, night, nine, opened
from tests.support.numbered_recordings import record, steady

STORY = seated(8) + standing(4) + seated(4) + away(16) + seated(8)
CAMERA = SITE.cameras[1]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A recording of forty seconds with archived signals and without events so far."""
    data, video = tmp_path / "data", tmp_path / "hall.mp4"
    record(video, steady(40, 5), key_every=10)
    write_signals(data, CAMERA.id, {"back": STORY.signals(start=nine(MONDAY))}, SITE.zone)
    footage = FootageSource(
        CAMERA.id, video.name, str(video), fingerprint(video), nine(MONDAY), 40.0, video.stat().st_size
    )
    with opened(data) as store:
        store.recordings.save(Analysis(SITE, footage, (), (), stamp_of(PROFILE)), nine(MONDAY))
    return data


def clips(data: Path) -> dict[str, str | None]:
    with opened(data) as store:
        (place,) = [p for p in store.sites.places().values() if p.counter == "back"]
        found = store.events.of_counter(place.counter_id, nine(MONDAY), nine(MONDAY) + 60)
    return {one.event.kind: one.clip for one in found}


def test_an_event_that_only_the_night_finds_gets_its_clip_from_the_recording(data: Path) -> None:
    (day,) = night(data, days=1).days
    assert day.clips == CutResult(clips=1)
    assert "1 clips cut" in day.line()
    clip = clips(data)["absence"]
    assert clip is not None
    assert (data / clip).stat().st_size > 1000
    assert (data / clip).with_suffix(".jpg").is_file()


def test_where_the_recording_is_gone_or_another_one_the_run_says_so(data: Path) -> None:
    video = data.parent / "hall.mp4"
    video.write_bytes(video.read_bytes() + b"another day")
    (day,) = night(data, days=1).days
    assert day.clips == CutResult(without=1)
    assert "1 without a picture" in day.line()
    assert clips(data)["absence"] is None


def test_a_recording_that_cannot_be_read_stops_nothing(data: Path) -> None:
    video = data.parent / "hall.mp4"
    video.write_bytes(b"\0" * video.stat().st_size)
    assert night(data, days=1).days[0].clips == CutResult(without=1)


def test_a_clip_that_is_there_is_not_cut_again(data: Path) -> None:
    night(data, days=1)
    before = clips(data)
    (day,) = night(replaced(data), days=1).days
    assert day.clips == CutResult()
    assert clips(data) == before


def replaced(data: Path) -> Path:
    """The same signals with one more look: the day is judged again."""
    rows = (STORY + seated(1)).signals(start=nine(MONDAY))
    write_signals(data, CAMERA.id, {"back": replace(rows)}, SITE.zone)
    return data
