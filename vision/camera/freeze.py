"""Detection of a camera that repeats one picture, from the noise of live pictures, despite a clock drawn over it."""

from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.camera.thumbnail import SmallGray, tiles

Tiles = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class RepeatLimits:
    """Limits on the change from look to look for a repeated picture, in grey levels on the 160x90 picture."""

    # Change below which pictures are repeated, independent of the usual change. Basis: measured, 0.000 to 0.004 for a
    # frozen camera (0.012 in MPEG-4), 0.004 to 3 for a live one.
    change: float
    # The same limit as a share of the usual change of the camera.
    of_usual: float
    # Percentile of the windows of the last minute that is the usual change.
    usual: float
    # A camera with a usual change below this (strong denoising) repeats pictures when the hall is empty.
    noiseless: float
    # Number of windows before the usual change is known.
    enough: int
    # Cameras with a usual change below `grainy` stutter on the line, and for them change must be below `faint`.
    # Basis: measured, 0.0005 and more for a stuttering line, 0.0003 and less for a repeated picture of H.264 or
    # H.265.
    grainy: float = 0.0
    faint: float = 0.0
    # Least 10th percentile of the changes: cameras that stutter on the line repeat more pictures. Basis: measured,
    # 0.0005 for a stuttering line, 0.0055 and more elsewhere.
    every: float = 0.0
    # Share of the limit from which a frozen camera is live again: a quiet hall shows little change at first.
    leaves: float = 1.0


@dataclass(frozen=True, slots=True)
class FreezeLimits:
    """Limits, each with its basis.

    "Measured" means on 88 rendered and real clips, 176x144 to 1280x1936, and on copies frozen with and without a clock,
    in H.264, H.265 and MPEG-4.
    """

    # Seconds of repeated pictures. Basis: choice, as long as the longest pause between two pictures of a slow camera.
    still_s: float = 3.0
    # Seconds for which changes must have stayed at one place. Basis: measured, people who walk or work leave their
    # place within 6 s.
    clock_s: float = 6.0
    # Share of the tiles with the least change, over which noise is measured: a clock, a running line of text and a
    # logo together take less than a quarter. Basis: choice.
    rest: float = 0.75
    # Share of the looks of `still_s` that must repeat: key pictures encode the repeated picture anew. Basis: choice.
    looks: float = 0.8
    # Limits on the tiles with the least change. Basis: measured, the quantile `looks` of live windows falls to 0.35
    # of the usual change, that of repeated ones to 0.05.
    by_rest: RepeatLimits = RepeatLimits(
        change=0.015,
        of_usual=0.25,
        usual=20,
        noiseless=0.002,
        enough=3,
        grainy=0.01,
        faint=0.0004,
        leaves=0.5,
    )
    # Limits on the whole picture, for a codec that removes the noise while something moves at every look. Basis:
    # measured, live windows 0.026 and more, repeated ones 0.000 to 0.008; a camera that stutters on the line 0.
    by_all: RepeatLimits = RepeatLimits(
        change=0.015, of_usual=0.4, usual=5, noiseless=0.01, enough=15, every=0.003
    )
    # Without noise, only tiles that stay exactly equal for this long prove a frozen camera. Basis: choice; an empty
    # hall at night repeats itself for a minute (measured), and a lamp changes within ten.
    exact: float = 0.0005
    exact_s: float = 600.0
    # Change of a tile with text drawn over the picture, and of a tile with motion. Basis: measured, small letters 0.2
    # to 0.6, a key picture of a repeated picture up to 0.8, people 1 to 60.
    flickers: float = 0.1
    moves: float = 1.0
    # Least share of all motion in tiles that keep moving, for a clock instead of a walking person. Basis: measured,
    # 0.8 to 1.0 for text.
    recurring: float = 0.6
    # Seconds within which two looks with motion at new places prove a walking person. Basis: measured, text fills its
    # place within 2 s except for digits that change rarely.
    strays_s: float = 2.0


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

    HISTORY = 300  # looks; a minute at five a second
    AGAIN = 10  # looks between updates of the usual value

    def __init__(self, limits: RepeatLimits, of: FreezeLimits) -> None:
        self._limits, self._of = limits, of
        self._window: deque[tuple[float, float, float]] = deque()
        self._usual: deque[tuple[float, float]] = deque(maxlen=self.HISTORY)
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
        if len(changes) < 4 or time - self._window[0][0] < 0.75 * self._of.still_s:
            return float("nan")
        return changes[int(self._of.looks * (len(changes) - 1))]

    def _floor(self) -> float:
        """Change below which a camera of this noise is frozen; 0 when it cannot be determined."""
        if self._since >= self.AGAIN or len(self._usual) < 2 * self.AGAIN:
            self._limit, self._since = self._measured(), 0
        return self._limit * self._limits.leaves if self._hangs else self._limit

    def _measured(self) -> float:
        if len(self._usual) < self._limits.enough:
            return 0.0
        limits = self._limits
        changes, windows = np.array(self._usual).T
        usual = float(np.percentile(windows, limits.usual))
        if usual < limits.noiseless or np.percentile(changes, 10) < limits.every:
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
