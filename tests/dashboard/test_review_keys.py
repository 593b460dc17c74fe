"""A supervisor with 200 clips to judge before noon: no mouse, no waiting, and nothing judged that was not meant."""

import json
import re
from collections.abc import Iterator
from datetime import date
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Route, expect

from dashboard.components.evidence_table import evidence_rows
from dashboard.formatting import Formatter
from dashboard.texts import PageTexts
from models import Action, Verdict
from models.norms.labels import Group, labels
from models.store import AuditFilter, EventFilter
from tests.support.browser import Served, Visitor, Visitors, free_port, start, stop
from tests.support.busy_hall import BUSY_DAY, EVENTS, FURNISHED, ONE_MOMENT_DAY, furnish_busy
from tests.support.dashboard_hall import DAY, NINE, Moment, analysed

pytestmark = pytest.mark.browser

MARK = {"Counterwatch-Page": "reader"}
JUDGED = 56
"""Verdicts in a row: more than a page of the list."""
FETCHED_AHEAD = "performance.getEntriesByType('resource').some(e => e.name.includes('ahead=true'))"
PLAYS_FROM_CACHE = """() => {
  const video = document.querySelector(".player video");
  const loads = performance.getEntriesByName(video.src).filter((one) => one.initiatorType === "video");
  return video.currentTime > 0.1 && loads.length && loads.every((one) => one.transferSize === 0);
}"""
CHOSEN = "a.event[aria-current=true]"


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data = tmp_path_factory.mktemp("busy")
    store = furnish_busy(data)
    port = free_port()
    process = start(data, port)
    yield Served(f"http://127.0.0.1:{port}", data, store)
    stop(process)
    store.close()
    said = (data / "server.log").read_text("utf-8")
    assert "Traceback" not in said, said


@pytest.fixture(scope="module")
def reviewer(busy: Served, chromium: Browser) -> Iterator[Visitor]:
    group = Visitors(chromium, busy.address)
    visitor = group.come()
    visitor.sign_in(path=f"/?day={BUSY_DAY}")
    yield visitor
    group.leave()


def labels_of_figures() -> dict[str, dict[str, dict[str, str]]]:
    groups: tuple[Group, ...] = ("attributes", "excuses")
    return {group: {key: words.model_dump() for key, words in labels(group).items()} for group in groups}


def verdicts(busy: Served, verdict: Verdict) -> int:
    return len(busy.store.events.page(EventFilter(verdict=verdict), 500))


def test_keys_that_come_before_the_answer_wait_in_sight_and_can_be_dropped(
    busy: Served, reviewer: Visitor
) -> None:
    page = reviewer.page
    held: list[Route] = []
    page.route("**/bridge/reviews*", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks what it calls
    for key in "c4j":
        page.keyboard.press(key)
    expect(page.locator(".waiting kbd")).to_have_text(["4", "J"])
    page.keyboard.press("Escape")
    expect(page.locator(".waiting")).to_be_hidden()
    while not held:  # the browser has sent it; the test hears of it a moment later
        page.wait_for_timeout(20)
    held[0].continue_()
    page.unroute("**/bridge/reviews*")
    expect(page.locator(".said")).to_contain_text("confirmed")
    expect(page.locator(".desk-progress")).to_contain_text(f"2 of {EVENTS}")
    assert (verdicts(busy, Verdict.CONFIRMED), verdicts(busy, Verdict.DISMISSED)) == (1, 0)
    page.keyboard.press("u")
    expect(page.locator(".desk-progress")).to_contain_text(f"1 of {EVENTS}")
    expect(page.locator(CHOSEN)).to_contain_text("Not reviewed")


def test_the_clip_is_watched_by_keys_and_only_a_clip_that_plays_is_a_view(
    busy: Served, reviewer: Visitor
) -> None:
    def watched(action: Action = Action.CLIP_VIEWED) -> set[str]:
        lines = busy.store.audit.page(AuditFilter(action=action), 200)
        return {line.subject for line in lines}

    page = reviewer.page
    reviewer.open(f"/?day={BUSY_DAY}")
    before, sent = watched(), watched(Action.CLIP_FETCHED)
    page.keyboard.press("j")
    page.wait_for_function("document.querySelector('.player video').currentTime > 0.1")
    number = re.search(r"event=(\d+)", page.url)
    assert number is not None
    page.wait_for_function(FETCHED_AHEAD)
    assert watched() - before == {f"event {number[1]}"}
    (following,) = watched(Action.CLIP_FETCHED) - sent
    assert following not in watched()
    page.keyboard.press("j")
    page.wait_for_function(PLAYS_FROM_CACHE)
    page.wait_for_timeout(300)
    assert watched() - before == {f"event {number[1]}", following}
    page.keyboard.press("]")
    video = page.locator(".player video")
    assert video.evaluate("v => v.playbackRate") == 1.5
    page.keyboard.press(".")
    at = video.evaluate("v => v.paused && v.currentTime")
    page.keyboard.press(",")
    assert 0.01 < at - video.evaluate("v => v.currentTime") < 0.1  # one picture
    page.keyboard.press("l")
    page.keyboard.press("[")
    assert video.evaluate("v => [v.loop, v.playbackRate]") == [True, 1]
    expect(page.locator(".scrub .span")).to_have_attribute("title", re.compile("The event: 0:0"))
    page.keyboard.press("z")
    expect(page.locator(".zones polygon")).to_have_count(2)
    staff = page.locator(".zones polygon.staff").bounding_box()
    frame = video.bounding_box()
    assert staff is not None
    assert frame is not None
    assert staff["x"] - frame["x"] == pytest.approx(
        0.3 * frame["width"], abs=6
    )  # STAFF begins at 0.3; a line has its width
    page.keyboard.press("z")
    expect(page.locator(".zones")).to_be_hidden()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("up to the last ten verdicts")
    page.keyboard.press("c")  # nothing is judged behind the list of keys
    page.keyboard.press("Escape")
    assert verdicts(busy, Verdict.CONFIRMED) == 0


def test_a_verdict_is_one_key_through_all_pages_and_ten_are_taken_back(
    busy: Served, reviewer: Visitor
) -> None:
    page = reviewer.page
    reviewer.open(f"/?day={BUSY_DAY}")
    expect(page.locator(".desk-progress")).to_contain_text(f"1 of {EVENTS}")
    for n in range(JUDGED):
        page.keyboard.press("3" if n % 4 == 0 else "c")
    expect(page.locator(".desk-progress")).to_contain_text(f"{JUDGED} judged now", timeout=60_000)
    expect(page.get_by_text(f"{EVENTS - JUDGED} to review", exact=True)).to_be_visible()
    dismissed = JUDGED // 4
    assert (verdicts(busy, Verdict.CONFIRMED), verdicts(busy, Verdict.DISMISSED)) == (
        JUDGED - dismissed,
        dismissed,
    )
    for _ in range(11):
        page.keyboard.press("u")
    expect(page.locator(".said")).to_have_text("There is nothing to undo.")
    expect(page.locator(".desk-progress")).to_contain_text(f"{EVENTS - JUDGED + 10} to review")
    expect(page.locator(".desk-progress")).to_contain_text(f"{JUDGED - 9} of {EVENTS}")


def test_the_facts_of_one_moment_are_judged_together_and_taken_back_together(
    busy: Served, reviewer: Visitor
) -> None:
    def of_day() -> list[Verdict]:
        shown = [str(row.get_attribute("id")) for row in page.locator("a.event").all()]
        found = [busy.store.events.get(int(one.removeprefix("event-"))) for one in shown]
        return [one.verdict for one in found if one is not None]

    page = reviewer.page
    reviewer.open(f"/?day={ONE_MOMENT_DAY}")
    row = page.locator("a.event", has_text="Phone in use")
    row.click()
    expect(page.locator(".selection")).to_contain_text("At the same moment: Large fast gestures")
    page.keyboard.press("m")
    expect(page.locator(".selection")).to_contain_text("3 selected, and a verdict is for all of them")
    expect(page.locator("a.event.selected")).to_have_count(3)
    page.keyboard.press("5")
    expect(page.locator(CHOSEN)).to_contain_text("2号窗口")  # nobody judged the other counter
    assert sorted(of_day()) == [Verdict.DISMISSED] * 3 + [Verdict.OPEN]
    row.click()
    expect(page.locator(".detail .history")).to_contain_text("Not a customer")
    page.keyboard.press("u")
    expect(page.locator(".desk-progress")).to_contain_text("4 to review")
    assert of_day() == [Verdict.OPEN] * 4
    page.keyboard.press("x")
    expect(page.locator(".selection")).to_contain_text("1 selected")
    page.keyboard.press("Escape")
    expect(page.locator("a.event.selected")).to_have_count(0)


def test_a_verdict_whose_answer_was_lost_is_kept_once(busy: Served, reviewer: Visitor) -> None:
    def lose_the_first(route: Route) -> None:
        route.fetch()
        route.abort()

    page = reviewer.page
    reviewer.open(f"/?day={ONE_MOMENT_DAY}")
    before = len(busy.store.audit.page(AuditFilter(action=Action.REVIEWED), 500))
    page.route("**/bridge/reviews*", lose_the_first, times=1)
    page.keyboard.press("c")
    expect(page.locator(".said")).to_contain_text("confirmed.")
    assert len(busy.store.audit.page(AuditFilter(action=Action.REVIEWED), 500)) == before + 1
    page.keyboard.press("u")
    expect(page.locator(".said")).to_contain_text("taken back")
    reviewer.errors[:] = [said for said in reviewer.errors if "ERR_FAILED" not in said]


def test_in_a_list_from_the_oldest_on_new_events_come_at_its_end(busy: Served, reviewer: Visitor) -> None:
    page = reviewer.page
    reviewer.open(f"/?day={ONE_MOMENT_DAY}&sort=start")
    page.keyboard.press("j")
    expect(page.locator(".desk-progress b")).to_have_text("2 of 4")
    late = Moment("slouching", 300 - 4 * DAY, 30.0)
    busy.store.recordings.save(analysed(300 - 4 * DAY, "late", late), NINE)
    expect(page.locator("a.event").last).to_contain_text("09:05:00")
    expect(page.locator(".desk-progress b")).to_have_text("2 of 5")
    busy.store.recordings.save(analysed(300 - 4 * DAY, "late"), NINE)


def test_a_changed_clip_is_said_at_once_and_its_event_can_still_be_judged(
    busy: Served, reviewer: Visitor
) -> None:
    page = reviewer.page
    waiting = verdicts(busy, Verdict.OPEN) - FURNISHED
    (busy.data / "clips" / "a.mp4").rename(busy.data / "clips" / "gone.mp4")
    try:
        reviewer.open(f"/?day={BUSY_DAY}&verdict=open")
        expect(page.locator(".player")).to_contain_text("This clip is gone")
        page.keyboard.press("6")
        expect(page.locator(".desk-progress")).to_contain_text(f"{waiting - 1} to review")
    finally:
        (busy.data / "clips" / "gone.mp4").rename(busy.data / "clips" / "a.mp4")


def test_the_script_writes_figures_as_the_pages_of_the_server_do(reviewer: Visitor) -> None:
    texts = Formatter(PageTexts("en", labels_of_figures()))
    lengths = (0.0, 36.44, 59.97, 240.0, 655.0, 3599.6, 7380.0)
    evidence = {
        "seconds": 36.4,
        "threshold_s": 20.0,
        "trunk_deg": 27.34,
        "threshold_deg": None,
        "speed_m_s": 3.456,
        "seen_share": 0.999,
        "excuse": "leave",
        "unheard_of_share": 0.004,
        "stood": False,
    }
    shown = reviewer.page.evaluate(
        """async ([lengths, evidence]) => {
          const load = (name) => import(`/dashboard-static/desk/${name}.js`);
          const [format, rows, words] = [await load("format"), await load("evidence"), await load("texts")];
          const data = JSON.parse(document.querySelector("[data-desk]").dataset.desk);
          const texts = new words.Texts(data);
          return [lengths.map((s) => format.seconds(s, texts)), rows.evidenceRows(evidence, data.against, texts),
                  format.day("2026-11-23T09:00:00.000+08:00", texts)];
        }""",
        [lengths, evidence],
    )
    rows = [[row.name, row.measured, row.threshold] for row in evidence_rows(evidence, texts)]
    assert shown == [[texts.seconds(s) for s in lengths], rows, texts.day(date(2026, 11, 23))]


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/events", MARK, 200),
        ("GET", "/events", {}, 403),
        ("GET", "/events", {**MARK, "Sec-Fetch-Site": "same-site"}, 403),
        ("POST", "/reviews", {**MARK, "Origin": "https://evil.example"}, 403),
        ("GET", "/users", MARK, 404),
        ("GET", "/events/1/../../users", MARK, 404),
        ("POST", "/events/1/appeals", MARK, 404),
    ],
)
def test_the_bridge_passes_on_what_the_page_needs_and_nothing_else(
    reviewer: Visitor, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    answer = reviewer.page.request.fetch(f"{reviewer.address}/bridge{path}", method=method, headers=headers)
    assert answer.status == status


def test_no_script_sees_the_token(busy: Served, reviewer: Visitor) -> None:
    kept = [
        json.loads(file.read_text("utf-8")) for file in (busy.data / "dashboard" / "sessions").glob("*.json")
    ]
    (token,) = [one["session"]["token"] for one in kept if "session" in one]
    assert len(token) > 20
    answer = reviewer.page.request.get(f"{reviewer.address}/bridge/events?limit=1", headers=MARK)
    assert token not in reviewer.page.content() + answer.text() + str(answer.headers)


def test_without_a_session_the_bridge_names_the_way_to_sign_in(busy: Served) -> None:
    with pytest.raises(OSError, match="403"):
        urlopen(f"{busy.address}/bridge/events", timeout=10)
