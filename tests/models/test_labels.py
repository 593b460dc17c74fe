"""Everything with a key has a name in both languages."""

from typing import get_args

import pytest

from models import Role, Status, Verdict
from models.norms import label
from models.norms.labels import Group, labels


@pytest.mark.parametrize("group", get_args(Group))
def test_every_group_has_names(group: Group) -> None:
    assert labels(group)


def test_the_closed_words_of_the_product_are_all_named() -> None:
    assert set(labels("statuses")) == set(Status)
    assert set(labels("verdicts")) == set(Verdict)
    assert set(labels("roles")) == set(Role)


def test_a_key_that_nobody_named_reads_as_itself() -> None:
    assert label("kinds", "juggling_pens").en == "juggling pens"
    assert label("states", "_").en == "?"
    assert label("kinds", "absence").zh == "空岗"
