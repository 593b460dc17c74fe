"""docs/glossary.md: both languages in every row, and classes and modules that exist."""

import re
from pathlib import Path

import pytest

from scripts.house import modules

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "glossary.md").read_text("utf-8")
LINES = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| term")]
ROWS = [[cell.strip() for cell in line.strip("| ").split("|")] for line in LINES]
CLASSES = [name for module in modules() for name in module.classes]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def _named(cell: str) -> list[str]:
    return re.findall(r"`([\w.]+)`", cell)


def _exists(dotted: str) -> bool:
    path = ROOT.joinpath(*dotted.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def test_the_glossary_has_the_words_that_matter_once_each() -> None:
    terms = [row[0] for row in ROWS]
    assert 40 <= len(terms) <= 70
    assert len(set(terms)) == len(terms)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_term_is_defined_in_both_languages(row: list[str]) -> None:
    term, chinese_term, meaning, chinese_meaning, code = row
    assert not CHINESE.search(term + meaning)
    assert CHINESE.search(chinese_term) or chinese_term == "F1 值"
    assert len(CHINESE.findall(chinese_meaning)) >= 5
    assert meaning.endswith(".")
    assert _named(code) or code == "–"


@pytest.mark.parametrize("name", sorted({name for row in ROWS for name in _named(row[4])}))
def test_the_code_of_a_term_exists_and_its_class_once(name: str) -> None:
    if "." in name:
        assert _exists(name)
    else:
        assert CLASSES.count(name) == 1
