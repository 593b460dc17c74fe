"""docs/dashboard.md lists every page of the dashboard by its address."""

import re
from pathlib import Path

from dashboard.routes import PAGES

TEXT = (Path(__file__).parents[2] / "docs" / "dashboard.md").read_text("utf-8")


def test_every_page_is_listed_by_its_address() -> None:
    listed = re.findall(r"^\| [^|`]+`(/[^`]*)`", TEXT, re.MULTILINE)
    assert len(listed) == len(set(listed))
    assert {re.sub(r"[A-Z]+", "{}", address) for address in listed} == {
        re.sub(r"\{\w+\}", "{}", address) for address in PAGES
    }
