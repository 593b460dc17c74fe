"""State: three-valued logic over time, compared with True / False / None at every half second."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.intervals import Spans, State, latched

SECONDS = np.arange(0.0, 30.0)
NAN = float("nan")

values = st.lists(st.sampled_from([1.0, 0.0, NAN]), min_size=30, max_size=30).map(np.array)


def state(samples: Sequence[float] | np.ndarray) -> State:
    return State.from_samples(np.arange(float(len(samples))), np.array(samples), hold=1)


def told(some: State) -> list[bool | None]:
    """The language of the simple reference: the known value in each second."""
    return [bool(some.true.contains(t)) if some.seen.contains(t) else None for t in SECONDS]


def word(value: float) -> bool | None:
    return None if np.isnan(value) else bool(value)


def both(a: bool | None, b: bool | None) -> bool | None:
    if a is False or b is False:
        return False
    return None if a is None or b is None else True


def refuse(a: bool | None) -> bool | None:
    return None if a is None else not a


@given(values)
def test_samples_say_yes_no_or_nothing(samples: np.ndarray) -> None:
    assert told(state(samples)) == [word(v) for v in samples]


@given(values, values)
def test_what_is_known_settles_it_and_what_is_not_stays_unknown(a: np.ndarray, b: np.ndarray) -> None:
    pairs = [(word(x), word(y)) for x, y in zip(a, b, strict=True)]
    assert told(state(a) & state(b)) == [both(x, y) for x, y in pairs]
    assert told(state(a) | state(b)) == [refuse(both(refuse(x), refuse(y))) for x, y in pairs]
    assert told(~state(a)) == [refuse(x) for x, _ in pairs]
    assert ~(state(a) & state(b)) == ~state(a) | ~state(b)


@given(values, values)
def test_what_happens_outside_the_opening_hours_is_unknown(a: np.ndarray, b: np.ndarray) -> None:
    hours = state(b).true
    expected = [word(v) if hours.contains(t) else None for t, v in zip(SECONDS, a, strict=True)]
    assert told(state(a).within(hours)) == expected


@given(values, st.integers(0, 5))
def test_bridging_needs_true_on_both_sides(samples: np.ndarray, gap: int) -> None:
    words = [word(v) for v in samples]
    on = [t for t, w in enumerate(words) if w]
    for left, right in pairwise(on):
        if right - left - 1 <= gap:
            words[left:right] = [True] * (right - left)
    assert told(state(samples).bridged(gap)) == words


@given(values, st.integers(1, 5), st.integers(0, 5))
def test_debouncing_believes_nothing_short(samples: np.ndarray, on_s: int, off_s: int) -> None:
    calm = state(samples).debounced(on_s, off_s)
    assert calm.true == state(samples).true.bridged(off_s).longer_than(on_s)
    assert calm.seen == state(samples).seen | calm.true


def test_somebody_walks_through_the_picture_and_she_still_sits() -> None:
    seated = state([1, 1, 1, NAN, 1, 1, 1]).bridged(1)
    assert seated == State(Spans.of((0, 7)), Spans.of((0, 7)))


def test_a_dark_minute_is_never_an_absence() -> None:
    present = state([1] * 5 + [NAN] * 60 + [1] * 5)
    assert not (~present).true
    assert present.bridged(10) == present
    assert present.seen_share(0, 70) == pytest.approx(10 / 70)


def test_a_twitch_is_not_a_rise_and_stays_seen() -> None:
    standing = state([0, 0, 1, 0, 0, 1, 1, 1]).longer_than(2)
    assert standing == State(Spans.of((5, 8)), Spans.of((0, 8)))


def latch(samples: np.ndarray) -> list[bool]:
    """The result by hand: in at 3, out below 2, and unchanged while unclear or unseen."""
    words: list[bool] = []
    held = False
    for value in samples:
        held = bool(value >= 3 or (held and not value < 2))
        words.append(held)
    return words


@given(st.lists(st.sampled_from([0.0, 1.0, 2.0, 2.5, 3.0, 4.0, NAN]), min_size=1, max_size=30).map(np.array))
def test_hysteresis_keeps_its_mind_between_the_two_marks(samples: np.ndarray) -> None:
    assert latched(samples, 3, 2).tolist() == latch(samples)


def test_hysteresis_of_nothing_is_nothing() -> None:
    assert latched(np.empty(0), 3, 2).tolist() == []


def test_true_without_being_seen_is_refused() -> None:
    with pytest.raises(ValueError, match="true within seen, got 2 s more"):
        State(Spans.of((0, 4)), Spans.of((1, 3)))


def test_shares_of_nothing_are_nan() -> None:
    nothing = State.never_seen()
    assert np.isnan(nothing.seen_share(3, 3)) and np.isnan(nothing.true_share(0, 5))
    assert state([1, 0, NAN, NAN]).true_share(0, 4) == 0.5


@pytest.mark.parametrize("combine", [lambda s: s | s, lambda s: s & s, lambda s: ~~s])
def test_combining_a_state_with_itself_changes_nothing(combine: Callable[[State], State]) -> None:
    some = state([1, 0, NAN, 1, 1, 0])
    assert combine(some) == some
