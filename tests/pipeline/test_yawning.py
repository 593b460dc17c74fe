"""A yawn at the post: the mouth, the head and the hand that show it, and movements that resemble one."""

import numpy as np
import pytest

from pipeline.states import read_states
from synthetic.stories import (
    EVALUATION,
    GESTURES,
    START,
    call,
    closely,
    covers_mouth,
    customer_arrives,
    gestures,
    goes_on,
    judged,
    looks_at,
    seated,
    yawns,
)


def test_a_mouth_that_is_not_seen_does_not_yawn() -> None:
    assert gestures(closely(0, face=False) + yawns(4) + closely(0, face=True)) == set()


def test_a_mouth_that_is_never_quite_shut_does_not_yawn_all_day() -> None:
    open_mouthed = closely(0, mouth=0.3)
    assert judged(open_mouthed + seated(60)).kinds & GESTURES == set()
    gape = closely(3, mouth=0.7, head=0.03) + closely(0, mouth=0.3, head=0.0)
    assert judged(open_mouthed + seated(60) + gape + seated(60)).kinds & GESTURES == {"yawning"}


@pytest.mark.parametrize(("more", "yawn"), [(0.33, False), (0.40, True)], ids=["laughing", "yawning"])
def test_how_wide_is_wide(more: float, yawn: bool) -> None:
    gape = closely(3, mouth=0.02 + more) + closely(0, mouth=0.02)
    assert gestures(gape) == ({"yawning"} if yawn else set())


def of_the_face(
    dark: float, tilt: float, *, seen_from: float = 0.0, before: float = 60.0
) -> list[tuple[float, float]]:
    """Yawns in a face whose lower part is this dark for 3 s and whose nose is this much higher.

    The face is visible from a given moment on, and otherwise only for this many seconds `before`.
    """
    signals = seated(60).signals()
    gape = (signals.time >= START + 40) & (signals.time < START + 43)
    signals["mouth_dark"][gape] = dark
    signals["nose_drop"][gape] -= tilt
    for name in ("mouth_open", "mouth_dark"):
        signals[name][gape & (signals.time < START + 40 + seen_from)] = np.nan
        signals[name][(signals.time < START + 40 - before) | (signals.time >= START + 43 + before)] = np.nan
    yawning = read_states(signals, EVALUATION).gestures.yawning.true
    return [(round(start - START, 1), round(end - START, 1)) for start, end in yawning]


@pytest.mark.parametrize(
    ("dark", "tilt", "yawn"),
    [(0.14, 0.02, True), (0.14, 0.0, False), (0.03, 0.02, False), (0.14, -0.02, False)],
)
def test_a_dark_mouth_yawns_where_the_head_goes_back(dark: float, tilt: float, yawn: bool) -> None:
    """In poor light mouths, beards and shadows are dark too."""
    assert of_the_face(dark, tilt) == ([(40, 43)] if yawn else [])


def test_a_yawn_lasts_as_long_as_the_head_is_back_though_the_mouth_is_seen_late() -> None:
    assert of_the_face(0.14, 0.02, seen_from=1.8) == [(40, 43)]
    assert of_the_face(0.14, 0.02, seen_from=3.0) == []


@pytest.mark.parametrize(("before", "yawn"), [(0.4, True), (0.0, False)], ids=["hardly ever", "never"])
def test_a_face_that_looks_up_to_yawn_is_known_by_what_was_seen_of_it_before(
    before: float, yawn: bool
) -> None:
    """More looks with an open mouth than with a shut one make no usual mouth; without a shut one none is known."""
    assert of_the_face(0.14, 0.02, before=before) == ([(40, 43)] if yawn else [])


def test_a_call_that_ends_with_an_open_mouth_is_a_call() -> None:
    told = judged(seated(40) + call(8) + closely(0.8, mouth=0.6) + closely(0, mouth=0.02) + seated(30))
    assert told.kinds & GESTURES == {"phone"}


def test_nobody_yawns_into_the_papers() -> None:
    """A bowed face has shadows of its own."""
    assert gestures(closely(4, mouth=0.6, head=-0.05) + closely(0, mouth=0.02, head=0.0)) == set()


def test_the_hand_that_comes_to_an_open_mouth_covers_a_yawn() -> None:
    gape = closely(1.2, mouth=0.6) + covers_mouth(3, head=0.0) + closely(0, mouth=0.02)
    (yawn,) = judged(seated(40) + gape + seated(30)).events("yawning")
    assert yawn.attributes["covered"] is True
    assert yawn.seconds == pytest.approx(4.2, abs=0.5)


def test_a_hand_that_comes_late_does_not_cover_it() -> None:
    gape = closely(3, mouth=0.6, head=0.03) + covers_mouth(1) + closely(0, mouth=0.02)
    (yawn,) = judged(seated(40) + gape + seated(30)).events("yawning")
    assert yawn.attributes["covered"] is False


def test_a_hand_at_the_face_with_nothing_of_a_yawn_is_none() -> None:
    assert "yawning" not in gestures(covers_mouth(3, head=0.0))


@pytest.mark.parametrize("covered", [False, True], ids=["open", "covered"])
def test_a_yawn_before_nobody_is_toward_nobody(covered: bool) -> None:
    told = judged(seated(40) + yawns(3, covered=covered) + seated(30))
    assert told.one("yawning").attributes == {"covered": covered, "toward_customer": False}


def test_where_the_yawner_looked_is_left_open_when_it_was_not_seen() -> None:
    """It costs points only when it was toward a customer, so a guess would be an accusation."""
    yawn = closely(0, eyes=False) + goes_on(2) + yawns(3) + goes_on(2) + closely(0, eyes=True)
    told = judged(seated(40) + customer_arrives() + goes_on(10) + yawn + goes_on(10))
    assert "toward_customer" not in told.one("yawning").attributes


def test_a_yawn_to_the_side_is_not_toward_the_customer() -> None:
    yawn = looks_at(-60) + yawns(3) + looks_at(85)
    told = judged(seated(40) + customer_arrives() + goes_on(10) + yawn + goes_on(10))
    assert told.one("yawning").attributes["toward_customer"] is False
