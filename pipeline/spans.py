"""Spans: sorted, disjoint stretches of time, the core type of the project."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

# float64 UTC seconds step by 0.24 microseconds, so "held for 4 s" measured as 3.9999998 s is still 4 s
TICK = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """Stretches of time, each half-open: `start` belongs to it, `end` does not.

    `start` and `end` are (n,) float64 seconds (UTC in the pipeline): finite, every end after its start, every
    start after the end before it. Spans that touch are one span, so the same time always has the same Spans
    and `==` compares times. Raises ValueError otherwise; `merged` takes pairs in any order and overlapping.
    """

    start: Floats
    end: Floats

    def __post_init__(self) -> None:
        start, end = self.start, self.end
        if start.ndim != 1 or start.shape != end.shape:
            raise ValueError(f"spans: start and end must be (n,) each, got {start.shape} and {end.shape}")
        if start.dtype != np.float64 or end.dtype != np.float64:
            raise ValueError(f"spans: start and end must be float64, got {start.dtype} and {end.dtype}")
        if not (np.isfinite(start).all() and np.isfinite(end).all()):
            raise ValueError("spans: expected finite seconds, got NaN or infinity")
        self._refuse("every end after its start", end <= start, start, end)
        self._refuse("every start after the end before it", start[1:] <= end[:-1], end[:-1], start[1:])

    @staticmethod
    def _refuse(expected: str, wrong: Bools, first: Floats, second: Floats) -> None:
        if wrong.any():
            at = int(np.argmax(wrong))
            raise ValueError(f"spans: expected {expected}, got {first[at]} then {second[at]} at {at}")

    # -- making ----------------------------------------------------------------------------------------------

    @classmethod
    def empty(cls) -> "Spans":
        """No time at all."""
        return cls(np.empty(0), np.empty(0))

    @classmethod
    def of(cls, *pairs: tuple[float, float]) -> "Spans":
        """(start, end) pairs in any order; overlapping and touching ones become one, empty ones vanish."""
        both = np.array(pairs, dtype=np.float64).reshape(-1, 2)
        return cls.merged(both[:, 0], both[:, 1])

    @classmethod
    def merged(cls, start: ArrayLike, end: ArrayLike) -> "Spans":
        """As `of`, from two arrays. Raises ValueError where an end is before its start."""
        starts, ends = np.asarray(start, np.float64), np.asarray(end, np.float64)
        cls._refuse("no end before its start", ~(ends >= starts), starts, ends)
        some = ends > starts
        if not some.any():
            return cls.empty()
        starts, ends = starts[some], ends[some]
        order = np.argsort(starts, kind="stable")
        starts, reach = starts[order], np.maximum.accumulate(ends[order])
        hole = starts[1:] > reach[:-1]
        return cls(starts[np.append(True, hole)], reach[np.append(hole, True)])

    @classmethod
    def from_samples(cls, time: Floats, mask: Bools, hold: float) -> "Spans":
        """The time in which `mask` held, from samples of it.

        `time` is (t,) strictly increasing seconds, `mask` (t,) bool. A sample stands for the time until the
        next one, but for at most `hold` seconds (> 0), the last one for `hold`: so a gap in the samples is a
        gap in the spans. Choose `hold` above the sampling period.
        """
        if time.shape != mask.shape or time.ndim != 1:
            raise ValueError(f"spans: time and mask must be (t,) each, got {time.shape} and {mask.shape}")
        linked = mask[:-1] & mask[1:] & (np.diff(time) <= hold + TICK)
        first, last = mask.copy(), mask.copy()
        first[1:] &= ~linked
        last[:-1] &= ~linked
        ends = np.flatnonzero(last)
        following = np.append(time, np.inf)[ends + 1]
        until = np.minimum(time[ends] + hold, following)
        until = np.where(until >= following - TICK, following, until)
        return cls(time[first].astype(np.float64), until.astype(np.float64))

    # -- algebra ---------------------------------------------------------------------------------------------

    def __and__(self, other: "Spans") -> "Spans":
        """The time in both."""
        return self._combined(other, np.logical_and)

    def __or__(self, other: "Spans") -> "Spans":
        """The time in either."""
        return self.merged(np.append(self.start, other.start), np.append(self.end, other.end))

    def __sub__(self, other: "Spans") -> "Spans":
        """The time in this one and not in the other."""
        return self._combined(other, lambda mine, theirs: mine & ~theirs)

    def _combined(self, other: "Spans", rule: Callable[[Bools, Bools], Bools]) -> "Spans":
        """Cut time at every edge of both; between two edges nothing changes, so the rule is asked once."""
        edges = np.unique(np.concatenate((self.start, self.end, other.start, other.end)))
        inside = rule(self.contains(edges), other.contains(edges))
        turns = np.diff(inside.astype(np.int8), prepend=0)
        return Spans(edges[turns == 1], edges[turns == -1])

    def clipped(self, start: float, end: float) -> "Spans":
        """What lies within [start, end)."""
        starts, ends = np.maximum(self.start, start), np.minimum(self.end, end)
        some = ends > starts
        return Spans(starts[some], ends[some])

    def complement(self, start: float, end: float) -> "Spans":
        """The rest of [start, end)."""
        return Spans.of((start, max(start, end))) - self

    def bridged(self, gap: float) -> "Spans":
        """Holes of `gap` seconds or less are filled."""
        if len(self) == 0:
            return self
        keep = self.start[1:] - self.end[:-1] > gap + TICK
        return Spans(self.start[np.append(True, keep)], self.end[np.append(keep, True)])

    def padded(self, before: float, after: float) -> "Spans":
        """Every span begins `before` s earlier and ends `after` s later, overlapping ones become one.

        Negative seconds shrink; a span that has nothing left vanishes.
        """
        starts, ends = self.start - before, self.end + after
        some = ends > starts
        return Spans.merged(starts[some], ends[some])

    # -- choosing whole spans --------------------------------------------------------------------------------

    def __getitem__(self, rows: Bools) -> "Spans":
        """The spans that the (n,) mask selects."""
        return Spans(self.start[rows], self.end[rows])

    def longer_than(self, seconds: float) -> "Spans":
        """The spans that last `seconds` or more."""
        return self[self.seconds >= seconds - TICK]

    def touching(self, other: "Spans") -> "Spans":
        """The spans, whole, that share some time with the other."""
        return self[other.seconds_in(self.start, self.end) > 0]

    def starts_within(self, other: "Spans", before: float, after: float) -> "Spans":
        """The spans, whole, that start at most `before` s before and `after` s after a start of `other`."""
        next_start = np.searchsorted(other.start, self.start - after - TICK)
        reach = np.append(other.start, np.inf)[next_start]
        return self[reach <= self.start + before + TICK]

    def first_after(self, moment: float) -> tuple[float, float] | None:
        """The first span that starts at `moment` or later, None when there is none."""
        return self._at(int(np.searchsorted(self.start, moment)))

    def covering(self, moment: float) -> tuple[float, float] | None:
        """The span in which `moment` lies, None when there is none."""
        found = self._at(int(np.searchsorted(self.start, moment, "right")) - 1)
        return found if found and moment < found[1] else None

    def _at(self, row: int) -> tuple[float, float] | None:
        return (float(self.start[row]), float(self.end[row])) if 0 <= row < len(self) else None

    # -- measuring -------------------------------------------------------------------------------------------

    @property
    def seconds(self) -> Floats:
        """(n,) length of each span in seconds."""
        return self.end - self.start

    @property
    def total(self) -> float:
        """Seconds of all spans together."""
        return float(self.seconds.sum())

    def contains(self, moments: ArrayLike) -> Bools:
        """Bool of the shape of `moments`: whether each lies in a span."""
        # starts and ends alternate, so an odd number of edges passed is a span begun and not ended
        edges = np.column_stack((self.start, self.end)).ravel()
        passed = np.searchsorted(edges, np.asarray(moments, np.float64), "right")
        return np.asarray(passed % 2 == 1, dtype=np.bool_)

    def overlap_s(self, other: "Spans") -> float:
        """Seconds in both."""
        return float(self.seconds_in(other.start, other.end).sum())

    def seconds_in(self, start: ArrayLike, end: ArrayLike) -> Floats:
        """Seconds of these spans in each [start, end), shaped like `start`; 0 where end is before start."""
        starts, ends = np.asarray(start, np.float64), np.asarray(end, np.float64)
        return np.where(ends > starts, self._until(ends) - self._until(starts), 0.0)

    def _until(self, moments: Floats) -> Floats:
        """Seconds of these spans before each moment."""
        if len(self) == 0:
            return np.zeros_like(moments)
        sums = np.append(0.0, np.cumsum(self.seconds))
        row = np.searchsorted(self.start, moments, "right") - 1
        inside = np.minimum(moments, self.end[row]) - self.start[row]
        return np.where(row >= 0, sums[row] + inside, 0.0)

    # -- Python ----------------------------------------------------------------------------------------------

    def __iter__(self) -> Iterator[tuple[float, float]]:
        """(start, end) of each span in seconds, in order."""
        return iter(zip(self.start.tolist(), self.end.tolist(), strict=True))

    def __len__(self) -> int:
        return len(self.start)

    def __bool__(self) -> bool:
        return len(self.start) > 0

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Spans):
            return NotImplemented
        return np.array_equal(self.start, other.start) and np.array_equal(self.end, other.end)

    def __hash__(self) -> int:
        return hash((self.start.tobytes(), self.end.tobytes()))

    def __repr__(self) -> str:
        return f"Spans.of({', '.join(f'({a:g}, {b:g})' for a, b in self)})"
