"""The wheel contains every file that the packages need, for a person who installs the program without a checkout."""

import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PACKAGES = PROJECT["tool"]["importlinter"]["root_packages"]


def _tracked() -> set[str]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode:
        pytest.skip("no git checkout here: cannot tell which files are ours")
    return {name for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in a wheel of the tracked files, built in a copy: a build leaves folders behind."""
    copy, out = tmp_path_factory.mktemp("checkout"), tmp_path_factory.mktemp("wheel")
    for name in _tracked():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, copy / name)
    code = f"from setuptools.build_meta import build_wheel; build_wheel({str(out)!r})"
    subprocess.run([sys.executable, "-c", code], cwd=copy, check=True, capture_output=True)
    (built,) = out.glob("*.whl")
    return set(zipfile.ZipFile(built).namelist())


def test_a_wheel_has_every_file_of_the_packages_and_no_test(wheel: set[str]) -> None:
    ours = {name for name in _tracked() if name.partition("/")[0] in PACKAGES}
    installed = {name for name in wheel if ".dist-info/" not in name}
    assert (ours - installed, installed - ours) == (set(), set())


def test_the_demo_is_installed_with_the_program(wheel: set[str]) -> None:
    assert {"counterwatch/demo_footage/hall.yaml", "counterwatch/demo_footage/absent_B.mp4"} <= wheel


def test_setuptools_installs_the_packages_that_the_import_contracts_name() -> None:
    """pyproject names the packages for two tools; no third list is needed."""
    found = PROJECT["tool"]["setuptools"]["packages"]["find"]["include"]
    assert {pattern.rstrip("*") for pattern in found} == set(PACKAGES)
