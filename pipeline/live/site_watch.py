"""The site of a live program, read again when its file changes, zones are corrected, or SIGHUP asks for it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

from models import Site, StoreError
from models.norms import Profile
from vision.core import Basis, limit


@dataclass(frozen=True, slots=True)
class SiteWatchLimits:
    """Limits of reading the site again."""

    round_s: float = limit(1.0, "s", Basis.CHOICE, "between two looks at the file")
    zones_s: float = limit(5.0, "s", Basis.CHOICE, "between two looks at the corrected zones in the database")


LIMITS = SiteWatchLimits()
Loaded = tuple[Site, Profile]


class SiteWatch:
    """Reads the site in a thread of its own, because the database may be held; `take` gives a change once.

    `load` gives the site with the zones in force, and its norms, or raises. A site that cannot be used is told by one
    line, once, and the one before stays.
    """

    def __init__(
        self,
        file: Path,
        load: Callable[[], Loaded],
        current: Loaded,
        say: Callable[[str], None],
        asked: Event,
    ) -> None:
        self._file, self._load, self._say, self._asked = file, load, say, asked
        self._current, self._new = current, list[Loaded]()
        self._stamp, self._told, self._zones_at = _stamp(file), "", time.monotonic()

    def start(self) -> None:
        """Begin to watch."""
        Thread(target=self._watch, name="site", daemon=True).start()

    def take(self) -> Loaded | None:
        """The newest site, if it is another one than before."""
        return self._new.pop() if self._new else None

    def round(self) -> None:
        """Look once."""
        stamp, asked = _stamp(self._file), self._asked.is_set()
        due = time.monotonic() - self._zones_at >= LIMITS.zones_s
        if stamp == self._stamp and not asked and not due:
            return
        self._asked.clear()
        self._stamp, self._zones_at = stamp, time.monotonic()
        try:
            loaded = self._load()
        except StoreError:
            return  # the outage is told where results are stored
        except Exception as error:  # whatever is wrong with it, the cameras of before are watched on
            self._tell(f"{' '.join(str(error).split())}; cameras are watched as before")
            return
        self._told = ""
        if (loaded[0], loaded[1].hash) != (self._current[0], self._current[1].hash):
            self._current = loaded
            self._new = [loaded]
        elif asked:
            self._say(f"{self._file}: read again, nothing has changed")

    def _watch(self) -> None:
        while True:
            time.sleep(LIMITS.round_s)
            self.round()

    def _tell(self, line: str) -> None:
        if line != self._told:
            self._told = line
            self._say(line)


def _stamp(file: Path) -> tuple[int, int]:
    """The time and the size of a file; zeros while it is away."""
    try:
        found = file.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size
