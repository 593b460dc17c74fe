"""Two days of a small hall for all stories of the night, and two weeks of a larger one for all stories of reports."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store import Store
from pipeline.reports import Report, ReportRequest, gather
from tests.support.nightly_hall import MONDAY, founded, live, sun
from tests.support.report_hall import LATER, furnish, site
from tests.support.report_hall import MONDAY as FIRST_DAY


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


@pytest.fixture(scope="session")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Two weeks of the hall of reports, read only."""
    with Store.at(tmp_path_factory.mktemp("report_hall")) as store:
        furnish(store)
        yield store


@pytest.fixture(scope="session")
def week(hall: Store) -> Report:
    """The report of its first week."""
    return gather(hall, ReportRequest(site(), "week", FIRST_DAY, LATER))
