"""Seats in a real browser: shown to everybody, corrected by an administrator."""

import datetime as dt
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from models import Calibration, Histogram, Seat, Source
from tests.support.browser import Served, Visitor, Visitors
from tests.support.dashboard_hall import NINE

pytestmark = pytest.mark.browser
DAY = dt.date(2026, 11, 22)
COUNTS = (2, 10, 60, 220, 70, 12, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 4, 15, 50, 12, 2)


@pytest.fixture
def counter(served: Served) -> Iterator[int]:
    """A counter of which a day before was kept; what the story says of it is taken back."""
    (site,) = served.store.sites.all()
    number = next(iter(site.counters.values()))
    seat = Seat(-1.5, -1.1, 0.02, 0.4, 0.2, 3.0, 1.0, 2.0, 5000)
    known = Calibration(seat, Source.LEARNED, DAY, DAY, 1, NINE - 9 * 3600, Histogram(-1.57, 0.02, COUNTS))
    served.store.seats.put(number, known)
    yield number


def test_everybody_sees_where_shoulders_were_and_the_two_levels(supervisor: Visitor, counter: int) -> None:
    supervisor.open("/site")
    supervisor.page.locator(f'a[href="/site/seat/{counter}"]').click()
    expect(supervisor.page.get_by_text("seated 1.00 m, standing 1.40 m (learned; days: 1")).to_be_visible()
    drawn = supervisor.page.locator(".chart svg")
    expect(drawn.get_by_text("seated")).to_be_visible()
    expect(drawn.get_by_text("standing")).to_be_visible()
    expect(supervisor.page.get_by_role("button", name="Save")).to_have_count(0)


def test_an_administrator_corrects_a_height(visitors: Visitors, counter: int) -> None:
    visitor = visitors.come()
    visitor.sign_in("an", f"/site/seat/{counter}")
    page = visitor.page
    page.get_by_label("Standing height (m)").fill("0.9")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("standing must be 0.1 to 1 m over sitting")).to_be_visible()
    page.get_by_label("Standing height (m)").fill("1.45")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("seated 1.00 m, standing 1.45 m (corrected by an")).to_be_visible()


def test_a_counter_of_which_nothing_is_known_says_so(supervisor: Visitor, served: Served) -> None:
    (site,) = served.store.sites.all()
    unknown = [n for n in site.counters.values() if served.store.seats.valid_at(n, NINE) is None]
    supervisor.open(f"/site/seat/{unknown[-1] if unknown else 999}")
    expect(supervisor.page.locator(".empty")).to_be_visible()
