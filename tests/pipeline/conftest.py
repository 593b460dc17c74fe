"""Two days of a small hall, created once for all stories of the night."""

import shutil
from pathlib import Path

import pytest

from models.store import Store
from tests.support.nightly_hall import MONDAY, founded, live, sun


@pytest.fixture(scope="session")
def two_days(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two days of signals; a live session has already judged the first half of Monday."""
    data = tmp_path_factory.mktemp("hall") / "data"
    founded(data)
    with Store.at(data) as store:
        live(store, MONDAY)
    sun(data)
    return data


@pytest.fixture
def data(two_days: Path, tmp_path: Path) -> Path:
    """A copy of the two days for one story."""
    return shutil.copytree(two_days, tmp_path / "data")
