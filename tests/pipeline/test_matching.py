"""The match of found and true events: worked by hand, and compared with a search over all matches."""

from dataclasses import dataclass
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluation.matching import Pair, closeness, match, tiou


@dataclass(frozen=True)
class Span:
    start: float
    end: float


def at(moment: float) -> Span:
    return Span(moment, moment)


def same(truth: Span, found: Span, tolerance: float = 0) -> bool:
    return closeness(truth, found, tolerance) > 0


def test_half_of_the_time_together_is_enough() -> None:
    assert tiou((0, 10), (5, 15)) == pytest.approx(5 / 15)
    assert same(Span(0, 10), Span(0, 5)), "5 of 10"
    assert not same(Span(0, 10), Span(0, 4.9))
    assert same(Span(0, 10), Span(0, 20)) and not same(Span(0, 10), Span(0, 20.1))
    assert same(Span(0, 10), Span(3, 14)) and not same(Span(0, 10), Span(3.1, 14)), "7 of 14, 6.9 of 14"


def test_the_truth_is_widened_only_where_that_helps() -> None:
    truth = Span(10, 14)
    assert not same(truth, Span(9, 17.5)), "4 of 8.5"
    assert same(truth, Span(9, 17.5), tolerance=0.5), "5 of 8.5 with the truth from 9.5 to 14.5"
    assert same(truth, Span(11, 13), tolerance=2), "2 of 4 as it is, though only 2 of 8 when widened"


def test_an_absence_is_not_found_by_a_moment_within_it() -> None:
    assert not same(Span(10, 20), at(10))


def test_points_and_short_spans_go_by_their_starts() -> None:
    assert same(at(30), at(32.4), tolerance=0.4) and not same(at(30), at(32.41), tolerance=0.4)
    assert same(at(30), Span(28, 60)), "the length of what was found does not matter"
    assert same(Span(5, 6.9), Span(6.8, 9)), "a yawn of 1.9 s is short"
    assert not same(Span(5, 7), Span(6.8, 9)), "one of 2 s is not"


def test_one_found_event_cannot_be_two_true_ones() -> None:
    assert match([at(10), at(11)], [at(10.5)], 0) == [Pair(0, 0)]
    assert len(match([at(10)], [at(10), at(10.2)], 0)) == 1


def test_the_nearest_first_would_lose_an_arrival() -> None:
    truth, found = [at(10), at(12)], [at(11.9), at(13.5)]
    assert match(truth, found, 0) == [Pair(0, 0), Pair(1, 1)], (
        "greedy would take 12 with 11.9 and leave 10 alone"
    )


def test_with_as_many_pairs_the_closer_ones_are_taken() -> None:
    assert match([at(10), at(11)], [at(11), at(10)], 0) == [Pair(0, 1), Pair(1, 0)]


def test_nothing_matches_nothing() -> None:
    assert match([], [at(1)], 0) == match([at(1)], [], 0) == match([at(1)], [at(9)], 0) == []


moments = st.integers(0, 12).map(lambda half: half / 2)
things = st.lists(st.tuples(moments, moments).map(lambda p: Span(p[0], p[0] + p[1])), max_size=5)


def best_by_trying(truth: list[Span], found: list[Span], tolerance: float) -> tuple[int, float]:
    """(pairs, total closeness) of the best one-to-one match."""
    padded = [*found, *([None] * len(truth))]
    best = (0, 0.0)
    for way in permutations(padded, len(truth)):
        each = [closeness(t, f, tolerance) for t, f in zip(truth, way, strict=True) if f is not None]
        good = [c for c in each if c > 0]
        best = max(best, (len(good), round(sum(good), 9)))
    return best


@given(
    st.lists(st.tuples(moments, moments).map(lambda p: Span(p[0], p[0] + p[1])), max_size=4),
    st.lists(st.tuples(moments, moments).map(lambda p: Span(p[0], p[0] + p[1])), max_size=4),
    st.sampled_from([0.0, 0.5, 1.0]),
)
def test_no_other_way_is_better(truth: list[Span], found: list[Span], tolerance: float) -> None:
    pairs = match(truth, found, tolerance)
    assert len({p.truth for p in pairs}) == len({p.found for p in pairs}) == len(pairs)
    close = sum(closeness(truth[p.truth], found[p.found], tolerance) for p in pairs)
    assert (len(pairs), round(close, 9)) == best_by_trying(truth, found, tolerance)


@given(things, things)
def test_the_order_of_the_lists_does_not_matter(truth: list[Span], found: list[Span]) -> None:
    assert len(match(truth, found, 0.5)) == len(match(truth[::-1], found[::-1], 0.5))


@given(things)
def test_the_truth_matches_itself(truth: list[Span]) -> None:
    assert len(match(truth, truth, 0)) == len(truth)


@given(things, things)
def test_without_tolerance_long_spans_match_the_same_both_ways(a: list[Span], b: list[Span]) -> None:
    a, b = ([s for s in some if s.end - s.start >= 2] for some in (a, b))
    assert len(match(a, b, 0)) == len(match(b, a, 0))
