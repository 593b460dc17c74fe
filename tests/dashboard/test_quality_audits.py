"""Two auditors judge the same items by keyboard, close the audit, and read how far to trust machine and each other."""

import re

import pytest
from playwright.sync_api import Page, expect

from models import ALL_HALLS, Role
from models.store import PageRequest
from tests.support.browser import Served, Visitor, Visitors
from tests.support.dashboard_hall import NINE, PASSWORD

pytestmark = pytest.mark.browser


def judges(auditor: Visitor, wrong: int) -> None:
    """All ten items by keyboard alone: the first `wrong` flagged events are wrong, everything else is as told."""
    page = auditor.page
    for done in range(10):
        expect(page.locator(".chip").first).to_contain_text(f"{done} judged")
        quiet = "Quiet time" in page.locator("h2").first.inner_text()
        if quiet:
            page.keyboard.press("n")
        elif wrong:
            wrong -= 1
            page.keyboard.press("w")
            page.get_by_role("button", name="Save").press("Enter")
        else:
            page.keyboard.press("r")
    expect(page.get_by_text("You have judged every item")).to_be_visible()


def draws(page: Page) -> None:
    page.get_by_label("First day").fill("2026-11-23")
    page.get_by_label("Last day").fill("2026-11-23")
    page.get_by_label("Flagged events").fill("6")
    page.get_by_label("Quiet minutes").fill("4")
    page.get_by_role("button", name="Draw", exact=True).click()
    page.wait_for_url("**/quality/*")


def test_two_auditors_judge_ten_items_by_keyboard_and_read_kappa_and_recall(
    served: Served, visitors: Visitors
) -> None:
    meng = served.store.accounts.add("meng", PASSWORD, Role.AUDITOR, "en", NINE)
    served.store.grants.give(meng.id, ALL_HALLS, "tests", NINE)
    first, second = visitors.come(), visitors.come()
    first.sign_in("wu", "/quality")
    draws(first.page)
    first.ready()
    address = re.sub(r"https?://[^/]+", "", first.page.url)
    judges(first, wrong=1)
    second.sign_in("meng", address)
    expect(second.page.locator(".chip").first).to_contain_text("0 judged")
    judges(second, wrong=2)
    second.page.get_by_role("button", name="Close the audit").click()
    pairs = second.page.locator("section", has_text="Agreement of auditors")
    expect(pairs.get_by_role("row", name="Everything")).to_contain_text("meng · wu")
    expect(pairs.get_by_role("row", name="Everything")).to_contain_text(re.compile(r"90%0\.\d+ \("))
    kinds = second.page.locator("section", has_text="Estimated recall")
    expect(kinds.locator("tbody")).to_contain_text(
        re.compile(r"1 of 1: 100% \(\d+% to 100%\)\d+% \(\d+% to \d+%\)")
    )
    (audit,) = served.store.quality_audits.listed(PageRequest("drawn_at")).items
    assert (audit.drawn_by, audit.closed_by) == ("wu", "meng")


def test_a_chinese_auditor_reads_why_a_draw_is_refused(visitors: Visitors) -> None:
    auditor = visitors.come("zh-CN")
    auditor.sign_in("wu", "/quality")
    page = auditor.page
    page.get_by_label("起始日期").fill("昨天")
    page.get_by_role("button", name="抽取", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("两个日期")
