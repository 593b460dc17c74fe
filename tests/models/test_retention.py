"""How long things are kept: the defaults with their reasons, an operator's own periods, and periods that cannot be."""

from pathlib import Path

import pytest

from models import ModelError
from models.retention import RetentionClass, load_retention, retention_defaults


def _written(data: Path, text: str) -> Path:
    (data / "retention.yaml").write_text(text, encoding="utf-8")
    return data


def test_every_class_has_a_default_with_a_reason_and_a_source(tmp_path: Path) -> None:
    defaults = retention_defaults()
    assert set(defaults) == set(RetentionClass)
    assert [kind for kind, one in defaults.items() if len(one.reason) < 15 or len(one.source) < 8] == []
    policy = load_retention(tmp_path)
    assert (policy.of(RetentionClass.CLIPS), policy.of(RetentionClass.AUDIT)) == (90, None)


def test_an_operator_sets_periods_for_all_sites_and_for_one(tmp_path: Path) -> None:
    text = "days: {clips: 30, events: keep}\nsites: {north: {clips: 3}}\n"
    policy = load_retention(_written(tmp_path, text))
    assert policy.of(RetentionClass.CLIPS, "north") == 3
    assert policy.of(RetentionClass.CLIPS, "south") == 30
    assert policy.of(RetentionClass.EVENTS, "north") is None
    assert policy.of(RetentionClass.POSTERS, "north") == 90


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("days: {clips: 0}", "days.clips: give whole days from 1 to 36500, or keep (here: 0)"),
        ("days: {clips: -3}", "give whole days"),
        ("days: {clips: 1.5}", "give whole days"),
        ("days: {clips: true}", "give whole days"),
        ("days: {clips: 40000}", "give whole days"),
        ("days: {clips: never}", "give whole days"),
        ("days: {clips: null}", "give whole days"),
        ("days: {pictures: 3}", "pictures"),
        ("day: {clips: 3}", "day"),
        ("sites: {north: {audit: 3}}", "sites.north.audit: belongs to no site: write it under days"),
        ("days: {audit: 300}", "days.audit: is always kept"),
        ("days: {events: 30}", "days: events (30 days) is shorter than clips (90 days)"),
        ("sites: {north: {clips: keep}}", "sites.north: events (400 days) is shorter than clips (keep)"),
        ("[", "not a YAML file"),
    ],
)
def test_a_period_that_cannot_be_is_one_line_with_its_place(
    tmp_path: Path, text: str, complaint: str
) -> None:
    with pytest.raises(ModelError) as error:
        load_retention(_written(tmp_path, text))
    assert complaint in str(error.value)
    assert str(error.value).startswith(str(tmp_path / "retention.yaml"))
    assert "\n" not in str(error.value)
