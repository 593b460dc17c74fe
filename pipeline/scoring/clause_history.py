"""One clause over time: its cost day by day, under which norms, and what changed between them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from models import ClauseTotal, ModelError, Period, RateFigure, Score, Site
from models.norms import Difference, Profile, differences, load_catalogue, places, stored_profile
from models.store import Store, StoredCounter
from pipeline.scoring.aggregates import places_of, summarise

_NUMBERS = ("thresholds.", "scoring.")


@dataclass(frozen=True, slots=True)
class ClauseDay:
    """A clause on one day under one profile; `total` is over all counters asked for that this profile scored that day.

    `rates` are the clause's own, with their denominators.
    """

    day: dt.date
    profile: str
    profile_hash: str
    total: ClauseTotal
    rates: tuple[RateFigure, ...]


@dataclass(frozen=True, slots=True)
class NormChange:
    """From `day` on another profile judged. `about` are the differences that may touch the clause, `others` how many
    else.

    These are its own rule, the prices of its kinds, its rates, and every number by which anything is found. Both are
    None if one of the two profiles can no longer be read.
    """

    day: dt.date
    old_hash: str
    new_hash: str
    about: tuple[Difference, ...] | None
    others: int | None


@dataclass(frozen=True, slots=True)
class ClauseNorm:
    """The settings of the clause in a profile, as it was stored with the scores it made: (place in the profile,
    words).

    Its rule (weight, cap, grace), the prices of its kinds, its rates, and every number by which anything is found;
    None if the profile can no longer be read. The clause's wording is the catalogue's, which comes with the program.
    """

    profile_hash: str
    said: tuple[tuple[str, str], ...] | None


@dataclass(frozen=True, slots=True)
class ClauseHistory:
    """Days in order, those without a score left out; changes in order of time; norms in the order of their days."""

    clause: str
    days: tuple[ClauseDay, ...]
    changes: tuple[NormChange, ...]
    norms: tuple[ClauseNorm, ...]


def clause_history(
    store: Store,
    site: Site,
    clause: str,
    span: tuple[dt.date, dt.date],
    counters: Sequence[str] | None = None,
) -> ClauseHistory:
    """A clause at a hall, or some of its counters (by key), from the first day of `span` to the last one.

    A clause that the norms of a day do not ask for has no row for it. Raises KeyError for one that is in no catalogue.
    """
    known = load_catalogue().clauses[clause].id
    asked = [place for place in places_of(store, site) if counters is None or place.counter in counters]
    days = tuple(_days(store, site, known, span, asked))
    norms = tuple(_norm(store, known, key) for key in dict.fromkeys(day.profile_hash for day in days))
    return ClauseHistory(known, days, tuple(_changes(store, known, days)), norms)


def _norm(store: Store, clause: str, key: str) -> ClauseNorm:
    profile = _profile(store, key)
    return ClauseNorm(key, None if profile is None else tuple(_about(clause, profile)))


def _about(clause: str, profile: Profile) -> Iterator[tuple[str, str]]:
    mine = _places(clause, profile)
    return ((at, said) for at, said in places(profile) if at in mine or at.startswith(_NUMBERS))


def _days(
    store: Store, site: Site, clause: str, span: tuple[dt.date, dt.date], places: Sequence[StoredCounter]
) -> Iterator[ClauseDay]:
    made: dict[tuple[dt.date, str], list[Score]] = defaultdict(list)
    for (_counter, day), score in store.nights.scores(*span, [place.counter_id for place in places]).items():
        made[day, score.profile_hash].append(score)
    for (day, made_by), scores in sorted(made.items(), key=lambda one: one[0]):
        summary = summarise(scores, Period.of_day(day, site.timezone))
        total = next((one for one in summary.clauses if one.clause == clause), None)
        if total is not None:
            lines = [line for score in scores for line in score.lines if line.clause == clause]
            mine = {rate.name for line in lines for rate in line.rates}
            rates = tuple(rate for rate in summary.rates if rate.name in mine)
            yield ClauseDay(day, scores[0].profile, made_by, total, rates)


def _changes(store: Store, clause: str, days: Sequence[ClauseDay]) -> Iterator[NormChange]:
    for before, after in pairwise(days):
        if before.profile_hash == after.profile_hash:
            continue
        old, new = _profile(store, before.profile_hash), _profile(store, after.profile_hash)
        if old is None or new is None:
            yield NormChange(after.day, before.profile_hash, after.profile_hash, None, None)
            continue
        found, mine = differences(old, new), _places(clause, old) | _places(clause, new)
        about = tuple(one for one in found if one.place in mine or one.place.startswith(_NUMBERS))
        yield NormChange(after.day, before.profile_hash, after.profile_hash, about, len(found) - len(about))


def _profile(store: Store, key: str) -> Profile | None:
    stamp = store.profiles.get(key)
    try:
        return None if stamp is None else stored_profile(stamp.document, stamp.hash)
    except ModelError:
        return None


def _places(clause: str, profile: Profile) -> set[str]:
    """The places of a clause in a profile: its rule, prices and learned lines of its kinds, rates that count them."""
    kinds = set(load_catalogue().clauses[clause].kinds)
    found = {f"clauses.{clause}"}
    found |= {f"charges.{kind}.{part}" for kind in kinds for part in ("clause", "matter", "points")}
    found |= {f"learned.{key}" for key in profile.scoring.lines if key.partition("@")[0] in kinds}
    found |= {f"rates.{name}" for name, rate in profile.rates.items() if rate.misses in kinds}
    return found
