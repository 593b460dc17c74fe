"""A supervisor reads what a profile says, and an auditor what changed between two of them."""

from itertools import permutations
from pathlib import Path

from models.norms import Difference, built_in_names, differences, load_catalogue, load_profile
from models.norms.rows import charge_rows, clause_rows, threshold_rows


def test_every_number_is_shown_with_its_meaning_and_source() -> None:
    rows = threshold_rows(load_profile("general"))
    assert [row.name for row in rows] == load_catalogue().number_names
    assert all(row.meaning and row.source for row in rows)


def test_what_an_absence_costs_can_be_read() -> None:
    rows = [row for row in charge_rows(load_profile("general")) if row.kind == "absence"]
    assert [(row.severity, row.points, row.when) for row in rows] == [
        ("candidate", 0.5, ""),
        ("warning", 1, "unattended = true"),
        ("warning", 1, "from 180 s"),
        ("violation", 3, "from 600 s"),
    ]
    assert all(row.looked_for and row.clause == "R1" for row in rows)


def test_a_clause_says_which_of_its_kinds_are_looked_for_today() -> None:
    (row,) = (row for row in clause_rows(load_profile("power"), "en") if row.id == "P3")
    assert row.wording == "Rise to meet the customer, smile and offer a seat"
    assert (row.judged, row.kinds) == ("automatic", ("no_stand_greeting", "no_invitation"))
    assert row.measures == ("time_to", "rate")
    assert "no_stand_greeting" in row.today
    assert set(row.today) <= set(row.kinds)


def test_only_what_can_change_a_score_is_a_difference(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "profile: own\ntitle: {zh: 本厅, en: own}\nextends: power\n"
        "thresholds: {stand_within_s: {value: 8, source: other words}, visit_min_s: {value: 2.0, source: new words}}\n"
        "matters: {rising: {clause: R3}}\n",
        encoding="utf-8",
    )
    assert differences(load_profile("power"), load_profile(own)) == [
        Difference("thresholds.stand_within_s", "5", "8"),
        Difference("charges.no_stand_greeting.clause", "P3", "R3"),
    ]


def test_a_clause_that_only_one_of_them_has_is_a_difference() -> None:
    found = {one.place: one for one in differences(load_profile("general"), load_profile("government"))}
    assert found["clauses.G1"].old is None
    assert found["clauses.G1"].new == "applies, cap 10, weight 1"
    assert found["charges.long_wait.clause"] == Difference("charges.long_wait.clause", "R5", "G1")


def test_profiles_differ_exactly_where_their_hashes_do() -> None:
    profiles = [load_profile(name) for name in built_in_names()]
    for old, new in permutations(profiles, 2):
        assert bool(differences(old, new)) == (old.hash != new.hash), (old.name, new.name)
