"""Zones are corrected by an administrator in a real browser."""

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.support.browser import Served, Visitor, Visitors
from vision.camera.background import Background

pytestmark = pytest.mark.browser


@pytest.fixture
def administrator(visitors: Visitors) -> Visitor:
    visitor = visitors.come()
    visitor.sign_in("an", "/site")
    visitor.page.get_by_role("link", name="Correct the zones").first.click()
    expect(visitor.page.locator(".zone-editor .corner").first).to_be_visible()
    return visitor


def test_a_corner_is_dragged_and_saved_with_who_and_when(administrator: Visitor, served: Served) -> None:
    page = administrator.page
    corner = page.get_by_role("button", name="Corner 1", exact=True)
    start = corner.bounding_box()
    assert start is not None
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 68, start["y"] + 28, steps=4)
    page.mouse.up()
    moved = corner.bounding_box()
    assert moved is not None
    assert moved["x"] - start["x"] == pytest.approx(60, abs=3)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("live takes these zones within seconds")).to_be_visible()
    expect(page.locator(".panel")).to_contain_text("an, ")
    (site,) = served.store.sites.all()
    latest = served.store.zones.of_site(site.site.site)[site.site.cameras[0].id][0]
    before, now = (next(iter(zones.values())).staff_zone[0] for zones in (latest.before, latest.zones))
    assert latest.user == "an"
    assert now[0] > before[0]
    assert now[1] > before[1]


def test_a_corner_is_added_moved_by_keys_and_removed(administrator: Visitor) -> None:
    page = administrator.page
    corners = page.locator(".zone-editor .corner")
    count = corners.count()
    page.get_by_role("button", name="Add a corner").first.click()
    expect(corners).to_have_count(count + 1)
    added = page.get_by_role("button", name="Corner 2", exact=True)
    before = added.evaluate("knob => parseFloat(knob.style.left)")
    added.press("ArrowRight")
    assert added.evaluate("knob => parseFloat(knob.style.left)") == pytest.approx(before + 0.5, abs=0.11)
    added.press("Delete")
    expect(corners).to_have_count(count)


def test_a_supervisor_is_offered_no_correction(supervisor: Visitor) -> None:
    supervisor.open("/site")
    expect(supervisor.page.get_by_role("link", name="Correct the zones")).to_have_count(0)
    supervisor.open("/site/zones/1")
    expect(supervisor.page.locator(".zone-editor polygon").first).to_be_visible()
    expect(supervisor.page.locator(".zone-editor .corner")).to_have_count(0)
    expect(supervisor.page.get_by_role("button", name="Save")).to_have_count(0)


def test_a_camera_without_any_fault_is_shown_by_its_background(supervisor: Visitor, served: Served) -> None:
    """Its zones lay on a black picture: there was no event and so no poster."""
    (stored,) = served.store.sites.all()
    camera = next(one for one in stored.site.cameras if one.id == "side")
    still = Background(np.full((180, 320), 130, np.uint8), np.ones((180, 320), np.bool_))
    served.store.backgrounds.put(stored.cameras["side"], camera, still.encoded(), 1e9)
    for address, where in (("/site", ".camera"), (f"/site/zones/{stored.cameras['side']}", ".panel")):
        supervisor.open(address)
        image = supervisor.page.locator(f"{where} .still img[src*='/background?']")
        expect(image).to_have_count(1)
        expect(image).to_have_js_property("naturalWidth", 320)
