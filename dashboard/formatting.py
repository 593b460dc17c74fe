"""Numbers, dates, times and durations, written in the reader's language and on the site's clock."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dashboard.texts import PageTexts
from models.texts import dates

DASH = "–"


def day_bounds(day: date, timezone: str) -> tuple[float, float]:
    """Midnight to midnight of a day on a site's clock, UTC seconds; 23 or 25 hours on days of a clock change."""
    zone = ZoneInfo(timezone)
    following = day + timedelta(days=1)
    start, end = (datetime(d.year, d.month, d.day, tzinfo=zone) for d in (day, following))
    return start.timestamp(), end.timestamp()


@dataclass(frozen=True, slots=True)
class Formatter:
    """The texts of one language together with its ways to write numbers, dates and durations."""

    t: PageTexts

    def number(self, value: float | None, digits: int = 1) -> str:
        """A number with at most `digits` decimals and no trailing zeros; a dash for None and NaN."""
        if value is None or math.isnan(value):
            return DASH
        return f"{value:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{value:.0f}"

    def signed(self, value: float | None) -> str:
        """A difference with its sign and at most two decimals; a dash for None."""
        if value is None:
            return DASH
        return "±0" if value == 0 else f"{'+' if value > 0 else '−'}{self.number(abs(value), 2)}"

    def deduction(self, points: float) -> str:
        """Deducted points with a minus sign; "0" without a deduction."""
        return f"−{self.number(points, 2)}" if points else "0"

    def percent(self, share: float | None) -> str:
        """A share in whole percent; 100% and 0% only where the share is exactly that; a dash for None and NaN."""
        if share is None or math.isnan(share):
            return DASH
        shown = round(100 * share)
        if shown == 100 and share < 1:
            shown = 99
        return f"{1 if shown == 0 and share > 0 else shown}%"

    def capitalized(self, text: str) -> str:
        """The text with a capital first letter, in scripts that have capitals."""
        return text[:1].upper() + text[1:]

    def listed(self, parts: Iterable[str]) -> str:
        """Several texts as a list in one line."""
        return self.t("format.list").join(parts)

    def day(self, day: date) -> str:
        """A date with its weekday."""
        return dates.day(day, self.t.language)

    def short_day(self, day: date) -> str:
        """A date without its year, for chart axes."""
        return dates.short_day(day, self.t.language)

    def local(self, seconds: float, timezone: str) -> datetime:
        """UTC seconds as a time on the clock of `timezone`."""
        return datetime.fromtimestamp(seconds, ZoneInfo(timezone))

    def clock(self, seconds: float, timezone: str) -> str:
        """Hours, minutes and seconds of a time (UTC seconds) on the site's clock."""
        return self.local(seconds, timezone).strftime("%H:%M:%S")

    def moment(self, seconds: float, timezone: str) -> str:
        """Date and time of a moment (UTC seconds) on the site's clock."""
        return self.local(seconds, timezone).strftime("%Y-%m-%d %H:%M:%S")

    def seconds(self, seconds: float) -> str:
        """A duration: tenths of seconds below a minute, then minutes and seconds, then hours and minutes."""
        if math.isnan(seconds):
            return DASH
        if abs(seconds) < 59.95:
            return self.t("unit.s", n=self.number(seconds))
        whole = round(seconds)
        if whole < 3600:
            return self._two_units("unit.min", whole)
        return self._two_units("unit.hour", round(seconds / 60))

    def _two_units(self, key: str, small: int) -> str:
        """Whole units and the remaining sixtieths; the whole units alone when nothing remains."""
        whole, rest = divmod(small, 60)
        return self.t(key, n=whole, rest=rest) if rest else self.t(f"{key}.whole", n=whole)
