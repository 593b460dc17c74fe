"""A supervisor's round: look through the flagged events, watch, confirm, dismiss, go on to the next."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from models import Decision, Verdict
from models.store import EventFilter, ReviewStep
from tests.support.browser import PHONE, Served, Visitor, Visitors
from tests.support.dashboard_hall import FLAGGED, NINE, Moment, analysed

pytestmark = pytest.mark.browser

ROW = "a.event"
CHOSEN = "a.event[aria-current=true]"
ADVANCES = """() => {
  const video = document.querySelector('.player video');
  return video.readyState >= 2 && video.currentTime > 0.2;
}"""


@pytest.fixture(autouse=True)
def nothing_is_reviewed(served: Served) -> Iterator[None]:
    """Every story begins with all events open, and leaves them so."""
    yield
    sun = served.store.accounts.named("sun")
    assert sun is not None
    for event in served.store.events.page(EventFilter(), 200, None):
        if event.verdict is not Verdict.OPEN:
            step = ReviewStep(sun.id, Decision.REOPENED, "the story is over")
            served.store.reviews.add(event.id, step, expected=event.verdict, now=event.event.end)


def verdict_of(served: Served, page: Page) -> Verdict:
    """The database's record of the event in the address."""
    found = re.search(r"event=(\d+)", page.url)
    assert found is not None, page.url
    stored = served.store.events.get(int(found[1]))
    assert stored is not None
    return stored.verdict


def choose(visitor: Visitor, kind: str) -> None:
    row = visitor.page.locator(ROW, has_text=kind).first
    number = str(row.get_attribute("id")).removeprefix("event-")
    row.click()
    expect(visitor.page.locator(".detail h2")).to_have_text(kind)
    expect(visitor.page).to_have_url(re.compile(rf"event={number}\b"))  # it follows a moment after the list


def test_flagged_events_come_newest_first_and_plain_records_stay_out(supervisor: Visitor) -> None:
    page = supervisor.page
    kinds = page.locator(f"{ROW} .kind").all_text_contents()
    assert len(kinds) == len(FLAGGED) + 2  # and the two of the day before
    assert kinds[0] == "Head on the desk"
    assert "Customer arrival" not in kinds
    first = page.locator(ROW).first
    expect(first.locator("time")).to_have_text("09:55:00")  # Shanghai's clock, not the browser's
    expect(first).to_contain_text("2号窗口")
    expect(first).to_contain_text("Not reviewed")
    expect(first.locator(".why")).to_contain_text("Head on the desk 09:55:00 to 09:56:04")
    assert page.locator(f"{ROW} img").first.evaluate("img => img.complete && img.naturalWidth") == 320


def test_the_clip_plays_and_space_stops_it(supervisor: Visitor) -> None:
    choose(supervisor, "Slouching")
    page = supervisor.page
    page.wait_for_function(ADVANCES)
    page.locator(".detail h2").click()
    page.keyboard.press("Space")
    page.wait_for_function("() => document.querySelector('.player video').paused")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Space")
    page.wait_for_function("() => !document.querySelector('.player video').paused")


def test_the_figures_stand_beside_their_thresholds(supervisor: Visitor) -> None:
    choose(supervisor, "Slouching")
    row = supervisor.page.locator(".detail tr", has_text="Duration")
    expect(row).to_have_text("Duration36.4 s20 s")
    expect(supervisor.page.locator(".detail tr", has_text="Trunk inclination")).to_contain_text("27.3°")
    expect(supervisor.page.locator(".detail .clauses")).to_contain_text("R4")


def test_an_event_without_a_clip_says_so(supervisor: Visitor) -> None:
    choose(supervisor, "Leaning back")
    expect(supervisor.page.locator(".player")).to_contain_text("This event has no clip")
    expect(supervisor.page.locator(".detail")).to_contain_text("low confidence 55%")


def test_confirming_by_key_is_kept_and_leads_to_the_next(served: Served, supervisor: Visitor) -> None:
    page = supervisor.page
    choose(supervisor, "Head on the desk")
    confirmed = page.url
    page.keyboard.press("c")
    expect(page.locator(CHOSEN)).to_contain_text("Customer left unattended")
    expect(page.locator(ROW).first).to_contain_text("Confirmed")
    expect(page).not_to_have_url(confirmed)  # the address follows a moment after the list
    assert verdict_of(served, page) is Verdict.OPEN
    page.goto(confirmed)
    supervisor.ready()
    assert verdict_of(served, page) is Verdict.CONFIRMED
    expect(page.locator(".detail .history")).to_contain_text("sun")
    expect(page.get_by_role("button", name="Confirm")).to_have_count(0)


def test_dismissing_needs_a_reason(served: Served, supervisor: Visitor) -> None:
    page = supervisor.page
    choose(supervisor, "Slouching")
    dismissed = page.url
    page.keyboard.press("d")
    page.keyboard.type("  ")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("Enter a reason.")
    assert verdict_of(served, page) is Verdict.OPEN
    page.keyboard.press("Escape")
    page.keyboard.press("3")
    expect(page.locator(ROW, has_text="Slouching").first).to_contain_text("Dismissed")
    page.goto(dismissed)
    supervisor.ready()
    assert verdict_of(served, page) is Verdict.DISMISSED
    expect(page.locator(".detail .history")).to_contain_text("Wrongly detected")


def test_letters_typed_into_the_reason_are_no_commands(supervisor: Visitor) -> None:
    page = supervisor.page
    choose(supervisor, "Slouching")
    page.keyboard.press("d")
    page.keyboard.type("cjk <b>bold</b>")
    expect(page.locator(".detail h2")).to_have_text("Slouching")
    page.keyboard.press("Enter")
    row = page.locator(ROW, has_text="Slouching").first
    expect(row).to_contain_text("Dismissed")
    row.click()
    expect(page.locator(".detail .history")).to_contain_text("cjk <b>bold</b>")
    assert page.locator(".detail .history b", has_text="bold").count() == 0
    page.get_by_role("button", name="Reopen").click()
    page.get_by_label("Reason for reopening").fill("a second look")
    page.keyboard.press("Enter")
    expect(row).to_contain_text("Not reviewed")


def test_two_people_at_one_event_the_second_is_told(visitors: Visitors, supervisor: Visitor) -> None:
    other = visitors.come()
    other.sign_in(path="/")
    choose(supervisor, "Head on the desk")
    choose(other, "Head on the desk")
    # This page hears of nothing by itself, so that the key comes before the news.
    other.page.route("**/bridge/events?**", lambda route: None)  # noqa: ARG005
    supervisor.page.keyboard.press("c")
    expect(supervisor.page.locator(ROW).first).to_contain_text("Confirmed")
    other.page.keyboard.press("c")
    expect(other.page.locator(".said")).to_contain_text(
        "Head on the desk 09:55:00: sun was faster (confirmed,"
    )
    expect(other.page.locator(ROW).first).to_contain_text("Confirmed")
    expect(other.page.locator(".detail h2")).to_have_text("Customer left unattended")


def test_a_verdict_of_somebody_else_is_told_while_one_still_watches(
    visitors: Visitors, supervisor: Visitor
) -> None:
    other = visitors.come()
    other.sign_in(path="/")
    choose(other, "Slouching")
    other.page.keyboard.press("d")
    choose(supervisor, "Slouching")
    supervisor.page.keyboard.press("2")
    expect(other.page.locator(".said")).to_contain_text(
        "Slouching 09:06:40: sun decided about it (dismissed,"
    )
    expect(other.page.get_by_label("Reason for dismissing")).to_have_count(0)
    expect(other.page.get_by_role("button", name="Reopen")).to_be_visible()
    expect(other.page.locator(".detail .history")).to_contain_text("Absent on duty")


def test_j_and_k_walk_through_the_list(supervisor: Visitor) -> None:
    page = supervisor.page
    expect(page.locator(CHOSEN)).to_contain_text("Head on the desk")
    page.keyboard.press("j")
    expect(page.locator(CHOSEN)).to_contain_text("Customer left unattended")
    expect(page.locator(".detail h2")).to_have_text("Customer left unattended")
    page.keyboard.press("j")
    expect(page.locator(".detail h2")).to_have_text("Nobody at the post")
    page.keyboard.press("k")
    expect(page.locator(".detail h2")).to_have_text("Customer left unattended")
    number = str(page.locator(CHOSEN).get_attribute("id")).removeprefix("event-")
    expect(page).to_have_url(re.compile(rf"event={number}\b"))  # the address follows a moment after the list
    chosen = page.url
    page.reload()
    supervisor.ready()
    assert page.url == chosen
    expect(page.locator(".detail h2")).to_have_text("Customer left unattended")


def test_a_hasty_key_never_judges_the_event_that_was_left(served: Served, supervisor: Visitor) -> None:
    page = supervisor.page
    choose(supervisor, "Head on the desk")
    left = page.url
    page.keyboard.press("j")
    page.keyboard.press("c")
    expect(page.locator(ROW).nth(1)).to_contain_text("Confirmed")  # what was shown when its reasons had come
    expect(page.locator(CHOSEN)).to_contain_text("Nobody at the post")
    page.goto(left)
    assert verdict_of(served, page) is Verdict.OPEN


def test_filters_live_in_the_address(supervisor: Visitor) -> None:
    page = supervisor.page
    page.get_by_label("Kind").select_option(label="Slouching")
    page.wait_for_url("**/?kind=slouching")
    supervisor.ready()
    expect(page.locator(ROW)).to_have_count(2)
    page.get_by_label("Day").fill("2026-11-23")
    page.wait_for_url("**/?day=2026-11-23&kind=slouching")
    supervisor.ready()
    expect(page.locator(ROW)).to_have_count(1)
    page.get_by_role("link", name="Clear filters").click()
    page.wait_for_url(f"{supervisor.address}/")


def test_an_open_list_says_that_something_newer_is_there(served: Served, supervisor: Visitor) -> None:
    page = supervisor.page
    expect(page.locator(".newer")).to_be_hidden()
    later = Moment("slouching", 3500, 30.0, "w2")
    served.store.recordings.save(analysed(3590.0, "later", later), NINE)
    expect(page.locator(".newer")).to_have_text("New events: 1. Show them")
    expect(page.locator(ROW).first).to_contain_text("Head on the desk")
    page.locator(".newer").click()
    expect(page.locator(ROW).first).to_contain_text("Slouching")
    expect(page.locator(CHOSEN)).to_contain_text("Head on the desk")
    expect(page.locator(".desk-progress b")).to_have_text(f"2 of {len(FLAGGED) + 3}")
    served.store.recordings.save(analysed(3590.0, "later"), NINE)


def test_a_day_without_footage_is_not_called_a_good_day(supervisor: Visitor) -> None:
    supervisor.open("/?day=2026-11-01")
    expect(supervisor.page.get_by_role("status")).to_contain_text("No footage of this day was analysed")


def test_an_auditor_looks_but_does_not_decide(visitors: Visitors) -> None:
    visitor = visitors.come()
    visitor.sign_in("wu")
    expect(visitor.page.locator(".verdict")).to_contain_text("Your role can view events but not decide them.")
    expect(visitor.page.get_by_role("button", name="Confirm")).to_have_count(0)


def test_on_a_phone_the_list_leads_to_the_event_and_back(visitors: Visitors) -> None:
    visitor = visitors.come(size=PHONE)
    visitor.sign_in()
    page = visitor.page
    expect(page.locator(".detail")).to_be_hidden()
    page.locator(ROW, has_text="Slouching").first.click()
    page.wait_for_url("**/?event=*")
    visitor.ready()
    expect(page.locator(".detail h2")).to_have_text("Slouching")
    expect(page.locator(".list")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.go_back()
    visitor.ready()
    expect(page.locator(".list")).to_be_visible()


def test_an_event_is_marked_as_a_fact_and_the_filter_for_questions_shows_only_questions(
    supervisor: Visitor,
) -> None:
    choose(supervisor, "Slouching")
    expect(supervisor.page.locator(".detail .chips").first).to_contain_text("Fact")
    supervisor.open("/?certainty=question")
    expect(supervisor.page.locator(ROW)).to_have_count(1)
    expect(supervisor.page.locator(ROW)).to_contain_text("Question for a person")
