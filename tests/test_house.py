"""House rules that no other tool checks."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from counterwatch.demo_footage import FOOTAGE

ROOT = Path(__file__).parents[1]
PACKAGES = ("counterwatch", "vision", "models", "pipeline", "api", "dashboard")
TEXT = {".py", ".md", ".toml", ".yaml", ".yml", ".txt", ".sh", ".css", ".js", ".mako", ".json", ""}

# Made of parts, so that this file does not hold what it forbids.
FORBIDDEN = {
    "the address of a package index": re.compile(
        "|".join(["pypi" + r"\.org", "python" + "hosted", "npm" + r"js\.org"])
    ),
    "an option that names an index": re.compile("--(extra-)?" + "index" + "-url"),
    "a path of somebody's machine": re.compile(r"(?<![\w.$}])/" + r"(work|root|opt|home/\w+)/"),
    "a conflict marker of git": re.compile("^" + "<" * 7 + " ", re.MULTILINE),
}


def _tracked() -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode:
        pytest.skip("no git checkout here: cannot tell which files are ours")
    files = (ROOT / name for name in listing.stdout.split("\0") if name)
    return [f for f in files if f.suffix in TEXT and f.is_file() and f.name != "LICENSE"]


def _modules() -> list[Path]:
    return [f for package in PACKAGES for f in (ROOT / package).rglob("*.py")]


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_is_ours_and_not_an_installed_one_of_the_same_name(package: str) -> None:
    """`vision` and `models` are common names: an installed package must never take their place."""
    assert Path(str(import_module(package).__file__)).is_relative_to(ROOT)


def test_no_module_lies_outside_of_the_packages() -> None:
    assert [str(f) for f in ROOT.glob("*.py")] == []


def _imported_from(file: Path) -> set[str]:
    """The modules and packages that `from ... import` names in a file."""
    tree = ast.parse(file.read_text("utf-8"))
    return {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}


def test_no_module_is_loaded_in_a_circle_through_the_package_that_it_lies_in() -> None:
    """A package that offers the names of its modules loads them: none of them can be loaded through it.

    import-linter looks at modules and sees no cycle there, because an `__init__` is no module of its own to it. A
    package inside another one, like models.store, may use what the outer one offers if the outer one does not load it.
    """
    offered = {f.parent: _imported_from(f) for f in _modules() if f.name == "__init__.py"}
    circles = {
        str(file.relative_to(ROOT)): package
        for file in _modules()
        if file.name != "__init__.py"
        for package in _imported_from(file)
        if (folder := ROOT.joinpath(*package.split("."))) in file.parents
        and any(_lies_in(file, loaded) for loaded in offered.get(folder, ()))
    }
    assert circles == {}


def _lies_in(file: Path, module: str) -> bool:
    """Whether the file is this module, or lies in this package."""
    path = ROOT.joinpath(*module.split("."))
    return file == path.with_suffix(".py") or path in file.parents


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_tracked_file_holds(what: str) -> None:
    found = [f for f in _tracked() if FORBIDDEN[what].search(f.read_text("utf-8"))]
    assert [str(f.relative_to(ROOT)) for f in found] == []


def test_no_sentence_of_the_source_documents_was_copied() -> None:
    """The catalogue states the requirements of the documents in its own words."""
    seeds = sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))
    if not seeds:
        pytest.skip("../shared/seeds is not here: nothing to compare with")
    sentences = {
        sentence
        for seed in seeds
        for part in re.split(r"[\s\u3002\uff1b;\uff01!\uff1f?\uff1a:]+", seed.read_text("utf-8"))
        if len(sentence := part.strip(",.\uff0c\u3001")) >= 14
    }
    ours = {f: re.sub(r"\s+", "", f.read_text("utf-8")) for f in _tracked()}
    assert {str(f.relative_to(ROOT)): s for f, text in ours.items() for s in sentences if s in text} == {}


def test_every_dependency_is_pinned_and_opencv_only_to_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [project["dependencies"], *project["optional-dependencies"].values()]
    names = {re.split(r"[\[<>=~! ]", requirement)[0].lower() for part in wanted for requirement in part}
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = dict(line.lower().split("==") for line in lines if "==" in line)
    assert names - pins.keys() - {"counterwatch"} == set()
    assert pins["opencv-python"] == pins["opencv-contrib-python"]


def test_the_demo_footage_stays_small() -> None:
    assert sum(f.stat().st_size for f in FOOTAGE.iterdir()) < 8e6


ALL_COMMANDS = """
import click
from counterwatch.cli import cli
print(*(cli.get_command(click.Context(cli), name) for name in cli.list_commands(click.Context(cli))))
"""


def _loaded_by(code: str) -> set[str]:
    """Top-level modules that are loaded after running `code` in a fresh interpreter."""
    script = f"import sys\n{code}\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    return set(subprocess.check_output([sys.executable, "-c", script], cwd=ROOT, text=True).split())


@pytest.mark.parametrize(
    ("code", "unwanted"),
    [
        (
            ALL_COMMANDS,
            {"mediapipe", "cv2", "numpy", "sqlalchemy", "nicegui", "fastapi", "rich"},
        ),
        ("import vision.weights.store", {"mediapipe", "cv2", "flatbuffers", "onnx", "onnxruntime"}),
        ("import api.app, dashboard.app", {"mediapipe", "ultralytics", "torch", "onnxruntime", "openvino"}),
    ],
    ids=["the help", "the weights", "the web process"],
)
def test_no_heavy_library_is_loaded_before_it_is_needed(code: str, unwanted: set[str]) -> None:
    assert _loaded_by(code) & unwanted == set()
