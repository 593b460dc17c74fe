"""The catalogue has every clause of the documents, and says honestly what a camera can decide."""

import re
from pathlib import Path

import pytest

from models import ModelError
from models.norms import load_catalogue
from models.norms.catalogue import HERE, read_catalogue

SHARED = Path(__file__).parents[2].parent / "shared"
NUMBERS = {"W": "1 2 2b 3 3b 4 5 6 7 8", "P": "1 2 3 4", "R": "1 2 3 4 5 6 7 8", "G": "1 2", "B": "1 2 3 4"}
NUMBERS |= {"M": "1 2 3 4 5", "T": "1 2", "C": "1 2 3 4 5 6 7 8 9 10", "H": "1 2 3 4 5 6 7 8 9"}
IDS = [document + number for document, numbers in NUMBERS.items() for number in numbers.split()]


def with_mistake(name: str, folder: Path, old: str, new: str) -> Path:
    """A copy of a file of the catalogue in which `new` stands for `old`, once."""
    text = (HERE / name).read_text(encoding="utf-8")
    assert old in text
    path = folder / name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_every_clause_has_a_place_in_both_languages_with_its_source() -> None:
    catalogue = load_catalogue()
    assert list(catalogue.clauses) == IDS
    for clause in catalogue.clauses.values():
        assert re.search(r"[一-鿿]", clause.wording.zh), clause.id
        assert not re.search(r"[一-鿿]", clause.wording.en), clause.id
        assert clause.article


def test_the_building_site_document_is_kept_without_a_clause() -> None:
    catalogue = load_catalogue()
    assert "S" in catalogue.documents
    assert not [clause for clause in catalogue.clauses.values() if clause.document == "S"]


def test_a_clause_that_no_camera_decides_stays_with_the_auditor() -> None:
    for clause in load_catalogue().clauses.values():
        assert (clause.see == "no") == (clause.judged == "auditor"), clause.id


def test_being_met_seated_touches_the_clauses_about_rising() -> None:
    assert [clause.id for clause in load_catalogue().clauses_of("no_stand_greeting")] == [
        "W3",
        "P3",
        "R3",
        "C2",
    ]
    assert [clause.id for clause in load_catalogue().clauses_of("no_stand_greeting", {"C2", "H1"})] == ["C2"]


def test_a_blind_camera_breaks_no_clause() -> None:
    assert load_catalogue().clauses_of("camera_blind") == ()
    assert not load_catalogue().is_fault("camera_blind")


def test_every_kind_of_fault_touches_a_clause() -> None:
    catalogue = load_catalogue()
    assert [
        name for name, kind in catalogue.kinds.items() if kind.fault and not catalogue.clauses_of(name)
    ] == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('  article: 二、2\n  see: "yes"', '  see: "yes"', "clauses.P3.article: Field required"),
        ("- id: P4", "- id: P3", "clauses.P3: this id is given twice"),
        (
            "document: H\n  article: 三(1)",
            "document: X\n  article: 三(1)",
            "clauses.H1.document: no such document",
        ),
        ('see: "no"', "see: no", "clauses.W6.see: Input should be 'yes', 'part' or 'no'"),
        ("judged: assisted", "judged: auditor", "clauses.W1: judged by the auditor alone, so no event can"),
        (
            "judged: auditor",
            "judged: automatic",
            "clauses.W6: judged automatically, so kinds of events have to",
        ),
    ],
)
def test_a_mistake_in_the_catalogue_names_the_clause(
    tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    path = with_mistake("catalogue.yaml", tmp_path, old, new)
    with pytest.raises(ModelError, match=r"catalogue\.yaml:\d+: " + re.escape(complaint)):
        read_catalogue(path, HERE / "kinds.yaml")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("clauses: [W1]", "clauses: [W11]", "kinds.off_uniform.clauses: no such clause 'W11'"),
        (
            "occasion: handover",
            "occasion: handing",
            "kinds.one_handed_handover.occasion: no such kind 'handing'",
        ),
        (
            "threshold: slouch_after_s",
            "threshold: slouch_s",
            "kinds.slouching: there is no threshold 'slouch_s'",
        ),
        (
            "      lean_back_after_s:",
            "      slouch_after_s: {value: 1, basis: choice, source: ours, name: {zh: 弓, en: bent}, meaning: bent}\n"
            "      lean_back_after_s:",
            "kinds.leaning_back.numbers.slouch_after_s: there is a number with this name",
        ),
        (
            "value: 120",
            "value: 0",
            "kinds.not_facing.numbers.not_facing_after_s.value: Input should be greater than 0",
        ),
        (
            "certainty: hint",
            "certainty: rumour",
            "kinds.large_gestures.certainty: Input should be 'fact', 'question' or 'hint'",
        ),
        (
            "told: trunk",
            "told: trunk\n    sentence: {zh: 弓, en: bent}",
            "kinds.slouching: give a sentence, or",
        ),
        (
            "    told: coming",
            "    told: coming\n    charge: {matter: coming, source: ours, tiers: []}",
            "kinds.arrival: a record is not a fault",
        ),
        (
            "matter: rising\n      clause: R3",
            "matter: posture\n      clause: R3",
            "kinds.slouching.charge: the first kind of the matter posture gives its clause and source",
        ),
        (
            '      clause: R1\n      source: "our choice within 0.5 to 4"\n',
            "",
            "kinds.absence.charge: the first kind of the matter empty_post needs a `source`",
        ),
    ],
)
def test_a_mistake_in_the_table_of_kinds_names_the_kind(
    tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    path = with_mistake("kinds.yaml", tmp_path, old, new)
    with pytest.raises(ModelError, match=r"kinds\.yaml:\d+: " + re.escape(complaint)):
        read_catalogue(HERE / "catalogue.yaml", path)


def test_the_catalogue_agrees_with_the_digest_of_the_documents() -> None:
    digest = SHARED / "norms.md"
    if not digest.is_file():
        pytest.skip("needs ../shared/norms.md beside the project")
    rows = re.findall(r"^\| ([A-Z]\d+b?) \|.*?\| (yes|part|no) \|", digest.read_text(encoding="utf-8"), re.M)
    assert [(clause.id, clause.see) for clause in load_catalogue().clauses.values()] == rows


def test_the_wording_is_our_own_and_not_the_documents() -> None:
    seeds = sorted((SHARED / "seeds").glob("*.txt")) if SHARED.is_dir() else []
    if not seeds:
        pytest.skip("needs ../shared/seeds beside the project")
    text = "".join(path.read_text(encoding="utf-8") for path in seeds)
    for clause in load_catalogue().clauses.values():
        words = clause.wording.zh
        assert not [words[i : i + 8] for i in range(len(words) - 7) if words[i : i + 8] in text], clause.id
