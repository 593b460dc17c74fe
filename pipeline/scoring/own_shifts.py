"""The scores of one person's own time at posts, stretch by stretch."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from models import Period, Score, Site, StoredEvent, calendar_day
from models.norms import Profile, stored_profile
from models.store import OwnSpan, OwnTime, Repositories, StoredCounter
from pipeline.scoring.days import SiteDay, norms_of, stands


@dataclass(frozen=True, slots=True)
class OwnStretch:
    """A part of a person's time at a counter on one day; `shift` is its name in the roster."""

    site: Site
    place: StoredCounter
    shift: str
    period: Period


def own_stretches(
    store: Repositories, own: OwnTime, days: tuple[dt.date, dt.date], now: float
) -> list[OwnStretch]:
    """The stretches on these days of the site's calendar (both included) that have begun by `now` (UTC seconds)."""
    places = store.sites.places()
    sites = {one.site.site: one.site for one in store.sites.all()}
    found: list[OwnStretch] = []
    for span in own.spans:
        place = places[span.counter_id]
        site = sites[place.site]
        periods = _days_of(span, site, days, now)
        found += (OwnStretch(site, place, span.shift, period) for period in periods)
    return found


def scored(store: Repositories, one: OwnStretch, now: float) -> tuple[Score, tuple[StoredEvent, ...]]:
    """The score of a stretch by itself, and the events that count; neither is stored.

    The norms are those that scored its day, or those in force where the day has no score yet.
    """
    period, place = one.period, one.place
    day = SiteDay.load(store, one.site, period.day, now)
    events = store.events.of_counter(place.counter_id, period.start, period.end)
    score = day.score(_profile(store, place, one.site, period.day), place, period)
    return score, tuple(filter(stands, events))


def _days_of(span: OwnSpan, site: Site, days: tuple[dt.date, dt.date], now: float) -> Iterator[Period]:
    """The parts of a span on each of its days within `days` that have begun."""
    day, last = max(calendar_day(span.start, site.zone), days[0]), days[1]
    while day <= last:
        whole = Period.of_day(day, site.timezone)
        start, end = max(span.start, whole.start), min(span.end, whole.end)
        if end <= start or start > now:
            return
        yield Period(day, start, end, site.timezone, "sitting")
        day += dt.timedelta(days=1)


def _profile(store: Repositories, place: StoredCounter, site: Site, day: dt.date) -> Profile:
    made = store.scores.get(place.counter_id, day)
    stamp = store.profiles.get(made.profile_hash) if made else None
    return stored_profile(stamp.document, stamp.hash) if stamp else norms_of(store, site)
