import datetime as dt
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store import Store
from models.store.engine import open_engine
from models.store.schema import downgrade
from tests.support.report_hall import MONDAY, furnish, nine
from tests.support.running_api import Town, founded, people
from tests.support.stored_hall import absence

SUNDAY = MONDAY + dt.timedelta(days=6)
POSTGRES = os.environ.get("COUNTERWATCH_TEST_POSTGRES", "")


@pytest.fixture(scope="session")
def founded_town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return founded(tmp_path_factory.mktemp("town") / "data")


@pytest.fixture
def town(tmp_path: Path, founded_town: Path) -> Iterator[Town]:
    shutil.copytree(founded_town, tmp_path / "data")
    with Town(tmp_path / "data") as opened:
        yield opened


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory, founded_town: Path) -> Path:
    """A hall with a week that was judged, on the Sunday after it."""
    data = tmp_path_factory.mktemp("furnished") / "data"
    shutil.copytree(founded_town, data)
    with Town(data) as town:
        furnish(town.store, days=7, now=nine(SUNDAY))
    return data


@pytest.fixture
def riverside(tmp_path: Path, furnished: Path) -> Iterator[Town]:
    shutil.copytree(furnished, tmp_path / "data")
    with Town(tmp_path / "data") as town:
        town.time = nine(SUNDAY)
        yield town


def _sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with Town(founded(tmp_path_factory.mktemp("sqlite") / "data")) as town:
        yield town


def _postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    if not POSTGRES:
        pytest.skip("COUNTERWATCH_TEST_POSTGRES names no PostgreSQL")
    with Store(POSTGRES) as store:
        people(store)
    with Town(tmp_path_factory.mktemp("postgres") / "data", POSTGRES) as town:
        yield town
    engine = open_engine(POSTGRES)
    downgrade(engine, "base")
    engine.dispose()


@pytest.fixture(scope="module", params=[_sqlite, _postgres], ids=["sqlite", "postgresql"])
def one_town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town with one absence that was scored, on either database; all tests of a module share it."""
    for town in request.param(tmp_path_factory):
        town.happens(town.with_clip(absence(60)), score=True)
        yield town
