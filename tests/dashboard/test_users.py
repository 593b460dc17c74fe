"""Accounts in the browser: who forgot the password gets another one from an administrator."""

import pytest
from playwright.sync_api import expect

from models import Role
from tests.support.browser import Served, Visitors
from tests.support.dashboard_hall import NINE, PASSWORD

pytestmark = pytest.mark.browser


def test_who_forgot_the_password_gets_another_one(served: Served, visitors: Visitors) -> None:
    account = served.store.accounts.add("forgetful", PASSWORD, Role.AUDITOR, "en", NINE)
    admin = visitors.come()
    admin.sign_in("an", "/users")
    row = admin.page.get_by_role("row", name="forgetful")
    row.get_by_role("button", name="Reset password").click()
    form = admin.page.locator("form.reset")
    form.get_by_label("New password for forgetful").fill("short")
    form.get_by_role("button", name="Save password").click()
    expect(admin.page.locator(".accounts").get_by_role("alert")).to_contain_text("10")
    form.get_by_label("New password for forgetful").fill("another horse")
    form.get_by_role("button", name="Save password").click()
    expect(form).to_have_count(0)
    assert served.store.accounts.check("forgetful", PASSWORD) is None
    found = served.store.accounts.check("forgetful", "another horse")
    assert found is not None
    assert found.version > account.version


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
