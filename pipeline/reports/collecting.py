"""Collects a report's content from the store: the same scores and events that the API shows, nothing computed anew."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from models import Coverage, EventKey, ModelError, Period, Score, StoredEvent, Why, Words
from models.norms import Profile, label, load_catalogue, stored_profile
from models.store import EventFilter, Position, Store, StoredCounter
from pipeline.errors import PipelineError
from pipeline.phrasing.sentences import sentences
from pipeline.reports.clauses import clause_rows
from pipeline.reports.content import CounterDay, CounterPart, Report, ReportEntry, ReportRequest, UsedProfile
from pipeline.reports.praise import praise
from pipeline.scoring.aggregates import (
    PeriodComparison,
    days_between,
    improvement,
    period_of,
    places_of,
    summarise,
)
from pipeline.scoring.days import stands

_PAGE = 1000
_YEARS = (1970, 2999)  # beyond them calendars end, and nothing was ever recorded
_BLIND = "camera_blind"
Scores = Mapping[tuple[int, dt.date], Score]


def gather(store: Store, wanted: ReportRequest) -> Report:
    """The report; raises PipelineError with one line if the store knows no such hall or counter."""
    if not _YEARS[0] <= wanted.day.year <= _YEARS[1]:
        raise PipelineError(f"{wanted.day}: no report of this year; give a day of {_YEARS[0]} to {_YEARS[1]}")
    places = _places(store, wanted)
    period = period_of(wanted.day, wanted.label, wanted.site.timezone)
    last = _last(period, wanted)
    source = _Source(store, wanted, period, last, _scores(store, period.day, last, places))
    hall = source.compared(places)
    profiles = source.profiles()
    counters = tuple(source.part(place, profiles) for place in places)
    return Report(
        site=wanted.site,
        period=period,
        last=last,
        now=wanted.now,
        hall=hall,
        counters=counters,
        clauses=clause_rows(hall.now, list(source.scores.values())),
        praise=praise(hall, counters),
        profiles=tuple(
            UsedProfile(name, key, None if (profile := profiles[key]) is None else profile.title)
            for key, name in source.judges().items()
        ),
    )


def latest_day(store: Store, wanted_site: str) -> dt.date | None:
    """The last day of a site (by key) that has a score, None where there is none."""
    ids = {place.counter_id for place in store.sites.places().values() if place.site == wanted_site}
    last = store.scores.latest_day()
    if last is None or not ids:
        return None
    found = store.scores.summaries(dt.date.min, last)  # newest first
    return next((one.day for one in found if one.counter_id in ids), None)


def _places(store: Store, wanted: ReportRequest) -> list[StoredCounter]:
    known = [p for p in places_of(store, wanted.site) if wanted.scope.holds(p.camera_id)]
    if not known:
        raise PipelineError(
            f"site {wanted.site.site}: nothing is kept of it here: analyse its recordings first"
        )
    found = [p for p in known if wanted.counter in (None, p.counter)]
    if not found:
        raise PipelineError(
            f"site {wanted.site.site}: no counter {wanted.counter!r}; there are "
            + ", ".join(p.counter for p in known)
        )
    return found


def _last(period: Period, wanted: ReportRequest) -> dt.date:
    return dt.datetime.fromtimestamp(period.end - 1, wanted.site.zone).date()


def _scores(store: Store, first: dt.date, last: dt.date, places: Sequence[StoredCounter]) -> Scores:
    return store.nights.scores(first, last, [place.counter_id for place in places])


@dataclass(frozen=True, slots=True)
class _Source:
    """Reads one counter after the other; `scores` are those of the whole period."""

    store: Store
    wanted: ReportRequest
    period: Period
    last: dt.date
    scores: Scores

    def compared(self, places: Sequence[StoredCounter]) -> PeriodComparison:
        """These counters' period beside the one before it."""
        ids = {place.counter_id for place in places}
        now = summarise([s for (c, _), s in self.scores.items() if c in ids], self.period)
        earlier = period_of(self.period.day - dt.timedelta(days=1), self.wanted.label, self.period.timezone)
        yesterday = self.period.day - dt.timedelta(days=1)
        old = summarise(list(_scores(self.store, earlier.day, yesterday, places).values()), earlier)
        return PeriodComparison(now, old, improvement(now, old))

    def judges(self) -> dict[str, str]:
        """Hash and name of every profile that made one of the scores."""
        return {s.profile_hash: s.profile for s in self.scores.values()}

    def profiles(self) -> dict[str, Profile | None]:
        """The profiles by hash; None for one that can no longer be read."""
        return {key: self._profile(key) for key in self.judges()}

    def _profile(self, key: str) -> Profile | None:
        stamp = self.store.profiles.get(key)
        try:
            return None if stamp is None else stored_profile(stamp.document, stamp.hash)
        except ModelError:
            return None

    def part(self, place: StoredCounter, profiles: Mapping[str, Profile | None]) -> CounterPart:
        """Everything about one counter."""
        events = list(self._events(place))
        by_key = {EventKey.of(one.event): one for one in events}
        days = tuple(self._days(place))
        spans = self.store.observed.spans(self.period.start, self.period.end, place.counter_id)
        return CounterPart(
            place=place,
            compared=self.compared([place]),
            days=days,
            entries=tuple(_entries(place, days, by_key, profiles)),
            lost_s=_lost([one.coverage for one in spans], self.period),
            spans=tuple(one.coverage for one in spans),
            blind=tuple((e.event.start, e.event.end) for e in events if e.event.kind == _BLIND),
        )

    def _days(self, place: StoredCounter) -> Iterator[CounterDay]:
        today = dt.datetime.fromtimestamp(self.wanted.now, self.wanted.site.zone).date()
        records = frozenset(name for name, kind in load_catalogue().kinds.items() if not kind.fault)
        still_open = self.store.events.count_open(self.period.day, self.last, records, place.counter_id)
        for day in days_between(self.period.day, min(self.last, max(today, self.period.day))):
            key = (place.counter_id, day)
            yield CounterDay(day, self.scores.get(key), still_open.get(key, 0))

    def _events(self, place: StoredCounter) -> Iterator[StoredEvent]:
        """The events that a report names, oldest first: arrivals and the like are thousands and only counted in
        rates.
        """
        want = EventFilter(
            since=self.period.start, until=self.period.end, counter_id=place.counter_id, but_kinds=_unnamed()
        )
        pages, after = [], None
        while page := self.store.events.page(want, _PAGE, after):
            pages.append(page)
            after = Position(page[-1].event.start, page[-1].id)
        for page in reversed(pages):
            yield from reversed(page)


def _unnamed() -> frozenset[str]:
    """Kinds without a clause that are no fault."""
    catalogue = load_catalogue()
    named = {kind for clause in catalogue.clauses.values() for kind in clause.kinds} | {_BLIND}
    return frozenset(name for name, kind in catalogue.kinds.items() if not kind.fault) - named


def _entries(
    place: StoredCounter,
    days: Sequence[CounterDay],
    events: Mapping[EventKey, StoredEvent],
    profiles: Mapping[str, Profile | None],
) -> Iterator[ReportEntry]:
    """By day and clause the events of the scores, then the faults without a clause."""
    scores = [day.score for day in days if day.score is not None]
    for score in scores:
        named = set()
        for entry in _of_score(place, score, events):
            named.add(entry.key)
            yield entry
        for key, stored in events.items():
            inside = score.period.start <= key.start < score.period.end
            if inside and key not in named and stands(stored) and load_catalogue().is_fault(key.kind):
                reason = _told(stored, profiles.get(score.profile_hash), score.period)
                yield ReportEntry(score.day, place, None, key, stored, 0.0, 0.0, "", Why.NO_CHARGE, reason)


def _of_score(
    place: StoredCounter, score: Score, events: Mapping[EventKey, StoredEvent]
) -> Iterator[ReportEntry]:
    for line in score.lines:
        for one in line.deductions:
            key = one.events[0]
            yield ReportEntry(
                score.day, place, line.clause, key, events.get(key), one.points, one.full, one.severity, None,
                one.reason,
            )  # fmt: skip
        for note in line.notes:
            key = note.event
            yield ReportEntry(
                score.day, place, line.clause, key, events.get(key), 0.0, 0.0, "", note.why, note.reason
            )


def _told(stored: StoredEvent, profile: Profile | None, period: Period) -> Words:
    if profile is None:
        return label("kinds", stored.event.kind)
    return sentences(stored.event, profile, ZoneInfo(period.timezone))


def _lost(spans: Sequence[Coverage], period: Period) -> dict[str, float]:
    """Seconds without sight by reason; a recording that crosses the period's edge gives its share."""
    lost: dict[str, float] = defaultdict(float)
    for span in spans:
        inside = min(span.end, period.end) - max(span.start, period.start)
        share = inside / (span.end - span.start) if span.end > span.start else 0.0
        for reason, seconds in span.lost_s.items():
            lost[reason] += seconds * share
    return {reason: round(seconds, 3) for reason, seconds in lost.items() if seconds > 0}
