"""docs/security.md: the tests that it names exist, every point of ASVS level 1 has a state, and no text is run."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.house import Module, modules

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)))
POINTS = re.findall(r"^\| (\d+\.\d+\.\d+) \| ([^|]+) \| ([^|]+) \| (.+) \|$", PAGE, re.MULTILINE)

LEVEL_1 = """
1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.5.1 2.1.1 2.2.1 2.2.2 2.3.1 3.2.1 3.2.2 3.3.1 3.4.1 3.4.2 3.5.1 3.5.2 3.5.3
4.1.1 4.4.1 5.2.1 5.2.2 5.3.1 5.3.2 6.1.1 6.2.1 6.2.2 6.2.3 6.2.4 6.2.5 6.2.6 6.2.7 6.2.8 6.3.1 6.3.2 6.4.1 6.4.2
7.2.1 7.2.2 7.2.3 7.2.4 7.4.1 7.4.2 8.1.1 8.2.1 8.2.2 8.3.1 9.1.1 9.1.2 9.1.3 9.2.1 10.4.1 10.4.2 10.4.3 10.4.4 10.4.5
11.3.1 11.3.2 11.4.1 12.1.1 12.2.1 12.2.2 13.4.1 14.2.1 14.3.1 15.1.1 15.2.1 15.3.1
"""
STATES = {"met", "partly", "not met", "not applicable"}


def _tests(file: Path) -> set[str]:
    if not file.is_file():
        return set()
    tree = ast.parse(file.read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("file", sorted({file for file, _ in NAMED}))
def test_every_test_that_the_page_names_exists(file: str) -> None:
    named = {name for where, name in NAMED if where == file}
    assert named - _tests(ROOT / file) == set()


def test_the_page_names_tests_in_no_other_form() -> None:
    assert len(re.findall(r"::test_", PAGE)) == len(re.findall(r"`tests/[\w/]+\.py::\w+`", PAGE)) > 60


def test_every_point_of_level_1_has_one_row_in_order() -> None:
    assert [number for number, *_ in POINTS] == LEVEL_1.split()


def test_every_point_has_a_state_and_a_met_one_has_a_test() -> None:
    assert {state for _, _, state, _ in POINTS} <= STATES
    assert [number for number, _, state, shown in POINTS if state == "met" and "::test_" not in shown] == []


def test_every_refused_try_has_a_test() -> None:
    tries = PAGE.partition("## Tries that are refused")[2].partition("\n## ")[0]
    rows = [line for line in tries.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 25
    assert [row for row in rows if "::test_" not in row] == []


def _calls(module: Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))


def test_no_module_runs_a_shell_or_a_text_as_code() -> None:
    wrong = [
        f"{module.path}:{call.lineno}"
        for module in modules()
        for call in _calls(module)
        if ast.unparse(call.func) in {"eval", "exec", "os.system", "os.popen", "pickle.loads"}
        or any(given.arg == "shell" for given in call.keywords)
    ]
    assert wrong == []


def test_no_module_uses_a_broken_hash() -> None:
    broken = re.compile(r"\b(md5|sha1)\b", re.IGNORECASE)
    assert [str(module.path) for module in modules() if broken.search(module.text)] == []
