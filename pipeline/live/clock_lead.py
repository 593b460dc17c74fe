"""The clock of the supervisor: tells a step of the machine's clock, and keeps its own lead over a restart."""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread

from models import ModelError, Site, calendar_day, phrase
from models.store import Notice, Store
from pipeline.live.clock import LIMITS, LiveClock


class ClockLead:
    """The lead of the live clock over the machine's, seconds; `round` is called several times a second."""

    def __init__(self, data: Path, store: Store, site: Site, say: Callable[[str], None]) -> None:
        self._file, self._store, self._site, self._say = data / "live.clock", store, site, say
        self._clock = LiveClock(_kept_lead(self._file))
        self._kept_at = float("-inf")

    def __call__(self) -> float:
        """The lead now: a worker begins with it."""
        self._clock()
        return self._clock.ahead_s

    def round(self) -> None:
        """Read the clock, tell a step, and keep the time now and then."""
        now = self._clock()
        step = self._clock.take_step()
        if step is not None:
            self._tell(step, now)
        if now - self._kept_at >= LIMITS.kept_every_s:
            self._kept_at = now
            with suppress(OSError):  # a full disk costs the lead after a restart, and nothing else
                self._file.write_text(repr(now), "ascii")

    def _tell(self, step: float, now: float) -> None:
        back = step < 0
        words = phrase(
            "notice.clock_set_back" if back else "notice.clock_set_forward", seconds=round(abs(step))
        )
        self._say(words.en)
        day = calendar_day(now, self._site.zone)
        notice = Notice("clock_set", f"clock_set:{self._site.site}:{now:.0f}", words, self._site.site, day)
        Thread(target=_put, args=(self._store, notice, now), daemon=True).start()  # the database may be held


def _put(store: Store, notice: Notice, now: float) -> None:
    with suppress(ModelError):
        store.notices.put(notice, now)


def _kept_lead(file: Path) -> float:
    """The seconds by which the last run was ahead of the machine's clock of now; 0 where it was not."""
    try:
        lead = float(file.read_text("ascii")) - time.time()
    except (OSError, ValueError):
        return 0.0
    return lead if LIMITS.step_s < lead <= LIMITS.believed_s else 0.0
