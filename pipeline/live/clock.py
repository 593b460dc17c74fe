"""The clock of live cameras: UTC seconds that never step back, whatever is done to the clock of the machine."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from vision.core import Basis, limit


@dataclass(frozen=True, slots=True)
class LiveClockLimits:
    """Limits of following the clock of the machine."""

    step_s: float = limit(
        1.0, "s", Basis.CHOICE, "a larger difference is a clock that was set, network time less"
    )
    slew: float = limit(0.005, "", Basis.CHOICE, "60 s of an absence become 59.7 s until both clocks agree")
    kept_every_s: float = limit(10.0, "s", Basis.CHOICE, "the time is kept for a restart")
    believed_s: float = limit(
        3600.0, "s", Basis.CHOICE, "a larger lead at a start is a clock that was wrong before"
    )


LIMITS = LiveClockLimits()
Seconds = Callable[[], float]


class LiveClock:
    """The wall clock at the start, carried on by the monotonic clock.

    A wall clock that is set forward, or a machine that slept, is followed at once: the time between was not seen. One
    that is set back is not followed, because its moments were looked at already: time goes on, a little slower, until
    the wall clock has come up. `ahead_s` is the start of a clock that is ahead of the wall clock already.
    """

    def __init__(
        self, ahead_s: float = 0.0, wall: Seconds = time.time, steady: Seconds = time.monotonic
    ) -> None:
        self._wall, self._steady, self._lock = wall, steady, Lock()
        self._last = steady()
        self._ahead = ahead_s
        self._untold: float | None = None
        self._offset = wall() + ahead_s - self._last

    def __call__(self) -> float:
        """Now, UTC seconds."""
        with self._lock:
            now, wall = self._steady(), self._wall()
            passed, self._last = max(0.0, now - self._last), now
            ahead = now + self._offset - wall
            if ahead < -LIMITS.step_s:
                self._offset, self._untold = wall - now, -ahead
            else:
                slewed = LIMITS.slew * passed
                self._offset -= max(-slewed, min(slewed, ahead))
                self._notice_step_back(ahead)
            self._ahead = now + self._offset - wall
            return now + self._offset

    @property
    def ahead_s(self) -> float:
        """Seconds by which this clock was ahead of the wall clock when it was read last."""
        return self._ahead

    def take_step(self) -> float | None:
        """A step of the wall clock that was not asked for before: seconds, negative for one back; None without one."""
        with self._lock:
            step, self._untold = self._untold, None
            return step

    def _notice_step_back(self, ahead: float) -> None:
        """A step back shows as a clock that is ahead by more than before."""
        grown = ahead - max(0.0, self._ahead)
        if grown > LIMITS.step_s:
            self._untold = -grown
