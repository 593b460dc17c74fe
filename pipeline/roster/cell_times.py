"""Dates and times of cells: Excel's own, and the ways in which people write them."""

import datetime as dt
import re
from dataclasses import dataclass

from models import tidied
from pipeline.roster.cells import LIMITS, Cell, shown

DAY_S = 86400
_DATE = r"(?P<year>\d{4})(?:[-/.年] ?(?P<month>\d{1,2})[-/.月] ?(?P<of_month>\d{1,2})日?|(?P<short>\d{4}))"
_WEEKDAY = r"(?:\(?(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]\)?|\([一二三四五六日月火水木金土]\))?"
_DAY = re.compile(rf"{_DATE} ?{_WEEKDAY}(?:[ T]0?0:00(?::00(?:\.0+)?)?)?")
_CLOCK = re.compile(
    rf"(?:{_DATE}(?:[t,] ?| |(?<=日)))?(?P<next>次日|翌日|隔日|第二天)? ?(?P<half>上午|下午|午前|午後|am|pm)? ?"
    r"(?P<hour>\d{1,2}) ?: ?(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.0+)?)?"
    r" ?(?P<other_half>am|pm)? ?(?P<plus>\+1|\(\+1\)|\(次日\)|\(翌日\))?"
)
_SPOKEN = tuple(
    (re.compile(spoken), written)
    for spoken, written in (
        ("[点點時时]半$", ":30"),
        ("[点點時时]整?$", ":00"),
        ("[点點時时]", ":"),
        ("分$", ""),
    )
)
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_MORNING = ("上午", "午前", "am")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of a cell: seconds after midnight, 0..172800, and the day that stands beside it, if one does.

    `next_day` says that the cell itself names the next day, as `次日06:00` and `30:00` do.
    """

    seconds: int
    day: dt.date | None = None
    next_day: bool = False


def date_of(value: Cell) -> dt.date:
    """The day that a cell names; raises ValueError with the reason."""
    if isinstance(value, dt.datetime):
        return _plausible(value.date())
    if isinstance(value, dt.date):
        return _plausible(value)
    match = _DAY.fullmatch(_text(value))
    try:
        if match:
            return _plausible(_matched_day(match))
    except ValueError as error:
        if "write" in str(error):
            raise
    hint = "format the cell as a date" if isinstance(value, int | float) else "write 2026-11-23"
    raise ValueError(f"not a date: {shown(value)!r} ({hint})")


def clock_of(value: Cell) -> Clock:
    """The time that a cell names; raises ValueError with the reason."""
    if isinstance(value, dt.datetime):
        return Clock(_whole_seconds(value.time()), value.date())
    if isinstance(value, dt.time):
        return Clock(_whole_seconds(value))
    if isinstance(value, dt.timedelta):
        return _counted(value.total_seconds(), value)
    if isinstance(value, int | float) and 0 <= value <= 1:  # Excel's own way to keep a time
        return Clock(round(value * DAY_S))
    text = _text(value).casefold()
    for spoken, written in _SPOKEN:
        text = spoken.sub(written, text)
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise _no_time(value)
    try:
        return _matched_clock(match)
    except ValueError as error:
        raise _no_time(value) from error


def _text(value: Cell) -> str:
    return _DASHES.sub("-", tidied(shown(value)))


def _matched_day(match: re.Match[str]) -> dt.date:
    short = match["short"]
    month, day = (short[:2], short[2:]) if short else (match["month"], match["of_month"])
    return dt.date(int(match["year"]), int(month), int(day))


def _matched_clock(match: re.Match[str]) -> Clock:
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    half = match["half"] or match["other_half"]
    if half:
        if hour > 12 and half in _MORNING:
            raise ValueError(half)
        hour = hour % 12 + (0 if half in _MORNING else 12) if hour <= 12 else hour
    if minute > 59 or second > 59:
        raise ValueError(minute)
    seconds = hour * 3600 + minute * 60 + second
    if match["next"] or match["plus"]:
        seconds += DAY_S
    day = _matched_day(match) if match["year"] else None
    return _counted(seconds, match[0], day)


def _counted(seconds: float, said: object, day: dt.date | None = None) -> Clock:
    if not 0 <= seconds <= 2 * DAY_S:
        raise _no_time(said if isinstance(said, str | dt.timedelta) else str(said))
    return Clock(round(seconds), day, next_day=seconds > DAY_S)


def _whole_seconds(time: dt.time) -> int:
    """Excel's fractions of a day miss a whole second by microseconds."""
    return time.hour * 3600 + time.minute * 60 + round(time.second + time.microsecond / 1e6)


def _plausible(day: dt.date) -> dt.date:
    if not LIMITS.first_year <= day.year <= LIMITS.last_year:
        first, last = int(LIMITS.first_year), int(LIMITS.last_year)
        raise ValueError(f"{day} is not between {first} and {last}: write the day that is meant")
    return day


def _no_time(value: Cell) -> ValueError:
    return ValueError(f"not a time: {shown(value)!r} (write 09:00)")
