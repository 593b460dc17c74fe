"""An administrator adds a channel in the browser, tries it, gives it a rule, and sends again what was given up."""

import pytest
from playwright.sync_api import expect

from models import DeliveryState, FailedTry, Words
from models.store import Bounds, Notice
from tests.support.browser import Served, Visitors
from tests.support.dashboard_hall import NINE
from tests.support.loopback_http import LoopbackHttp

pytestmark = pytest.mark.browser


def test_a_channel_is_added_tested_ruled_and_its_dead_notice_sent_again(
    served: Served, visitors: Visitors
) -> None:
    with LoopbackHttp() as server:
        admin = visitors.come()
        admin.sign_in("an", "/channels")
        page = admin.page
        expect(page.locator(".empty").first).to_contain_text("There are no channels")
        page.get_by_label("Name").fill("duty")
        page.get_by_label("Address").fill(server.address("/T0K3N"))
        page.get_by_role("button", name="Add", exact=True).click()
        expect(page.locator("code.secret")).to_contain_text("whsec_")
        page.get_by_role("button", name="I have kept it").click()
        row = page.get_by_role("row", name="duty")
        expect(row).to_contain_text(f"http://127.0.0.1:{server.port}")
        expect(page.locator("body")).not_to_contain_text("T0K3N")
        admin.ready()
        row.get_by_role("button", name="Test").click()
        expect(page.get_by_text("duty: the test message was taken")).to_be_visible()
        assert len(server.received) == 1
        row.get_by_role("button", name="Rule").click()
        page.get_by_label("Quiet from").fill("22:00")
        page.get_by_role("button", name="Save rule").click()
        expect(page.get_by_role("alert").filter(has_text="Write times as 22:00")).to_be_visible()
        page.get_by_label("Quiet until").fill("07:00")
        page.get_by_role("button", name="Save rule").click()
        expect(page.get_by_role("row", name="duty")).to_contain_text("quiet from 22:00 to 07:00")
        _given_up(served)
        admin.open("/channels")
        dead = page.locator("table.outbox tr").filter(has_text="HTTP 404")
        expect(dead).to_contain_text("two counters scored")
        dead.get_by_role("button", name="Send again").click()
        expect(page.get_by_text("Nothing was given up")).to_be_visible()
    assert [one.state for one in served.store.outbox.page(9)] == [DeliveryState.WAITING]
    channel = served.store.channels.named("duty")
    assert channel is not None
    served.store.channels.remove(channel.id, NINE)


def _given_up(served: Served) -> None:
    """A notice of the morning that no try brought through."""
    words = Words(zh="两个窗口已评分", en="two counters scored")
    served.store.notices.put(Notice("nightly", "channels:1", words, "riverside"), NINE)
    channel = served.store.channels.named("duty")
    assert channel is not None
    (parcel,) = served.store.outbox.claim(channel.id, "tests", NINE, NINE + 60, Bounds(9, 9, 9))
    served.store.outbox.failed(parcel, "tests", FailedTry("HTTP 404", None), NINE)
    for name in ("sun", "wu", "an"):
        user = served.store.accounts.named(name)
        assert user is not None
        served.store.notices.mark_read(user.id, NINE)
