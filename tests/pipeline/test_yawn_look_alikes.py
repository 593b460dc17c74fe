"""Yawns and similar faces: speech, laughter, masks, red lips, another person's beard, busy hands."""

import numpy as np
import pytest

from pipeline.states import read_states
from pipeline.states.yawns import YawnLimits
from synthetic.stories import (
    AT_EAR,
    AT_MOUTH,
    EVALUATION,
    START,
    CloseUp,
    Story,
    away,
    both_hands,
    closely,
    colleague_takes_over,
    covers_mouth,
    judged,
    seated,
    yawns,
)
from vision.core import Basis, origins


def told(story: Story) -> list[tuple[float, float]]:
    return judged(seated(40) + story + seated(30)).all("yawning")


def flickers(open_s: float, shut_s: float, seconds: float, **also: object) -> CloseUp:
    """A mouth that opens and shuts repeatedly."""
    once = closely(open_s, mouth=0.45, **also) + closely(shut_s, mouth=0.05)
    return once * round(seconds / (open_s + shut_s)) + closely(0, mouth=0.02, head=0.0)


@pytest.mark.parametrize(("open_s", "shut_s"), [(0.2, 0.2), (0.4, 0.2), (0.4, 0.4), (0.6, 0.2), (0.6, 0.4)])
@pytest.mark.parametrize("head", [0.0, 0.03], ids=["level", "head up"])
def test_speech_and_laughter_that_open_the_mouth_again_and_again_are_no_yawn(
    open_s: float, shut_s: float, head: float
) -> None:
    assert told(flickers(open_s, shut_s, 8, head=head)) == []


def test_a_long_laugh_is_no_yawn() -> None:
    """Laughter widens the mouth: the gap is 0.29 of its width at most in nearly all, 0.6 and more in a yawn."""
    assert told(closely(5, mouth=0.35) + closely(0, mouth=0.02)) == []


def test_a_mouth_that_shuts_for_a_look_within_a_long_yawn_yawns_once() -> None:
    gape = (
        closely(2.2, mouth=0.6) + closely(0.2, mouth=0.1) + closely(2.2, mouth=0.6) + closely(0, mouth=0.02)
    )
    assert len(told(gape)) == 1


# -- masks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tint", "yawn"), [(-0.4, False), (0.1, False), (0.6, True), (2.5, True), (np.nan, True)]
)
def test_lips_that_the_model_draws_on_a_mask_say_nothing(tint: float, yawn: bool) -> None:
    """Painted lips are redder than skin; a picture without colour cannot show a mask."""
    masked = closely(0, tint=tint)
    assert bool(judged(masked + seated(40) + yawns(3) + seated(30)).all("yawning")) is yawn


def test_yawning_behind_a_mask_is_not_seen_rather_than_absent() -> None:
    signals = (closely(0, tint=0.0) + seated(40)).signals()
    assert read_states(signals, EVALUATION).gestures.yawning.seen.total == 0


def test_signals_from_before_masks_were_looked_for_are_judged_as_ever() -> None:
    signals = (seated(40) + yawns(3) + seated(30)).signals()
    columns = {name: column for name, column in signals.columns.items() if name != "lip_tint"}
    old = type(signals)(signals.time, columns)
    assert len(read_states(old, EVALUATION).gestures.yawning.true) == 1


# -- hands -------------------------------------------------------------------------------------------------------


def test_both_hands_at_the_face_with_the_head_up_cover_no_yawn() -> None:
    """A person strokes a child's hair, or looks through field glasses."""
    assert told(both_hands(AT_EAR, AT_MOUTH, 4, head=0.03)) == []
    assert told(covers_mouth(4)) != []


# -- whose mouth -------------------------------------------------------------------------------------------------


def bearded(seconds: float, *, tilted: tuple[float, float], gap_s: float = 2.0) -> list[tuple[float, float]]:
    """Yawns when a person with a dark lower face takes over after 60 s, with the head back for part of the time."""
    signals = (seated(60) + colleague_takes_over(gap_s) + seated(seconds)).signals()
    since = signals.time - (START + 60 + gap_s)
    signals["mouth_dark"][since >= 0] = 0.15
    signals["nose_drop"][(since >= tilted[0]) & (since < tilted[1])] -= 0.02
    yawning = read_states(signals, EVALUATION).gestures.yawning.true
    return [(round(start - START, 1), round(end - START, 1)) for start, end in yawning]


def test_another_persons_beard_is_no_open_mouth() -> None:
    assert bearded(20, tilted=(4, 7)) == []


def test_a_yawner_is_still_known_after_an_empty_minute() -> None:
    assert told(away(20) + seated(10) + yawns(3)) == [(70.0, 73.0)]


# -- the limits --------------------------------------------------------------------------------------------------


def test_every_limit_says_its_unit_and_its_reason() -> None:
    found = origins(YawnLimits)
    assert all(origin.reason for origin in found.values())
    assert found["longest"].basis is Basis.STUDY
