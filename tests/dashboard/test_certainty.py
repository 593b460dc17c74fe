"""A reader sees of every event whether it is a fact, a question or a hint, and that the latter two cost nothing."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.support.browser import PHONE, Visitor, Visitors

pytestmark = pytest.mark.browser

DAY = "/scores/2026-11-23/1"


def card(part: Locator, kind: str) -> Locator:
    """An event of the score's explanation."""
    return part.locator("a.event", has_text=kind).first


def test_every_event_below_the_score_says_how_certain_it_is(supervisor: Visitor) -> None:
    supervisor.open(DAY)
    page = supervisor.page
    reasons = page.locator(".clauses").first
    expect(card(reasons, "Slouching")).to_contain_text("Fact")
    expect(card(reasons, "Phone in use")).to_contain_text("Question for a person")
    expect(card(reasons, "Large fast gestures")).to_contain_text("Hint, costs nothing")


def test_a_question_and_a_hint_stand_without_points_beside_the_deductions(supervisor: Visitor) -> None:
    supervisor.open(DAY)
    pieces = supervisor.page.locator(".clauses").first.locator(".deduction")
    for kind, why in (
        ("Phone in use", "awaits confirmation, no points until then"),
        ("Large fast gestures", "not charged in this profile"),
    ):
        piece = pieces.filter(has=supervisor.page.locator("a.event", has_text=kind)).first
        expect(piece).to_contain_text(why)
        expect(piece).not_to_contain_text("−")
    expect(supervisor.page.locator(".big")).to_have_text("94")


def test_the_marks_of_the_day_have_a_shape_for_each_certainty_and_the_legend_says_which(
    supervisor: Visitor,
) -> None:
    supervisor.open(DAY)
    passed = supervisor.page.locator("#passed")
    expect(passed.get_by_role("link", name="09:06:40 Slouching · Fact")).to_have_class(
        re.compile(r"\bfact\b")
    )
    asked = passed.get_by_role("link", name="09:25:50 Phone in use · Question for a person")
    expect(asked).to_have_class(re.compile(r"\bquestion\b"))
    hint = passed.get_by_role(
        "link", name="09:27:00 Large fast gestures at the customer · Hint, costs nothing"
    )
    red = supervisor.page.evaluate(
        "getComputedStyle(document.querySelector('.legend .dot.confirmed')).backgroundColor"
    )
    assert red not in (
        hint.evaluate("e => getComputedStyle(e).backgroundColor"),
        hint.evaluate("e => getComputedStyle(e).borderColor"),
    )
    legend = passed.locator(".legend").last
    expect(legend).to_contain_text("Fact")
    expect(legend).to_contain_text(
        "A question costs nothing before a person confirms it; a hint never costs anything."
    )


def test_a_day_under_other_norms_says_it_of_the_events_that_it_adds(supervisor: Visitor) -> None:
    supervisor.open("/what-if?day=2026-11-23&counter=1")
    page = supervisor.page
    options = page.locator("select[name=profile] option")
    page.locator("select[name=profile]").select_option(index=options.count() - 1)
    expect(page.locator(".supposed")).to_have_count(1)
    change = page.locator(".supposed .deduction").first
    expect(change).to_contain_text("Fact")


def test_the_same_is_said_in_chinese_on_a_phone(visitors: Visitors) -> None:
    visitor = visitors.come("zh-CN", PHONE)
    visitor.sign_in("wu", DAY)
    page = visitor.page
    expect(card(page.locator(".clauses").first, "使用手机")).to_contain_text("待人工确认")
    expect(card(page.locator(".clauses").first, "急促大幅手势")).to_contain_text("提示，不扣分")
    expect(page.locator("#passed .legend").last).to_contain_text("提示始终不扣分")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
