"""A served dashboard and a person in front of it with a real browser."""

import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page, StorageState, ViewportSize

from models.store import Store
from tests.support.dashboard_hall import PASSWORD

ROOT = Path(__file__).parents[2]


WIDE: ViewportSize = {"width": 1366, "height": 860}


PATIENCE_MS = 20_000  # a browser, a server and other tests may share two cores


PHONE: ViewportSize = {"width": 390, "height": 844}


@dataclass(frozen=True, slots=True)
class Served:
    """A server over a furnished data folder; `store` is the same database."""

    address: str
    data: Path
    store: Store


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def start(data: Path, port: int, *more: str) -> subprocess.Popen[bytes]:
    """The server as its own process; returns once it answers."""
    command = [sys.executable, "-m", "tests.support.serving", str(data), str(port), *more]
    with (data / "server.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
    until = time.monotonic() + 180  # a bound: a machine that does much else starts it slowly
    while time.monotonic() < until:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/signin", timeout=5).status_code == 200:
                return process
        except httpx.HTTPError:
            time.sleep(0.2)
        if process.poll() is not None:
            break
    process.kill()
    raise AssertionError((data / "server.log").read_text("utf-8"))


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Visitor:
    """Somebody at a browser; every error their browser reports is kept."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.errors: list[str] = []
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def open(self, path: str) -> None:
        """Go there and wait until the page listens."""
        self.page.goto(self.address + path)
        self.ready()

    def ready(self) -> None:
        self.page.wait_for_function("window.socket && window.socket.connected && window.did_handshake")
        if self.page.locator("[data-desk]").count():
            self.page.locator(".review[data-ready]").wait_for()

    def type_in(self, name: str, password: str = PASSWORD) -> None:
        self.page.fill("input[name=name]", name)
        self.page.fill("input[name=password]", password)
        self.page.press("input[name=password]", "Enter")

    def sign_in(self, name: str = "sun", path: str = "/") -> None:
        self.open(f"/signin?next={path}")
        self.type_in(name)
        self.page.wait_for_selector("nav")
        self.ready()


class Visitors:
    """Lets people in, and at the end asks that no browser reported an error."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self._address = browser, address
        self._in: list[Visitor] = []

    def come(
        self,
        locale: str = "en-US",
        size: ViewportSize = WIDE,
        address: str | None = None,
        cookies: StorageState | None = None,
    ) -> Visitor:
        page = self._browser.new_context(locale=locale, viewport=size, storage_state=cookies).new_page()
        self._in.append(Visitor(page, address or self._address))
        return self._in[-1]

    def leave(self) -> None:
        for visitor in self._in:
            visitor.page.context.close()
        assert [error for visitor in self._in for error in visitor.errors] == []
