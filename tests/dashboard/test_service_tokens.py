"""Service tokens in the browser: an administrator makes one for another system, and takes it back."""

import httpx
import pytest
from playwright.sync_api import expect

from models import ALL_HALLS, TokenOrder, TokenRight
from tests.support.browser import Served, Visitors
from tests.support.dashboard_hall import NINE

pytestmark = pytest.mark.browser


def test_a_token_is_made_shown_once_and_revoked(served: Served, visitors: Visitors) -> None:
    admin = visitors.come()
    admin.sign_in("an", "/users")
    form = admin.page.locator("form.token")
    form.get_by_role("button", name="Make token").click()
    expect(admin.page.locator(".tokens").get_by_role("alert")).to_contain_text("1 to 366 days")
    form.get_by_label("System").fill("bureau")
    form.locator(".grants").click()
    admin.page.get_by_role("option", name="All sites").click()
    admin.page.keyboard.press("Escape")
    form.get_by_role("button", name="Make token").click()
    secret = admin.page.locator(".tokens code.secret").inner_text()
    asked = {"Authorization": f"Bearer {secret}"}
    assert httpx.get(f"{served.address}/api/v1/sites", headers=asked).status_code == 200
    admin.page.get_by_role("link", name="I have copied the token").click()
    row = admin.page.get_by_role("row", name="bureau")
    expect(row).to_contain_text("read events")
    expect(row).to_contain_text("active")
    expect(row).not_to_contain_text("never")
    expect(admin.page.locator("body")).not_to_contain_text(secret)
    row.get_by_role("button", name="Revoke").click()
    expect(row).to_contain_text("revoked")
    assert httpx.get(f"{served.address}/api/v1/sites", headers=asked).status_code == 401


def test_a_service_token_opens_no_page(served: Served) -> None:
    order = TokenOrder("curious", frozenset(TokenRight), 30, "an")
    token, secret = served.store.service_tokens.make(order, NINE + 1e9)
    served.store.token_grants.give(token.id, ALL_HALLS, "an", NINE)
    asked = {"Authorization": f"Bearer {secret}"}
    for path in ("/", "/users", "/scores", "/audit"):
        answer = httpx.get(served.address + path, headers=asked)
        assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/signin"), path
