"""Seats as people read and correct them: heights over the picture's lower edge, and who said what from which day on."""

import datetime as dt
import math
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from models.records import Action, calendar_day, day_span
from models.seats import Calibration, Seat, Source
from models.store import Deed, Place, Store
from pipeline.errors import PipelineError

# Sitting and standing differ by a lower arm's length (0.30 to 0.45 m; a steep camera shows three quarters of that).
LEAST_M, MOST_M = 0.1, 1.0
_LATER_S = 10 * 86400.0


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says of a seat: metres over the picture's lower edge, None: as it is known. `since` is its day."""

    by: str
    since: dt.date
    seated: float | None = None
    standing: float | None = None
    client: str = ""


def newest(store: Store, counter_id: int, now: float) -> Calibration | None:
    """What was learned or said last, also where it is only valid from tomorrow on."""
    return store.seats.valid_at(counter_id, now + _LATER_S)


def over_edge(seat: Seat, level: float) -> float:
    """A level as metres over the picture's lower edge at the person's distance; NaN stays NaN."""
    return level + 1 / seat.scale


def correct(store: Store, place: Place, said: Correction, now: float) -> Calibration:
    """Keep a person's word, with a line in the audit log. `now` is UTC seconds.

    Raises PipelineError where nothing is known of the seat yet or the levels cannot be those of a person.
    """
    known = newest(store, place.counter_id, now)
    if known is None:
        raise PipelineError(
            f"counter {place.counter}: nothing is known of its seat yet: analyze a recording of it first"
        )
    seat = _said(known.seat, said)
    _check(seat, place.counter)
    start, _ = day_span(said.since, _zone(place))
    given = replace(known, seat=seat, source=Source.CORRECTED, valid_from=start, made_by=said.by, made_at=now)
    store.seats.put(place.counter_id, given, entered=True)
    levels = f"seated {over_edge(seat, seat.seated):.2f} m, standing {over_edge(seat, seat.standing):.2f} m"
    _audit(store, place, said, f"{levels} from {said.since}", now)
    return given


def learn_anew(store: Store, place: Place, said: Correction, now: float) -> None:
    """Forget what is known of a seat from a day on, with a line in the audit log; raises as `correct`."""
    known = newest(store, place.counter_id, now)
    if known is None:
        raise PipelineError(f"counter {place.counter}: nothing is known of its seat")
    start, _ = day_span(said.since, _zone(place))
    forgotten = replace(known, source=Source.RESET, valid_from=start, made_by=said.by, made_at=now)
    store.seats.put(place.counter_id, forgotten, entered=True)
    _audit(store, place, said, f"learned anew from {said.since}", now)


def today(place: Place, now: float) -> dt.date:
    """The day of the site's calendar."""
    return calendar_day(now, _zone(place))


def _zone(place: Place) -> ZoneInfo:
    return ZoneInfo(place.timezone)


def _said(seat: Seat, said: Correction) -> Seat:
    known = seat.seated if seat.named else math.nan
    seated = known if said.seated is None else said.seated - 1 / seat.scale
    standing = seat.standing if said.standing is None else said.standing - 1 / seat.scale
    return replace(seat, seated=seated, standing=standing, certain=1.0)


def _check(seat: Seat, counter: str) -> None:
    if math.isnan(seat.rise):
        missing = "standing" if math.isnan(seat.standing) else "seated"
        raise PipelineError(f"counter {counter}: the {missing} height is not known: give both")
    if not LEAST_M <= seat.rise <= MOST_M:
        raise PipelineError(
            f"counter {counter}: standing must be {LEAST_M:g} to {MOST_M:g} m over sitting, not {seat.rise:.2f} m"
        )


def _audit(store: Store, place: Place, said: Correction, what: str, now: float) -> None:
    subject = f"seat {place.site}/{place.counter}"
    store.audit.add(Deed(said.by, Action.SEAT_CORRECTED, subject, what, said.client), now)
