"""Figures, days and times as people read them: in their language, on the site's clock."""

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dashboard.texts import Texts

WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DASH = "–"


def local(seconds: float, timezone: str) -> datetime:
    """UTC seconds as a moment on the clock of `timezone`."""
    return datetime.fromtimestamp(seconds, ZoneInfo(timezone))


def bounds(day: date, timezone: str) -> tuple[float, float]:
    """Midnight to midnight of a day on a site's clock, in UTC seconds; 23 or 25 hours where clocks change."""
    zone = ZoneInfo(timezone)
    start = datetime(day.year, day.month, day.day, tzinfo=zone)
    following = day + timedelta(days=1)
    return start.timestamp(), datetime(
        following.year, following.month, following.day, tzinfo=zone
    ).timestamp()


def number(value: float, digits: int = 1) -> str:
    """A number without needless zeros; a dash for NaN."""
    if math.isnan(value):
        return DASH
    return f"{value:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{value:.0f}"


def percent(share: float | None) -> str:
    """A share as whole percent, never rounded up to a full hundred nor down to nothing."""
    if share is None or math.isnan(share):
        return DASH
    shown = round(100 * share)
    if shown == 100 and share < 1:
        shown = 99
    return f"{1 if shown == 0 and share > 0 else shown}%"


def capital(text: str) -> str:
    """A sentence with a capital first letter, where its script has any."""
    return text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class Reading:
    """The catalogue's language together with its ways of writing days and durations."""

    t: Texts

    def day(self, day: date) -> str:
        """A date with its weekday."""
        weekday = WEEKDAYS[self.t.language][day.weekday()]
        if self.t.language == "zh":
            return f"{day.year}年{day.month}月{day.day}日 周{weekday}"
        return f"{weekday} {day.day} {MONTHS[day.month - 1]} {day.year}"

    def short_day(self, day: date) -> str:
        """A date without its year, for axes."""
        return f"{day.month}/{day.day}" if self.t.language == "zh" else f"{day.day} {MONTHS[day.month - 1]}"

    def clock(self, seconds: float, timezone: str) -> str:
        """Hours, minutes and seconds on the site's clock."""
        return local(seconds, timezone).strftime("%H:%M:%S")

    def moment(self, seconds: float, timezone: str) -> str:
        """Date and time on the site's clock."""
        return local(seconds, timezone).strftime("%Y-%m-%d %H:%M:%S")

    def seconds(self, seconds: float) -> str:
        """A duration: tenths below a minute, then minutes and seconds, then hours and minutes."""
        if math.isnan(seconds):
            return DASH
        if abs(seconds) < 59.95:
            return self.t("unit.s", n=number(seconds))
        whole = round(seconds)
        if whole < 3600:
            return self._two("unit.min", whole)
        return self._two("unit.hour", round(seconds / 60))

    def _two(self, key: str, small: int) -> str:
        """Whole units and, unless there are none, sixtieths of them."""
        whole, rest = divmod(small, 60)
        return self.t(key, n=whole, rest=rest) if rest else self.t(f"{key}.whole", n=whole)
