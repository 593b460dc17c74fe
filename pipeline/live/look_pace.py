"""The pace of looking: a camera that falls behind is looked at less often, and none takes the share of another."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.recordings import LOOKS
from vision.core import Basis, limit


@dataclass(frozen=True, slots=True)
class PaceLimits:
    """Limits of the pace of a camera, and of the cores of a process."""

    least: float = limit(
        2.0, "looks a second", Basis.CHOICE, "a rise takes two seconds, and four looks still show its order"
    )
    every_s: float = limit(2.0, "s", Basis.CHOICE, "between two changes: one crowded moment changes nothing")
    late_s: float = limit(
        1.0, "s", Basis.CHOICE, "by which pictures may wait: an alert is due in two seconds"
    )
    early_s: float = limit(0.4, "s", Basis.CHOICE, "pictures that wait no longer allow more looks again")
    dropped_s: float = limit(
        6.0, "s", Basis.CHOICE, "at the least pace, pictures that wait for longer are left out"
    )
    slower: float = limit(0.8, "of the pace", Basis.CHOICE, "one step down")
    faster: float = limit(1.1, "of the pace", Basis.CHOICE, "one step up, smaller so that it settles")
    told: float = limit(0.9, "of the usual pace", Basis.CHOICE, "under it the operator has to know")
    ahead_s: float = limit(
        0.25, "CPU s", Basis.CHOICE, "a camera may be so far ahead of one that waits: two or three looks"
    )
    burst_s: float = limit(1.0, "s", Basis.CHOICE, "of the cores may be saved for a crowded moment")
    idle_s: float = limit(0.02, "s", Basis.CHOICE, "without a picture: a tenth of the time between two looks")
    rest_s: float = limit(
        0.25, "s", Basis.CHOICE, "at most at once: journal and supervisor expect signs of life"
    )


LIMITS = PaceLimits()


@dataclass
class LookPace:
    """The looks a second of one camera: `rate` falls while its pictures wait, and rises when they do not.

    Its own delay alone decides, so that a quiet camera which keeps up is not slowed by a crowded one.
    """

    rate: float = LOOKS.rate
    _next: float = float("-inf")

    def follow(self, now: float, late_s: float) -> None:
        """Adapt `rate` to a picture that waits for `late_s` seconds; `now` is in monotonic seconds."""
        if now < self._next:
            return
        if late_s > LIMITS.late_s:
            self.rate = max(LIMITS.least, LIMITS.slower * self.rate)
        elif late_s < LIMITS.early_s:
            self.rate = min(LOOKS.rate, LIMITS.faster * self.rate)
        self._next = now + LIMITS.every_s

    @property
    def slowed(self) -> bool:
        """Whether so few looks are taken that the operator has to know."""
        return self.rate < LIMITS.told * LOOKS.rate

    def too_late(self, late_s: float) -> bool:
        """Whether the pictures that wait are left out, because fewer looks do not help any more."""
        return self.rate <= LIMITS.least and late_s > LIMITS.dropped_s


class CpuAllowance:
    """The cores that a process may use: `rest_s` says how long it has to rest to use no more of them."""

    def __init__(self, cores: float, now: float, cpu_s: float) -> None:
        """`cpu_s` are the processor seconds of the process at `now`, monotonic seconds."""
        self.cores = cores
        self._at, self._cpu_s = now, cpu_s
        self._saved_s = 0.0

    def rest_s(self, now: float, cpu_s: float) -> float:
        """Seconds to rest now, at most `PaceLimits.rest_s`; 0 while there is something left."""
        earned, spent = self.cores * (now - self._at), cpu_s - self._cpu_s
        self._at, self._cpu_s = now, cpu_s
        self._saved_s = min(self._saved_s + earned - spent, self.cores * LIMITS.burst_s)
        return min(max(0.0, -self._saved_s / self.cores), LIMITS.rest_s)


@dataclass
class FairTurns:
    """Turns of `cameras` cameras that one thread looks at: none spends more than others that wait for a look.

    Start-time fair queueing: a camera counts what its looks cost, one that has no picture waiting saves nothing.
    """

    cameras: int
    _spent: list[float] = field(init=False)
    _waits: list[bool] = field(init=False)
    _begun: float = field(default=0.0, init=False)  # what the camera had spent whose turn began last

    def __post_init__(self) -> None:
        self._spent, self._waits = [0.0] * self.cameras, [False] * self.cameras

    def due(self) -> Sequence[int]:
        """The cameras that may look in this round, the least served first."""
        waiting = [spent for spent, waits in zip(self._spent, self._waits, strict=True) if waits]
        most = min(waiting, default=float("inf")) + LIMITS.ahead_s
        return sorted((i for i in range(self.cameras) if self._spent[i] <= most), key=self._spent.__getitem__)

    def looked(self, camera: int, cost_s: float, *, had_picture: bool) -> None:
        """Note the processor seconds of a turn, and whether there was a picture to look at."""
        if had_picture and not self._waits[camera]:
            self._spent[camera] = max(self._spent[camera], self._begun)
        if had_picture:
            self._begun = max(self._begun, self._spent[camera])
        self._waits[camera] = had_picture
        self._spent[camera] += cost_s
