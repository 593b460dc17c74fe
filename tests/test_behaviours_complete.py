"""A behaviour is more than its file: it has an entry with clause, price, name and words, a story, a measurement."""

import ast
import json
from inspect import getdoc
from pathlib import Path

import pytest

from counterwatch.demo_footage import FOOTAGE
from models.norms import label, load_catalogue, load_profile
from pipeline.judging.registry import behaviours
from pipeline.phrasing.sentences import FORMS
from pipeline.scene.scene import Behaviour

ROOT = Path(__file__).parents[1]
FILES = sorted(f for f in (ROOT / "pipeline" / "behaviours").glob("*.py") if f.stem != "__init__")
STORIES = sorted((ROOT / "tests" / "pipeline").glob("test_*.py"))
CATALOGUE = load_catalogue()
FOUND = sorted(kind for found in behaviours() for kind in found.kinds)
FAULTS = [kind for kind in FOUND if CATALOGUE.is_fault(kind)]
UNLABELLED = {name for name, kind in CATALOGUE.kinds.items() if kind.unlabelled is not None}

# One kind, named where nothing else than this kind is meant. Lists of kinds are read from the table of kinds.
NAMED = {
    "pipeline/archive/backgrounds.py": {"camera_moved"},  # a notice, until new zones are drawn
    "pipeline/evaluation/state_figures.py": {"camera_blind"},  # a label: time that nobody can judge
    "pipeline/reports/collecting.py": {"camera_blind"},  # drawn as time not seen
    "pipeline/scoring/sampling.py": {"camera_blind"},  # no spot check where nothing is seen
    "pipeline/reports/page_content.py": {"absence"},  # drawn as an empty post
    "pipeline/phrasing/service_sentences.py": {"phone"},  # a reason of waiting_while_busy, not the kind
    "models/options.py": {"phone"},  # a thing that a detection model finds, not the kind
    # The strips of a day without stored signals are drawn from visits, empty posts and blind time.
    "dashboard/components/day_timeline.py": {"arrival", "departure", "camera_blind", "absence"},
    "dashboard/pages/counter_day.py": {"arrival", "departure", "camera_blind"},
}


def _words(file: Path) -> set[str]:
    """Every piece of text in a file's code."""
    nodes = ast.walk(ast.parse(file.read_text("utf-8")))
    return {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def test_every_file_of_behaviours_is_in_use() -> None:
    assert {f"pipeline.behaviours.{file.stem}" for file in FILES} == {
        found.find.__module__ for found in behaviours()
    }


@pytest.mark.parametrize("found", behaviours(), ids=lambda found: found.find.__name__)
def test_every_behaviour_says_what_it_finds(found: Behaviour) -> None:
    assert getdoc(found.find)
    assert found.kinds


def test_every_kind_is_found_by_one_behaviour() -> None:
    assert len(FOUND) == len(set(FOUND))


def test_what_the_table_calls_looked_for_is_what_the_behaviours_find() -> None:
    assert set(FOUND) == set(CATALOGUE.looked_for())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_names_no_other_kinds_than_those_that_it_declares(file: Path) -> None:
    declared = {
        kind
        for found in behaviours()
        if found.find.__module__.endswith(f".{file.stem}")
        for kind in found.kinds
    }
    reasons = {"phone"} if file.stem == "attention" else set()
    assert _words(file) & set(CATALOGUE.kinds) == declared | reasons


def test_no_other_file_has_a_list_of_kinds() -> None:
    """A behaviour that is added must not have to be told anywhere else."""
    folders = ("models", "pipeline", "api", "dashboard", "counterwatch")
    states = {kind.state for kind in CATALOGUE.kinds.values()}
    named = {}
    for file in sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        place = file.relative_to(ROOT).as_posix()
        kinds = _words(file) & set(CATALOGUE.kinds)
        if place in {"pipeline/states/counter_states.py", "pipeline/states/gestures.py"}:
            kinds -= states  # these are the states themselves
        if kinds and not place.startswith(("pipeline/behaviours/", "models/migrations/")):
            named[place] = kinds
    assert named == NAMED


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
def test_every_kind_is_told_in_a_form_that_exists(kind: str) -> None:
    assert CATALOGUE.kinds[kind].told in {None, *FORMS}


def test_every_form_is_used() -> None:
    assert {kind.told for kind in CATALOGUE.kinds.values()} - {None} == set(FORMS)


@pytest.mark.parametrize("kind", FOUND)
def test_every_kind_has_a_story(kind: str) -> None:
    tellers = [f for f in STORIES if "synthetic.stories" in f.read_text("utf-8")]
    assert [f.name for f in tellers if kind in _words(f)]


def test_every_kind_is_measured_on_footage_or_it_is_said_why_not() -> None:
    labelled = {
        kind
        for file in FOOTAGE.glob("*.truth.json")
        for kind in json.loads(file.read_text("utf-8"))["exhaustive"]
    }
    assert set(FOUND) - labelled == UNLABELLED & set(FOUND)
