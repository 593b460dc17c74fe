"""A monotonic timeline from the timestamps of a recording or a live camera."""

import math
from collections.abc import Sequence

LONGEST_JUMP_S = 3600.0  # a recorder that pauses for longer starts a new file; a larger jump ahead is damage
RESTART_S = 1.0  # a larger step back is a restarted clock, a smaller one a picture out of order
CONVINCED = 3  # successive pictures that must agree before a jump of the clock counts
STEP_S = 0.04  # interval (25 pictures a second) until the recording has shown its own


class Timeline:
    """Converts presentation times (seconds, None when missing) to increasing seconds since the origin.

    A missing time becomes the last one plus the usual interval. The timeline continues when a clock restarts or jumps
    by more than an hour, and `leapt` records it. A picture out of order gets no time (None), because its moment has
    passed.
    """

    def __init__(self, origin: float | None, step: float = STEP_S) -> None:
        self._origin = origin
        self._last: float | None = None
        self._step = step
        self._leaps = 0
        self.leapt = False

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
        if stamp is None:
            return self._advance(0.0 if self._last is None else self._last + self._step)
        if self._origin is None or (self._last is None and not 0 <= stamp - self._origin < LONGEST_JUMP_S):
            self.leapt = self._origin is not None
            self._origin = stamp
        if self._last is not None and not -RESTART_S <= self.since(stamp) - self._last <= LONGEST_JUMP_S:
            self._leaps += 1
            if self._leaps < CONVINCED:
                return None
            self._origin = stamp - (self._last + self._step)
            self.leapt = True
        self._leaps = 0
        return self._advance(self.since(stamp))

    def since(self, stamp: float | None) -> float:
        """Seconds from the origin to this presentation time, as recorded, without plausibility checks."""
        return self.last if stamp is None else stamp - (self._origin or 0.0)

    def _advance(self, time: float) -> float | None:
        if self._last is not None:
            if time <= self._last:
                return None
            # Follow the usual interval slowly, and not into a gap.
            self._step += 0.1 * (min(time - self._last, 4 * self._step) - self._step)
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

    LEAP_S = 2.0  # a larger deviation is a camera that set its clock, or a network that buffered packets
    BELIEVED_S = 3.0  # buffered packets arrive at once; a clock that was set stays different
    DRIFT = 1e-3  # share of the difference applied with each packet
    CATCH_UP = 0.05  # rate of correction of an estimate that was too late, so that pictures stay in order

    def __init__(self) -> None:
        self._offset: float | None = None
        self._stamp = 0.0
        self._leapt: float | None = None

    def learn(self, stamp: float, arrived: float) -> None:
        """Record a packet with presentation time `stamp` (seconds) that arrived at `arrived` (UTC s)."""
        offset = arrived - stamp
        if self._offset is None or (self._leapt is not None and arrived - self._leapt > self.BELIEVED_S):
            self._offset, self._stamp, self._leapt = offset, stamp, None
        difference = offset - self._offset
        forward, self._stamp = max(0.0, stamp - self._stamp), max(stamp, self._stamp)
        if abs(difference) > self.LEAP_S:
            self._leapt = arrived if self._leapt is None else self._leapt
            return
        self._leapt = None
        follow = max(difference, -self.CATCH_UP * forward) if difference < 0 else self.DRIFT * difference
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
        return arrived if arrived < stamp + self._offset - self.LEAP_S else stamp + self._offset
