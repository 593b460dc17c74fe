"""Opt-in checks of a site: off by default, and never on by accident."""

from pathlib import Path

import pytest

from models import ModelError, Site, load_site

HALL = """\
site: hall
{}
cameras:
- {{id: door, source: door.mp4, counters: [{{id: W1, staff_zone: [[0, 0], [1, 0], [1, 1]]}}]}}
"""


def site(tmp_path: Path, options: str) -> Site:
    file = tmp_path / "hall.yaml"
    file.write_text(HALL.format(options), "utf-8")
    return load_site(file)


def test_smiles_are_off_until_somebody_says_by_what_right_they_are_measured(tmp_path: Path) -> None:
    assert not site(tmp_path, "").smile.enabled
    assert site(tmp_path, 'smile: {enabled: true, legal_basis: "works agreement"}').smile.enabled


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("smile: {enabled: true}", "smile: .*legal_basis"),
        ('smile: {enabled: true, legal_basis: " "}', "smile: .*EU AI Act"),
        ("smile: {emotion: true}", "smile.emotion: "),
        ("smile: true", "smile: "),
        ("uniform: {colours: []}", "uniform.colours: "),
        ("uniform: {colours: [navy]}", "uniform.colours.0: "),
        ("objects: {phone: [telephone]}", "objects.weights: "),
        ("objects: {weights: things.pt, phone: []}", "objects.phone: "),
        ("objects: {weights: things.pt, badge: []}", "objects.badge: "),
        ("objects: {weights: things.pt, cap: [cap]}", "objects.cap: "),
    ],
)
def test_what_cannot_be_turned_on_is_one_line_with_its_place(tmp_path: Path, options: str, said: str) -> None:
    with pytest.raises(ModelError, match=rf"hall.yaml: {said}") as error:
        site(tmp_path, options)
    assert "\n" not in str(error.value)


def test_files_are_looked_for_beside_the_site_file(tmp_path: Path) -> None:
    objects = site(tmp_path, "objects: {weights: things.pt}").objects
    assert objects is not None
    assert (objects.weights, objects.phone) == (tmp_path / "things.pt", ("cell phone",))


def test_what_is_not_named_is_not_looked_for_once_something_is(tmp_path: Path) -> None:
    objects = site(tmp_path, "objects: {weights: things.pt, badge: [badge], uniform: [jacket, vest]}").objects
    assert objects is not None
    assert (objects.phone, objects.uniform, objects.badge) == (None, ("jacket", "vest"), ("badge",))
