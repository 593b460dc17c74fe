"""An hour of looking is not lost when the database fails afterwards: the same command goes on from there."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from sqlite3 import connect

import numpy as np
import pytest

from models import Camera, Counter, Site, StoreError
from models.store import EventFilter, Patience, Store
from pipeline.processes import ProcessCost
from pipeline.recordings import Batch, ModelSet
from pipeline.recordings.batch import RecordingOutcome, analyse_batch
from pipeline.recordings.kept_looks import KeptLooks, RecordingLook, look_key
from pipeline.recordings.storing import store_recording
from pipeline.scene import CounterContext
from tests.support.numbered_recordings import record, steady
from tests.support.painted_people import NoFace, Painted
from vision.camera.background import Background, ViewOffset
from vision.camera.view_watch import Fit, Framing
from vision.core import Sighting, Signals
from vision.sources.opening import Gap, SourceInfo

NINE = 1_795_424_400.0
SITE = Site(
    site="hall",
    cameras=[
        Camera(id="cam", source="a.mp4", counters=[Counter(id="W1", staff_zone=[(0, 0), (1, 0), (1, 1)])])
    ],
)


def look() -> RecordingLook:
    """A look with everything that a look may have."""
    time = NINE + np.arange(5) / 5
    rows = Signals(time, {"staff": np.array([0, 1, np.nan, 1, 0], np.float32)})
    grey = np.arange(240, dtype=np.uint8).reshape(12, 20)
    return RecordingLook(
        SourceInfo("video", 640, 480, "h264", float("nan"), NINE, True),
        NINE + 1,
        {"W1": rows, "窗口二": replace(rows, columns={})},
        [
            Sighting(NINE, "W1", "staff", (0.1, 0.2, 1 / 3, 0.4), np.full((17, 3), 0.3, np.float32), 7),
            Sighting(NINE + 0.2, "窗口二", "customer", (0.1, 0.2, 0.3, 0.4)),
        ],
        [Gap(NINE + 0.3, NINE + 0.5, "a.mp4: the file is damaged here")],
        ProcessCost(1.0, 0.5, 0.6, 99.0),
        Background(grey, np.ones((12, 20), np.bool_)),
        Framing(Fit.SHIFTED, NINE, ViewOffset(np.eye(2, 3), 20, 18, 30)),
        ("a note",),
    )


def test_a_look_comes_back_as_it_was(tmp_path: Path) -> None:
    kept, given = KeptLooks.of(tmp_path), look()
    assert kept.find("key") is None
    kept.keep("key", given)
    found = kept.find("key")
    assert found is not None
    assert repr(found.info) == repr(given.info)
    assert (found.end, found.gaps, found.cost) == (given.end, given.gaps, given.cost)
    assert found.notes == ("a note",)
    assert list(found.signals) == ["W1", "窗口二"]
    for counter, rows in given.signals.items():
        assert np.array_equal(found.signals[counter].time, rows.time)
        assert list(found.signals[counter].columns) == list(rows.columns)
        for name in rows.columns:
            assert np.array_equal(found.signals[counter][name], rows[name], equal_nan=True)
    first, second = found.sightings
    assert replace(first, joints=None) == replace(given.sightings[0], joints=None)
    assert np.array_equal(first.joints, given.sightings[0].joints)
    assert second == given.sightings[1]
    assert found.background is not None
    assert found.background.encoded() == given.background.encoded()
    assert found.framing is not None
    assert (found.framing.fit, found.framing.offset.agreeing) == (Fit.SHIFTED, 18)
    kept.drop("key")
    assert kept.find("key") is None


def test_a_look_of_nothing_comes_back_too(tmp_path: Path) -> None:
    kept = KeptLooks.of(tmp_path)
    kept.keep("key", replace(look(), signals={}, sightings=[], gaps=[], background=None, framing=None))
    found = kept.find("key")
    assert found is not None
    assert (found.signals, found.sightings, found.background, found.framing) == ({}, [], None, None)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not all of it", b"something else"])
def test_a_damaged_look_counts_as_none(content: bytes, tmp_path: Path) -> None:
    kept = KeptLooks.of(tmp_path)
    kept.keep("key", look())
    (file,) = tmp_path.rglob("*.npz")
    file.write_bytes(content)
    assert kept.find("key") is None


def test_a_place_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "looks").write_text("a file")
    KeptLooks.of(tmp_path).keep("key", look())


def test_another_file_or_another_way_to_look_is_another_look(tmp_path: Path) -> None:
    file = tmp_path / "a.mp4"
    file.write_bytes(b"one")
    first = look_key(file, "9:00")
    assert look_key(file, "9:00") == first != look_key(file, "9:01")
    file.write_bytes(b"other")
    assert look_key(file, "9:00") != first


@pytest.fixture
def film(tmp_path: Path) -> Path:
    return record(tmp_path / "a.mp4", steady(2))


def _no_database(_site: Site, _camera: str, _span: tuple[float, float]) -> CounterContext:
    raise StoreError("the database does not answer")


def _analysed(batch: Batch, models: ModelSet, data: Path) -> list[RecordingOutcome]:
    return list(analyse_batch(batch, models, lambda _task: lambda _seconds: None, data))


def test_what_was_looked_at_before_the_database_failed_is_not_looked_at_again(
    film: Path, tmp_path: Path
) -> None:
    people, data = Painted(), tmp_path / "data"
    batch, models = Batch((film,), tmp_path / "site.yaml", SITE, NINE), ModelSet(people, NoFace())
    (away,) = _analysed(replace(batch, context_of=_no_database), models, data)
    assert away.failed is not None
    assert away.failed.startswith(f"{film}: the database does not answer")
    assert "what was looked at is kept, and the same command goes on from there" in away.failed
    looked = people.asked
    assert looked > 0
    (back,) = _analysed(batch, models, data)
    assert people.asked == looked
    assert back.analysed is not None
    assert "not looked at again" in back.analysed.notes[0]
    (fresh,) = _analysed(batch, models, tmp_path / "other")
    assert fresh.analysed is not None
    assert np.array_equal(back.analysed.signals["W1"].time, fresh.analysed.signals["W1"].time)
    assert back.analysed.judgement == fresh.analysed.judgement


def test_the_recording_after_one_that_could_not_be_stored_begins_where_it_ends(
    film: Path, tmp_path: Path
) -> None:
    calls = iter([_no_database, CounterContext])

    def context_of(site: Site, camera: str, span: tuple[float, float]) -> CounterContext:
        return next(calls)(site, camera, span)

    batch = Batch(
        (film, record(tmp_path / "b.mp4", steady(2))),
        tmp_path / "site.yaml",
        SITE,
        NINE,
        context_of,
    )
    _, second = _analysed(batch, ModelSet(Painted(), NoFace()), tmp_path / "data")
    assert second.analysed is not None
    assert second.analysed.info.start == pytest.approx(NINE + 2, abs=0.3)


@contextmanager
def _held(data: Path) -> Iterator[None]:
    other = connect(data / "counterwatch.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.close()


def test_a_recording_that_waited_in_vain_for_the_database_is_stored_the_next_time(
    film: Path, tmp_path: Path
) -> None:
    data, batch = tmp_path / "data", Batch((film,), tmp_path / "site.yaml", SITE, NINE)
    models = ModelSet(Painted(), NoFace())
    with Store.at(data, Patience(0.1, attempt_s=0.05)) as store:
        (found,) = _analysed(batch, models, data)
        with _held(data), pytest.raises(StoreError):
            store_recording(found.analysed, store, data, NINE, clips=False)
        (again,) = _analysed(batch, models, data)
        assert "not looked at again" in again.analysed.notes[0]
        store_recording(again.analysed, store, data, NINE, clips=False)
        assert list(data.glob("looks/*.npz"))
        again.forget()
        assert not list(data.glob("looks/*.npz"))
        assert store.recordings.around("hall", "cam", NINE, NINE + 1)
        assert store.events.page(EventFilter(), 10) is not None
