"""The same night on a real PostgreSQL, when COUNTERWATCH_TEST_POSTGRES gives the address of a server."""

import os
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

from models import Decision, StoreError
from pipeline.nightly.plan import NightlyRequest
from pipeline.nightly.report import DayReport
from tests.support.nightly_hall import (
    MONDAY,
    PROFILE,
    TUESDAY,
    everything,
    founded,
    killed_at,
    live,
    night,
    of_kind,
    opened,
    reported,
    reports,
    review,
    steps_of,
    sun,
)
from tests.support.severed_line import SeveredLine

ADDRESS = os.environ.get("COUNTERWATCH_TEST_POSTGRES", "")
pytestmark = pytest.mark.skipif(not ADDRESS, reason="COUNTERWATCH_TEST_POSTGRES names no PostgreSQL")


@contextmanager
def database(like: str = "template0") -> Iterator[str]:
    """The address of a separate database, a copy of another one; removed afterwards."""
    name = f"night_{uuid4().hex[:12]}"
    engine = create_engine(ADDRESS, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as server:
            server.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{like}"'))
        yield make_url(ADDRESS).set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as server:
            server.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        engine.dispose()


def moved(data: Path, address: str, folder: Path) -> Path:
    """A copy of the data folder whose database is the one at this address."""
    copy = shutil.copytree(data, folder, ignore=shutil.ignore_patterns("counterwatch.db*"))
    (copy / "address").write_text(address)
    return copy


def pages(data: Path) -> dict[str, bytes | None]:
    """Reports without the contents of the CSV: the numbers of events, which a server never gives twice."""
    return {name: None if name.endswith("csv") else content for name, content in reports(data).items()}


@pytest.fixture(scope="module")
def signals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two days of signals, and only the hall in the database, in SQLite."""
    data = tmp_path_factory.mktemp("hall") / "data"
    founded(data)
    return data


@pytest.fixture
def server(signals: Path, tmp_path: Path) -> Iterator[Path]:
    """The hall on the server, with a live session's Monday morning and a reviewer."""
    with database() as address:
        data = moved(signals, address, tmp_path / "server")
        _furnish(data)
        yield data


def _furnish(data: Path) -> None:
    with opened(data) as store:
        live(store, MONDAY)
        live(store, MONDAY)
    sun(data)


def _reviewed(data: Path) -> None:
    review(data, of_kind(data, "absence")[0][0], Decision.DISMISSED)


def test_a_night_leaves_what_it_leaves_on_sqlite(server: Path, signals: Path, tmp_path: Path) -> None:
    embedded = shutil.copytree(signals, tmp_path / "embedded")
    _furnish(embedded)
    strict = replace(
        PROFILE, thresholds=PROFILE.thresholds.model_copy(update={"stand_within_s": 1.0}), hash="5" * 64
    )
    for data in (server, embedded):
        _reviewed(data)
        assert reported(data).line() == "nightly run 1: 4 judged; 2 reports in 18 files"
    assert everything(server) == everything(embedded)
    assert reports(server) == reports(embedded)
    for data in (server, embedded):
        assert reported(data).line() == "nightly run 2: 4 unchanged"
        reported(data, NightlyRequest(MONDAY, TUESDAY, strict))  # other norms, and there never was a video
    assert everything(server) == everything(embedded)
    assert reports(server) == reports(embedded)


def test_a_run_that_is_killed_on_a_server_loses_and_duplicates_nothing(server: Path, tmp_path: Path) -> None:
    _reviewed(server)
    pristine = make_url((server / "address").read_text()).database
    assert pristine is not None
    with database(pristine) as address:
        undisturbed = moved(server, address, tmp_path / "undisturbed")
        steps = steps_of(undisturbed)
        expected, files = everything(undisturbed), pages(undisturbed)
    chance, hit = random.Random(5), 0
    for point in range(5):
        with database(pristine) as address:
            data = moved(server, address, tmp_path / f"point{point}")
            for _ in range(chance.randint(1, 2)):
                hit += killed_at(data, chance.randint(1, steps))
            reported(data)
            assert everything(data) == expected, f"point {point}"
            assert pages(data) == files, f"point {point}"
    assert hit > 1, "most runs ended before they were killed: the test proves nothing"


@pytest.mark.parametrize("after", [1, 3], ids=["first camera's day", "third one"])
def test_a_server_that_is_stopped_in_the_middle_of_a_night_is_one_line_and_the_next_night_goes_on(
    server: Path, tmp_path: Path, after: int
) -> None:
    pristine = make_url((server / "address").read_text()).database
    assert pristine is not None
    with database(pristine) as address:
        undisturbed = moved(server, address, tmp_path / "undisturbed")
        night(undisturbed)
        expected = everything(undisturbed)
    direct = make_url((server / "address").read_text())
    with SeveredLine(direct.host or "127.0.0.1", direct.port or 5432) as line:
        severed = direct.set(host="127.0.0.1", port=line.port)
        (server / "address").write_text(severed.render_as_string(hide_password=False))
        done = []

        def stops(day: DayReport) -> None:
            done.append(day)
            if len(done) == after:
                line.cut()

        with pytest.raises(StoreError, match="start its server, and do the same again") as told:
            night(server, tell=stops)
        assert "\n" not in str(told.value)
        line.mend()
        assert not night(server).failed
        assert everything(server) == expected
