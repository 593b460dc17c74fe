"""A camera's whole day judged again from its signals alone, with the seats that the whole day shows."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import numpy as np

from models import Calibration, Coverage, Event, RosterEntry, Site, Thresholds, day_span
from pipeline.archive.signals import read_signals
from pipeline.errors import PipelineError
from pipeline.intervals import Spans
from pipeline.judging.judge import judge
from pipeline.nightly.other_cameras import has_queue, with_empty_posts
from pipeline.roster.duties import duties, has_hours
from pipeline.scene.duty import Duty
from pipeline.seats.daily import DaySeat, day_seats
from vision.core import Signals

HOLE_S = 60.0
"""A shorter hole in the signals belongs to the stretch around it: cameras restart, files follow each other."""

Stretches = Mapping[str, Sequence[tuple[float, float]]]


@dataclass(frozen=True, slots=True)
class JudgingJob:
    """A job for one judging process: one camera's day, its thresholds and its roster.

    `kept` is by counter the calibration of the seat from days before, `guessed` the time of recordings whose date is
    unknown (UTC s): hours and shifts do not apply to them.
    """

    data: Path
    site: Site
    camera: str
    day: date
    limits: Thresholds
    roster: tuple[RosterEntry, ...]
    kept: Mapping[str, Calibration] = field(default_factory=dict)
    guessed: tuple[tuple[float, float], ...] = ()


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
    span = day_span(order.day, order.site.zone)
    known = {k.id for c in order.site.cameras if c.id == order.camera for k in c.counters}
    kept = read_signals(order.data, order.camera, order.day)
    signals = {key: rows for key, rows in kept.items() if key in known and len(rows)}
    watched = {key: _stretches(rows) for key, rows in signals.items()}
    expected = _duties(order, watched, span)
    if has_queue(signals, order.limits):
        expected = _with_empty_posts(order, span) | expected
    found = judge(order.camera, signals, order.limits, span, expected)
    return JudgedDay(
        found.events,
        found.coverage,
        {key: tuple(spans) for key, spans in watched.items()},
        time.process_time() - began,
        day_seats(found, signals),
    )


def _duties(order: JudgingJob, watched: Mapping[str, Spans], span: tuple[float, float]) -> dict[str, Duty]:
    """Hours and roster; if neither says when the hall is open, only the recorded time is accounted for."""
    found = duties(order.site, order.roster, *span)
    guessed = Spans.of(*order.guessed)
    found = {
        key: replace(duty, kept=order.kept.get(key)).without_hours(guessed) for key, duty in found.items()
    }
    if has_hours(order.site, order.roster):
        return found
    return {key: replace(found[key], accounted=spans) for key, spans in watched.items()}


def _with_empty_posts(order: JudgingJob, span: tuple[float, float]) -> dict[str, Duty]:
    """A neighbour's damaged file is reported on the neighbour's own line and gives no windows here."""
    hall = duties(order.site, order.roster, *span)
    try:
        return with_empty_posts(hall, order.data, order.site, order.camera, order.day, order.limits)
    except PipelineError:
        return {}


def _stretches(rows: Signals) -> Spans:
    """The stretches with signals; a look stands for the usual time between two, a second at most."""
    usual = float(np.median(np.diff(rows.time))) if len(rows) > 1 else 1.0
    return Spans.merged(rows.time, rows.time + min(usual, 1.0)).bridged(HOLE_S)
