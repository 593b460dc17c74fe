"""Seats as people read and correct them: heights over the picture's lower edge, with author and first day."""

import datetime as dt
import math
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from models import Action, Calibration, Seat, Source, calendar_day, day_span
from models.store import Deed, Repositories, StoredCounter
from pipeline.errors import PipelineError
from vision.core import Basis, limit


@dataclass(frozen=True, slots=True)
class CorrectionLimits:
    """Limits of corrected heights."""

    least_m: float = limit(
        0.1,
        "m",
        Basis.CHOICE,
        "standing over sitting: a lower arm's length, 0.30 to 0.45, of which a steep camera shows three "
        "quarters",
    )
    most_m: float = limit(1.0, "m", Basis.CHOICE, "the same: no person rises further")
    later_s: float = limit(
        864000.0, "s", Basis.CHOICE, "ten days: a calibration may be valid from a coming day on"
    )


LIMITS = CorrectionLimits()


@dataclass(frozen=True, slots=True)
class SeatCorrection:
    """A correction of a seat: metres over the picture's lower edge, None: unchanged. `since` is its day."""

    by: str
    since: dt.date
    seated: float | None = None
    standing: float | None = None
    client: str = ""


def newest(store: Repositories, counter_id: int, now: float) -> Calibration | None:
    """The newest calibration, also if it is only valid from tomorrow on."""
    return store.seats.valid_at(counter_id, now + LIMITS.later_s)


def over_edge(seat: Seat, level: float) -> float:
    """A level as metres over the picture's lower edge at the person's distance; NaN stays NaN."""
    return level + 1 / seat.scale


def correct(store: Repositories, place: StoredCounter, said: SeatCorrection, now: float) -> Calibration:
    """Keep a person's word and its line in the audit log, in one transaction. `now` is UTC seconds.

    Raises PipelineError where nothing is known of the seat yet or the levels cannot be those of a person.
    """
    with store.unit_of_work(f"seat {place.counter_id}") as work:
        known = newest(work, place.counter_id, now)
        if known is None:
            raise PipelineError(
                f"counter {place.counter}: nothing is known of its seat yet: analyze a recording of it first"
            )
        seat = _said(known.seat, said)
        _check(seat, place.counter)
        given = replace(_by(said, known, place, now), seat=seat, source=Source.CORRECTED)
        levels = (
            f"seated {over_edge(seat, seat.seated):.2f} m, standing {over_edge(seat, seat.standing):.2f} m"
        )
        _keep(work, place, given, _deed(place, said, f"{levels} from {said.since}"))
    return given


def learn_anew(store: Repositories, place: StoredCounter, said: SeatCorrection, now: float) -> None:
    """Forget the calibration of a seat from a day on, with a line in the audit log; raises as `correct`."""
    with store.unit_of_work(f"seat {place.counter_id}") as work:
        known = newest(work, place.counter_id, now)
        if known is None:
            raise PipelineError(f"counter {place.counter}: nothing is known of its seat")
        forgotten = replace(_by(said, known, place, now), source=Source.RESET)
        _keep(work, place, forgotten, _deed(place, said, f"learned anew from {said.since}"))


def today(place: StoredCounter, now: float) -> dt.date:
    """The day of the site's calendar."""
    return calendar_day(now, _zone(place))


def _zone(place: StoredCounter) -> ZoneInfo:
    return ZoneInfo(place.timezone)


def _said(seat: Seat, said: SeatCorrection) -> Seat:
    known = seat.seated if seat.named else math.nan
    seated = known if said.seated is None else said.seated - 1 / seat.scale
    standing = seat.standing if said.standing is None else said.standing - 1 / seat.scale
    return replace(seat, seated=seated, standing=standing, certain=1.0)


def _check(seat: Seat, counter: str) -> None:
    if math.isnan(seat.rise):
        missing = "standing" if math.isnan(seat.standing) else "seated"
        raise PipelineError(f"counter {counter}: the {missing} height is not known: give both")
    least, most = LIMITS.least_m, LIMITS.most_m
    if not least <= seat.rise <= most:
        raise PipelineError(
            f"counter {counter}: standing must be {least:g} to {most:g} m over sitting, not {seat.rise:.2f} m"
        )


def _by(said: SeatCorrection, known: Calibration, place: StoredCounter, now: float) -> Calibration:
    start, _ = day_span(said.since, _zone(place))
    return replace(known, valid_from=start, made_by=said.by, made_at=now)


def _deed(place: StoredCounter, said: SeatCorrection, what: str) -> Deed:
    return Deed(said.by, Action.SEAT_CORRECTED, f"seat {place.site}/{place.counter}", what, said.client)


def _keep(work: Repositories, place: StoredCounter, given: Calibration, deed: Deed) -> None:
    work.seats.put(place.counter_id, given, entered=True)
    work.audit.add(deed, given.made_at)
