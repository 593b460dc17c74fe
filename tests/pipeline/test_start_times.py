"""The time that a person gives to recordings, and files whose own clocks say something else."""

from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from counterwatch.demo_footage import FOOTAGE
from pipeline.errors import PipelineError
from pipeline.recordings import Batch
from pipeline.recordings.start_times import LaidFile, future_note, laid, moment, order_note
from tests.support.numbered_recordings import record, steady
from vision.sources.opening import SourceInfo

BERLIN, SHANGHAI, UTC = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Shanghai"), ZoneInfo("UTC")
NINE = 1_795_424_400.0
"""2026-11-23 09:00:00 UTC."""


@pytest.mark.parametrize("text", ["2026-03-29T02:00", "2026-03-29T02:30", "2026-03-29T02:59:59"])
def test_an_hour_that_the_clocks_skipped_is_told(text: str) -> None:
    with pytest.raises(PipelineError, match=f"{text} does not exist in Europe/Berlin"):
        moment(text, BERLIN)
    assert moment(text, UTC)


def test_an_hour_that_came_twice_is_told_with_both_ways_to_write_it() -> None:
    with pytest.raises(PipelineError, match="came twice in Europe/Berlin") as caught:
        moment("2026-10-25T02:30", BERLIN)
    assert "2026-10-25T02:30:00+02:00 or 2026-10-25T02:30:00+01:00" in str(caught.value)
    first, second = (moment(f"2026-10-25T02:30+0{hours}:00", BERLIN) for hours in (2, 1))
    assert second - first == 3600


@pytest.mark.parametrize(
    "text", ["2026-03-29T01:59:59", "2026-03-29T03:00", "2026-10-25T01:59", "2026-10-25T03:00"]
)
def test_the_hours_beside_a_change_of_the_clocks_are_clear(text: str) -> None:
    assert moment(text, BERLIN) == moment(f"{text}{_offset(text)}", UTC)


def _offset(text: str) -> str:
    return {"2026-03-29T01:59:59": "+01:00", "2026-10-25T03:00": "+01:00"}.get(text, "+02:00")


@pytest.mark.parametrize("text", ["0001-01-01T00:00", "1904-01-01T00:00Z", "2100-01-01", "9999-12-31T23:59"])
def test_a_year_of_no_recording_is_told(text: str) -> None:
    with pytest.raises(PipelineError, match=f"the year {int(text[:4])} is that of no recording"):
        moment(text, SHANGHAI)


def test_a_start_in_the_future_is_told_and_one_now_is_not() -> None:
    assert future_note(NINE, NINE, UTC) is None
    told = future_note(NINE + 1, NINE, UTC)
    assert told is not None
    assert told.startswith("--start 2026-11-23 09:00:01 is in the future")


def _files(*own: float, lasts: float = 600.0) -> list[LaidFile]:
    return [LaidFile(Path(f"rec_{i}.mp4"), NINE + i * lasts, lasts, NINE + t) for i, t in enumerate(own)]


@pytest.mark.parametrize(
    "own",
    [(0, 600, 1200), (600, 1200, 1800), (0, 609, 1200), (7200, 7800, 8400)],
    ids=["begins", "ends", "a few seconds off", "a clock that is wrong by two hours"],
)
def test_files_that_follow_each_other_by_their_clocks_are_not_told(own: Sequence[float]) -> None:
    assert order_note(_files(*own), UTC) is None


@pytest.mark.parametrize(
    ("own", "named"),
    [
        ((0, 1200, 600), ["rec_1.mp4", "rec_2.mp4"]),
        ((0, 600, 4800), ["rec_2.mp4"]),
        ((0, 611, 1211), ["rec_1.mp4"]),
        ((0, 0, 600), ["rec_1.mp4"]),
    ],
    ids=["out of order", "a hole", "a small hole", "the same twice"],
)
def test_files_whose_clocks_contradict_their_order_are_named(own: Sequence[float], named: list[str]) -> None:
    told = order_note(_files(*own), UTC)
    assert told is not None
    assert [file for file in ("rec_0.mp4", "rec_1.mp4", "rec_2.mp4") if file in told] == named


def test_of_many_files_a_few_are_named_and_the_others_counted() -> None:
    told = order_note(_files(*range(0, 60_000, 6000)), UTC)
    assert told is not None
    assert told.count("by its own clock") == 3
    assert "and 6 more" in told


def _named(*names: str, known: float | None = None) -> list[tuple[Path, SourceInfo]]:
    start = 0.0 if known is None else known
    info = SourceInfo("video", 640, 360, "h264", 600.0, start, known is not None)
    return [(Path(name), info) for name in names]


def test_the_times_in_names_count_if_no_file_states_its_own() -> None:
    names = [
        "ch1_20261123090000.mp4",
        "ch1_20261123-101000.mp4",
        "ch1 2026-11-23 09.10.00.mp4",
        "ch1_20261399.mp4",
    ]
    files = laid(_named(*names), NINE, UTC)
    assert [file.own - NINE for file in files] == [0, 4200, 600]
    told = order_note(files, UTC)
    assert told is not None
    assert [name for name in names if name in told] == names[1:3]
    assert [file.own for file in laid(_named(*names, known=5.0), NINE, UTC)] == [5.0] * 4


def test_recordings_as_a_shell_sorts_them_are_told_before_the_work(tmp_path: Path) -> None:
    hours = {"rec_1": "09", "rec_10": "11", "rec_2": "10"}
    videos = [
        record(tmp_path / f"{name}.mp4", steady(2), tags={"creation_time": f"2026-11-23T{hour}:00:00Z"})
        for name, hour in hours.items()
    ]
    (tmp_path / "torn.mp4").write_bytes(b"torn")
    site = FOOTAGE / "absent_B.site.yaml"
    batch = Batch.of([*videos, tmp_path / "torn.mp4"], site, "2026-11-23T09:00:00")
    (told,) = batch.notes(now=NINE + 86400)
    assert "rec_10.mp4 began at" in told
    assert "rec_2.mp4 began at" in told
    assert Batch.of(videos, site).notes(now=NINE) == []
    assert Batch.of(videos[:1], site, "2026-11-23T09:00:00").notes(now=NINE + 86400) == []
