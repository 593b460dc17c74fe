"""An appeal in the browser: a supervisor files it for a clerk, an auditor decides, the score follows."""

import re

import pytest
from playwright.sync_api import expect

from models.store import EventFilter
from tests.support.browser import Served, Visitor, Visitors

pytestmark = pytest.mark.browser


def test_an_appeal_is_filed_decided_and_gives_points_back(
    served: Served, supervisor: Visitor, visitors: Visitors
) -> None:
    (event, *_) = served.store.events.page(EventFilter(kinds=frozenset({"slouching"})), 9)[::-1]
    page = supervisor.page
    supervisor.open(f"/events/{event.id}")
    page.get_by_text("File an appeal").click()
    page.get_by_role("button", name="Submit appeal").click()
    expect(page.locator(".appeals").get_by_role("alert")).to_have_text("Enter a reason.")
    page.get_by_label("On behalf of").fill("Li")
    page.get_by_label("Reason for the appeal").fill("picked up a pen")
    page.get_by_role("button", name="Submit appeal").click()
    expect(page.locator(".appeal")).to_contain_text("Li (filed by sun)")
    expect(page.get_by_text("File an appeal")).to_have_count(0)
    auditor = visitors.come()
    auditor.sign_in("wu", "/appeals")
    waiting = auditor.page.locator(".appeal-item")
    expect(waiting).to_have_count(1)
    expect(waiting).to_contain_text("picked up a pen")
    expect(waiting).to_contain_text("decide by 20")
    expect(waiting.locator("video")).to_have_attribute("src", re.compile("^/api/v1/events/.*/clip"))
    auditor.page.get_by_label("Reason for the decision").fill("so the clip shows")
    auditor.page.get_by_role("button", name="Accept").click()
    expect(auditor.page.locator(".empty")).to_contain_text("There are no appeals")
    auditor.open("/appeals?state=accepted")
    expect(auditor.page.locator(".answer")).to_contain_text("Score of the day")


def test_an_arrival_has_nothing_to_confirm_or_contest(supervisor: Visitor) -> None:
    supervisor.open("/?kind=arrival")
    panel = supervisor.page.locator(".detail-panel")
    expect(panel).to_contain_text("a record and not a fault")
    expect(panel.get_by_role("button", name="Confirm")).to_have_count(0)
    expect(panel.get_by_role("button", name="Wrongly detected")).to_be_visible()
    expect(panel.locator(".appeals")).to_have_count(0)
