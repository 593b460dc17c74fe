"""Li sees her lost points, watches the clip and appeals; Zhao has the window after her and sees nothing of it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from models import Grant, Role, RosterEntry, What, calendar_day
from models.store import AccountChange, AuditFilter, Store
from tests.support.browser import Served, Visitor, Visitors, free_port, start, stop
from tests.support.dashboard_hall import NINE, PASSWORD, furnish, site

pytestmark = pytest.mark.browser

TURN = 1300.0
"""Seconds after nine at which Zhao takes the first window over from Li."""


def _employ(store: Store) -> None:
    day = calendar_day(NINE, site().zone)
    spans = {"李娜 (1024)": (0.0, TURN), "赵磊 (7)": (TURN, 3600.0)}
    lines = [
        RosterEntry(day, What.SHIFT, NINE + start, NINE + end, "w1", "early", person)
        for person, (start, end) in spans.items()
    ]
    store.rosters.replace("riverside", lines, "roster.csv", NINE)
    for name, person in zip(("li", "zhao"), spans, strict=True):
        account = store.accounts.add(name, PASSWORD, Role.CLERK, "en", NINE)
        store.accounts.change(account.id, AccountChange(person=person))
        store.grants.give(account.id, Grant("riverside"), "tests", NINE)


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A hall of its own, because a roster changes what others see."""
    data = tmp_path_factory.mktemp("clerks")
    store, port = furnish(data), free_port()
    _employ(store)
    process = start(data, port)
    yield Served(f"http://127.0.0.1:{port}", data, store)
    stop(process)
    store.close()
    assert "Traceback" not in (data / "server.log").read_text("utf-8")


@pytest.fixture
def staff(window: Served, chromium: Browser) -> Iterator[Visitors]:
    group = Visitors(chromium, window.address)
    yield group
    group.leave()


def _pages(page: Page) -> list[str]:
    return [str(one.get_attribute("href")) for one in page.locator("nav a").all()]


def _shown(visitor: Visitor) -> set[str]:
    """The events that a page links to."""
    links = visitor.page.locator("a.small-event").all()
    return {str(one.get_attribute("href")) for one in links}


def test_li_watches_the_clip_of_her_lost_points_and_appeals_and_zhao_sees_nothing_of_it(
    window: Served, staff: Visitors
) -> None:
    li = staff.come()
    li.sign_in("li")
    page = li.page
    expect(page).to_have_url(f"{window.address}/shifts")
    assert _pages(page) == ["/shifts", "/appeals", "/norms"]
    shift = page.locator(".own-shift")
    expect(shift).to_have_count(1)
    expect(shift.get_by_role("heading")).to_contain_text("09:00:00–09:21:40")
    deduction = shift.locator(".deduction").filter(has_text="Nobody at the post").first
    expect(deduction.locator(".minus, .num").first).to_contain_text("−")
    expect(shift.locator("ul.clauses > li").first.locator(".faint").first).not_to_be_empty()
    hers = _shown(li)
    deduction.get_by_role("link", name="Watch the clip").first.press("Enter")
    li.ready()
    video = page.locator("video")
    video.evaluate("video => video.play()")
    page.wait_for_function("document.querySelector('video').currentTime > 0.2")
    page.get_by_role("link", name="My shifts").last.click()
    li.ready()
    deduction.get_by_text("File an appeal").press("Enter")
    expect(deduction.get_by_label("On behalf of")).to_be_hidden()
    deduction.get_by_label("Reason for the appeal").fill("I fetched a form")
    deduction.get_by_role("button", name="Submit appeal").press("Enter")
    expect(page.locator(".own-shift .appeal")).to_contain_text("I fetched a form")
    auditor = staff.come()
    auditor.sign_in("wu", "/appeals")
    auditor.page.get_by_label("Reason for the decision").fill("so the clip shows")
    auditor.page.get_by_role("button", name="Accept").click()
    expect(auditor.page.locator(".empty")).to_be_visible()
    li.open("/appeals")
    expect(page.locator(".answer")).to_contain_text("so the clip shows")
    zhao = staff.come()
    zhao.sign_in("zhao")
    expect(zhao.page.locator(".own-shift").get_by_role("heading")).to_contain_text("09:21:40–10:00:00")
    assert _shown(zhao)
    assert not _shown(zhao) & hers
    foreign = next(iter(hers))
    zhao.errors.clear()
    zhao.open(foreign)
    expect(zhao.page.locator("#main")).to_contain_text("This item does not")
    zhao.open("/appeals")
    expect(zhao.page.locator(".empty")).to_contain_text("There are no appeals")
    (filed,) = [one for one in window.store.appeals.page(None, 9) if one.filed_by == "li"]
    assert filed.person == "李娜 (1024)"
    watched = window.store.audit.page(AuditFilter(user="li"), 99)
    assert "clip-viewed" in {line.action.value for line in watched}


def test_a_clerk_who_opens_the_address_of_a_hall_page_is_told_so(staff: Visitors) -> None:
    li = staff.come(locale="zh-CN")
    li.sign_in("li", "/scores")
    expect(li.page.locator("#main")).to_contain_text("您的角色无权查看此页。")


def test_an_administrator_says_who_of_the_roster_a_new_clerk_is(window: Served, staff: Visitors) -> None:
    admin = staff.come()
    admin.sign_in("an", "/users")
    page = admin.page
    expect(page.get_by_role("row", name="zhao")).to_contain_text("赵磊 (7)")
    page.get_by_role("row", name="zhao").get_by_role("button", name="Change person").click()
    form = page.locator("form.person")
    form.get_by_label("Person in the roster").fill("")
    form.get_by_role("button", name="Save person").click()
    expect(page.get_by_role("alert").filter(has_text="staff number")).to_be_visible()
    form.get_by_label("Person in the roster").fill("赵磊 (8)")
    form.get_by_role("button", name="Save person").click()
    expect(page.get_by_role("row", name="zhao")).to_contain_text("赵磊 (8)")
    zhao = window.store.accounts.named("zhao")
    assert zhao is not None
    assert zhao.person == "赵磊 (8)"
