"""Whether a camera repeats one picture: told by the noise that live pictures bring, whatever a clock writes over it."""

from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.camera.thumbnail import Gray, tiles

Tiles = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class RepeatLimits:
    """When the change from look to look is that of a repeated picture: grey levels on the 160x90 picture."""

    # Change below which pictures are repeated, whatever is usual. Basis: measured, 0.000 to 0.004 where a camera
    # hangs (0.012 in MPEG-4), 0.004 to 3 where it lives.
    change: float
    # The same as a share of what the camera usually has.
    of_usual: float
    # Percentile of the windows of the last minute that is the usual one.
    usual: float
    # A camera whose usual change is below this (strong denoising) repeats itself when the hall is empty.
    noiseless: float
    # Windows before the usual change is known.
    enough: int
    # Where less than this is usual, change must be below `faint`: such cameras stutter on the line. Basis: measured,
    # 0.0005 and more where one stutters, 0.0003 and less where a picture of H.264 or H.265 is repeated.
    grainy: float = 0.0
    faint: float = 0.0
    # A tenth of the looks may change less than this: cameras that stutter on the line repeat more. Basis: measured,
    # 0.0005 where one stutters, 0.0055 and more elsewhere.
    every: float = 0.0
    # Share of the limit from which on a camera that hung lives again: a quiet hall brings little at first.
    leaves: float = 1.0


@dataclass(frozen=True, slots=True)
class FreezeLimits:
    """Limits, each with its basis.

    "Measured" means on 88 rendered and real clips, 176x144 to 1280x1936, and on copies that hang with and without a
    clock, in H.264, H.265 and MPEG-4.
    """

    # Seconds of repeated pictures. Basis: choice, as long as the longest pause between two pictures of a slow camera.
    still_s: float = 3.0
    # Seconds for which what changes must have kept to one place. Basis: measured, whoever walks or works leaves it
    # within 6 s.
    clock_s: float = 6.0
    # Share of the tiles that change least, over which noise is measured: a clock, a running line of text and a logo
    # together take less than a quarter. Basis: choice.
    rest: float = 0.75
    # Share of the looks of `still_s` that must be so: key pictures encode the repeated picture anew. Basis: choice.
    looks: float = 0.8
    # By the rest. Basis: measured, `looks` of live windows fall to 0.35 of what is usual, of repeated ones to 0.05.
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
    # By the whole picture, where a codec takes the noise away and something moves at every look. Basis: measured, live
    # windows 0.026 and more, repeated ones 0.000 to 0.008; a camera that stutters on the line 0.
    by_all: RepeatLimits = RepeatLimits(
        change=0.015, of_usual=0.4, usual=5, noiseless=0.01, enough=15, every=0.003
    )
    # Without noise only a rest that stays the same to the last bit for so long says that the camera hangs.
    # Basis: choice; an empty hall at night repeats itself for a minute (measured), and a lamp changes within ten.
    exact: float = 0.0005
    exact_s: float = 600.0
    # Change of a tile in which something is written over the picture, and in which something moves. Basis: measured,
    # small letters 0.2 to 0.6, a key picture of a repeated picture up to 0.8, people 1 to 60.
    flickers: float = 0.1
    moves: float = 1.0
    # Share of all movement that must be in tiles which go on moving, for it to be a clock and nobody who walks.
    # Basis: measured, 0.8 to 1.0 for writing.
    recurring: float = 0.6
    # Seconds in which two looks that move where nothing moved before say that somebody goes there. Basis: measured,
    # writing fills its place within 2 s but for digits that change once in a while.
    strays_s: float = 2.0


class FreezeDetector:
    """Follows one camera look by look."""

    def __init__(self, limits: FreezeLimits | None = None) -> None:
        self._limits = limits or FreezeLimits()
        self._rest = _ChangeHistory(self._limits.by_rest, self._limits)
        self._all = _ChangeHistory(self._limits.by_all, self._limits)
        self._still: _FrozenSpan | None = None
        self._exact: _FrozenSpan | None = None

    def clear(self) -> None:
        """Forget the last pictures, not the camera's noise."""
        self._rest.clear()
        self._all.clear()
        self._still = self._exact = None

    def since(self, small: Gray, previous: Gray | None, time: float) -> float | None:
        """When the pictures stopped (UTC s), None while they live."""
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
            # The noise fell, as where lamps are lit: what is known of it holds no longer.
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
        """Since when the pictures are repeated, None where they are not."""
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
    """One measure of change from look to look, and what is usual for it.

    A window is what `looks` of the last `still_s` seconds stay below; usual is a low one of the last minute.
    """

    HISTORY = 300  # looks; a minute at five a second
    AGAIN = 10  # looks after which it is asked anew what is usual

    def __init__(self, limits: RepeatLimits, of: FreezeLimits) -> None:
        self._limits, self._of = limits, of
        self._window: deque[tuple[float, float, float]] = deque()
        self._usual: deque[tuple[float, float]] = deque(maxlen=self.HISTORY)
        self._undecided: list[tuple[float, float]] = []
        self._hangs = False
        self._limit, self._since = 0.0, 0

    def anew(self) -> "_ChangeHistory":
        """The same with nothing known."""
        return _ChangeHistory(self._limits, self._of)

    def clear(self) -> None:
        """Forget the last looks, not what is usual."""
        self._window.clear()

    def lived(self) -> None:
        """The looks so far are of live pictures."""
        self._usual.extend(self._undecided)
        self._since += len(self._undecided)
        self._undecided.clear()
        self._hangs = False

    def hung(self) -> None:
        """The last looks are of a repeated picture."""
        self._undecided.clear()
        self._hangs = True

    def repeated(self, time: float, change: float) -> float | None:
        """Since when change has been that of a repeated picture, None where it is not."""
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
        """What `looks` of the last looks stay below; NaN while there are not enough."""
        changes = sorted([change, *(c for _, c, _ in self._window)])
        if len(changes) < 4 or time - self._window[0][0] < 0.75 * self._of.still_s:
            return float("nan")
        return changes[int(self._of.looks * (len(changes) - 1))]

    def _floor(self) -> float:
        """Change below which a camera of this noise is not alive; 0 where that cannot be told."""
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
    """A time of repeated pictures, and the tiles in which something moved all the same."""

    def __init__(self, since: float, limits: FreezeLimits) -> None:
        self.since = since
        self._limits, self._written_over = limits, False
        self._from = self._seen = float("nan")
        self._strays: list[float] = []
        self._counts: Tiles = np.empty(0, np.float32)
        self._first: Tiles = self._counts
        self._last: Tiles = self._counts

    def add(self, changed: Tiles, time: float) -> None:
        """Note where the look at `time` differs from the one before."""
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
        """Whether what moves is nothing that is written over a picture: too much of it, or not in one place."""
        counts, lasted = self._counts, self._seen - self._from
        if len(self._strays) > 1 or (counts > 1).mean() > 1 - self._limits.rest:
            return True
        recurs = self._last - self._first > lasted / 2
        stays = float(counts[recurs].sum()) >= self._limits.recurring * float(counts.sum())
        return lasted >= self._limits.clock_s and float(counts.sum()) > 2 and not stays

    def lasted(self, time: float, still_s: float, clock_s: float) -> bool:
        """Whether it has lasted long enough to be believed: longer where something moves."""
        return time - self.since >= (clock_s if self._written_over else still_s)
