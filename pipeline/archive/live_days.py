"""Results of a live camera as they are stored: its day is one piece of footage, however often the program restarts."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from models import Coverage, Site, calendar_day, day_span
from models.store import Analysis, FootageSource, FoundEvent, Stamp

T = TypeVar("T", FoundEvent, Coverage)


@dataclass(frozen=True, slots=True)
class LiveDays:
    """Results of the camera `camera` of a site; `address` names it without its password."""

    site: Site
    camera: str
    address: str

    def analyses(
        self, findings: Sequence[FoundEvent], coverage: Sequence[Coverage], profile: Stamp | None = None
    ) -> Iterator[Analysis]:
        """Events and coverage, each with the day on which it began; `profile` judged them, None if it is not known."""
        events = self._by_day((one.event.start, one) for one in findings)
        spans = self._by_day((one.start, one) for one in coverage)
        for day in sorted(events.keys() | spans.keys()):
            found, seen = events.get(day, []), tuple(spans.get(day, ()))
            kept = tuple(one for one in found if not one.withdrawn)
            gone = tuple(one.event for one in found if one.withdrawn)
            yield Analysis(self.site, self._footage(day), kept, seen, profile, complete=False, withdrawn=gone)

    def _by_day(self, things: Iterable[tuple[float, T]]) -> dict[dt.date, list[T]]:
        days: dict[dt.date, list[T]] = {}
        for start, thing in things:
            days.setdefault(calendar_day(start, self.site.zone), []).append(thing)
        return days

    def _footage(self, day: dt.date) -> FootageSource:
        start, end = day_span(day, self.site.zone)
        name = f"{self.camera} {day.isoformat()}"
        return FootageSource(self.camera, name, self.address, f"live:{day.isoformat()}", start, end - start)
