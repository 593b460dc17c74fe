"""A third language is one file: pages, reports, sentences and names speak it, and nothing else is changed."""

import datetime as dt
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
import yaml

from models import Event
from models.norms import label, load_profile
from models.store import Store
from models.texts.catalogue import FURTHER, texts
from pipeline.phrasing.sentences import sentence
from pipeline.reports import ReportRequest, gather, render
from tests.support.report_hall import MONDAY, furnish, nine, site

ZONE = ZoneInfo("Asia/Shanghai")
LOCALE = {
    "language.name": "Esperanto",
    "language.tag": "eo",
    "language.quasar": "eo",
    "format.locale": "eo",
    "format.day": "EEE, d MMM y",
}


@pytest.fixture
def esperanto(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one file: every English text between guillemets, dates as Esperanto writes them."""
    kept = ("format.", "language.", "unit.")
    made = {key: said if key.startswith(kept) else f"«{said}»" for key, said in texts("en").items()}
    (tmp_path / "eo.yaml").write_text(yaml.safe_dump({**made, **LOCALE}, allow_unicode=True), "utf-8")
    monkeypatch.setenv(FURTHER, str(tmp_path))
    return tmp_path


@pytest.mark.usefixtures("esperanto")
def test_an_absence_is_told_in_the_third_language() -> None:
    at = dt.datetime(2026, 11, 23, 9, 31, 12, tzinfo=ZONE).timestamp()
    told = sentence(Event("hall", "1", "absence", at, at + 90, 0.9), load_profile("power"), ZONE, "eo")
    assert told.startswith("«««nobody at the post» 09:31:12 to 09:32:42, 1 min 30 s« (counted from")
    assert label("kinds", "absence").of("eo") == "«nobody at the post»"


@pytest.mark.usefixtures("esperanto")
def test_a_report_is_written_in_the_third_language(tmp_path: Path) -> None:
    with Store.at(tmp_path / "data") as store:
        furnish(store)
        found = gather(store, ReportRequest(site(), "day", MONDAY, nine(MONDAY + dt.timedelta(days=40))))
        page = render(found, "html", "eo").content.decode("utf-8")
    assert "«Daily service report»" in page
    assert f"lu, {MONDAY.day} Nov 2026" in page
    assert 'lang="eo"' in page
    assert "Daily service report»" not in page.replace("«Daily service report»", "")


@pytest.fixture
def served(esperanto: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a dashboard whose server finds the file by its environment."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    data = tmp_path / "served"
    Store.at(data).close()
    command = [sys.executable, "-m", "tests.support.serving", str(data), str(port)]
    with (data / "server.log").open("ab") as log:
        process = subprocess.Popen(
            command,
            cwd=Path(__file__).parents[1],
            env={**os.environ, FURTHER: str(esperanto)},
            stdout=log,
            stderr=log,
        )
    address = f"http://127.0.0.1:{port}"
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        try:
            httpx.get(f"{address}/signin", timeout=30)
            break
        except httpx.TransportError:
            time.sleep(0.2)
    yield address
    process.send_signal(signal.SIGTERM)
    process.wait(60)


def test_a_page_is_shown_in_the_third_language_to_a_browser_that_asks_for_it(served: str) -> None:
    asked = httpx.get(f"{served}/signin", headers={"Accept-Language": "eo,en;q=0.5"}, timeout=60).text
    assert "«Sign in»" in asked
    assert "Switch to 中文" in asked
    assert '<html lang="eo">' in asked
    english = httpx.get(f"{served}/signin", headers={"Accept-Language": "en"}, timeout=60).text
    assert "«" not in english.replace("«Switch", "")
    assert "Switch to Esperanto" in english
