"""Seats from day to day: the seat that each day shows is stored, so that the next day begins with it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from models import NO_HEIGHTS, Calibration, Camera, Histogram, Seat, Site, Source, day_span, phrase
from models.store import Notice, Repositories, Store, StoredCounter
from pipeline.archive.signals import read_signals, read_span
from pipeline.errors import PipelineError
from pipeline.judging.judge import Judgement
from pipeline.seats.corrections import over_edge
from pipeline.states import SEAT_HISTORY, fits, learn_seat, merge, settled, shoulder_height
from vision.core import Basis, Signals, limit


@dataclass(frozen=True, slots=True)
class DailySeatLimits:
    """Limits of what a day teaches of a seat."""

    step_m: float = limit(
        0.02,
        "m",
        Basis.CHOICE,
        "a breath moves the shoulders by 0.01: the picture of a day needs no finer steps",
    )
    least_looks: int = limit(
        50, "looks", Basis.CHOICE, "ten seconds of a person at the post; a passer-by teaches nothing"
    )
    low: float = limit(
        0.1, "percentile", Basis.CHOICE, "one wild look in a day must not make the picture endless"
    )
    high: float = limit(
        99.9, "percentile", Basis.CHOICE, "one wild look in a day must not make the picture endless"
    )
    around_s: float = limit(
        5.0,
        "s",
        Basis.CHOICE,
        "around a named moment: a person stood or sat for some seconds, and clocks are read by the minute",
    )


LIMITS = DailySeatLimits()


@dataclass(frozen=True, slots=True)
class DaySeat:
    """A day's seat: `learned` from it alone, the one it was `judged_by`, and its shoulder heights."""

    learned: Seat
    judged_by: Seat
    heights: Histogram


@dataclass(frozen=True, slots=True)
class SeatDay:
    """A camera's day on the site's clock; `counters` are ids by key."""

    camera: Camera
    counters: Mapping[str, int]
    day: date
    zone: ZoneInfo


def day_seats(judgement: Judgement, signals: Mapping[str, Signals]) -> dict[str, DaySeat]:
    """counter -> its seat in these signals, for counters at which a person was seen long enough."""
    return {
        counter: DaySeat(learned, judgement.seats[counter], heights(signals[counter], learned.scale))
        for counter, learned in judgement.learned.items()
        if learned.samples >= LIMITS.least_looks
    }


def kept_seats(store: Repositories, counters: Mapping[str, int], moment: float) -> dict[str, Calibration]:
    """counter -> the calibration of its seat at `moment` (UTC s); `counters` are ids by key."""
    found = {key: store.seats.valid_at(number, moment) for key, number in counters.items()}
    return {key: kept for key, kept in found.items() if kept is not None}


def outdated(
    seats: Mapping[str, DaySeat], used: Mapping[str, Calibration], now: Mapping[str, Calibration]
) -> bool:
    """Whether a day has to be judged again, because the calibration before it changed and matters."""
    return any(
        _figures(used.get(key)) != _figures(now.get(key))
        and (_corrected(used, now, key) or not settled(seat.learned))
        for key, seat in seats.items()
    )


def keep_seats(store: Store, of: SeatDay, seats: Mapping[str, DaySeat], now: float) -> list[str]:
    """Store the seats of a day for the days after it; returns the counters with heights that fit nothing stored.

    `now` is UTC seconds.
    """
    start, end = day_span(of.day, of.zone)
    kept = kept_seats(store, {key: of.counters[key] for key in seats}, start)
    for key, seat in seats.items():
        store.seats.put(of.counters[key], _next(kept.get(key), seat, of.day, (end, now)))
    enough = (
        key for key, seat in seats.items() if seat.learned.samples >= SEAT_HISTORY.enough and key in kept
    )
    return [key for key in enough if not fits(kept[key], seats[key].learned)]


def notify_rearranged(store: Store, site: Site, day: date, counters: Sequence[str], now: float) -> list[str]:
    """Store a notice for each counter at which a whole day's heights differ from those before; a line for each."""
    lines = []
    for counter in counters:
        words = phrase("notice.counter_rearranged", counter=counter, day=day)
        once = f"counter_rearranged:{site.site}:{counter}:{day}"
        store.notices.put(Notice("counter_rearranged", once, words, site.site, day), now)
        lines.append(words.en)
    return lines


def learn_day(store: Store, data: Path, of: SeatDay, now: float) -> None:
    """Store the seats of all signals of a day, without judging it: for recordings, until the nightly run judges their
    day.
    """
    start, _ = day_span(of.day, of.zone)
    kept, stands = kept_seats(store, of.counters, start), {k.id: k.stands for k in of.camera.counters}
    seats = {}
    for key, rows in read_signals(data, of.camera.id, of.day).items():
        learned = learn_seat(rows, stands=stands.get(key, False))
        if key in stands and learned.samples >= LIMITS.least_looks:
            judged_by = merge(kept.get(key), learned, stands=stands[key])
            seats[key] = DaySeat(learned, judged_by, heights(rows, learned.scale))
    keep_seats(store, of, seats, now)


def heights(signals: Signals, scale: float) -> Histogram:
    """How often the shoulders were at which height; looks without a person are left out."""
    height = shoulder_height(signals, scale)
    height = height[(signals["staff"] >= 1) & ~np.isnan(height)]
    if not len(height):
        return NO_HEIGHTS
    steps = np.floor(height / LIMITS.step_m).astype(np.int64)
    low = int(np.percentile(steps, LIMITS.low)) - 1
    high = int(np.percentile(steps, LIMITS.high)) + 1
    counts = np.bincount(np.clip(steps, low, high) - low, minlength=high - low + 1)
    return Histogram(round(low * LIMITS.step_m, 4), LIMITS.step_m, tuple(int(n) for n in counts))


def _next(kept: Calibration | None, seat: DaySeat, day: date, at: tuple[float, float]) -> Calibration:
    """The calibration that a day makes; `at` is from when it is valid and when it is made."""
    made = Calibration(seat.judged_by, Source.LEARNED, day, day, 1, at[0], seat.heights, made_at=at[1])
    if kept is None or not (fits(kept, seat.learned) or kept.source is Source.CORRECTED):
        return made
    return replace(
        made, source=kept.source, first_day=kept.first_day, days=kept.days + 1, made_by=kept.made_by
    )


def _figures(kept: Calibration | None) -> tuple[Seat, Source] | None:
    return None if kept is None else (kept.seat, kept.source)


def _corrected(used: Mapping[str, Calibration], now: Mapping[str, Calibration], key: str) -> bool:
    return any(key in known and known[key].source is Source.CORRECTED for known in (used, now))


def height_at(data: Path, place: StoredCounter, seat: Seat, moment: float) -> float:
    """Metres over the picture's lower edge of the shoulders around a moment (UTC s), from the stored signals.

    Raises PipelineError if no person was seen at the post then.
    """
    zone = ZoneInfo(place.timezone)
    span = (moment - LIMITS.around_s, moment + LIMITS.around_s)
    rows = read_span(data, place.camera, *span, zone).get(place.counter)
    height = np.empty(0) if rows is None else shoulder_height(rows, seat.scale)[rows["staff"] >= 1]
    height = height[~np.isnan(height)]
    if not len(height):
        at = dt.datetime.fromtimestamp(moment, zone)
        raise PipelineError(
            f"counter {place.counter}: nobody was seen at the post around {at:%Y-%m-%d %H:%M:%S}"
        )
    return over_edge(seat, float(np.median(height)))
