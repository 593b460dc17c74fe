"""The way in: right and wrong passwords, coming back to where one was, sessions that end."""

import httpx
import pyotp
import pytest
from playwright.sync_api import expect

from models import ALL_HALLS, Role
from models.store import AccountChange
from tests.support.browser import Served, Visitors
from tests.support.dashboard_hall import NINE, PASSWORD

pytestmark = pytest.mark.browser


def test_who_is_not_signed_in_comes_back_to_the_page_they_asked_for(visitors: Visitors) -> None:
    visitor = visitors.come()
    visitor.open("/scores?day=2026-11-23")
    expect(visitor.page).to_have_url(f"{visitor.address}/signin?next=/scores%3Fday%3D2026-11-23")
    visitor.type_in("sun")
    expect(visitor.page).to_have_url(f"{visitor.address}/scores?day=2026-11-23")
    expect(visitor.page.locator("h1")).to_have_text("Day scores")


def test_a_wrong_password_is_said_in_one_line_and_nothing_opens(visitors: Visitors) -> None:
    visitor = visitors.come()
    visitor.open("/signin")
    visitor.type_in("sun", "wrong horse")
    expect(visitor.page.get_by_role("alert")).to_have_text("The account or the password is wrong.")
    visitor.open("/")
    expect(visitor.page).to_have_url(f"{visitor.address}/signin?next=/")


def test_an_empty_form_asks_for_what_is_missing(visitors: Visitors) -> None:
    visitor = visitors.come()
    visitor.open("/signin")
    visitor.page.get_by_role("button", name="Sign in").click()
    expect(visitor.page.get_by_role("alert")).to_have_text("Enter the account and the password.")


def test_a_link_cannot_send_people_to_another_site_after_signing_in(visitors: Visitors) -> None:
    visitor = visitors.come()
    visitor.open("/signin?next=//elsewhere.example/")
    visitor.type_in("sun")
    visitor.page.wait_for_selector("nav")
    expect(visitor.page).to_have_url(f"{visitor.address}/")


def test_signing_out_closes_the_door(visitors: Visitors) -> None:
    visitor = visitors.come()
    visitor.sign_in(path="/scores")
    visitor.page.get_by_role("button", name="Sign out").click()
    visitor.page.wait_for_url("**/signin")
    visitor.open("/norms")
    expect(visitor.page).to_have_url(f"{visitor.address}/signin?next=/norms")


def test_a_list_left_open_by_who_signed_out_does_not_say_that_the_session_ran_out(visitors: Visitors) -> None:
    visitor = visitors.come()
    visitor.sign_in(path="/")
    visitor.page.wait_for_load_state("networkidle")  # a poster on its way would be refused afterwards
    other_tab = visitor.page.context.new_page()
    other_tab.goto(f"{visitor.address}/norms")
    other_tab.get_by_role("button", name="Sign out").click()
    other_tab.wait_for_url("**/signin")
    # The open list asks for newer events by itself.
    expect(visitor.page).to_have_url(f"{visitor.address}/signin")
    visitor.errors[:] = [said for said in visitor.errors if "401" not in said]


def test_an_ended_session_leads_to_sign_in_and_back(served: Served, visitors: Visitors) -> None:
    account = served.store.accounts.add("temp", PASSWORD, Role.AUDITOR, "en", NINE)
    visitor = visitors.come()
    visitor.sign_in("temp", "/scores")
    served.store.accounts.change(account.id, AccountChange(password="another horse"))
    visitor.open("/norms")
    expect(visitor.page.get_by_role("status")).to_have_text("Your session has ended. Sign in again.")
    visitor.type_in("temp", "another horse")
    expect(visitor.page).to_have_url(f"{visitor.address}/norms")
    expect(visitor.page.locator("h1")).to_have_text("Norms")


def test_a_session_that_ends_while_a_list_is_open_leads_to_sign_in(
    served: Served, visitors: Visitors
) -> None:
    account = served.store.accounts.add("brief", PASSWORD, Role.SUPERVISOR, "en", NINE)
    served.store.grants.give(account.id, ALL_HALLS, "tests", NINE)
    visitor = visitors.come()
    visitor.sign_in("brief")
    served.store.accounts.change(account.id, AccountChange(active=False))
    # The open list asks for newer events by itself, so nobody has to click: whatever asks first is told.
    expect(visitor.page).to_have_url(f"{visitor.address}/signin?next=/&again=1")
    expect(visitor.page.get_by_role("status")).to_have_text("Your session has ended. Sign in again.")
    # What was on its way when the account ended is refused, and the browser says so.
    visitor.errors[:] = [said for said in visitor.errors if "401" not in said and "403" not in said]


def test_a_password_is_changed_by_its_owner(served: Served, visitors: Visitors) -> None:
    served.store.accounts.add("mei", PASSWORD, Role.AUDITOR, "en", NINE)
    visitor = visitors.come()
    visitor.sign_in("mei", "/account")
    visitor.page.get_by_label("Current password").fill(PASSWORD)
    visitor.page.get_by_label("New password").fill("battery staple")
    visitor.page.get_by_role("button", name="Change password").click()
    visitor.page.wait_for_url("**/signin")
    visitor.ready()
    visitor.type_in("mei", "battery staple")
    visitor.page.wait_for_selector("nav")


def test_a_session_id_that_was_planted_before_sign_in_opens_nothing_afterwards(visitors: Visitors) -> None:
    attacker, admin = visitors.come(), visitors.come()
    attacker.open("/signin")
    planted = attacker.page.context.cookies()
    admin.page.context.add_cookies([{**cookie} for cookie in planted])  # type: ignore[typeddict-item]
    admin.sign_in("an", "/users")
    assert admin.page.context.cookies() != planted
    assert attacker.page.context.cookies() == planted
    attacker.open("/users")
    expect(attacker.page).to_have_url(f"{attacker.address}/signin?next=/users")


def test_every_sign_in_has_an_id_of_its_own_and_the_language_is_kept(visitors: Visitors) -> None:
    visitor = visitors.come(locale="zh-CN")
    seen = set()
    for _ in range(2):
        visitor.sign_in("wu", "/norms")
        seen.add(visitor.page.context.cookies()[0]["value"])
        assert visitor.page.locator("html").get_attribute("lang") == "zh-CN"
        visitor.page.get_by_role("button", name="退出").click()
        expect(visitor.page).to_have_url(f"{visitor.address}/signin")
    assert len(seen) == 2


def test_a_copied_cookie_is_worth_nothing_after_its_owner_signed_out(visitors: Visitors) -> None:
    owner, thief = visitors.come(), visitors.come()
    owner.sign_in("wu")
    thief.page.context.add_cookies([{**cookie} for cookie in owner.page.context.cookies()])  # type: ignore[typeddict-item]
    thief.open("/norms")
    owner.page.get_by_role("button", name="Sign out").click()
    expect(owner.page).to_have_url(f"{owner.address}/signin")
    thief.open("/norms")
    expect(thief.page).to_have_url(f"{thief.address}/signin?next=/norms")


def test_a_made_up_ticket_leads_to_the_sign_in_page(served: Served) -> None:
    with httpx.Client(base_url=served.address) as client:
        client.get("/signin")
        answer = client.get("/signin/enter", params={"ticket": "x" * 43, "next": "//elsewhere.example/"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/signin?next=/")


def test_a_second_factor_is_set_up_on_the_own_page_and_asked_for_at_sign_in(
    served: Served, visitors: Visitors
) -> None:
    served.store.accounts.add("careful", PASSWORD, Role.AUDITOR, "en", NINE)
    visitor = visitors.come()
    visitor.sign_in("careful", "/account")
    page = visitor.page
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    phone = pyotp.TOTP(page.locator("code.secret").inner_text())
    page.get_by_label("Code that the program shows").fill(phone.now())
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator("ul.recovery li")).to_have_count(10)
    recovery = page.locator("ul.recovery li").first.inner_text()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/signin")
    visitor.ready()
    visitor.type_in("careful")
    page.fill("input[name=code]", "12345")
    page.press("input[name=code]", "Enter")
    expect(page.get_by_role("alert")).to_have_text("Enter the code of your second factor.")
    page.fill("input[name=code]", recovery)
    page.press("input[name=code]", "Enter")
    page.wait_for_selector("nav")
