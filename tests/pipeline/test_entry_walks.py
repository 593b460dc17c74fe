"""Clerks visible from the chest up: one who keeps the height of the walk in stands, one who drops by a rise sits."""

import numpy as np
import pytest

from pipeline.states.calibration import learn_seat
from pipeline.states.entry_walks import LIMITS, posture_by_walks
from pipeline.states.standing import Posture
from synthetic.stories import FRONT, SEATED, Story
from vision.core import Signals

SCALE, STEP, WIDE, CROWN = 0.5, 0.2, 0.5, 0.3
PLACE, BORDER = 1.0, 1.77


def boxes(places: list[tuple[float, float]]) -> Signals:
    """Looks five times a second at a box with given middle and upper edge, in picture heights; NaN without a person."""
    x, top = np.array(places, np.float32).T
    left, right = x - WIDE / 2 * SCALE, x + WIDE / 2 * SCALE
    rows = {
        "box_left": left,
        "box_right": np.minimum(right, BORDER),
        "box_top": top,
        "box_bottom": top * 0 + 1,
    }
    return Signals(np.arange(len(x)) * STEP, {name: value.astype(np.float32) for name, value in rows.items()})


def walk(start: float, end: float, seconds: float = 1.0) -> list[tuple[float, float]]:
    steps = round(seconds / STEP)
    return [(start + (end - start) * k / steps, CROWN) for k in range(steps)]


def rest(seconds: float, lower_m: float = 0.0) -> list[tuple[float, float]]:
    return [(PLACE, CROWN + lower_m * SCALE)] * round(seconds / STEP)


@pytest.mark.parametrize(
    ("lower_m", "told"),
    [(0.0, "standing"), (0.14, "standing"), (0.17, "unknown"), (0.22, "seated"), (0.4, "seated")],
)
def test_the_height_at_rest_against_the_height_of_the_walk_tells_it(lower_m: float, told: str) -> None:
    came = boxes(walk(PLACE - 0.5, PLACE) + rest(10, lower_m))
    assert posture_by_walks(came, SCALE) == (Posture(told), 0.0 if told == "unknown" else LIMITS.sure)


def test_a_walk_out_tells_it_as_well_as_a_walk_in() -> None:
    went = boxes(rest(10) + walk(PLACE, PLACE + 0.5))
    assert posture_by_walks(went, SCALE)[0] is Posture.STANDING


def test_a_clerk_who_never_comes_or_goes_tells_nothing() -> None:
    assert posture_by_walks(boxes(rest(20)), SCALE) == (Posture.UNKNOWN, 0.0)


@pytest.mark.parametrize(("metres", "told"), [(0.27, "unknown"), (0.33, "standing")])
def test_a_lean_aside_is_no_walk(metres: float, told: str) -> None:
    came = boxes(walk(PLACE - metres * SCALE, PLACE, 0.6) + rest(10))
    assert posture_by_walks(came, SCALE)[0] is Posture(told)


def test_an_arm_that_makes_the_box_wider_is_no_walk() -> None:
    came = boxes(rest(10))
    came["box_left"][:4] -= 0.4 * SCALE
    came["box_left"][-4:-2] -= 0.4 * SCALE
    assert posture_by_walks(came, SCALE)[0] is Posture.UNKNOWN


def test_a_person_who_comes_in_at_the_picture_s_border_grows_to_one_side() -> None:
    came = boxes([(x + 0.77, top) for x, top in walk(PLACE, PLACE - 0.4)] + [(PLACE + 0.4, CROWN)] * 50)
    assert np.ptp(came["box_right"][:2]) == 0
    assert posture_by_walks(came, SCALE)[0] is Posture.STANDING


def test_somebody_else_at_the_same_place_is_a_stay_of_its_own() -> None:
    """The person who sat at the place rolls no further; the next one walks in and stands."""
    seated = [(PLACE - 0.6, CROWN + 0.4 * SCALE)] * 50
    came = boxes(seated + walk(PLACE + 0.5, PLACE) + rest(10))
    assert posture_by_walks(came, SCALE)[0] is Posture.STANDING


def test_stays_that_contradict_each_other_tell_nothing() -> None:
    nobody = [(float("nan"), float("nan"))] * 25
    stands, sits = walk(PLACE - 0.5, PLACE) + rest(10), walk(PLACE - 0.5, PLACE) + rest(10, 0.4)
    assert posture_by_walks(boxes(stands + nobody + sits), SCALE)[0] is Posture.UNKNOWN


def test_signals_from_before_there_were_boxes_tell_nothing() -> None:
    assert posture_by_walks(Signals(np.arange(9.0), {}), SCALE) == (Posture.UNKNOWN, 0.0)


def test_a_cashier_whom_the_picture_cuts_at_the_chest_is_known_to_stand_after_walking_in() -> None:
    signals = Story(((30.0, {"staff": SEATED}),)).signals(FRONT)
    signals["box_bottom"][:] = 0.98
    signals["hip_seen"][:] = 0.0
    assert not learn_seat(signals).named
    scale = float(np.nanmedian(signals["scale"]))
    signals["box_left"][:5] -= np.linspace(0.8, 0.2, 5, dtype=np.float32) * scale
    signals["box_right"][:5] -= np.linspace(0.8, 0.2, 5, dtype=np.float32) * scale
    seat = learn_seat(signals)
    assert seat.named
    assert np.isnan(seat.seated)
    assert seat.certain == LIMITS.sure
