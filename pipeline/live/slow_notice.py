"""The notice about cameras that are looked at less often than usual: when it begins, and when it is over."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.live.repository import LiveSite
from vision.core import Basis, limit


@dataclass(frozen=True, slots=True)
class SlowNoticeLimits:
    """Limits of telling that looks are slowed."""

    noticed_s: float = limit(30.0, "s", Basis.CHOICE, "one crowded moment is no news")
    over_s: float = limit(60.0, "s", Basis.CHOICE, "at the usual pace for so long: it is over")


LIMITS = SlowNoticeLimits()
Notify = Callable[[str, float, str, Mapping[str, str]], str]
"""`DeliveryThreads.notify`: stores a notice as soon as the database takes it, and returns its text."""


@dataclass
class SlowNotice:
    """Tells one time of too little processor time as one line and one notice, and its end as another version of it."""

    hall: LiveSite
    notify: Notify
    _since: float | None = field(default=None, init=False)
    _slow_at: float = field(default=0.0, init=False)
    _told: bool = field(default=False, init=False)
    _cameras: list[str] = field(default_factory=list, init=False)
    _rate: float = field(default=math.inf, init=False)
    _skipped_before: float = field(default=0.0, init=False)

    def note(self, cameras: Sequence[str], rate: float, skipped_s: float) -> None:
        """The cameras that are slowed now, the least pace of them, and all seconds skipped since the program began."""
        now = self.hall.clock()
        if cameras:
            self._go_on(cameras, rate, now)
        if self._since is None:
            self._skipped_before = skipped_s
            return
        if not self._told and self._slow_at - self._since >= LIMITS.noticed_s:
            self._told = True
            self._tell("notice.looks_slowed", skipped_s)
        if now - self._slow_at >= LIMITS.over_s:
            self.end(skipped_s)

    def end(self, skipped_s: float) -> None:
        """Tell the end of a time that goes on when the program stops."""
        if self._told:
            self._tell("notice.looks_were_slowed", skipped_s)
        self._since, self._told = None, False

    def _go_on(self, cameras: Sequence[str], rate: float, now: float) -> None:
        if self._since is None:
            self._since, self._cameras, self._rate = now, [], math.inf
        self._slow_at, self._rate = now, min(self._rate, rate)
        self._cameras += [camera for camera in cameras if camera not in self._cameras]

    def _tell(self, key: str, skipped_s: float) -> None:
        since, hall = self._since or 0.0, self.hall
        figures = {
            "start": hall.told(since),
            "end": hall.told(self._slow_at),
            "cameras": ", ".join(self._cameras),
            "rate": f"{self._rate:.1f}",
            "lost": str(round(skipped_s - self._skipped_before)),
        }
        line = self.notify(f"looks_slowed:{self._cameras[0]}", since, key, figures)
        hall.say(f"{hall.told(hall.clock())}  {line}")
