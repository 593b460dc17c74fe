"""The states of a counter over a day, read from its stored signals, for the timeline."""

import datetime as dt
import functools
from dataclasses import dataclass, field, replace
from pathlib import Path

from models import Calibration, Thresholds
from models.norms import Profile, load_catalogue, load_profile, stored_profile
from models.store import Store, StoredCounter
from pipeline.archive.signals import day_file, read_signals
from pipeline.roster.context_loading import load_day
from pipeline.scene import Duty, Spans
from pipeline.states import read_states, without_distant_people
from pipeline.worker.signal_worker import CounterDayStates, StateLane

KEPT = 64
"""Number of counter-days in the cache."""
GAP_S = 1.0
"""A shorter gap or stretch is thinner than a line on any screen: the answer stays small without it."""


def states_of(url: str, data: Path, counter_id: int, day: dt.date) -> CounterDayStates | None:
    """The states of a counter's day under the norms that scored it; None without stored signals.

    Raises KeyError for a counter that is not stored, PipelineError for damaged signals.
    """
    with Store(url) as store:
        place = store.sites.places()[counter_id]
        file = day_file(data, place.camera, day)
        if not file.exists():
            return None
        site = next(one.site for one in store.sites.all() if one.site.site == place.site)
        limits = _profile(store, place, day, site.profile).thresholds
        context = load_day(store, site, place.camera, day)
    span, version = context.span, file.stat()
    # A counter that left the site file has no hours.
    duty = context.duties.get(place.counter, Duty(Spans.of(span)))
    key = _DayKey(
        data, place, day, (version.st_mtime_ns, version.st_size), duty.stands, repr(duty.kept), duty.kept
    )
    found = _read(key, limits.model_dump_json())
    return None if found is None else replace(found, open=_pairs(duty.opened, span))


@dataclass(frozen=True, slots=True)
class _DayKey:
    """The key of a cached day: counter, day, version of the file, whether the post has no chair, and its kept seat.

    `figures` stand for the seat: a seat with an unknown level (NaN) is equal to no other one.
    """

    data: Path
    place: StoredCounter
    day: dt.date
    version: tuple[int, int]
    stands: bool
    figures: str
    kept: Calibration | None = field(compare=False)


@functools.lru_cache(maxsize=KEPT)
def _read(asked: _DayKey, limits: str) -> CounterDayStates | None:
    """The states without the hours; the same request for the same file is answered from the cache."""
    rows = read_signals(asked.data, asked.place.camera, asked.day).get(asked.place.counter)
    if rows is None or not len(rows):
        return None
    states = read_states(
        without_distant_people(rows),
        Thresholds.model_validate_json(limits),
        stands=asked.stands,
        kept=asked.kept,
    )
    kinds = {kind.state: name for name, kind in load_catalogue().kinds.items() if kind.state is not None}
    first, last = float(rows.time[0]), float(rows.time[-1]) + states.hold
    lanes = tuple(
        StateLane(name, _pairs(state.true, (first, last)), kinds.get(name))
        for name, state in states.named().items()
    )
    return CounterDayStates(first, last, (), _pairs(states.present.seen, (first, last)), lanes)


def _profile(store: Store, place: StoredCounter, day: dt.date, otherwise: str) -> Profile:
    """The norms that scored the day; those of the hall if it was not scored yet."""
    for made in store.scores.summaries(day, day, place.counter_id):
        stamp = store.profiles.get(made.profile_hash)
        if stamp is not None:
            return stored_profile(stamp.document, stamp.hash)
    return load_profile(otherwise)


def _pairs(spans: Spans, within: tuple[float, float]) -> tuple[tuple[float, float], ...]:
    """Spans to a tenth of a second, without invisible gaps and stretches."""
    shown = spans.clipped(*within).bridged(GAP_S).longer_than(GAP_S)
    return tuple((round(start, 1), round(end, 1)) for start, end in shown)
