"""Accounts in the browser: who forgot the password gets another one from an administrator."""

import pytest
from playwright.sync_api import expect

from models import ALL_HALLS, Role
from tests.support.browser import Served, Visitors
from tests.support.dashboard_hall import NINE, PASSWORD

pytestmark = pytest.mark.browser


def test_who_forgot_the_password_gets_a_first_one_and_chooses_another(
    served: Served, visitors: Visitors
) -> None:
    account = served.store.accounts.add("forgetful", PASSWORD, Role.AUDITOR, "en", NINE)
    served.store.grants.give(account.id, ALL_HALLS, "an", NINE)
    admin = visitors.come()
    admin.sign_in("an", "/users")
    row = admin.page.get_by_role("row", name="forgetful")
    row.get_by_role("button", name="Reset password").click()
    admin.page.locator(".reset").get_by_role("button", name="Make password").click()
    first = admin.page.locator(".accounts code.secret").inner_text()
    assert served.store.accounts.check("forgetful", PASSWORD) is None
    found = served.store.accounts.check("forgetful", first)
    assert found is not None
    assert found.version > account.version
    forgetful = visitors.come()
    forgetful.open("/signin?next=/audit")
    forgetful.type_in("forgetful", first)
    expect(forgetful.page.get_by_text("Choose your own to go on.")).to_be_visible()
    forgetful.ready()
    forgetful.page.get_by_label("Current password").fill(first)
    forgetful.page.get_by_label("New password").fill("another horse")
    forgetful.page.get_by_role("button", name="Change password").click()
    forgetful.page.wait_for_url("**/signin**")
    forgetful.ready()
    forgetful.type_in("forgetful", "another horse")
    forgetful.page.wait_for_selector("nav")
    assert served.store.accounts.check("forgetful", first) is None


def test_a_new_account_gets_a_password_that_nobody_typed(served: Served, visitors: Visitors) -> None:
    admin = visitors.come()
    admin.sign_in("an", "/users")
    form = admin.page.locator("form.account")
    form.get_by_role("button", name="Add account").click()
    expect(admin.page.locator(".error-line", has_text="Enter the name of the account.")).to_be_visible()
    form.get_by_label("Account", exact=True).fill("newcomer")
    form.get_by_role("button", name="Add account").click()
    first = admin.page.locator("code.secret").inner_text()
    found = served.store.accounts.check("newcomer", first)
    assert found is not None
    assert found.first_until is not None


def test_an_account_is_limited_to_a_site_and_sees_no_other(served: Served, visitors: Visitors) -> None:
    account = served.store.accounts.add("narrow", PASSWORD, Role.AUDITOR, "en", NINE)
    admin = visitors.come()
    admin.sign_in("an", "/users")
    row = admin.page.get_by_role("row", name="narrow")
    expect(row).to_contain_text("No site yet")
    row.get_by_role("button", name="Choose sites").click()
    admin.page.locator("form.grant .grants").click()
    admin.page.get_by_role("option", name="Riverside · hall").click()
    admin.page.keyboard.press("Escape")
    admin.page.locator("form.grant").get_by_role("button", name="Save sites").click()
    expect(admin.page.get_by_role("row", name="narrow")).not_to_contain_text("No site yet")
    (grant,) = served.store.grants.of(account.id)
    assert (grant.site, grant.camera) == ("riverside", "hall")
