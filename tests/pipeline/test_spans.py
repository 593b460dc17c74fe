"""Spans: the interval algebra, compared with a simple reference that checks every half second."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.intervals import Spans

GRID = np.arange(0, 40, 0.5)  # edges below are whole seconds: the start decides for its half second

spans = st.lists(st.tuples(st.integers(0, 38), st.integers(0, 6)), max_size=8).map(
    lambda rows: Spans.of(*((a, min(a + n, 39)) for a, n in rows))
)
seconds = st.integers(0, 6)
ALL = Spans.of((0, 40))


def cells(some: Spans) -> list[bool]:
    """The simple reference: whether this half second is inside any of the pairs."""
    return [any(start <= at < end for start, end in some) for at in GRID]


@given(spans, spans)
def test_the_algebra_is_the_algebra_of_booleans_at_every_moment(a: Spans, b: Spans) -> None:
    x, y = np.array(cells(a)), np.array(cells(b))
    assert cells(a & b) == (x & y).tolist()
    assert cells(a | b) == (x | y).tolist()
    assert cells(a - b) == (x & ~y).tolist()
    assert cells(ALL - a) == (~x).tolist()
    assert a.overlap_s(b) == (a & b).total == (x & y).sum() / 2
    assert a.within(b) == (not (x & ~y).any())


@given(spans, spans, spans)
def test_the_laws_of_sets_hold_with_plain_equality(a: Spans, b: Spans, c: Spans) -> None:
    assert a & (b | c) == (a & b) | (a & c)
    assert ALL - (a | b) == (ALL - a) & (ALL - b)
    assert a - b == a & (ALL - b)
    assert (a | a) == (a & a) == a and a - a == Spans.empty()


@given(spans, seconds)
def test_bridging_fills_the_short_holes_and_only_those(a: Spans, gap: int) -> None:
    filled = a.bridged(gap)
    holes = list(zip(a.end[:-1].tolist(), a.start[1:].tolist(), strict=True))
    assert filled == a | Spans.of(*(hole for hole in holes if hole[1] - hole[0] <= gap))


@given(spans, seconds, seconds)
def test_choosing_clipping_and_padding_keep_what_the_pairs_say(a: Spans, low: int, width: int) -> None:
    high = low + width
    assert a.longer_than(low) == Spans.of(*(pair for pair in a if pair[1] - pair[0] >= low))
    assert list(a.clipped(low, high)) == [
        (max(s, low), min(e, high)) for s, e in a if e > low and s < high and width
    ]
    assert a.padded(low, width) == Spans.of(*((s - low, e + width) for s, e in a))
    assert a.padded(-low, -width) == Spans.of(*((s + low, e - width) for s, e in a if e - s > low + width))


@given(spans, spans)
def test_whole_spans_are_chosen_by_what_they_touch(a: Spans, b: Spans) -> None:
    assert list(a.touching(b)) == [p for p in a if any(p[0] < end and start < p[1] for start, end in b)]


@given(spans, st.integers(0, 39))
def test_asking_about_one_moment(a: Spans, moment: int) -> None:
    assert a.contains(GRID).tolist() == cells(a)
    assert a.first_after(moment) == next((pair for pair in a if pair[0] >= moment), None)
    assert a.covering(moment) == next((pair for pair in a if pair[0] <= moment < pair[1]), None)
    assert a.seconds_in([0, moment, moment], [moment, 40, moment]).tolist() == [
        a.clipped(0, moment).total,
        a.clipped(moment, 40).total,
        0,
    ]


@given(spans, st.floats(-1, 41), st.floats(-1, 41))
def test_one_moment_and_many_moments_are_answered_alike(a: Spans, start: float, end: float) -> None:
    assert a.seconds_in(start, end) == pytest.approx(a.seconds_in([start], [end])[0])
    assert a.seconds_in(start, end) == pytest.approx(a.clipped(start, end).total)
    assert a.clipped(start, end) == a & Spans.of((start, max(start, end)))


@given(spans, spans)
def test_what_the_algebra_makes_is_sound(a: Spans, b: Spans) -> None:
    for made in (a & b, a | b, a - b, b - a, a.bridged(2), a.clipped(3, 20), a.longer_than(2)):
        assert Spans(made.start, made.end) == made  # the checks of the constructor, which the algebra skips


@given(st.lists(st.tuples(st.integers(1, 5), st.booleans()), max_size=30), st.integers(1, 4))
def test_a_sample_stands_until_the_next_but_never_longer_than_hold(
    rows: list[tuple[int, bool]], hold: int
) -> None:
    time = np.cumsum([step for step, _ in rows], dtype=np.float64)
    mask = np.array([held for _, held in rows], dtype=bool)
    until = [min(t + hold, after) for t, after in zip(time, np.append(time[1:], np.inf), strict=False)]
    expected = Spans.of(*((t, e) for t, e, held in zip(time, until, mask, strict=True) if held))
    assert Spans.from_samples(time, mask, hold) == expected


def test_a_hole_in_the_samples_is_a_hole_in_the_spans() -> None:
    time = np.array([0.0, 0.2, 0.4, 10.0, 10.2])
    assert Spans.from_samples(time, np.ones(5, dtype=bool), hold=0.5) == Spans.of((0, 0.9), (10, 10.7))


def test_rounding_of_utc_seconds_cuts_nobody_s_span() -> None:
    time = 1_764_000_000 + np.arange(50, dtype=np.float64) * 0.2
    held = Spans.from_samples(time, np.ones(50, dtype=bool), hold=0.2)
    assert len(held) == 1
    assert held.longer_than(10.0) == held, "fifty samples of a fifth of a second are ten seconds"


def test_no_time_has_no_seconds_anywhere_and_knows_no_moment() -> None:
    none = Spans.empty()
    assert none.seconds_in([0, 5, 9], [5, 9, 5]).tolist() == [0, 0, 0]
    assert none.seconds_in(0, 5) == 0
    assert none.contains([0, 5]).tolist() == [False, False]
    assert (none.first_after(0), none.covering(0)) == (None, None)


def test_a_span_that_only_touches_another_does_not_share_time_with_it() -> None:
    spans = Spans.of((0, 2), (4, 6), (8, 9))
    assert spans.touching(Spans.of((2, 4))) == Spans.empty()
    assert spans.touching(Spans.of((2, 4.001))) == Spans.of((4, 6))
    assert spans.touching(Spans.empty()) == Spans.empty()


def test_touching_spans_are_one_span() -> None:
    assert Spans.of((1, 2), (0, 1), (2, 2)) == Spans.of((0, 2))


@pytest.mark.parametrize(
    ("start", "end", "says"),
    [
        ([0.0, 1.0], [2.0], r"got \(2,\) and \(1,\)"),
        ([3.0], [3.0], "every end after its start, got 3.0 then 3.0"),
        ([0.0, 1.0], [1.0, 2.0], "every start after the end before it, got 1.0 then 1.0"),
        ([float("nan")], [1.0], "finite"),
        ([0.0], [float("inf")], "finite"),
    ],
)
def test_bad_edges_are_refused_with_what_was_expected(
    start: list[float], end: list[float], says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        Spans(np.array(start), np.array(end))


def test_whole_numbers_and_backward_pairs_are_refused() -> None:
    with pytest.raises(ValueError, match="float64, got int64"):
        Spans(np.array([1]), np.array([2]))
    for backward in ((2.0, 1.0), (float("nan"), 1.0)):
        with pytest.raises(ValueError, match="no end before its start"):
            Spans.of(backward)


@given(spans, st.lists(st.integers(-2, 42), unique=True))
def test_the_rows_of_increasing_looks_are_those_of_single_moments(some: Spans, looks: list[float]) -> None:
    time = np.sort(np.array(looks, np.float64))
    assert np.array_equal(some.rows(time), some.contains(time))
