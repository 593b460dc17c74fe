"""Weeks, months and halls out of the days that were scored, and a person's shifts wherever they sat."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.norms import Profile
from models.scores import Period, Score
from models.site import Site
from models.store import Place, Store
from models.summaries import Summary
from pipeline.scoring.days import SHIFT, Day
from pipeline.scoring.summary import improvement, summarise

DAY, WEEK, MONTH = "day", "week", "month"


@dataclass(frozen=True, slots=True)
class Compared:
    """A period beside the one before it. `gained` is NaN where they do not compare."""

    now: Summary
    before: Summary
    gained: float


def period_of(day: dt.date, label: str, timezone: str) -> Period:
    """The day, the week (Monday to Sunday) or the month that a day belongs to."""
    first, last = _ends(day, label)
    return Period.of_days(first, last, timezone, label)


def hall(store: Store, site: Site, day: dt.date, label: str) -> Compared:
    """All counters of a hall over the day, week or month."""
    places = [place.counter_id for place in places_of(store, site)]
    return _compared(store, site, places, day, label)


def counter(store: Store, site: Site, counter_id: int, day: dt.date, label: str) -> Compared:
    """One counter over the day, week or month."""
    return _compared(store, site, [counter_id], day, label)


def shifts(
    store: Store, site: Site, places: Sequence[Place], day: dt.date, label: str
) -> dict[str, Compared]:
    """By the name of the shift, what it comes to at these counters over the day, week or month."""
    ids = [place.counter_id for place in places]
    kept = store.scores.labels(*_ends(day, label), ids)
    named = [name for name in kept if name.startswith(SHIFT)]
    return {name.removeprefix(SHIFT): _compared(store, site, ids, day, label, name) for name in named}


def people(
    store: Store, site: Site, profile: Profile, period: Period, now: float
) -> dict[str, tuple[Summary, tuple[Score, ...]]]:
    """By person, as the roster names them: what their stretches at any post come to, and each one's score.

    A post and a shift name the person; where the roster names nobody, nobody is scored.
    """
    found: dict[str, list[Score]] = {}
    last = dt.datetime.fromtimestamp(period.end - 1, site.zone).date()
    for day in days_between(period.day, last):
        of_site = Day.load(store, site, day, now)
        for place in places_of(store, site) if of_site.roster else ():
            for sitting, score in of_site.sittings(profile, place):
                found.setdefault(sitting.person, []).append(score)
    return {name: (summarise(scores, period), tuple(scores)) for name, scores in sorted(found.items())}


def days_between(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Every day from `first` to `last`, both included."""
    while first <= last:
        yield first
        first += dt.timedelta(days=1)


def places_of(store: Store, site: Site) -> list[Place]:
    """The counters of a site as the store knows them, in the order of the site file."""
    order = [counter.id for camera in site.cameras for counter in camera.counters]
    mine = {place.counter: place for place in store.sites.places().values() if place.site == site.site}
    return [mine[key] for key in order if key in mine]


def _compared(
    store: Store, site: Site, counter_ids: Sequence[int], day: dt.date, label: str, part: str = DAY
) -> Compared:
    """The days, or the `part` of each that is scored by itself: a shift."""
    first, _last = _ends(day, label)
    now, before = (
        _summary(store, site, counter_ids, of, label, part) for of in (day, first - dt.timedelta(days=1))
    )
    return Compared(now, before, improvement(now, before))


def _summary(
    store: Store, site: Site, counter_ids: Sequence[int], day: dt.date, label: str, part: str
) -> Summary:
    scores = store.nights.scores(*_ends(day, label), counter_ids, part)
    return summarise(list(scores.values()), period_of(day, label, site.timezone))


def _ends(day: dt.date, label: str) -> tuple[dt.date, dt.date]:
    if label == DAY:
        return day, day
    if label == WEEK:
        monday = day - dt.timedelta(days=day.weekday())
        return monday, monday + dt.timedelta(days=6)
    first = day.replace(day=1)
    return first, (first + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
