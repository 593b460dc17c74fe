"""Whether staff faces the customer, in top view: the head's direction against the customer's position."""

from dataclasses import dataclass

import numpy as np
import pytest

from pipeline.intervals import State
from pipeline.states.facing import facing
from synthetic.stories import customer_arrives, customer_leaves, goes_on, looks_at, seated
from vision.core import COLUMNS, Signals


@dataclass(frozen=True)
class Place:
    """A person in a picture: `x` in picture heights, `scale` picture heights per metre, so larger is nearer."""

    x: float
    scale: float


def told(staff: Place, customer: Place | None, head_yaw: float) -> State:
    """Ten seconds of staff whose head points `head_yaw` degrees: 0 into the camera, 90 to the picture's right."""
    time = np.arange(50) / 5
    table = {name: np.full(50, np.nan, np.float32) for name in COLUMNS}
    row = {
        "health": 0,
        "staff": 1,
        "head_x": staff.x,
        "scale": staff.scale,
        "head_yaw": head_yaw,
        "head_y": 0.4,
    }
    row |= {"shoulder_x": staff.x, "nose_x": staff.x, "customers": 0}
    if customer is not None:
        row |= {"customers": 1, "customer_x": customer.x, "customer_scale": customer.scale}
        row |= {"customer_head_x": customer.x}
    for name, value in row.items():
        table[name][:] = value
    return facing(Signals(time, table), 1.0)


def faced(staff: Place, customer: Place, head_yaw: float) -> bool:
    share = told(staff, customer, head_yaw).true_share(0, 10)
    assert share in (0, 1)
    return bool(share)


BESIDE = (
    Place(0.5, 0.3),
    Place(1.1, 0.3),
)  # a side camera: the customer is at the picture's right, as far away
BEFORE = Place(0.6, 0.25), Place(0.6, 0.6)  # a camera over the customer's shoulder: between staff and camera
BEHIND = Place(0.6, 0.6), Place(0.6, 0.25)  # a camera behind the staff


@pytest.mark.parametrize(
    ("place", "toward"), [(BESIDE, 90), (BEFORE, 0), (BEHIND, 180)], ids=["beside", "before", "behind"]
)
def test_looking_at_the_customer_is_facing_and_turning_away_is_not(
    place: tuple[Place, Place], toward: float
) -> None:
    assert faced(*place, toward)
    assert faced(*place, toward + 25)
    assert faced(*place, toward - 25)
    assert not faced(*place, toward + 90)
    assert not faced(*place, toward - 90)
    assert not faced(*place, toward + 180)


def test_the_mirrored_picture_is_the_mirrored_truth() -> None:
    staff, customer = Place(1.1, 0.3), Place(0.5, 0.3)
    assert faced(staff, customer, -90)
    assert not faced(staff, customer, 90)


def test_without_a_customer_there_is_nobody_to_face() -> None:
    assert not told(BESIDE[0], None, 90).seen


def test_an_unseen_head_says_nothing() -> None:
    assert not told(*BESIDE, float("nan")).seen


def test_a_glance_at_the_screen_shorter_than_a_blink_changes_nothing() -> None:
    story = (
        seated(10)
        + customer_arrives()
        + goes_on(5)
        + looks_at(-40)
        + goes_on(0.4)
        + looks_at(85)
        + goes_on(5)
    )
    state = facing((story + customer_leaves() + goes_on(5)).signals(), 1.0)
    assert state.true.total == pytest.approx(10.4, abs=1)
