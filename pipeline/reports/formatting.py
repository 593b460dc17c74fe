"""Figures, days and periods as people read them."""

import datetime as dt
import math
from zoneinfo import ZoneInfo

from models.scores import Period

DASH = "–"
_WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONG = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


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
    hour, minute, second = ("小时", "分", "秒") if language == "zh" else (" h", " min", " s")
    if whole < 60:
        return f"{number(seconds, 1)}{second}"
    if whole < 3600:
        return f"{whole // 60}{minute}{_rest(whole % 60, second)}"
    return f"{whole // 3600}{hour}{_rest(whole % 3600 // 60, minute)}"


def _rest(value: int, unit: str) -> str:
    """What is left over; nothing where nothing is."""
    spaced = " " if unit.startswith(" ") else ""
    return f"{spaced}{value}{unit}" if value else ""


def clock(seconds: float, zone: ZoneInfo) -> dt.datetime:
    """UTC seconds as the site's clock shows them, without a zone: what spreadsheets can hold."""
    return dt.datetime.fromtimestamp(seconds, zone).replace(tzinfo=None)


def long_day(day: dt.date, language: str) -> str:
    """A date with its weekday."""
    weekday = _WEEKDAYS[language][day.weekday()]
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日 周{weekday}"
    return f"{weekday} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def short_day(day: dt.date, language: str) -> str:
    """A date without its year, for axes and table heads."""
    return f"{day.month}/{day.day}" if language == "zh" else f"{day.day} {_MONTHS[day.month - 1]}"


def weekday(day: dt.date, language: str) -> str:
    """The day of the week, short."""
    return _WEEKDAYS[language][day.weekday()]


def period_name(period: Period, last: dt.date, language: str) -> str:
    """The day, the week by its days and its ISO number, or the month."""
    first = period.day
    if period.label == "day":
        return long_day(first, language)
    if period.label == "month":
        zh, en = f"{first.year}年{first.month}月", f"{_LONG[first.month - 1]} {first.year}"
        return zh if language == "zh" else en
    week = first.isocalendar().week
    if language == "zh":
        return f"{first.year}年{first.month}月{first.day}日至{last.month}月{last.day}日（第{week}周）"
    begins = f"{first.day}" if first.month == last.month else short_day(first, language)
    return f"{begins}–{short_day(last, language)} {last.year} (week {week})"
