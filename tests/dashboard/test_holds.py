"""An auditor holds an event for a dispute in the browser, and lifts the hold when it is settled."""

import pytest
from playwright.sync_api import expect

from tests.support.browser import Served, Visitors

pytestmark = pytest.mark.browser


def test_an_event_is_held_and_released(served: Served, visitors: Visitors) -> None:
    auditor = visitors.come()
    auditor.sign_in("wu", "/holds?event=1")
    page = auditor.page
    page.get_by_role("button", name="Place", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Give a reason")
    page.get_by_label("Reason").fill("labour dispute")
    page.get_by_role("button", name="Place", exact=True).click()
    row = page.get_by_role("row", name="event 1")
    expect(row).to_contain_text("labour dispute")
    expect(row).to_contain_text("active")
    (hold,) = served.store.holds.all()
    assert (hold.matter.event_id, hold.placed_by) == (1, "wu")
    auditor.ready()
    row.get_by_role("button", name="Lift").click()
    page.get_by_label("Why hold 1 is lifted").fill("settled")
    page.locator("form").get_by_role("button", name="Lift").click()
    expect(page.get_by_role("row", name="event 1")).to_contain_text("over")
    assert served.store.holds.all()[0].lift_reason == "settled"
