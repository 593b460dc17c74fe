"""A counter's day, scored from what the store holds: events, coverage, and what people decided."""

import datetime as dt

from models.norms import Profile
from models.records import StoredEvent, Verdict
from models.scores import EventKey, Period, Score
from models.store import Stamp, Store
from pipeline.scoring import Facts, score_facts


def stamp_of(profile: Profile) -> Stamp:
    """A profile as the store keeps it, to be loaded again with the same hash."""
    return Stamp(profile.name, profile.hash, profile.as_yaml())


def score_day(store: Store, profile: Profile, counter_id: int, day: dt.date, now: float) -> Score:
    """Score a day of the site's calendar and keep it; the same facts give the same score and change nothing.

    `now` (UTC seconds) decides whether the score is final. Raises KeyError for a counter that is not stored.
    """
    place = store.sites.places()[counter_id]
    period = Period.of_day(day, place.timezone)
    held = [e for e in store.events.of_counter(counter_id, period.start, period.end) if _stands(e)]
    observed = store.observed.spans(period.start, period.end, counter_id)
    facts = Facts(
        events=[one.event for one in held],
        coverage=[one.coverage for one in observed],
        verdicts={EventKey.of(one.event): one.verdict for one in held},
        now=now,
    )
    score = score_facts(facts, profile, place.counter, period)
    store.scores.save(counter_id, score, stamp_of(profile), now)
    return score


def _stands(stored: StoredEvent) -> bool:
    """Found by the latest analysis, or confirmed by a person, whom no later analysis overrules."""
    return stored.found or stored.verdict is Verdict.CONFIRMED
