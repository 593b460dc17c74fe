"""The archive of signals: stored once and found again after any interruption."""

import multiprocessing as mp
import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.archive.signals import (
    archive_size,
    archived_days,
    day_file,
    merge,
    read_signals,
    read_span,
    safe_name,
    split_days,
    write_signals,
)
from pipeline.errors import PipelineError
from vision.core import Signals

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 11, 23)
NINE = datetime(2026, 11, 23, 9, tzinfo=SHANGHAI).timestamp()
NAN = float("nan")


def looked(start: float, seconds: float, **columns: float) -> Signals:
    """Five looks a second, with the same figure in every column."""
    moments = start + np.arange(int(seconds * 5)) / 5
    return Signals(moments, {name: np.full(len(moments), v, np.float32) for name, v in columns.items()})


def same(a: Signals, b: Signals) -> bool:
    return np.array_equal(a.time, b.time) and all(
        np.array_equal(a[name], b[name], equal_nan=True) for name in a.columns.keys() | b.columns.keys()
    )


def test_what_was_seen_is_found_again_to_the_bit(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    moments = NINE + np.sort(rng.random(500)) * 3600
    seen = Signals(moments, {"head_x": rng.random(500, dtype=np.float32), "staff": np.ones(500, np.float32)})
    seen.columns["head_x"][::7] = NAN
    other = looked(NINE, 60, queue=3)
    written = write_signals(tmp_path, "hall", {"W1": seen, "W2": other}, SHANGHAI)
    assert written == [tmp_path / "signals" / "hall" / "2026-11-23.parquet"]
    again = read_signals(tmp_path, "hall", DAY)
    assert same(again["W1"], seen) and same(again["W2"], other)
    assert set(again["W2"].columns) == {"queue"}, "a column of the other counter is not this one's"
    assert again["W1"]["staff"].dtype == np.float32


def test_the_same_video_twice_changes_nothing(tmp_path: Path) -> None:
    for _ in range(2):
        (file,) = write_signals(tmp_path, "hall", {"W1": looked(NINE, 60, staff=1)}, SHANGHAI)
        first = file.read_bytes()
    assert file.read_bytes() == first
    assert len(read_signals(tmp_path, "hall", DAY)["W1"]) == 300


def test_a_camera_writes_as_the_day_goes_on(tmp_path: Path) -> None:
    for minute in (0, 2, 1, 1):
        write_signals(tmp_path, "hall", {"W1": looked(NINE + minute * 60, 60, staff=minute)}, SHANGHAI)
    day = read_signals(tmp_path, "hall", DAY)["W1"]
    assert day["staff"].tolist() == [0.0] * 300 + [1.0] * 300 + [2.0] * 300


def test_looking_again_at_other_moments_replaces_only_when_asked(tmp_path: Path) -> None:
    write_signals(tmp_path, "hall", {"W1": looked(NINE, 60, staff=0)}, SHANGHAI)
    later = {"W1": looked(NINE + 0.1, 30, staff=1)}
    write_signals(tmp_path, "hall", later, SHANGHAI)
    assert len(read_signals(tmp_path, "hall", DAY)["W1"]) == 450
    write_signals(tmp_path, "hall", later, SHANGHAI, supersede=True)
    day = read_signals(tmp_path, "hall", DAY)["W1"]
    assert len(day) == 300 + 1, "the look at nine o'clock sharp lies before the new span"
    assert day["staff"].sum() == 150


def test_a_new_column_is_unseen_where_nobody_looked_for_it() -> None:
    both = merge(looked(0, 1, staff=1), looked(1, 1, staff=1, yawn=0))
    assert np.isnan(both["yawn"][:5]).all() and (both["yawn"][5:] == 0).all()


def test_a_day_is_the_site_s_day(tmp_path: Path) -> None:
    midnight = datetime(2026, 11, 24, tzinfo=SHANGHAI).timestamp()
    write_signals(tmp_path, "hall", {"W1": looked(midnight - 60, 120, staff=1)}, SHANGHAI)
    assert archived_days(tmp_path, "hall") == [DAY, date(2026, 11, 24)]
    assert read_signals(tmp_path, "hall", DAY)["W1"].time[-1] < midnight
    over = read_span(tmp_path, "hall", midnight - 10, midnight + 10, SHANGHAI)["W1"]
    assert same(over, looked(midnight - 10, 20, staff=1))
    assert read_span(tmp_path, "hall", midnight + 500, midnight + 600, SHANGHAI) == {}


def test_the_day_the_clocks_go_back_has_twenty_five_hours() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    start = datetime(2026, 10, 24, 12, tzinfo=berlin).timestamp()
    hourly = Signals(start + np.arange(60.0) * 3600, {"staff": np.ones(60, np.float32)})
    assert [len(part) for _, part in split_days(hourly, berlin)] == [12, 25, 23]


def test_nothing_kept_is_nothing_found(tmp_path: Path) -> None:
    assert read_signals(tmp_path, "hall", DAY) == {}
    assert archived_days(tmp_path, "hall") == []
    nothing = Signals(np.empty(0), {"staff": np.empty(0, np.float32)})
    assert write_signals(tmp_path, "hall", {"W1": nothing}, SHANGHAI) == []
    assert np.isnan(archive_size(tmp_path).bytes_per_counter_day)


@pytest.mark.parametrize(
    "camera", ["../../etc", "a/b", "..", ".", "a\0b", "hall 1.", "大厅/一号窗口", "x" * 300, "窗" * 99]
)
def test_no_camera_id_leaves_its_folder(tmp_path: Path, camera: str) -> None:
    (file,) = write_signals(tmp_path, camera, {"W1": looked(NINE, 1, staff=1)}, SHANGHAI)
    assert file.resolve().parent.parent == (tmp_path / "signals").resolve()
    assert len(read_signals(tmp_path, camera, DAY)["W1"]) == 5


@given(st.sets(st.text(min_size=1, max_size=6), min_size=2, max_size=6))
def test_two_cameras_never_share_a_folder(cameras: set[str]) -> None:
    names = {safe_name(camera) for camera in cameras}
    assert len(names) == len(cameras)
    assert all("/" not in name and not name.startswith(".") for name in names)


def test_long_names_that_begin_alike_stay_apart() -> None:
    assert safe_name("x" * 300) != safe_name("x" * 301)


def test_a_camera_without_a_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="without an id"):
        write_signals(tmp_path, "", {"W1": looked(NINE, 1, staff=1)}, SHANGHAI)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Path]:
    write_signals(tmp_path, "hall", {"W1": looked(NINE, 600, staff=1, head_x=0.4)}, SHANGHAI)
    yield tmp_path


def test_a_damaged_file_is_one_clear_line_and_is_not_written_over(kept: Path) -> None:
    file = day_file(kept, "hall", DAY)
    whole = file.read_bytes()
    turned = bytearray(whole)
    turned[len(whole) // 3] ^= 0xFF
    for damage in (whole[:-20], whole[: len(whole) // 2], b"", b"not parquet at all", bytes(turned)):
        file.write_bytes(damage)
        with pytest.raises(PipelineError, match=r"2026-11-23\.parquet: the signals are damaged") as caught:
            read_signals(kept, "hall", DAY)
        assert "\n" not in str(caught.value)
        with pytest.raises(PipelineError, match="damaged"):
            write_signals(kept, "hall", {"W1": looked(NINE, 1, staff=0)}, SHANGHAI)
        assert file.read_bytes() == damage


def test_a_file_of_another_camera_or_another_schema_is_refused(kept: Path) -> None:
    file = day_file(kept, "hall", DAY)
    other = day_file(kept, "yard", DAY)
    other.parent.mkdir()
    other.write_bytes(file.read_bytes())
    with pytest.raises(PipelineError, match="of camera 'hall', expected 'yard'"):
        read_signals(kept, "yard", DAY)
    table = pq.read_table(file)
    pq.write_table(table.replace_schema_metadata({"counterwatch.schema": "9"}), file)
    with pytest.raises(PipelineError, match="of schema 9, this version reads 1"):
        read_signals(kept, "hall", DAY)


def test_a_place_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "signals").write_text("a file where the folder should be")
    with pytest.raises(PipelineError, match="cannot write the signals"):
        write_signals(tmp_path, "hall", {"W1": looked(NINE, 1, staff=1)}, SHANGHAI)


def keep_writing(data: Path, counter: str, rounds: int) -> None:
    for minute in range(rounds):
        write_signals(data, "hall", {counter: looked(NINE + minute * 60, 60, staff=1, x=0.1)}, SHANGHAI)


def test_two_writers_lose_nothing_and_readers_see_whole_files(tmp_path: Path) -> None:
    spawn = mp.get_context("spawn")
    writers = [spawn.Process(target=keep_writing, args=(tmp_path, counter, 15)) for counter in ("W1", "W2")]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        for rows in read_signals(tmp_path, "hall", DAY).values():
            assert len(rows) % 300 == 0
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert {name: len(rows) for name, rows in read_signals(tmp_path, "hall", DAY).items()} == {
        "W1": 4500,
        "W2": 4500,
    }


def test_a_writer_killed_at_any_moment_leaves_the_old_rows(kept: Path) -> None:
    spawn = mp.get_context("spawn")
    rng = np.random.default_rng(5)
    for run in range(3):
        writer = spawn.Process(target=keep_writing, args=(kept, f"busy{run}", 100_000))
        writer.start()
        while f"busy{run}" not in read_signals(kept, "hall", DAY):
            assert writer.is_alive()
        time.sleep(rng.random() * 0.05)
        writer.kill()
        writer.join()
        day = read_signals(kept, "hall", DAY)
        assert len(day["W1"]) == 3000
        assert all(len(day[f"busy{past}"]) % 300 == 0 for past in range(run + 1))
    write_signals(kept, "hall", {"W1": looked(NINE, 1, staff=1)}, SHANGHAI)
    assert list((kept / "signals" / "hall").glob(".*.tmp")) == [], "what the killed ones left is cleared away"


def test_the_size_of_a_counter_day_is_known(kept: Path) -> None:
    write_signals(kept, "hall", {"W2": looked(NINE, 600, staff=1)}, SHANGHAI)
    size = archive_size(kept)
    assert (size.files, size.counter_days) == (1, 2)
    assert size.bytes == day_file(kept, "hall", DAY).stat().st_size
    assert size.bytes_per_counter_day == size.bytes / 2
