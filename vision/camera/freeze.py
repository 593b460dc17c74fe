"""Detection of a camera that repeats one picture, from the noise of live pictures, despite a clock drawn over it."""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from vision.camera.freeze_limits import FreezeLimits, RepeatLimits
from vision.camera.thumbnail import SmallGray, tiles

Tiles = NDArray[np.float32]


class FreezeDetector:
    """Follows the pictures of one camera."""

    def __init__(self, limits: FreezeLimits | None = None) -> None:
        self._limits = limits or FreezeLimits()
        self._rest = _ChangeHistory(self._limits.by_rest, self._limits)
        self._all = _ChangeHistory(self._limits.by_all, self._limits)
        self._still: _FrozenSpan | None = None
        self._exact: _FrozenSpan | None = None

    def clear(self) -> None:
        """Forget the last pictures, but keep the noise of the camera."""
        self._rest.clear()
        self._all.clear()
        self._still = self._exact = None

    def since(self, small: SmallGray, previous: SmallGray | None, time: float) -> float | None:
        """The time (UTC s) from which the pictures are frozen, None while they are live."""
        if previous is None:
            return None
        limits = self._limits
        changed = tiles(np.abs(small - previous))
        ordered = np.sort(changed)
        rest = float(ordered[: int(limits.rest * ordered.size)].mean())
        began = self._began(time, rest, float(ordered.mean()))
        self._still = self._followed(self._still, began, changed, time)
        if self._still is None:
            self._rest.lived()
            self._all.lived()
        self._exact = self._followed(self._exact, time if rest <= limits.exact else None, changed, time)
        if self._still is not None and self._still.lives:
            # The noise fell, for example when lamps were switched on: the stored noise is no longer valid.
            self.clear()
            self._rest, self._all = self._rest.anew(), self._all.anew()
        if self._still is not None and self._still.lasted(time, limits.still_s, limits.clock_s):
            self._rest.hung()
            self._all.hung()
            return self._still.since
        exact = self._exact
        long = exact is not None and exact.lasted(time, limits.exact_s, limits.exact_s)
        return exact.since if exact is not None and long else None

    def _began(self, time: float, rest: float, everything: float) -> float | None:
        """The time from which the pictures are repeated, None when they are not."""
        found = [self._rest.repeated(time, rest), self._all.repeated(time, everything)]
        return min((since for since in found if since is not None), default=None)

    def _followed(
        self, span: "_FrozenSpan | None", began: float | None, changed: Tiles, time: float
    ) -> "_FrozenSpan | None":
        if began is None:
            return None
        span = span or _FrozenSpan(began, self._limits)
        span.add(changed, time)
        return span


class _ChangeHistory:
    """One measure of change from look to look, and its usual value.

    A window value is the quantile `looks` of the last `still_s` seconds; the usual value is a low percentile of the
    last minute.
    """

    def __init__(self, limits: RepeatLimits, of: FreezeLimits) -> None:
        self._limits, self._of = limits, of
        self._window: deque[tuple[float, float, float]] = deque()
        self._usual: deque[tuple[float, float]] = deque(maxlen=of.history)
        self._undecided: list[tuple[float, float]] = []
        self._hangs = False
        self._limit, self._since = 0.0, 0

    def anew(self) -> "_ChangeHistory":
        """A new history with the same limits."""
        return _ChangeHistory(self._limits, self._of)

    def clear(self) -> None:
        """Forget the last looks, but keep the usual value."""
        self._window.clear()

    def lived(self) -> None:
        """Record that the looks so far show live pictures."""
        self._usual.extend(self._undecided)
        self._since += len(self._undecided)
        self._undecided.clear()
        self._hangs = False

    def hung(self) -> None:
        """Record that the last looks show a repeated picture."""
        self._undecided.clear()
        self._hangs = True

    def repeated(self, time: float, change: float) -> float | None:
        """The time from which the change is that of a repeated picture, None when it is not."""
        window = self._window
        window.append((time, change, self._windowed(time, change)))
        while time - window[0][0] > self._of.still_s:
            _, look, whole = window.popleft()
            if not np.isnan(whole):
                self._undecided.append((look, whole))
        floor = self._floor()
        if not window[-1][2] < floor:
            return None
        return next(t for t, c, _ in window if c < floor)

    def _windowed(self, time: float, change: float) -> float:
        """The quantile `looks` of the last changes; NaN while there are too few."""
        changes = sorted([change, *(c for _, c, _ in self._window)])
        if (
            len(changes) < self._of.least_changes
            or time - self._window[0][0] < self._of.least_share * self._of.still_s
        ):
            return float("nan")
        return changes[int(self._of.looks * (len(changes) - 1))]

    def _floor(self) -> float:
        """Change below which a camera of this noise is frozen; 0 when it cannot be determined."""
        if self._since >= self._of.again or len(self._usual) < 2 * self._of.again:
            self._limit, self._since = self._measured(), 0
        return self._limit * self._limits.leaves if self._hangs else self._limit

    def _measured(self) -> float:
        if len(self._usual) < self._limits.enough:
            return 0.0
        limits = self._limits
        changes, windows = np.array(self._usual).T
        usual = float(np.percentile(windows, limits.usual))
        if usual < limits.noiseless or np.percentile(changes, self._of.every_percentile) < limits.every:
            return 0.0
        return min(limits.change, limits.of_usual * usual if usual >= limits.grainy else limits.faint)


class _FrozenSpan:
    """A span of repeated pictures, and the tiles with motion in it."""

    def __init__(self, since: float, limits: FreezeLimits) -> None:
        self.since = since
        self._limits, self._written_over = limits, False
        self._from = self._seen = float("nan")
        self._strays: list[float] = []
        self._counts: Tiles = np.empty(0, np.float32)
        self._first: Tiles = self._counts
        self._last: Tiles = self._counts

    def add(self, changed: Tiles, time: float) -> None:
        """Record the tiles in which the look at `time` differs from the one before."""
        if not self._counts.size:
            self._counts, self._first, self._last = (np.zeros(changed.shape, np.float32) for _ in range(3))
            self._from = time
        now, moving = time - self._from, changed > self._limits.moves
        if now > self._limits.strays_s and bool((moving & (self._counts == 0)).any()):
            self._strays = [t for t in self._strays if now - t <= self._limits.strays_s] + [now]
        self._written_over = self._written_over or bool((changed > self._limits.flickers).any())
        self._first[moving & (self._counts == 0)] = now
        self._last[moving] = now
        self._counts[moving] += 1
        self._seen = time

    @property
    def lives(self) -> bool:
        """Whether the motion is too large, or at too many places, for text drawn over a frozen picture."""
        counts, lasted = self._counts, self._seen - self._from
        if len(self._strays) > 1 or (counts > 1).mean() > 1 - self._limits.rest:
            return True
        recurs = self._last - self._first > lasted / 2
        stays = float(counts[recurs].sum()) >= self._limits.recurring * float(counts.sum())
        return lasted >= self._limits.clock_s and float(counts.sum()) > 2 and not stays

    def lasted(self, time: float, still_s: float, clock_s: float) -> bool:
        """Whether the span is long enough to count: with motion it must last longer."""
        return time - self.since >= (clock_s if self._written_over else still_s)
