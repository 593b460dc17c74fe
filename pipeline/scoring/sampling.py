"""Random checks: events and quiet minutes of a hall's day, drawn by lot, the same for every reader.

The lot is a hash of the drawn item, so the draw cannot be chosen, nothing has to be stored, and an event that is
found later changes the sample only if its own lot is drawn. Quiet minutes are for overlooked events.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from models import MINUTE_S, EventKey, Site, StoredEvent, day_span
from models.norms import load_catalogue
from models.store import EVERYTHING, Repositories, Scope, StoredCounter
from pipeline.intervals import Basis, Spans, limit, reaches
from pipeline.scoring.aggregates import places_of
from pipeline.scoring.days import stands

_BLIND = "camera_blind"


@dataclass(frozen=True, slots=True)
class SamplingLimits:
    """Limits of random checks."""

    seen_enough: float = limit(
        0.9, "of a recording", Basis.CHOICE, "a minute out of a recording that was hardly seen shows nothing"
    )
    moment_s: float = limit(1.0, "s", Basis.CHOICE, "an event's moment is widened by so much to either side")


LIMITS = SamplingLimits()


@dataclass(frozen=True, slots=True)
class QuietMinute:
    """A minute without any event at a counter, `start`..`end` UTC seconds, for a person to look at."""

    counter_id: int
    camera_id: int
    camera: str
    counter: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Sample:
    """The items to check of one day: events in order of time, and minutes without any."""

    site: str
    day: date
    events: tuple[StoredEvent, ...]
    spots: tuple[QuietMinute, ...]


@dataclass(frozen=True, slots=True)
class SampleSize:
    """How many to draw of each; fewer where there are fewer."""

    events: int = 10
    spots: int = 5


@dataclass(frozen=True, slots=True)
class Population:
    """Everything that may be drawn: faults that stand, and watched minutes in which no event is."""

    events: tuple[StoredEvent, ...]
    minutes: tuple[QuietMinute, ...]


def population(
    store: Repositories, site: Site, span: tuple[float, float], scope: Scope = EVERYTHING
) -> Population:
    """What may be drawn of a span (UTC seconds) at the cameras of a hall within `scope`.

    Every fault that stands is in it, reviewed or not and however it was judged: a check is also one of the reviewers.
    """
    events: list[StoredEvent] = []
    minutes: list[QuietMinute] = []
    for place in (one for one in places_of(store, site) if scope.holds(one.camera_id)):
        found = store.events.of_counter(place.counter_id, *span)
        faults = [one for one in found if _checkable(one)]
        events += faults
        blind = _times(one for one in found if one.event.kind == _BLIND)
        minutes += _quiet(place, _watched(store, place, span, blind) - blind, _times(faults))
    return Population(tuple(events), tuple(minutes))


def draw(
    store: Repositories, site: Site, day: date, size: SampleSize | None = None, scope: Scope = EVERYTHING
) -> Sample:
    """The sample of a hall's day, of the cameras within `scope`."""
    size = size or SampleSize()
    found = population(store, site, day_span(day, site.zone), scope)
    events, minutes = by_lot(found.events, size.events), by_lot(found.minutes, size.spots)
    return Sample(
        site.site,
        day,
        tuple(sorted(events, key=lambda one: (one.event.start, one.id))),
        tuple(sorted(minutes, key=lambda one: (one.start, one.counter))),
    )


Drawable = TypeVar("Drawable", StoredEvent, QuietMinute)


def by_lot(among: Iterable[Drawable], count: int, seed: str = "") -> list[Drawable]:
    """At most `count` items, drawn by the hash of each one and the seed: the same every time."""
    return sorted(among, key=lambda one: lot(one, seed))[:count]


def lot(one: StoredEvent | QuietMinute, seed: str = "") -> bytes:
    """The lot of an item by a seed; the item with the smallest one is drawn first."""
    what = _of_event(one) if isinstance(one, StoredEvent) else (one.camera, one.counter, one.start)
    return hashlib.blake2b((seed + repr(what)).encode(), digest_size=8).digest()


def _checkable(stored: StoredEvent) -> bool:
    return stands(stored) and load_catalogue().is_fault(stored.event.kind)


def _watched(store: Repositories, place: StoredCounter, span: tuple[float, float], blind: Spans) -> Spans:
    """Recordings in which nearly all was seen of the time that the camera was not blind."""
    found = (one.coverage for one in store.observed.spans(*span, place.counter_id))
    good = (
        (c.start, c.end)
        for c in found
        if reaches(c.seen_s, LIMITS.seen_enough * (c.end - c.start - blind.clipped(c.start, c.end).total))
    )
    return Spans.of(*good).clipped(*span)


def _quiet(place: StoredCounter, watched: Spans, told: Spans) -> Iterator[QuietMinute]:
    """Whole minutes of the clock that were watched and have no event."""
    for start, end in watched:
        first, last = int(-(-start // MINUTE_S)), int(end // MINUTE_S)
        for minute in range(first, last):
            at = minute * MINUTE_S
            if not told.seconds_in(at, at + MINUTE_S):
                yield QuietMinute(
                    place.counter_id, place.camera_id, place.camera, place.counter, at, at + MINUTE_S
                )


def _times(events: Iterable[StoredEvent]) -> Spans:
    """The times of the events, moments widened by a second to either side."""
    return Spans.of(*((one.event.start - LIMITS.moment_s, one.event.end + LIMITS.moment_s) for one in events))


def _of_event(stored: StoredEvent) -> tuple[str, str, str, float]:
    key = EventKey.of(stored.event)
    return key.camera, key.counter, key.kind, round(key.start)
