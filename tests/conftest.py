"""Fixtures that tests of several packages share."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from sqlalchemy import create_engine, make_url, text

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SHARED = Path(__file__).parents[1].parent / "shared"


def _database_of_worker() -> None:
    """Give each of several test processes a PostgreSQL database of its own: tests drop all tables of theirs."""
    address, worker = os.environ.get("COUNTERWATCH_TEST_POSTGRES"), os.environ.get("PYTEST_XDIST_WORKER")
    if not address or not worker:
        return
    url = make_url(address)
    own = url.set(database=f"{url.database}_{worker}")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{own.database}"'))
        connection.execute(text(f'CREATE DATABASE "{own.database}"'))
    engine.dispose()
    os.environ["COUNTERWATCH_TEST_POSTGRES"] = own.render_as_string(hide_password=False)


# Before any test module reads the address.
_database_of_worker()

# How long an example takes says how busy the machine is, not whether the code is right; and the same code gives the
# same answer every time, so examples are drawn from a fixed seed.
settings.register_profile("house", deadline=None, derandomize=True)
# make test-properties: other examples every time; the blob repeats a failure.
settings.register_profile(
    "search",
    deadline=None,
    database=None,
    print_blob=True,
    max_examples=int(os.environ.get("EXAMPLES", "100")),
)
settings.load_profile("house")


@pytest.fixture(scope="session")
def shared_footage() -> Path:
    """The labelled footage beside the project; tests that ask for it are skipped where it is absent."""
    if not (SHARED / "footage").is_dir():
        pytest.skip("../shared/footage is not here")
    return SHARED / "footage"


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """The one browser of a test run: Playwright allows no second one beside it."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where a browser is wanted

    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if executable is None:
        pytest.skip("no Chromium here: apt install chromium")
    arguments = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-dev-shm-usage",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=arguments)
        yield browser
        browser.close()
