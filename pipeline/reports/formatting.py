"""Figures, days and periods as people read them."""

import datetime as dt
import math
from zoneinfo import ZoneInfo

from models import Period, text
from models.texts import dates

DASH = "–"


def number(value: float, digits: int = 2) -> str:
    """A number without needless zeros; a dash for NaN."""
    if math.isnan(value):
        return DASH
    shown = f"{value:.{digits}f}"
    return shown.rstrip("0").rstrip(".") if digits else shown


def short(points: float) -> str:
    """Points without decimals, rounded down: only what lost nothing reads 100."""
    return DASH if math.isnan(points) else f"{math.floor(points)}"


def signed(value: float) -> str:
    """A difference with its sign; a dash for NaN."""
    if math.isnan(value):
        return DASH
    return "±0" if value == 0 else f"{'+' if value > 0 else '−'}{number(abs(value))}"


def percent(share: float) -> str:
    """A share as whole percent, never rounded up to a full hundred nor down to nothing; a dash for NaN."""
    if math.isnan(share):
        return DASH
    shown = round(100 * share)
    if shown == 100 and share < 1:
        shown = 99
    return f"{1 if shown == 0 and share > 0 else shown}%"


def duration(seconds: float, language: str) -> str:
    """A duration: seconds below a minute, then minutes and seconds, then hours and minutes."""
    whole = round(seconds)
    if whole < 60:
        return text("report.duration_s", language, n=number(seconds, 1))
    if whole < 3600:
        return _two_units("report.duration_min", whole, language)
    return _two_units("report.duration_h", whole // 60, language)


def _two_units(key: str, small: int, language: str) -> str:
    """Whole units and the remaining sixtieths; the whole units alone when nothing remains."""
    whole, rest = divmod(small, 60)
    return text(f"{key}_rest", language, n=whole, rest=rest) if rest else text(key, language, n=whole)


def clock(seconds: float, zone: ZoneInfo) -> dt.datetime:
    """UTC seconds as the site's clock shows them, without a zone: what spreadsheets can hold."""
    return dt.datetime.fromtimestamp(seconds, zone).replace(tzinfo=None)


def period_name(period: Period, last: dt.date, language: str) -> str:
    """The day, the week by its days and its ISO number, or the month."""
    first = period.day
    if period.label == "day":
        return dates.day(first, language)
    if period.label == "month":
        return dates.month(first, language)
    return text(
        "report.week",
        language,
        first=dates.week_start(first, last, language),
        last=dates.week_end(last, language),
        week=first.isocalendar().week,
    )
