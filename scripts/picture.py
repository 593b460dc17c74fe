"""The picture of the dashboard in its manual, taken of the demo: `make picture`.

Only renderings of our own are in the demo, so that the picture may be given away. Needs Chromium and its fonts:
`apt install chromium fonts-noto-cjk`.
"""

import argparse
import shutil
import sys
import threading
import time
from pathlib import Path

import uvicorn
from playwright.sync_api import Page, sync_playwright

from api.app import create_app
from api.demo import ensure_demo_accounts
from api.settings import Settings
from dashboard.app import mount
from dashboard.server import address_of, listen
from models import Role
from models.store import Store

SIZE = {"width": 1440, "height": 900}
SETTLED_MS = 4000
"""The player hides its controls after three seconds without a hand at it."""


def main() -> None:
    """Serve the folder, sign in as its supervisor, and keep the review desk with one event chosen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("demo-data"))
    parser.add_argument("--out", type=Path, default=Path("docs/dashboard.png"))
    parser.add_argument("--shown", default="Not met standing", help="words of the event that is shown")
    given = parser.parse_args()
    with Store.at(given.data) as store:
        accounts = ensure_demo_accounts(store, given.data, time.time(), "en")
    (password,) = [one.password for one in accounts if one.role is Role.SUPERVISOR]
    application = create_app(Settings(given.data))
    mount(application, given.data)
    server = uvicorn.Server(uvicorn.Config(application, log_level="warning"))
    socket = listen("127.0.0.1", 0)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]}, daemon=True)
    thread.start()
    try:
        _take(address_of(socket), password, given.shown, given.out)
    finally:
        server.should_exit = True
        thread.join(20)
    sys.stdout.write(f"{given.out}: {given.out.stat().st_size} bytes\n")


def _take(address: str, password: str, shown: str, out: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_context(viewport=SIZE, locale="en-US", color_scheme="light").new_page()  # type: ignore[arg-type]
        _sign_in(page, address, password)
        page.locator("a.event", has_text=shown).first.click()
        page.locator(".player video").wait_for()
        page.evaluate("const v = document.querySelector('.player video'); v.pause(); v.currentTime = 4")
        page.mouse.move(5, 500)
        page.wait_for_timeout(SETTLED_MS)
        page.screenshot(path=out)
        browser.close()


def _sign_in(page: Page, address: str, password: str) -> None:
    page.goto(f"{address}/signin")
    page.wait_for_function("window.socket && window.socket.connected && window.did_handshake")
    page.fill("input[name=name]", Role.SUPERVISOR.value)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_selector("nav")


if __name__ == "__main__":
    main()
