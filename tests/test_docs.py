"""The pages of docs/: links and named modules exist, and every decision has its four parts."""

import re
from pathlib import Path

import pytest

from scripts.house import PACKAGES

ROOT = Path(__file__).parents[1]
CODE = (*PACKAGES, "benchmarks", "scripts", "synthetic", "tests")
PAGES = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md", ROOT / "CHANGELOG.md"]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
FILES = [f"/{f.relative_to(ROOT)}" for part in CODE for f in (ROOT / part).rglob("*.py")]
INDEX = (ROOT / "docs" / "decisions" / "README.md").read_text("utf-8")
PARTS = ["## Context", "## Decision", "## Consequences", "## Figures"]


def _relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _anchors(page: Path) -> set[str]:
    """Anchors of a page's headings, formed as Git forges form them."""
    heads = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def _dead(page: Path) -> list[str]:
    dead = []
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        name, _, anchor = target.partition("#")
        if name.startswith(("http:", "https:")):
            continue
        file = page.parent / name if name else page
        if not file.exists() or (anchor and anchor not in _anchors(file)):
            dead.append(target)
    return dead


@pytest.mark.parametrize("page", PAGES, ids=_relative)
def test_every_link_of_a_page_leads_to_a_file_and_a_heading(page: Path) -> None:
    assert _dead(page) == []


def test_a_dead_link_is_found(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("# Head line\n[a](two.md) [b](#head-line) [c](#no) [d](one.md#x)")
    assert _dead(tmp_path / "one.md") == ["two.md", "#no", "one.md#x"]


@pytest.mark.parametrize("page", PAGES, ids=_relative)
def test_every_module_that_a_page_names_exists(page: Path) -> None:
    named = set(re.findall(r"`([\w/]+\.py)`", page.read_text("utf-8")))
    assert [name for name in sorted(named) if not any(f.endswith("/" + name) for f in FILES)] == []


@pytest.mark.parametrize("page", DECISIONS, ids=_relative)
def test_a_decision_says_context_decision_consequences_and_figures(page: Path) -> None:
    text = page.read_text("utf-8")
    assert [line for line in text.splitlines() if line.startswith("## ")] == PARTS
    assert text.startswith(f"# {page.name[:4]} ")


def test_the_index_names_every_decision_by_its_title() -> None:
    rows = re.findall(r"^\| \[(\d{4})\]\(([^)]+)\) \| (.*) \|$", INDEX, re.MULTILINE)
    titles = [(p.name[:4], p.name, p.read_text("utf-8").splitlines()[0][7:]) for p in DECISIONS]
    assert rows == titles
    numbers = [number for number, _, _ in rows]
    assert numbers == sorted(set(numbers))
