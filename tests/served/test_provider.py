"""`counterwatch serve --oidc`: a person in a browser signs in by the company's provider."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, expect

from api.oidc_settings import CALLBACK
from api.secret import load_secret
from api.tokens import Signer
from models.store import Identity, Store
from tests.support.browser import Visitor, free_port
from tests.support.command_line import complaint
from tests.support.openid_provider import CLIENT_ID, CLIENT_SECRET, OpenIdProvider, openid_provider
from tests.support.running_api import PASSWORD
from tests.support.served_program import ServedProgram, program

SUN = "248289761001"
FILE = """issuer: {issuer}
client_id: {client}
client_secret: ${{file:{secret}}}
redirect_uri: http://127.0.0.1:{port}{path}
label: {{zh: 公司账号, en: the company}}
"""


def written(folder: Path, issuer: str, port: int) -> Path:
    secret = folder / "oidc-secret"
    secret.write_text(f"{CLIENT_SECRET}\n")
    secret.chmod(0o600)
    file = folder / "oidc.yaml"
    file.write_text(
        FILE.format(issuer=issuer, client=CLIENT_ID, secret=secret, port=port, path=CALLBACK), "utf-8"
    )
    return file


@contextmanager
def company(tmp_path: Path, accounts: Path) -> Iterator[tuple[ServedProgram, OpenIdProvider, Store]]:
    data, port = tmp_path / "data", free_port()
    shutil.copytree(accounts, data)
    with (
        openid_provider(f"http://127.0.0.1:{port}{CALLBACK}", time.time) as provider,
        Store.at(data) as store,
    ):
        sun = store.accounts.named("sun")
        assert sun is not None
        store.identities.bind(sun.id, Identity(provider.address, SUN), "an", time.time())
        with program(data, "--oidc", written(tmp_path, provider.address, port), port=port) as served:
            yield served, provider, store


@pytest.mark.browser
def test_sun_signs_in_by_the_provider_in_a_browser(tmp_path: Path, accounts: Path, chromium: Browser) -> None:
    with company(tmp_path, accounts) as (served, provider, store):
        context = chromium.new_context(locale="en-US")
        visitor = Visitor(context.new_page(), served.address)
        page = visitor.page
        visitor.open("/signin?next=/notices")
        (before,) = [one["value"] for one in context.cookies() if one["name"] == "counterwatch"]
        page.get_by_role("link", name="Sign in with the company").click()
        page.wait_for_selector("nav")
        assert page.url == f"{served.address}/notices"
        (after,) = [one["value"] for one in context.cookies() if one["name"] == "counterwatch"]
        assert before != after
        # An attacker's answer in sun's browser belongs to no sign-in that she began.
        page.goto(f"{served.address}{CALLBACK}?code=stolen&state=theirs")
        assert "/signin" in page.url or page.url.endswith("/")
        context.clear_cookies()
        page.goto(f"{served.address}{CALLBACK}?code=stolen&state=theirs")
        expect(page.locator(".gate")).to_contain_text("The sign-in was not completed")

        provider.person = "nobody"
        page.get_by_role("link", name="Sign in with the company").click()
        expect(page.locator(".gate")).to_contain_text("Ask an administrator")

        provider.person = SUN
        secret = _factor(served.data, store)
        page.get_by_role("link", name="Sign in with the company").click()
        expect(page.locator("input[name=password]")).to_be_hidden()
        visitor.ready()
        page.fill("input[name=code]", pyotp.TOTP(secret).now())
        page.press("input[name=code]", "Enter")
        page.wait_for_selector("nav")
        assert visitor.errors == []
        context.close()
        assert "Traceback" not in served.log.read_text("utf-8")


def _factor(data: Path, store: Store) -> str:
    sun, secret = store.accounts.named("sun"), pyotp.random_base32()
    assert sun is not None
    store.second_factors.begin(sun.id, Signer(load_secret(data)).seal(secret), time.time())
    store.second_factors.confirm(sun.id, 1, [])
    return secret


@pytest.mark.browser
def test_while_the_provider_is_away_a_password_signs_in(
    tmp_path: Path, accounts: Path, chromium: Browser
) -> None:
    data, port = tmp_path / "data", free_port()
    shutil.copytree(accounts, data)
    with program(data, "--oidc", written(tmp_path, "http://127.0.0.1:1", port), port=port) as served:
        visitor = Visitor(chromium.new_context(locale="zh-CN").new_page(), served.address)
        visitor.open("/signin?next=/notices")
        visitor.page.get_by_role("link", name="使用公司账号登录").click()
        expect(visitor.page.locator(".gate")).to_contain_text("统一登录服务无响应")
        visitor.ready()
        visitor.type_in("sun", PASSWORD)
        visitor.page.wait_for_selector("nav")
        visitor.page.context.close()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("client_secret: a secret of both", "client_secret: write where it is, as ${NAME} or ${file:/PATH}"),
        ("client_secret: ${NOT_SET}", "${NOT_SET} is not set or empty"),
        ("client_secret: ${file:/nowhere/at/all}", "/nowhere/at/all: the client secret cannot be read"),
        ("issuer: http://id.hall.example", "https://"),
        ("issuer: id.hall.example", "https://"),
        ("redirect_uri: https://hall.example/", CALLBACK),
        ("client_id: ''", "client_id"),
        ("second_factor: {amr: otp}", "second_factor.amr"),
        ("scope: email", "scope"),
    ],
)
def test_settings_that_cannot_be_are_one_line_and_never_show_the_secret(
    tmp_path: Path, line: str, words: str
) -> None:
    file = written(tmp_path, "https://id.hall.example", 8000)
    key = line.partition(":")[0]
    kept = [one for one in file.read_text("utf-8").splitlines() if not one.startswith(f"{key}:")]
    file.write_text("\n".join([*kept, line]), "utf-8")
    said = complaint("serve", "--oidc", file, "--data", tmp_path / "data", folder=tmp_path)
    assert words in said
    assert CLIENT_SECRET not in said


def test_a_secret_that_others_may_read_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path, "https://id.hall.example", 8000)
    (tmp_path / "oidc-secret").chmod(0o640)
    said = complaint("serve", "--oidc", file, "--data", tmp_path / "data", folder=tmp_path)
    assert "others may read the client secret" in said
