"""State: where something is true and where it could be seen, with three-valued logic over time."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pipeline.intervals.spans import Bools, Floats, Spans


@dataclass(frozen=True)
class State:
    """`true` lies within `seen`; seen and not true is false; not seen is unknown, which is never false.

    Combining follows Kleene's three values: a known false settles `a & b`, a known true settles `a | b`,
    whatever the other side is; otherwise an unknown side leaves the result unknown. Raises ValueError where
    something is true that was not seen.
    """

    true: Spans
    seen: Spans

    def __post_init__(self) -> None:
        if not self.true.within(self.seen):
            stray = self.true - self.seen
            first = next(iter(stray))
            raise ValueError(f"state: expected true within seen, got {stray.total:g} s more, first {first}")

    # -- making ----------------------------------------------------------------------------------------------

    @classmethod
    def from_samples(cls, time: Floats, values: NDArray[np.floating], hold: float) -> "State":
        """A state from samples of 1 (true), 0 (false), NaN (not seen); a figure between is true above 0.5.

        `time` is (t,) strictly increasing seconds, `values` (t,). A sample stands for the time until the next one,
        but for at most `hold` seconds (see Spans.from_samples).
        """
        seen, true = ~np.isnan(values), np.asarray(values > 0.5, dtype=np.bool_)
        return cls(Spans.from_samples(time, true, hold), Spans.from_samples(time, seen, hold))

    @classmethod
    def never_seen(cls) -> "State":
        """Unknown at all times."""
        return cls(Spans.empty(), Spans.empty())

    # -- logic -----------------------------------------------------------------------------------------------

    @cached_property
    def false(self) -> Spans:
        """The time in which it was seen and was false."""
        return self.seen - self.true

    def __and__(self, other: "State") -> "State":
        """True where both are; known where both are seen or either is seen false."""
        true = self.true & other.true
        return State(true, true | self.false | other.false)

    def __or__(self, other: "State") -> "State":
        """True where either is; known where both are seen or either is seen true."""
        true = self.true | other.true
        return State(true, true | (self.seen & other.seen))

    def __invert__(self) -> "State":
        """True where it was seen and was not so; unknown stays unknown."""
        return State(self.false, self.seen)

    def within(self, spans: Spans) -> "State":
        """The same inside `spans`, unknown outside: opening hours, one shift, one visit."""
        return State(self.true & spans, self.seen & spans)

    # -- time ------------------------------------------------------------------------------------------------

    def bridged(self, gap: float) -> "State":
        """Holes of `gap` seconds or less between two true spans are filled, and then count as seen.

        It does not matter whether the hole was false or not seen: a person does not stop sitting because
        somebody walked through the picture for half a second.
        """
        true = self.true.bridged(gap)
        return State(true, self.seen | true)

    def longer_than(self, seconds: float) -> "State":
        """Only what lasts `seconds` or more stays true, shorter spans become false. What is seen stays.

        Not-seen time cuts a span in two and each part counts alone: bridge first where that is not meant.
        """
        return State(self.true.longer_than(seconds), self.seen)

    def debounced(self, on_s: float, off_s: float) -> "State":
        """First holes of `off_s` or less are filled, then what lasts less than `on_s` becomes false.

        Not-seen time counts as seen only where it ended up within a true span.
        """
        true = self.true.bridged(off_s).longer_than(on_s)
        return State(true, self.seen | true)

    # -- measuring -------------------------------------------------------------------------------------------

    def seen_share(self, start: float, end: float) -> float:
        """Share 0..1 of [start, end) in which it could be seen; NaN when the span is empty."""
        return float(self.seen.seconds_in(start, end) / (end - start)) if end > start else float("nan")

    def true_share(self, start: float, end: float) -> float:
        """Share 0..1 of the seen time of [start, end) in which it was true; NaN when none was seen."""
        seen = float(self.seen.seconds_in(start, end))
        return float(self.true.seconds_in(start, end) / seen) if seen > 0 else float("nan")


def latched(score: Floats, in_at: float, out_at: float) -> Bools:
    """(t,) hysteresis: True from the sample that reaches `in_at` until the one that falls below `out_at`.

    Between the two, and where `score` (t,) is NaN, the last decision stands; before the first one it is False.
    """
    decided = (score >= in_at) | (score < out_at)
    last = np.maximum.accumulate(np.where(decided, np.arange(len(score)), 0))
    return np.asarray(score[last] >= in_at, np.bool_)
