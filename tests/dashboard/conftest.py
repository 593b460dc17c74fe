"""A served dashboard and a real browser before it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, StorageState, expect

from tests.support.browser import PATIENCE_MS, Served, Visitor, Visitors, free_port, start, stop
from tests.support.dashboard_hall import furnish

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data = tmp_path_factory.mktemp("served")
    store = furnish(data)
    port = free_port()
    process = start(data, port)
    yield Served(f"http://127.0.0.1:{port}", data, store)
    stop(process)
    store.close()
    said = (data / "server.log").read_text("utf-8")
    assert "Traceback" not in said, said


@pytest.fixture
def visitors(served: Served, chromium: Browser) -> Iterator["Visitors"]:
    group = Visitors(chromium, served.address)
    yield group
    group.leave()


@pytest.fixture(scope="session")
def suns_cookies(served: Served, chromium: Browser) -> StorageState:
    """Sun signed in this morning."""
    group = Visitors(chromium, served.address)
    visitor = group.come()
    visitor.sign_in()
    cookies = visitor.page.context.storage_state()
    group.leave()
    return cookies


@pytest.fixture
def supervisor(visitors: Visitors, suns_cookies: StorageState) -> Visitor:
    """Sun before the review desk, in English on a wide screen. Signing out here would sign out every Sun."""
    visitor = visitors.come(cookies=suns_cookies)
    visitor.open("/")
    return visitor
