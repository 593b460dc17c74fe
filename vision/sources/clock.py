"""One timeline out of whatever timestamps a recording carries."""

import math
from collections.abc import Sequence

LONGEST_JUMP_S = 3600.0  # a recorder that pauses for longer starts a new file; further ahead is damage
RESTART_S = 1.0  # back by more is a clock that began again, back by less is a picture out of order
CONVINCED = 3  # pictures in a row that must agree before a leaping clock is believed
STEP_S = 0.04  # interval (25 pictures a second) while the recording has not shown its own


class Timeline:
    """Turns presentation times (seconds, None where missing) into increasing seconds since the origin.

    A missing time becomes the last one plus the usual interval. A clock that begins again, or leaps by more
    than an hour, goes on from there, and `leapt` says so. A picture out of order gets no time (None): its moment
    has passed.
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
        """The latest time given out; 0 before the first."""
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
        """Seconds from the origin to this presentation time, as the recording has it, without judging it."""
        return self.last if stamp is None else stamp - (self._origin or 0.0)

    def _advance(self, time: float) -> float | None:
        if self._last is not None:
            if time <= self._last:
                return None
            # Follow the usual interval slowly, and not at all into a hole.
            self._step += 0.1 * (min(time - self._last, 4 * self._step) - self._step)
        self._last = time
        return time


def seconds(stamp: int | None, base: float) -> float | None:
    """A timestamp in units of `base` seconds as seconds, None where it is missing."""
    return None if stamp is None or math.isnan(base) else stamp * base


class WallClock:
    """When a live picture was taken, out of its presentation time and when it came.

    Cameras count from anywhere, drift, and send in bursts. The least delay seen is the best guess at what lies
    between the camera's clock and ours, and is followed slowly.
    """

    LEAP_S = 2.0  # further off is a camera that set its clock, or a network that held back
    BELIEVED_S = 3.0  # what was held back comes at once, a clock that was set stays wrong
    DRIFT = 1e-3  # share of a difference that is taken over with each packet
    CATCH_UP = 0.05  # a guess that was too late is mended this fast, so that pictures stay in order

    def __init__(self) -> None:
        self._offset: float | None = None
        self._stamp = 0.0
        self._leapt: float | None = None

    def learn(self, stamp: float, arrived: float) -> None:
        """A packet with presentation time `stamp` (seconds) came at `arrived` (UTC s)."""
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
        """The first (stamp, arrived) of a connection, a second of them: what was waiting comes all at once."""
        if packets:
            self._offset = min(arrived - stamp for stamp, arrived in packets)
            self._stamp = max(stamp for stamp, _ in packets)

    def moment(self, stamp: float | None, arrived: float) -> float:
        """UTC seconds of a picture with this presentation time that came at `arrived` at the latest."""
        if stamp is None or self._offset is None:
            return arrived
        return arrived if arrived < stamp + self._offset - self.LEAP_S else stamp + self._offset
