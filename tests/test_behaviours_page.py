"""docs/behaviours.md tells people by what they are judged, so it is held against what judges them."""

import ast
import re
from pathlib import Path

import pytest

from models.norms import load_catalogue, load_profile
from synthetic.stories import EVENTFUL, judged

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "behaviours.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| `")
]
BY_KIND = {row[0].strip("`"): row for row in ROWS}
LIMITS = load_profile("base").thresholds
FIGURE = re.compile(r"`(\w+)` = ([\d.]+)")


def _words_of_the_behaviours() -> set[str]:
    """Every piece of text in the code of the behaviours."""
    files = (ROOT / "pipeline" / "behaviours").glob("*.py")
    nodes = (node for file in files for node in ast.walk(ast.parse(file.read_text("utf-8"))))
    return {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def test_every_kind_that_is_looked_for_has_one_row_and_nothing_else_has() -> None:
    assert sorted(row[0].strip("`") for row in ROWS) == sorted(load_catalogue().looked_for())


@pytest.mark.parametrize("kind", sorted(BY_KIND))
def test_a_row_says_what_when_by_which_figures_and_when_not(kind: str) -> None:
    assert len(BY_KIND[kind]) == 5
    assert all(BY_KIND[kind])


@pytest.mark.parametrize(("name", "value"), sorted(set(FIGURE.findall(PAGE))))
def test_a_threshold_on_the_page_is_the_one_of_the_base_profile(name: str, value: str) -> None:
    assert float(value) == getattr(LIMITS, name)


def test_every_threshold_that_judges_people_is_on_the_page() -> None:
    inner = {"presence_in", "presence_out"}  # how sure it must be that anybody is there
    tiers = {"absence_warning_s", "absence_violation_s"}  # what an absence costs, in norms.md
    told = {name for name, _ in FIGURE.findall(PAGE)}
    assert told == set(load_catalogue().number_names) - inner - tiers


@pytest.mark.parametrize("kind", sorted(BY_KIND))
def test_the_evidence_on_the_page_is_what_the_behaviours_store(kind: str) -> None:
    figures = set(re.findall(r"`(\w+)`", BY_KIND[kind][3]))
    assert figures
    assert figures <= _words_of_the_behaviours()


FAULTS = sorted(kind for kind in BY_KIND if load_catalogue().is_fault(kind))


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_tells_what_was_measured_and_the_limit_that_it_passed(kind: str) -> None:
    """A person who is judged must see by how much a limit was passed; a new behaviour cannot omit it."""
    figures = re.findall(r"`(\w+)`", BY_KIND[kind][3])
    assert [name for name in figures if name.startswith("threshold")], figures
    assert [name for name in figures if not name.startswith("threshold")], figures


def test_stored_faults_have_a_limit_and_a_number_beside_it() -> None:
    faults = [event for event in judged(EVENTFUL).judgement.events if event.kind in FAULTS]
    assert len({event.kind for event in faults}) > 8
    for event in faults:
        limits = [name for name in event.evidence if name.startswith("threshold")]
        told = [
            name for name, value in event.evidence.items() if isinstance(value, float) and name not in limits
        ]
        assert limits, event
        assert told, event


def test_what_is_stored_is_what_the_page_says() -> None:
    events = judged(EVENTFUL).judgement.events
    assert len({event.kind for event in events}) > 10
    for event in events:
        assert set(event.evidence) <= set(re.findall(r"`(\w+)`", BY_KIND[event.kind][3])), event
