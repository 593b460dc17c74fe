"""A camera's whole day judged again from its signals alone, with the seats that the whole day shows."""

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import numpy as np

from models import Coverage, Event, Thresholds
from pipeline.archive.signals import read_signals
from pipeline.errors import PipelineError
from pipeline.judging.judge import judge_counters
from pipeline.scene import Basis, CounterContext, Spans, limit
from pipeline.seats.daily import DaySeat, day_seats
from pipeline.states import hold_s, zone_presence
from vision.core import Signals

Stretches = Mapping[str, Sequence[tuple[float, float]]]


@dataclass(frozen=True, slots=True)
class DayLimits:
    """Limits of the stretches of a day."""

    hole_s: float = limit(
        60.0,
        "s",
        Basis.CHOICE,
        "a shorter hole in the signals belongs to the stretch around it: cameras restart, files follow "
        "each other",
    )
    look_s: float = limit(
        1.0, "s", Basis.CHOICE, "a look stands for the usual time between looks, and for no longer"
    )


LIMITS = DayLimits()


@dataclass(frozen=True, slots=True)
class JudgingJob:
    """A job for one judging process: one camera's day, the thresholds, and what is known of its counters."""

    data: Path
    day: date
    limits: Thresholds
    context: CounterContext


@dataclass(frozen=True, slots=True)
class JudgedDay:
    """The result of a job. `watched` are by counter the stretches with signals; `seconds` is processor time.

    `seats` are by counter the seats that the day shows.
    """

    events: tuple[Event, ...]
    coverage: tuple[Coverage, ...]
    watched: Stretches
    seconds: float
    seats: Mapping[str, DaySeat] = field(default_factory=dict)


def judge_day(order: JudgingJob) -> JudgedDay:
    """Judge a day from its archived signals; raises PipelineError when they are damaged.

    Counters that left the site file are not judged.
    """
    began = time.process_time()
    context = order.context
    known = {k.id for c in context.site.cameras if c.id == context.camera for k in c.counters}
    kept = read_signals(order.data, context.camera, order.day)
    signals = {key: rows for key, rows in kept.items() if key in known and len(rows)}
    watched = {key: _stretches(rows) for key, rows in signals.items()}
    context = replace(context, watched=watched)
    if _has_queue(signals, order.limits):
        context = replace(context, empty=_empty_posts(context, order.data, order.day, order.limits))
    found = judge_counters(context, signals, order.limits)
    return JudgedDay(
        found.events,
        found.coverage,
        {key: tuple(spans) for key, spans in watched.items()},
        time.process_time() - began,
        day_seats(found, signals),
    )


def _stretches(rows: Signals) -> Spans:
    """The stretches with signals; a look stands for the usual time between two, a second at most."""
    usual = float(np.median(np.diff(rows.time))) if len(rows) > 1 else 1.0
    return Spans.merged(rows.time, rows.time + min(usual, LIMITS.look_s)).bridged(LIMITS.hole_s)


def _has_queue(signals: Mapping[str, Signals], limits: Thresholds) -> bool:
    """Whether so many people ever waited that the other windows of the hall matter; on most days they do not."""
    return any(np.nanmax(rows["waiting"], initial=0) >= limits.queue_people for rows in signals.values())


def _empty_posts(context: CounterContext, data: Path, day: date, limits: Thresholds) -> dict[str, Spans]:
    """counter -> when its post was seen empty that day, for the windows before the hall's other cameras.

    A camera without stored signals gives none. Neither does one with a damaged file, which is reported on its own
    line.
    """
    found: dict[str, Spans] = {}
    for other in (one for one in context.site.cameras if one.id != context.camera):
        known = {counter.id for counter in other.counters}
        with suppress(PipelineError):
            rows_of = read_signals(data, other.id, day)
            found |= {
                key: _empty(rows, limits) for key, rows in rows_of.items() if key in known and len(rows)
            }
    return found


def _empty(rows: Signals, limits: Thresholds) -> Spans:
    return zone_presence(rows, "staff", "staff_likeness", hold_s(rows.time), limits).false
