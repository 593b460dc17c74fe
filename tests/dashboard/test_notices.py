"""Notices in the browser: an alert stands above every page until it is read."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from models import Words
from models.store import Notice
from tests.support.browser import Served, Visitor, Visitors
from tests.support.dashboard_hall import NINE

pytestmark = pytest.mark.browser


@pytest.fixture
def moved_camera(served: Served) -> Iterator[None]:
    words = Words(
        zh="摄像机 side 的画面变了，请重新划定区域", en="camera side looks elsewhere: draw its zones again"
    )
    served.store.notices.put(Notice("camera_moved", "moved:side", words, "riverside"), NINE)
    yield
    for name in ("sun", "wu"):
        user = served.store.accounts.named(name)
        assert user is not None
        served.store.notices.mark_read(user.id, NINE)


@pytest.mark.usefixtures("moved_camera")
def test_a_moved_camera_is_seen_on_every_page_until_it_is_read(
    supervisor: Visitor, visitors: Visitors
) -> None:
    page = supervisor.page
    supervisor.open("/scores")
    page.get_by_role("link", name="1 notice needs attention").click()
    page.wait_for_url("**/notices")
    supervisor.ready()
    expect(page.locator(".notices li.alert")).to_contain_text("Camera side looks elsewhere")
    expect(page.locator(".badge.alert")).to_have_text("1")
    page.get_by_role("button", name="Mark as read").first.click()
    expect(page.locator(".badge")).to_have_count(0)
    expect(page.locator(".notices li.alert.read")).to_have_count(1)
    supervisor.open("/scores")
    expect(page.locator("a.alerts")).to_have_count(0)
    other = visitors.come(locale="zh-CN")
    other.sign_in("wu")
    expect(other.page.locator("a.alerts span")).to_have_text("有 1 条需要处理的通知")
