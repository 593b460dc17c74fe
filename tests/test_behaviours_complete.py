"""A behaviour is more than its file: it has a clause, a price, a name, words, a story, a row in the evaluation."""

import ast
import json
from inspect import getdoc, getmodule
from pathlib import Path

import pytest

from counterwatch.demo_footage import FOOTAGE
from models.norms import load_catalogue, load_profile
from models.norms.labels import label
from pipeline.judging.registry import BEHAVIOURS

ROOT = Path(__file__).parents[1]
FILES = sorted(f for f in (ROOT / "pipeline" / "behaviours").glob("*.py") if f.stem != "__init__")
STORIES = sorted((ROOT / "tests" / "pipeline").glob("test_*.py"))
CATALOGUE = load_catalogue()

# Not labelled in the footage, and why.
UNLABELLED = {
    "late_opening": "needs opening hours, which clips of a minute do not have",
    "early_closing": "needs opening hours, which clips of a minute do not have",
    "idle_time": "takes longer than most clips, and what it adds up is labelled as postures",
    "long_queue": "needs a second window, which no clip has",
    "queue_held_up": "takes longer than a clip",
    "long_service": "takes longer than a clip",
    "left_without_telling": "no clip shows it",
    "not_facing": "turning to the screen is told from turning away by length only: no clip is long enough",
    "waiting_while_busy": "no clip shows both at once",
    "no_nod_greeting": "told as the arrival's attribute `nodded`",
    "no_invitation": "told as the arrival's attribute `invited`",
    "no_facing_greeting": "told as the arrival's attribute `faced`",
    "no_smile_greeting": "told as the arrival's attribute `smiled`, where it is asked for",
    "thrown_handover": "no clip shows it",
    "large_gestures": "no clip shows it",
    "off_uniform": "no clip has a uniform: tests hold one clip's clothes against another's",
    "badge_time": "needs a detection model that knows badges, which no package brings",
    "untidy_desk": "needs opening hours and a picture of the tidy desk, which clips do not have",
    "camera_blind": "nothing is judged while it lasts",
    "camera_moved": "no clip shows it; tests/vision/test_view_watch.py moves the clips themselves",
}


def _words(file: Path) -> set[str]:
    """Every piece of text in a file's code."""
    nodes = ast.walk(ast.parse(file.read_text("utf-8")))
    return {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def _told_in(file: Path) -> set[str]:
    return _words(file) & set(CATALOGUE.kinds)


FOUND = sorted(set().union(*(_told_in(file) for file in FILES)))
FAULTS = [kind for kind in FOUND if CATALOGUE.is_fault(kind)]


def test_every_file_of_behaviours_is_in_use() -> None:
    in_use = {Path(str(getmodule(behaviour).__file__)).name for behaviour in BEHAVIOURS}  # type: ignore[union-attr]
    assert {file.name for file in FILES} == in_use


@pytest.mark.parametrize("behaviour", BEHAVIOURS, ids=lambda b: b.__name__)
def test_every_behaviour_says_what_it_finds(behaviour: object) -> None:
    assert getdoc(behaviour)


def test_what_the_catalogue_says_is_looked_for_is_what_the_behaviours_find() -> None:
    assert set(FOUND) == set(CATALOGUE.looked_for())


@pytest.mark.parametrize("kind", FOUND)
def test_every_kind_has_a_name_in_both_languages(kind: str) -> None:
    name = label("kinds", kind)
    assert name.zh.strip()
    assert name.en.strip()


@pytest.mark.parametrize("kind", FAULTS)
def test_every_fault_touches_a_clause_of_a_norm_that_somebody_really_wrote(kind: str) -> None:
    assert CATALOGUE.clauses_of(kind)


@pytest.mark.parametrize("kind", FAULTS)
def test_every_fault_has_its_price_in_the_general_profile(kind: str) -> None:
    assert kind in load_profile("general").charges


@pytest.mark.parametrize("kind", FOUND)
def test_every_kind_has_a_story(kind: str) -> None:
    tellers = [f for f in STORIES if "tests.pipeline.storyline" in f.read_text("utf-8")]
    assert [f.name for f in tellers if kind in _words(f)]


def test_every_kind_is_measured_on_footage_or_it_is_said_why_not() -> None:
    labelled = {
        kind
        for file in FOOTAGE.glob("*.truth.json")
        for kind in json.loads(file.read_text("utf-8"))["exhaustive"]
    }
    assert set(FOUND) - labelled == set(UNLABELLED) & set(FOUND)
