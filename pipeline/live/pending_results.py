"""Events and coverage that wait for the database; a newer version takes the place of an older one."""

from dataclasses import dataclass, replace
from threading import Lock

from models import Coverage, Event
from models.store import FoundEvent

EventKey = tuple[str, str, float]


@dataclass(frozen=True, slots=True)
class ResultBatch:
    """Results at one moment, events in the order in which they were found first."""

    events: tuple[FoundEvent, ...]
    coverage: tuple[Coverage, ...]

    def __bool__(self) -> bool:
        return bool(self.events or self.coverage)


class PendingResults:
    """The results of one camera that are not stored yet. Safe for several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._events: dict[EventKey, FoundEvent] = {}
        self._coverage: dict[tuple[str, float], Coverage] = {}

    def add(self, result: FoundEvent | Coverage) -> FoundEvent | Coverage:
        """Add a result and return it as it waits now: an event keeps the clip that it had."""
        with self._lock:
            if isinstance(result, Coverage):
                self._coverage[result.counter, result.start] = result
                return result
            known = self._events.get(_key(result.event))
            if known is not None and result.clip is None:
                result = replace(known, event=result.event, withdrawn=result.withdrawn)
            self._events[_key(result.event)] = result
            return result

    def add_clip(self, found: FoundEvent) -> FoundEvent:
        """Add the clip of an event, whose figures may have changed while it was cut; returns both."""
        with self._lock:
            newer = self._events.get(_key(found.event))
            whole = found if newer is None else replace(found, event=newer.event)
            self._events[_key(found.event)] = whole
            return whole

    def batch(self) -> ResultBatch:
        """Everything that waits now."""
        with self._lock:
            return ResultBatch(tuple(self._events.values()), tuple(self._coverage.values()))

    def stored(self, batch: ResultBatch) -> None:
        """Forget what was stored, except where a newer version came meanwhile."""
        with self._lock:
            for found in batch.events:
                if self._events.get(_key(found.event)) is found:
                    del self._events[_key(found.event)]
            for span in batch.coverage:
                if self._coverage.get((span.counter, span.start)) is span:
                    del self._coverage[span.counter, span.start]


def _key(event: Event) -> EventKey:
    return event.counter, event.kind, event.start
