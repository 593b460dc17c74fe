"""The columns of one look: those from a detector's box alone, and those that need a pose."""

from dataclasses import replace

import numpy as np
import pytest

from tests.support.boxed_people import boxes
from tests.support.stick_people import person, together
from vision.core import People, ZoneView
from vision.detection.box_anchors import people_from_boxes
from vision.measures.columns import (
    KeptColumns,
    box_columns,
    count_columns,
    customer_columns,
    staff_columns,
)

HEIGHT = 200
BOX_ONLY = people_from_boxes(boxes((40, 50, 120, 190)))


def view(people: People, *, likeness: float = 1.0, hidden: bool = False) -> ZoneView:
    return ZoneView(people, likeness, True, np.arange(len(people)) + 5, hidden)


def test_staff_of_whom_only_a_box_is_known_is_counted_without_a_pose() -> None:
    row = staff_columns(view(BOX_ONLY), HEIGHT)
    assert row == {"staff": 1.0, "staff_likeness": 1.0}
    assert box_columns(view(BOX_ONLY), HEIGHT) == pytest.approx(
        {"box_left": 0.2, "box_top": 0.25, "box_right": 0.6, "box_bottom": 0.95}
    )


def test_staff_with_a_pose_has_its_measures() -> None:
    row = staff_columns(view(person(100, 90)), HEIGHT)
    assert row["shoulder_y"] == pytest.approx(90 / HEIGHT)


def test_staff_hidden_by_somebody_who_passes_is_counted_and_nothing_is_measured_on_the_other_one() -> None:
    row = staff_columns(view(person(100, 90), hidden=True), HEIGHT)
    assert row == {"staff": 1.0, "staff_likeness": 1.0}
    assert box_columns(view(person(100, 90), hidden=True), HEIGHT) == {}


def test_an_empty_post_has_no_box() -> None:
    assert box_columns(view(People.none()), HEIGHT) == {}


def test_a_customer_of_whom_only_a_box_is_known_has_a_place_and_an_id() -> None:
    row = customer_columns(view(BOX_ONLY), HEIGHT)
    assert (row["customers"], row["customer_id"]) == (1, 5)
    assert row["customer_x"] == pytest.approx(80 / HEIGHT)


def test_three_customers_have_places_and_a_fourth_is_only_counted() -> None:
    row = customer_columns(view(together(*(person(60.0 * k, 90) for k in range(4)))), HEIGHT)
    assert row["customers"] == 4
    assert [row[f"{name}_id"] for name in ("customer", "customer2", "customer3")] == [5, 6, 7]
    assert "customer4_id" not in row


def test_a_place_that_was_left_says_so_and_a_zone_that_is_not_there_says_nothing() -> None:
    assert count_columns("customers", "customer", view(People.none(), likeness=-1.0)) == {
        "customers": 0.0,
        "customer_likeness": -1.0,
    }
    assert count_columns("customers", "customer", None) == {}
    assert customer_columns(None, HEIGHT) == {}


class TestColumnsThatAreKept:
    """A person is measured once for each look; count and likeness are of now."""

    def test_the_same_people_are_not_measured_again_and_the_likeness_is_of_now(self) -> None:
        asked: list[ZoneView] = []
        kept = KeptColumns(lambda of, height: asked.append(of) or staff_columns(of, height))
        seen = view(person(100, 90))
        first = kept.row(seen, HEIGHT, count_columns("staff", "staff", seen))
        later = replace(seen, fresh=False, likeness=0.25)
        second = kept.row(later, HEIGHT, count_columns("staff", "staff", later))
        assert len(asked) == 1
        assert second == {**first, "staff_likeness": 0.25}

    def test_other_people_are_measured(self) -> None:
        kept = KeptColumns(staff_columns)
        kept.row(view(person(100, 90)), HEIGHT, {})
        assert kept.row(view(person(100, 60)), HEIGHT, {})["shoulder_y"] == pytest.approx(60 / HEIGHT)

    def test_staff_who_is_hidden_now_has_no_pose(self) -> None:
        kept, people = KeptColumns(staff_columns), person(100, 90)
        kept.row(view(people), HEIGHT, {})
        assert "shoulder_y" not in kept.row(view(people, hidden=True), HEIGHT, {})
