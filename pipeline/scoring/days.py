"""Days and shifts of a counter, scored from the store: events, coverage, roster, and verdicts of people."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from models import (
    Counter,
    EventKey,
    Period,
    RosterEntry,
    Score,
    Site,
    Sitting,
    StoredEvent,
    Verdict,
    day_span,
)
from models.norms import Need, Profile, load_catalogue, load_profile, stored_profile
from models.store import Repositories, Stamp, StoredCounter, score_subject
from pipeline.roster.duties import shifts_of, sittings
from pipeline.scene import Duty, Spans, duties, has_hours, needs_met
from pipeline.scoring.score import ScoringFacts, score_facts

SHIFT = "shift:"
"""The label of a shift's score is this and the shift's name, so that no shift can be called as a day is."""


def stamp_of(profile: Profile) -> Stamp:
    """A profile as the store keeps it, to be loaded again with the same hash."""
    return Stamp(profile.name, profile.hash, profile.as_yaml())


def norms_of(store: Repositories, site: Site, instead: Profile | None = None) -> Profile:
    """The profile that the site names, or the one `instead`, with the learned lines in force at the site.

    One from a file beside the site file is found as the store kept it last. Raises ModelError when there is no such
    profile.
    """
    return store.lines.over(instead or _named(store, site), site.site)


def _named(store: Repositories, site: Site) -> Profile:
    stamp = store.nights.profile_used(site.site) if site.profile.endswith((".yaml", ".yml")) else None
    return load_profile(site.profile) if stamp is None else stored_profile(stamp.document, stamp.hash)


def score_day(store: Repositories, profile: Profile, counter_id: int, day: dt.date, now: float) -> Score:
    """Score a day of the site's calendar, and its shifts, and keep them; the same facts change nothing.

    `now` (UTC seconds) decides whether the score is final. Raises KeyError for a counter that is not stored.
    """
    place = store.sites.places()[counter_id]
    sites = {one.site.site: one.site for one in store.sites.all()}
    return SiteDay.load(store, sites[place.site], day, now).keep(profile, place)


@dataclass(frozen=True, slots=True)
class SiteDay:
    """A day of one site: its hours and its roster, read once for all its counters. `now` is UTC seconds."""

    store: Repositories
    site: Site
    day: dt.date
    now: float
    roster: tuple[RosterEntry, ...]

    @classmethod
    def load(cls, store: Repositories, site: Site, day: dt.date, now: float) -> "SiteDay":
        """The day with what the roster says of it, and of the night until its last shift ends."""
        start, end = day_span(day, site.zone)
        roster = store.rosters.entries(site.site, start, end)
        night = max((shift.end for shift in shifts_of(site, roster, day)), default=end)
        if night > end:
            roster = store.rosters.entries(site.site, start, night)
        return cls(store, site, day, now, tuple(roster))

    @property
    def period(self) -> Period:
        """The whole day."""
        return Period.of_day(self.day, self.site.timezone)

    def duties(self) -> dict[str, Duty]:
        """Each counter's hours and excuses, by key."""
        return duties(self.site, self.roster, self.period.start, self.period.end)

    def keep(self, profile: Profile, place: StoredCounter, stamp: Stamp | None = None) -> Score:
        """Score the counter's day and its shifts, and keep them; returns the day's. `stamp` is the profile's.

        Events are read and scores are written in one transaction, so that no verdict in between is lost.
        """
        stamp = stamp or stamp_of(profile)
        with self.store.unit_of_work(score_subject(place.counter_id, self.day)) as work:
            day = replace(self, store=work)
            for period in (*day._shifts(place.counter), day.period):
                score = day.score(profile, place, period)
                work.scores.save(place.counter_id, score, stamp, self.now)
        return score

    def score(self, profile: Profile, place: StoredCounter, period: Period) -> Score:
        """The score of a counter over a part of the day; it is not stored."""
        return score_facts(self.facts(place, period), profile, place.counter, period)

    def sittings(self, profile: Profile, place: StoredCounter) -> Iterator[tuple[Sitting, Score]]:
        """The people answerable for the counter, and the score of each stretch of theirs; they are not stored."""
        for one in sittings(self.roster):
            start, end = max(one.start, self.period.start), min(one.end, self.period.end)
            if one.counter == place.counter and end > start:
                period = Period(self.day, start, end, self.site.timezone, "sitting")
                yield one, self.score(profile, place, period)

    def facts(self, place: StoredCounter, period: Period) -> ScoringFacts:
        """Everything that a score of the counter is made from."""
        held = [
            e for e in self.store.events.of_counter(place.counter_id, period.start, period.end) if stands(e)
        ]
        observed = self.store.observed.spans(period.start, period.end, place.counter_id)
        counter = self._counter(place.counter)
        return ScoringFacts(
            events=[one.event for one in held],
            coverage=[one.coverage for one in observed],
            verdicts={EventKey.of(one.event): one.verdict for one in held},
            looked_for=load_catalogue().looked_for(self._has(counter)),
            expected_s=self._expected(place.counter, period),
            now=self.now,
            tier=self.site.tier,
            role=counter.role if counter else None,
        )

    def _counter(self, key: str) -> Counter | None:
        return next((k for c in self.site.cameras for k in c.counters if k.id == key), None)

    def _has(self, counter: Counter | None) -> Sequence[Need]:
        """The equipment of the counter that behaviours need."""
        has: list[Need] = ["hours"] if has_hours(self.site, self.roster) else []
        has += needs_met(self.site, counter)
        has += ["customer_zone"] if counter is None or counter.customer_zone else []
        return has + (["waiting_zone"] if counter is None or counter.waiting_zone else [])

    def _expected(self, counter: str, period: Period) -> float | None:
        """Seconds for which the counter should have been open so far; None without opening hours."""
        duty = duties(self.site, self.roster, period.start, period.end).get(counter)
        if duty is None or not has_hours(self.site, self.roster):
            return None
        until = max(period.start, min(period.end, self.now))
        return (duty.opened & Spans.of((period.start, until))).total

    def _shifts(self, counter: str) -> Iterator[Period]:
        """One period for each shift of the counter, from its first moment to its last."""
        mine = [e for e in shifts_of(self.site, self.roster, self.day) if e.counter == counter]
        for name in dict.fromkeys(entry.shift for entry in mine):
            parts = [entry for entry in mine if entry.shift == name]
            start, end = min(e.start for e in parts), max(e.end for e in parts)
            yield Period(self.day, start, end, self.site.timezone, SHIFT + name)


def stands(stored: StoredEvent) -> bool:
    """Whether the event was found by the latest analysis, or confirmed by a person, which no later analysis
    overrules.
    """
    return stored.found or stored.verdict is Verdict.CONFIRMED
