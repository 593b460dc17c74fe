"""Spans: sorted, disjoint stretches of time, the core type of the project."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pipeline.intervals.ticks import TICK, keeps_to, reaches

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Spans:
    """Stretches of time, each half-open: `start` belongs to it, `end` does not.

    `start` and `end` are (n,) float64 seconds (UTC in the pipeline): finite, every end after its start, every start
    after the end before it. Spans that touch are one span, so the same time always has the same Spans and `==`
    compares times. Raises ValueError otherwise; `merged` takes pairs in any order and overlapping.

    A day of a counter asks its states about thousands of single moments: sums and edges are computed once and cached,
    and a question about one moment is answered by bisection. `start` and `end` must not be written to.
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
    def _sound(cls, start: Floats, end: Floats) -> "Spans":
        """Edges that follow from other Spans and are in order by their making: not looked through again."""
        made = object.__new__(cls)
        made.__dict__.update(start=start, end=end)
        return made

    @classmethod
    def empty(cls) -> "Spans":
        """No time at all."""
        return _EMPTY

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
        rows = np.flatnonzero(mask)
        if not len(rows):
            return cls.empty()
        # runs of samples in which it held, without one in which it did not and without a gap
        cuts = np.flatnonzero((np.diff(rows) > 1) | (~keeps_to(np.diff(time[rows]), hold)))
        starts, ends = rows[np.append(0, cuts + 1)], rows[np.append(cuts, len(rows) - 1)]
        following = time[np.minimum(ends + 1, len(time) - 1)]
        following[ends == len(time) - 1] = np.inf
        until = np.minimum(time[ends] + hold, following)
        until = np.where(reaches(until, following), following, until)
        return cls(time[starts].astype(np.float64), until.astype(np.float64))

    # -- algebra ---------------------------------------------------------------------------------------------

    def __and__(self, other: "Spans") -> "Spans":
        """The time in both."""
        return self._shared(other.start, other.end)

    def __or__(self, other: "Spans") -> "Spans":
        """The time in either."""
        if not self or not other:
            return self or other
        return self.merged(np.concatenate((self.start, other.start)), np.concatenate((self.end, other.end)))

    def __sub__(self, other: "Spans") -> "Spans":
        """The time in this one and not in the other."""
        if not self or not other:
            return self
        # what is not in the other: from before all time to its first start, from each end to the next start ...
        return self._shared(np.append(-np.inf, other.end), np.append(other.start, np.inf))

    def _shared(self, start: Floats, end: Floats) -> "Spans":
        """The time also in the sorted, disjoint stretches (m,): each of mine meets a run of neighbours of them."""
        first = np.searchsorted(end, self.start, "right")
        many = np.searchsorted(start, self.end, "left") - first
        mine = np.repeat(np.arange(len(many)), many)
        before = np.cumsum(many) - many
        theirs = np.arange(len(mine)) + (first - before)[mine]
        return Spans._sound(
            np.maximum(self.start[mine], start[theirs]), np.minimum(self.end[mine], end[theirs])
        )

    def clipped(self, start: float, end: float) -> "Spans":
        """What lies within [start, end)."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        if first >= last or end <= start:
            return Spans.empty()
        starts, ends = self.start[first:last], self.end[first:last]
        if starts[0] < start or ends[-1] > end:
            starts, ends = np.maximum(starts, start), np.minimum(ends, end)
        return Spans._sound(starts, ends)

    def bridged(self, gap: float) -> "Spans":
        """Holes of `gap` seconds or less are filled."""
        if len(self) == 0:
            return self
        keep = ~keeps_to(self.start[1:] - self.end[:-1], gap)
        if keep.all():
            return self
        return Spans._sound(self.start[np.append(True, keep)], self.end[np.append(keep, True)])

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
        return Spans._sound(self.start[rows], self.end[rows])

    def longer_than(self, seconds: float) -> "Spans":
        """The spans that last `seconds` or more."""
        return self[reaches(self.seconds, seconds)]

    def touching(self, other: "Spans") -> "Spans":
        """The spans, whole, that share some time with the other."""
        return self[other.seconds_in(self.start, self.end) > TICK]

    def first_after(self, moment: float) -> tuple[float, float] | None:
        """The first span that starts at `moment` or later, None when there is none."""
        return self._at(bisect_left(self._starts, moment - TICK))

    def covering(self, moment: float) -> tuple[float, float] | None:
        """The span in which `moment` lies, None when there is none."""
        found = self._at(bisect_right(self._starts, moment + TICK) - 1)
        return found if found and not reaches(moment, found[1]) else None

    def _at(self, row: int) -> tuple[float, float] | None:
        return (self._starts[row], self._ends[row]) if 0 <= row < len(self) else None

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
        passed = np.searchsorted(edges, np.asarray(moments, np.float64) + TICK, "right")
        return np.asarray(passed % 2 == 1, dtype=np.bool_)

    def rows(self, time: Floats) -> Bools:
        """(t,) as `contains`, of increasing moments: a day's looks are asked about a few edges, not the other way."""
        edges = np.column_stack((self.start, self.end)).ravel()
        passed = np.concatenate(([0], np.searchsorted(time, edges - TICK), [len(time)]))
        return np.repeat(np.arange(len(edges) + 1) % 2 == 1, np.diff(passed))

    def within(self, other: "Spans") -> bool:
        """Whether all of this time is in the other as well."""
        row = np.searchsorted(other.start, self.start, "right") - 1
        return bool((row >= 0).all() and (self.end <= other.end[row]).all()) if other else not self

    def overlap_s(self, other: "Spans") -> float:
        """Seconds in both."""
        return float(self.seconds_in(other.start, other.end).sum())

    @overload
    def seconds_in(self, start: float, end: float) -> float: ...

    @overload
    def seconds_in(self, start: Floats | Sequence[float], end: Floats | Sequence[float]) -> Floats: ...

    def seconds_in(
        self, start: float | Floats | Sequence[float], end: float | Floats | Sequence[float]
    ) -> float | Floats:
        """Seconds of these spans in each [start, end), shaped like `start`; 0 where end is before start."""
        if isinstance(start, int | float) and isinstance(end, int | float):
            return self._before(end) - self._before(start) if end > start else 0.0
        starts, ends = np.asarray(start, np.float64), np.asarray(end, np.float64)
        return np.where(ends > starts, self._until(ends) - self._until(starts), 0.0)

    def _before(self, moment: float) -> float:
        """Seconds of these spans before one moment."""
        row = bisect_right(self._starts, moment) - 1
        return self._sums[row] + min(moment, self._ends[row]) - self._starts[row] if row >= 0 else 0.0

    def _until(self, moments: Floats) -> Floats:
        """Seconds of these spans before each moment."""
        if len(self) == 0:
            return np.zeros_like(moments)
        row = np.searchsorted(self.start, moments, "right") - 1
        inside = np.minimum(moments, self.end[row]) - self.start[row]
        return np.where(row >= 0, np.asarray(self._sums)[row] + inside, 0.0)

    @cached_property
    def _starts(self) -> list[float]:
        starts: list[float] = self.start.tolist()
        return starts

    @cached_property
    def _ends(self) -> list[float]:
        ends: list[float] = self.end.tolist()
        return ends

    @cached_property
    def _sums(self) -> list[float]:
        """[n + 1] seconds of the spans before each one, and of all."""
        sums: list[float] = np.append(0.0, np.cumsum(self.seconds)).tolist()
        return sums

    def __iter__(self) -> Iterator[tuple[float, float]]:
        """(start, end) of each span in seconds, in order."""
        return iter(zip(self._starts, self._ends, strict=True))

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


_EMPTY = Spans(np.empty(0), np.empty(0))
