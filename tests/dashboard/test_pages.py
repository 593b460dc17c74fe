"""Everybody's other pages: scores with every reason, norms, site, audit, accounts, both languages, no server."""

import re

import httpx
import pytest
from playwright.sync_api import expect

from models import Action, Smile, Uniform
from models.store import AuditFilter
from tests.support.browser import PHONE, Served, Visitor, Visitors, free_port, start, stop

pytestmark = pytest.mark.browser

EVERY = (
    "/",
    "/scores",
    "/scores/2026-11-23/1",
    "/periods",
    "/clauses/R1",
    "/appeals",
    "/notices",
    "/norms",
    "/what-if",
    "/site",
    "/audit",
    "/holds",
    "/users",
    "/account",
    "/events/2",
)


def test_scores_show_coverage_beside_them_and_no_score_where_little_was_seen(supervisor: Visitor) -> None:
    supervisor.open("/scores")
    first, second, third = (supervisor.page.locator(".score").nth(n) for n in range(3))
    expect(first).to_contain_text("coverage 94%")
    expect(first).to_contain_text("provisional · 8 to review")
    expect(second).to_contain_text("Too little observed for a score")
    expect(third).to_contain_text("No footage of this day was analysed")
    expect(supervisor.page.locator(".chart svg")).to_be_visible()


def test_a_day_without_footage_has_no_score(supervisor: Visitor) -> None:
    supervisor.open("/scores?day=2026-11-01")
    expect(supervisor.page.get_by_role("status")).to_contain_text("No score does not mean 100 points")


def test_every_deduction_leads_to_its_event(supervisor: Visitor) -> None:
    supervisor.open("/scores")
    page = supervisor.page
    page.locator("a.score").first.click()
    page.wait_for_url("**/scores/2026-11-23/1")
    supervisor.ready()
    expect(page.locator(".big")).to_have_text("94")
    taken = page.locator(".clauses").first.locator("> li")
    points = [float(text.replace("−", "")) for text in taken.locator(".minus").all_text_contents()]
    assert 100 - sum(points) == 94
    expect(page.locator(".rate").first).to_contain_text("2 of 3met standing")
    page.locator(".deduction a.event").first.click()
    page.wait_for_url("**/events/*")
    expect(page.locator("h2").first).to_have_text("Not met standing")
    page.get_by_role("link", name="1 points on").click()
    page.wait_for_url("**/scores/2026-11-23/1")


def test_a_day_is_drawn_as_it_passed_and_its_events_open_their_clips_there(supervisor: Visitor) -> None:
    supervisor.open("/scores/2026-11-23/1")
    page = supervisor.page
    lanes = page.locator("#passed .lane")
    expect(lanes.locator(".name")).to_have_text(
        ["Events", "Post", "Customer at the window", "Slouching", "Leaning back"]
    )
    post = lanes.nth(1).locator(".strip").get_attribute("style") or ""
    assert all(f"--s-{name}" in post for name in ("standing", "seated", "absent", "unseen"))
    expect(page.locator("#passed .legend").first).to_contain_text("Not observed")
    page.get_by_role("link", name="09:06:40 Slouching").click()
    page.wait_for_url("**/events/*at=*")
    expect(page.locator("h2").first).to_have_text("Slouching")
    # The clip begins five seconds before the event; it is opened a second before it.
    expect(page.locator("video")).to_have_attribute("src", re.compile(r"#t=4\.0$"))


def test_a_day_without_signals_is_drawn_from_its_events(supervisor: Visitor) -> None:
    supervisor.open("/scores/2026-11-22/1")
    expect(supervisor.page.locator("#passed")).to_contain_text("The signals of this day are not stored")
    expect(supervisor.page.locator("#passed .lane")).to_have_count(4)


def test_a_week_shows_rates_with_denominators_what_went_well_and_where_points_went(
    supervisor: Visitor,
) -> None:
    supervisor.open("/periods?period=week&day=2026-11-23")
    page = supervisor.page
    expect(page.locator(".big")).to_have_text("94")
    expect(page.locator(".rate").first).to_contain_text("2 of 3")
    expect(page.locator(".rate").first).to_contain_text("95% interval 21% to 94%")
    rows = page.locator("table.groups").first.locator("tbody tr")
    expect(rows.first).to_contain_text("1号窗口")
    expect(rows.first).to_contain_text("6 (")
    expect(page.locator(".clauses").first).to_contain_text("R1")
    expect(page.locator("details", has_text="For the auditor")).to_be_visible()
    page.locator("select[name=period]").select_option(label="Month")
    page.wait_for_url("**period=month**")
    supervisor.ready()
    expect(page.locator("h2").first).to_contain_text("30 Nov 2026")


def test_people_are_shown_to_supervisors_who_ask_and_to_nobody_else(
    supervisor: Visitor, visitors: Visitors
) -> None:
    supervisor.open("/periods?day=2026-11-23")
    supervisor.page.get_by_role("link", name="Show").click()
    supervisor.page.wait_for_url("**people=1**")
    expect(supervisor.page.locator(".empty")).to_contain_text("There is no roster for this period")
    auditor = visitors.come()
    auditor.sign_in("wu", "/periods?day=2026-11-23")
    expect(auditor.page.locator("h1")).to_have_text("Day, week and month")
    expect(auditor.page.get_by_text("People", exact=True)).to_have_count(0)


def test_what_the_camera_cannot_judge_is_shown_as_such(supervisor: Visitor) -> None:
    supervisor.open("/scores/2026-11-23/1")
    folded = supervisor.page.locator("details", has_text="For the auditor")
    folded.locator("summary").click()
    expect(folded.locator("li").first).to_be_visible()


def test_a_clause_shows_what_the_norms_of_each_past_day_said_of_it(supervisor: Visitor) -> None:
    supervisor.open("/clauses/R1")
    said = supervisor.page.locator("section.panel", has_text="Rules in the norms of these days")
    expect(said).to_contain_text("Rule: applies, cap")
    expect(said).to_contain_text("Nobody at the post · points: ")
    limit = said.get_by_text("Absence: post empty for: ")
    expect(limit).to_be_hidden()
    said.locator("summary").click()
    expect(limit).to_be_visible()


def test_norms_show_wording_source_and_where_numbers_come_from(supervisor: Visitor) -> None:
    supervisor.open("/norms")
    page = supervisor.page
    clause = page.locator("#clause-P3")
    expect(clause).to_contain_text("Rise to meet the customer")
    expect(clause).to_contain_text("客户")
    expect(page.locator("tr", has_text="Absence: post empty for")).to_contain_text("vendor practice")
    page.get_by_label("Norm profile").select_option(label="All clauses")
    page.wait_for_url("**/norms?profile=*")
    supervisor.ready()
    assert page.locator(".clauses > li").count() > 40


def test_the_site_shows_its_zones(supervisor: Visitor) -> None:
    supervisor.open("/site")
    expect(supervisor.page.locator("figure")).to_have_count(2)
    assert supervisor.page.locator("figure").first.locator("polygon").count() == 4
    expect(supervisor.page.locator("figure").nth(1)).to_contain_text("There is no picture yet")


def test_the_site_shows_what_it_turned_on_its_uniform_and_by_what_right_smiles_are_measured(
    served: Served, supervisor: Visitor
) -> None:
    supervisor.open("/site")
    asked = supervisor.page.locator(".asked")
    expect(asked).to_contain_text("None: smiles, clothes, desks")
    (stored,) = served.store.sites.all()
    smile, uniform = (
        Smile(enabled=True, legal_basis="works agreement"),
        Uniform(colours=("#26293e", "#243e43")),
    )
    served.store.sites.put(stored.site.model_copy(update={"smile": smile, "uniform": uniform}))
    try:
        supervisor.open("/site")
        expect(asked).to_contain_text("Legal basis: works agreement")
        expect(asked.locator("i")).to_have_count(2)
        expect(asked.locator("i").first).to_have_css("background-color", "rgb(38, 41, 62)")
    finally:
        served.store.sites.put(stored.site)


def test_everything_is_said_in_chinese_to_who_reads_chinese(visitors: Visitors) -> None:
    visitor = visitors.come(locale="zh-CN")
    visitor.sign_in()
    page = visitor.page
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    expect(page.locator("h1")).to_have_text("事件复核")
    expect(page.locator("a.event").first).to_contain_text("伏案")
    expect(page.locator("a.event .why").first).to_contain_text("条款 R4")
    page.get_by_role("button", name="English").click()
    expect(page.locator("h1")).to_have_text("Event review")
    visitor.open("/norms")
    expect(page.locator("h1")).to_have_text("Norms")


def test_the_language_can_be_chosen_before_signing_in(visitors: Visitors) -> None:
    visitor = visitors.come()
    visitor.open("/signin")
    visitor.page.get_by_role("button", name="中文").click()
    expect(visitor.page.get_by_role("button", name="登录")).to_be_visible()


def test_who_watched_is_in_the_audit_log_and_who_only_passed_by_is_not(
    served: Served, visitors: Visitors, supervisor: Visitor
) -> None:
    def watched() -> list[str]:
        lines = served.store.audit.page(AuditFilter(action=Action.CLIP_VIEWED), 200)
        return [line.subject for line in lines if line.subject == "event 2"]

    supervisor.open("/events/2")
    supervisor.page.wait_for_timeout(500)
    assert watched() == []
    supervisor.page.evaluate("document.querySelector('video').play()")
    supervisor.page.wait_for_function("document.querySelector('video').currentTime > 0.2")
    assert watched() == ["event 2"]
    auditor = visitors.come()
    auditor.sign_in("wu", "/audit")
    line = auditor.page.locator("tr", has_text="viewed clip").first
    expect(line).to_contain_text("sun")
    expect(line).to_contain_text("127.0.0.1")


def test_an_admin_adds_and_switches_off_an_account(visitors: Visitors) -> None:
    admin = visitors.come()
    admin.sign_in("an", "/users")
    page = admin.page
    page.get_by_label("Account", exact=True).fill("new")
    page.get_by_role("button", name="Add account").click()
    page.get_by_role("link", name="I have handed it over").click()
    admin.ready()
    row = page.get_by_role("row").filter(has=page.get_by_role("cell", name="new", exact=True))
    expect(row).to_contain_text("Supervisor")
    admin.ready()
    row.get_by_role("button", name="Deactivate").click()
    expect(row).to_contain_text("inactive")


def test_pages_that_a_role_may_not_see_are_not_offered_and_say_so(supervisor: Visitor) -> None:
    expect(supervisor.page.get_by_role("link", name="Audit")).to_have_count(0)
    supervisor.open("/users")
    expect(supervisor.page.get_by_role("status")).to_contain_text(
        "Your role has no permission to view this page."
    )


@pytest.mark.parametrize("path", ["/events/99999", "/events/x", "/scores/2026-11-23/77", "/scores/x/1"])
def test_what_does_not_exist_is_said_in_one_line(supervisor: Visitor, path: str) -> None:
    supervisor.open(path)
    expect(supervisor.page.get_by_role("status")).to_contain_text("This item does not exist")


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
def test_every_page_fits_a_phone_and_names_what_it_shows(visitors: Visitors, locale: str) -> None:
    admin = visitors.come(locale, PHONE)
    admin.sign_in("an")
    for path in EVERY:
        admin.open(path)
        page = admin.page
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
        assert page.locator("h1").count() == 1, path
        nameless = "[...document.querySelectorAll('.cw button, .cw a')].filter(e => !e.textContent.trim()"
        nameless += " && e.offsetParent && !e.ariaLabel && !e.title).map(e => e.outerHTML)"
        assert page.evaluate(nameless) == [], path


def test_without_the_api_the_pages_say_that_it_does_not_answer(served: Served, visitors: Visitors) -> None:
    api, pages = free_port(), free_port()
    behind = start(served.data, api)
    before = start(served.data, pages, f"http://127.0.0.1:{api}")
    try:
        visitor = visitors.come(address=f"http://127.0.0.1:{pages}")
        visitor.sign_in()
        stop(behind)
        visitor.open("/norms")
        expect(visitor.page.get_by_role("status")).to_contain_text("The server does not answer.")
    finally:
        stop(behind)
        stop(before)


def test_nobody_else_can_read_the_sessions(served: Served) -> None:
    kept = served.data / "dashboard"
    assert kept.stat().st_mode & 0o077 == 0
    assert (kept / "secret").stat().st_mode & 0o077 == 0


def test_pages_take_nothing_from_elsewhere_and_are_framed_by_nobody(served: Served) -> None:
    policy = httpx.get(f"{served.address}/signin").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy


def test_on_a_phone_a_short_page_has_a_small_header_and_the_place_is_in_view(visitors: Visitors) -> None:
    visitor = visitors.come(size=PHONE)
    visitor.sign_in("wu", "/audit")
    expect(visitor.page.locator(".rail nav [aria-current]")).to_be_in_viewport(ratio=1)
    visitor.open("/account")
    assert visitor.page.evaluate("document.querySelector('.rail').offsetHeight") < 80
