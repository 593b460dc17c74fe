"""A monotonic timeline from the timestamps of a recording or a live camera."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from vision.core import Basis, limit


@dataclass(frozen=True, slots=True)
class ClockLimits:
    """Limits of timestamps."""

    step_s: float = limit(
        0.04, "s", Basis.CHOICE, "25 pictures a second, until the recording has shown its own"
    )
    follow: float = limit(0.1, "of the difference", Basis.CHOICE, "the usual interval is followed slowly")
    longest_steps: int = limit(4, "intervals", Basis.CHOICE, "and not into a gap")
    leap_s: float = limit(
        2.0,
        "s",
        Basis.CHOICE,
        "a larger deviation is a camera that set its clock, or a network that buffered packets",
    )
    believed_s: float = limit(
        3.0, "s", Basis.CHOICE, "buffered packets arrive at once; a clock that was set stays different"
    )
    drift: float = limit(1e-3, "of the difference", Basis.CHOICE, "applied with each packet")
    catch_up: float = limit(
        0.05,
        "s/s",
        Basis.CHOICE,
        "correction of an estimate that was too late, so that pictures stay in order",
    )


LIMITS = ClockLimits()


@dataclass(frozen=True, slots=True)
class TimelineLimits:
    """Limits for the clock of a recording."""

    sudden_s: float = limit(
        3600.0,
        "s",
        Basis.CHOICE,
        "of a pause that one picture alone may prove: a longer one is rare and a damaged time stamp is "
        "as likely",
    )
    pause_s: float = limit(
        31 * 86400.0,
        "s",
        Basis.CHOICE,
        "of a pause that is believed at all: a recorder on motion writes one file a day or fills its "
        "disk within weeks; damaged stamps are years away",
    )
    restart_s: float = limit(
        1.0,
        "s",
        Basis.CHOICE,
        "of a step back that is a restarted clock and not a picture out of order: decoders reorder 16 "
        "pictures at most",
    )
    convinced: int = limit(
        3, "pictures", Basis.CHOICE, "in succession agree before a jump of the clock counts"
    )


class Timeline:
    """Converts presentation times (seconds, None when missing) to increasing seconds since the origin.

    A missing time becomes the last one plus the usual interval. A pause stays as long as the clock says. The timeline
    continues without a pause when a clock restarts or jumps further than any recorder pauses, and `leaps` has the
    moments, as seconds of the timeline. A picture out of order gets no time (None), because its moment has passed.
    """

    def __init__(
        self, origin: float | None, step: float = LIMITS.step_s, limits: TimelineLimits | None = None
    ) -> None:
        self._origin = origin
        self._last: float | None = None
        self._step = step
        self._limits = limits or TimelineLimits()
        self._doubtful: list[float] = []
        self.leaps: list[float] = []

    @property
    def step(self) -> float:
        """The usual interval between pictures, seconds (smoothed)."""
        return self._step

    @property
    def last(self) -> float:
        """The latest returned time; 0 before the first."""
        return self._last or 0.0

    def place(self, stamp: float | None) -> float | None:
        """Seconds since the origin of the picture with this presentation time."""
        if stamp is None and self._doubtful:
            stamp = self._doubtful[-1] + self._step  # it follows the picture whose time is in doubt
        if stamp is None:
            return self._advance(0.0 if self._last is None else self._last + self._step)
        if self._origin is None or (
            self._last is None and not 0 <= stamp - self._origin < self._limits.sudden_s
        ):
            self._leap(stamp, 0.0, known=self._origin is not None)
        elif self._last is not None and not self._plausible(stamp, self._last):
            return None
        self._doubtful = []
        return self._advance(self.since(stamp))

    def since(self, stamp: float | None) -> float:
        """Seconds from the origin to this presentation time, as recorded, without plausibility checks."""
        return self.last if stamp is None else stamp - (self._origin or 0.0)

    def _plausible(self, stamp: float, last: float) -> bool:
        """Whether the picture has its time, perhaps after the clock was set anew; False while that is in doubt."""
        limits, ahead = self._limits, self.since(stamp) - last
        if -limits.restart_s <= ahead <= limits.sudden_s:
            return True
        if self._doubtful and abs(stamp - self._doubtful[-1]) > limits.sudden_s:
            self._doubtful = []
        self._doubtful.append(stamp)
        if len(self._doubtful) < limits.convinced:
            return False
        if not 0 < ahead <= limits.pause_s:
            self._leap(stamp, last + self._step, known=True)
        return True

    def _leap(self, stamp: float, time: float, *, known: bool) -> None:
        """Give this presentation time the place `time`."""
        self._origin = stamp - time
        if known:
            self.leaps.append(time)

    def _advance(self, time: float) -> float | None:
        if self._last is not None:
            if time <= self._last:
                return None
            # Follow the usual interval slowly, and not into a gap.
            self._step += LIMITS.follow * (
                min(time - self._last, LIMITS.longest_steps * self._step) - self._step
            )
        self._last = time
        return time


def seconds(stamp: int | None, base: float) -> float | None:
    """A timestamp in units of `base` seconds as seconds, None when it is missing."""
    return None if stamp is None or math.isnan(base) else stamp * base


class WallClock:
    """The capture time of live pictures, from presentation time and arrival time.

    Camera clocks start at any value and drift, and packets arrive in bursts. The least delay seen is the best estimate
    of the offset between the camera's clock and ours, and is followed slowly.
    """

    def __init__(self) -> None:
        self._offset: float | None = None
        self._stamp = 0.0
        self._leapt: float | None = None

    def learn(self, stamp: float, arrived: float) -> None:
        """Record a packet with presentation time `stamp` (seconds) that arrived at `arrived` (UTC s)."""
        offset = arrived - stamp
        if self._offset is None or (self._leapt is not None and arrived - self._leapt > LIMITS.believed_s):
            self._offset, self._stamp, self._leapt = offset, stamp, None
        difference = offset - self._offset
        forward, self._stamp = max(0.0, stamp - self._stamp), max(stamp, self._stamp)
        if abs(difference) > LIMITS.leap_s:
            self._leapt = arrived if self._leapt is None else self._leapt
            return
        self._leapt = None
        follow = max(difference, -LIMITS.catch_up * forward) if difference < 0 else LIMITS.drift * difference
        self._offset += follow

    def begin(self, packets: Sequence[tuple[float, float]]) -> None:
        """Take the (stamp, arrived) pairs of a connection's first second: buffered packets arrive all at once."""
        if packets:
            self._offset = min(arrived - stamp for stamp, arrived in packets)
            self._stamp = max(stamp for stamp, _ in packets)

    def moment(self, stamp: float | None, arrived: float) -> float:
        """UTC seconds of a picture with this presentation time that arrived at `arrived` at the latest."""
        if stamp is None or self._offset is None:
            return arrived
        return arrived if arrived < stamp + self._offset - LIMITS.leap_s else stamp + self._offset
