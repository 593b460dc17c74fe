"""The threads that write what live cameras see: journal, archive and database fail and recover on their own."""

import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Event, Lock, Thread

from models import StoreError, calendar_day, phrase
from models.store import Notice
from pipeline.live.delivery import CameraDelivery
from pipeline.live.repository import LiveSite
from vision.core import Basis, limit


@dataclass(frozen=True, slots=True)
class RetryLimits:
    """Limits of trying again to write."""

    pause_s: float = limit(0.5, "s", Basis.CHOICE, "between two rounds")
    first_wait_s: float = limit(1.0, "s", Basis.CHOICE, "after an error, doubled from one to the next")
    longest_wait_s: float = limit(30.0, "s", Basis.CHOICE, "the longest wait after an error")
    noticed_s: float = limit(60.0, "s", Basis.CHOICE, "a shorter outage is in the log alone")


LIMITS = RetryLimits()


@dataclass(frozen=True, slots=True)
class Outage:
    """A time, UTC seconds, in which `what` could not be written, and the first reason as one line."""

    what: str
    start: float
    end: float
    reason: str


class DeliveryThreads:
    """A thread each for the journals, the archive and the database of all cameras of a process.

    The operator is told once when one of them cannot be written, and once when it can again; a notice about a long
    outage follows then.
    """

    def __init__(self, hall: LiveSite, deliveries: Sequence[CameraDelivery]) -> None:
        self._hall, self._deliveries = hall, deliveries
        self._past: deque[Outage] = deque()
        self._notices: deque[Notice] = deque()
        self._routes = [
            _Route(hall, "the journal", lambda: self._each(CameraDelivery.keep), self._past),
            _Route(hall, "the archive of signals", lambda: self._each(CameraDelivery.archive), self._past),
            _Route(hall, "the database", self._store, self._past),
        ]
        self._wake_store()

    def notify(self, about: str, since: float, key: str, figures: Mapping[str, str]) -> str:
        """Store a notice as soon as the database takes it; returns its text for the operator.

        `about` begins with its kind; a later one of the same subject and start `since` (UTC s) takes its place. `key`
        is its text, with `figures` in it.
        """
        words, site = phrase(key, **figures), self._hall.site
        once, day = f"{about}:{site.site}:{since:.0f}", calendar_day(since, site.zone)
        self._notices.append(Notice(about.partition(":")[0], once, words, site.site, day))
        return words.en

    def deliver(self, deliveries: Sequence[CameraDelivery]) -> None:
        """Write for these cameras from now on; those that are left out are not written for when this returns."""
        self._deliveries = list(deliveries)
        self._wake_store()
        for route in self._routes:
            route.wait()

    def start(self) -> None:
        """Begin to write."""
        for route in self._routes:
            route.start()

    def round(self) -> bool:
        """Write everything once, in the calling thread; returns whether all of it went well."""
        went_well = [route.round() for route in self._routes]
        return all(went_well)

    def close(self, patience_s: float) -> None:
        """Write everything that can be written within `patience_s` seconds; the rest stays in the journals."""
        until = time.monotonic() + patience_s
        for delivery in self._deliveries:
            delivery.finish()
        for route in self._routes:
            route.stop()
        for route in self._routes:
            if route.is_alive():
                route.join(max(0.0, until - time.monotonic()))
            if not route.is_alive():
                route.round()
        for delivery in self._deliveries:
            delivery.close()

    def _wake_store(self) -> None:
        for delivery in self._deliveries:
            delivery.wake = self._routes[-1].wake

    def _each(self, act: Callable[[CameraDelivery, float], None]) -> None:
        """Do it for every camera, and raise the first error: what one camera cannot write does not stop the others."""
        first: Exception | None = None
        for delivery in self._deliveries:
            try:
                act(delivery, self._hall.clock())
            except StoreError:
                raise  # all cameras have the same database, and each attempt may wait
            except Exception as error:
                first = first or error
        if first is not None:
            raise first

    def _store(self) -> None:
        self._each(CameraDelivery.store)
        while self._past:
            self._notices.append(_notice(self._hall, self._past.popleft()))
        while self._notices:
            self._hall.store.notices.put(self._notices[0], self._hall.clock())
            self._notices.popleft()


class _Route(Thread):
    """One of the threads: `act` again and again, later and later while it fails."""

    def __init__(self, hall: LiveSite, what: str, act: Callable[[], None], past: deque[Outage]) -> None:
        super().__init__(name=what, daemon=True)
        self._hall, self._what, self._act, self._past = hall, what, act, past
        self._asked_to_stop, self._woken, self._working = Event(), Event(), Lock()
        self._failing: tuple[float, str] | None = None

    def run(self) -> None:
        pause_s = LIMITS.pause_s
        while not self._rested(pause_s):
            done = self.round()
            pause_s = (
                LIMITS.pause_s if done else min(max(LIMITS.first_wait_s, 2 * pause_s), LIMITS.longest_wait_s)
            )

    def _rested(self, pause_s: float) -> bool:
        """Wait for so long, or until there is something to write and the last round went well; True at the end."""
        if self._failing is None:
            self._woken.wait(pause_s)
            self._woken.clear()
        else:
            self._asked_to_stop.wait(pause_s)
        return self._asked_to_stop.is_set()

    def wake(self) -> None:
        """Have the next round begin at once."""
        self._woken.set()

    def wait(self) -> None:
        """Return when the round that is under way, if one is, has ended."""
        with self._working:
            pass

    def stop(self) -> None:
        """Ask the thread to end."""
        self._asked_to_stop.set()
        self._woken.set()

    def round(self) -> bool:
        """Try once; returns whether it went well. Any error is a reason to try again: looking goes on meanwhile."""
        try:
            with self._working:
                self._act()
        except Exception as error:
            self._failed(" ".join(str(error).split()) or type(error).__name__)
            return False
        self._went_well()
        return True

    def _failed(self, reason: str) -> None:
        if self._failing is None:
            now = self._hall.clock()
            self._failing = now, reason
            self._hall.say(
                f"{self._hall.told(now)}  {self._what} cannot be written: {reason}; "
                "looking goes on, and everything is written later"
            )

    def _went_well(self) -> None:
        if self._failing is None:
            return
        (start, reason), now = self._failing, self._hall.clock()
        self._failing = None
        self._hall.say(f"{self._hall.told(now)}  {self._what} can be written again, and nothing is missing")
        if now - start >= LIMITS.noticed_s:
            self._past.append(Outage(self._what, start, now, reason))


def _notice(hall: LiveSite, outage: Outage) -> Notice:
    words = phrase(
        "notice.written_late", start=hall.told(outage.start), end=hall.told(outage.end), reason=outage.reason
    )
    site, day = hall.site.site, calendar_day(outage.start, hall.site.zone)
    return Notice("written_late", f"written_late:{site}:{outage.what}:{outage.start:.0f}", words, site, day)
