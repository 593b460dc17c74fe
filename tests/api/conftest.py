import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.report_hall import MONDAY, furnish, nine
from tests.support.running_api import Town, founded

SUNDAY = MONDAY + dt.timedelta(days=6)


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
