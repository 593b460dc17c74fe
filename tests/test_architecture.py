"""docs/architecture.md: at most 12 stops a walk, code that exists, and the layers that import-linter checks.

Beside the layers: tests and benchmarks, which import nothing of each other.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.house import LONGEST, PACKAGES, modules

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^#{2,3} (.*?)\n(.*?)(?=^#{2,3} |\Z)", PAGE, re.MULTILINE | re.DOTALL))
WALKS = [title for title in SECTIONS if title.startswith("From ")]
MODULES = {module.name: module for module in modules()}
DOTTED = sorted(set(re.findall(rf"`((?:{'|'.join(PACKAGES)})\.[\w.]+)`", PAGE)))
LAYERS = {"Project": None, "vision": "vision", "pipeline": "pipeline"}


def _exists(dotted: str) -> bool:
    """Whether a name is a module, or a class, function or method at the top level of one."""
    if dotted in MODULES:
        return True
    places = [dotted.rsplit(".", parts) for parts in (1, 2)]
    return any(
        ".".join(rest) in {*MODULES[module].classes, *MODULES[module].functions}
        for module, *rest in places
        if module in MODULES
    )


@pytest.mark.parametrize("title", WALKS)
def test_a_walk_has_at_most_twelve_stops_and_each_names_its_code(title: str) -> None:
    stops = re.findall(r"^\d+\. (.*(?:\n   .*)*)", SECTIONS[title], re.MULTILINE)
    assert 6 <= len(stops) <= 12
    assert [stop for stop in stops if not any(f"`{name}`" in stop for name in DOTTED)] == []


def test_there_are_three_walks() -> None:
    assert WALKS == [
        "From a frame to the dashboard",
        "From a norm to a deduction",
        "From a verdict to a score",
    ]


@pytest.mark.parametrize("dotted", DOTTED)
def test_the_code_of_a_stop_exists(dotted: str) -> None:
    assert _exists(dotted)


def test_a_name_that_is_gone_is_noticed() -> None:
    assert not _exists("pipeline.judging.judge.forgive")
    assert not _exists("pipeline.judging.jury.judge")
    assert not _exists("models.store.reviews.Reviews.forget")


@pytest.mark.parametrize("title", LAYERS)
def test_the_layers_are_those_that_import_linter_checks(title: str) -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    containers = None if LAYERS[title] is None else [LAYERS[title]]
    contract = next(
        one
        for one in settings["contracts"]
        if one["type"] == "layers" and one.get("containers") == containers
    )
    drawn = [
        re.split(r" {2,}", line.strip())[0] for line in SECTIONS[title].splitlines() if line[:4] == "    "
    ]
    assert drawn == contract["layers"]


def _imported(file: Path) -> Iterator[str]:
    """The modules that a file imports, at its top and inside of functions."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize(
    ("folder", "others"),
    [
        ("tests", {"benchmarks"}),
        ("benchmarks", {"tests"}),
        ("synthetic", {"benchmarks", "tests"}),
        *((package, {"benchmarks", "tests", "synthetic", "scripts"}) for package in PACKAGES),
    ],
)
def test_a_folder_beside_the_product_is_not_imported_by_the_others(folder: str, others: set[str]) -> None:
    """Stories and made signals, which tests and benchmarks share, lie in `synthetic`."""
    files = sorted((ROOT / folder).rglob("*.py"))
    assert files
    found = {
        f"{file.relative_to(ROOT)}: {name}"
        for file in files
        for name in _imported(file)
        if name.partition(".")[0] in others
    }
    assert found == set()


def test_builders_that_several_tests_share_lie_in_support() -> None:
    """No test imports another test, which would run it with names of its own."""
    found = {
        f"{file.relative_to(ROOT)}: {name}"
        for folder in ("tests", "benchmarks")
        for file in sorted((ROOT / folder).rglob("*.py"))
        for name in _imported(file)
        if re.match(r"(tests|benchmarks)\.(.*\.)?(test_|conftest)", name)
    }
    assert found == set()


@pytest.mark.parametrize("folder", ["tests", "benchmarks", "synthetic", "scripts"])
def test_no_file_beside_the_product_is_longer_than_a_module_may_be(folder: str) -> None:
    files = sorted((ROOT / folder).rglob("*.py"))
    lengths = {str(file.relative_to(ROOT)): len(file.read_text("utf-8").splitlines()) for file in files}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}
