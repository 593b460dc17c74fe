"""A behaviour is added to a copy of the project with its file, its entry and its test, and removed again.

Nothing else in the copy changes. A place that would have to know of the behaviour as well fails its test there.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ADDED = Path(__file__).parent / "added_behaviour"
COPIED = ("models", "pipeline", "vision", "api", "dashboard", "counterwatch", "synthetic", "scripts", "tests")
FILE = Path("pipeline", "behaviours", "standing_about.py")
ENTRY = Path("models", "norms", "kinds.yaml")
TEST = Path("tests", "pipeline", "test_standing_about.py")
COMPLETE = (
    "tests/test_behaviours_complete.py",
    "tests/models/test_catalogue.py",
    "tests/models/test_texts.py",
)
KNOWN = """
from models.norms import load_catalogue, load_profile
from models.norms.labels import labels
from models.texts.catalogue import texts
from pipeline.judging.registry import behaviours
places = [k for found in behaviours() for k in found.kinds], load_catalogue().kinds, labels("kinds")
places += load_profile("general").charges, load_profile("water").charges
print(["standing_about" in place for place in places], [k for k in texts("zh") if "standing_about" in k])
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project with the behaviour."""
    copy = tmp_path / "project"
    copy.mkdir()
    for folder in COPIED:
        shutil.copytree(
            ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__", "*.mp4", "*.parquet")
        )
    shutil.copy(ROOT / "pyproject.toml", copy)
    shutil.copy(ADDED / "standing_about.py", copy / FILE)
    shutil.copy(ADDED / "story.py", copy / TEST)
    entries = (copy / ENTRY).read_text("utf-8") + "\n" + (ADDED / "entry.yaml").read_text("utf-8")
    (copy / ENTRY).write_text(entries, "utf-8")
    return copy


def _run(project: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """A run of Python in the copy, which imports the copy and not this project."""
    environment = {**os.environ, "PYTHONPATH": str(project), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *command],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )


def test_its_story_is_found_named_told_charged_and_shown(project: Path) -> None:
    told = _run(project, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(TEST))
    assert told.returncode == 0, told.stdout[-3000:]
    assert "6 passed" in told.stdout


def test_the_project_with_it_is_complete(project: Path) -> None:
    """Its kind has one behaviour, a name, a clause, a price and a story, and no other module names it."""
    told = _run(project, "-m", "pytest", "-q", "-p", "no:cacheprovider", *COMPLETE)
    assert told.returncode == 0, told.stdout[-3000:]


def test_it_is_gone_when_its_file_and_its_entry_are_removed(project: Path) -> None:
    there = _run(project, "-c", KNOWN)
    for path in (FILE, TEST):
        (project / path).unlink()
    shutil.copy(ROOT / ENTRY, project / ENTRY)
    gone = _run(project, "-c", KNOWN)
    keys = (
        "['name.kinds.standing_about', 'sentence.kinds.standing_about', 'threshold.standing_about_after_s']"
    )
    assert there.stdout.strip() == f"[True, True, True, True, True] {keys}", there.stderr
    assert gone.stdout.strip() == "[False, False, False, False, False] []", gone.stderr
