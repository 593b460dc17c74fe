"""Quiet time that a site keeps on video: a random share of counter minutes, drawn before anything is judged.

Each day of a site has a random seed. The lot of a minute is a keyed hash of camera, counter and minute; minutes with a
lot up to `bound` are drawn. So nobody can choose a minute, and everybody can repeat the draw.
"""

import datetime as dt
import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from models.records import calendar_day, day_span
from models.site import Hours, Site

MINUTE_S = 60.0
"""How long a quiet minute is."""


@dataclass(frozen=True, slots=True)
class QuietDraw:
    """The draw of one day of a site: `drawn` of `candidates` minutes, those with a lot up to `bound`."""

    id: int
    site: str
    day: dt.date
    seed: str
    bound: str
    drawn: int
    candidates: int

    @property
    def share(self) -> float:
        """The share (0..1] of minutes that were drawn: each had this chance."""
        return self.drawn / self.candidates

    def holds(self, camera: str, counter: str, start: float) -> bool:
        """Whether the minute that begins at `start` (UTC seconds) was drawn."""
        return _lot(self.seed, camera, counter, start) <= self.bound


@dataclass(frozen=True, slots=True)
class KeptMinute:
    """A quiet minute from `start` (UTC seconds) with its clip and poster, relative to the data folder."""

    id: int
    draw_id: int
    counter_id: int
    camera_id: int
    start: float
    clip: str
    poster: str | None

    @property
    def end(self) -> float:
        """Where the minute ends, UTC seconds."""
        return self.start + MINUTE_S


def quiet_draw(site: Site, day: dt.date, seed: str) -> QuietDraw | None:
    """The draw of a day by a seed, id 0; None for a site that keeps no quiet time, and for a day that is never open.

    The number is the share of the open minutes of all counters, and not more than the site's minutes a day.
    """
    wish = site.quiet_time
    posts = [(camera.id, counter.id) for camera in site.cameras for counter in camera.counters]
    lots = [
        _lot(seed, camera, counter, start)
        for start in _minutes(day, site.zone)
        if is_open(site.hours, start, site.zone)
        for camera, counter in posts
    ]
    if wish is None or not lots:
        return None
    drawn = min(wish.minutes_a_day, math.ceil(wish.share * len(lots)))
    return QuietDraw(0, site.site, day, seed, sorted(lots)[drawn - 1], drawn, len(lots))


def drawn_minutes(
    draws: Mapping[dt.date, QuietDraw], site: Site, post: tuple[str, str], span: tuple[float, float]
) -> list[tuple[float, QuietDraw]]:
    """The drawn minutes that lie whole in a span (UTC s) at a post (camera and counter by key), by their beginning."""
    first, last = math.ceil(span[0] / MINUTE_S), math.floor(span[1] / MINUTE_S)
    return [
        (start, draw)
        for start in (number * MINUTE_S for number in range(first, last))
        if is_open(site.hours, start, site.zone)
        and (draw := draws.get(calendar_day(start, site.zone))) is not None
        and draw.holds(*post, start)
    ]


def is_open(hours: Hours, moment: float, zone: ZoneInfo) -> bool:
    """Whether a hall is open at a moment (UTC seconds); one without opening hours always is, but for its breaks."""
    clock = dt.datetime.fromtimestamp(moment, zone).time()
    inside = not hours.open or any(span.start <= clock < span.end for span in hours.open)
    return inside and not any(span.start <= clock < span.end for span in hours.breaks)


def _minutes(day: dt.date, zone: ZoneInfo) -> list[float]:
    start, end = day_span(day, zone)
    return [number * MINUTE_S for number in range(math.ceil(start / MINUTE_S), math.ceil(end / MINUTE_S))]


def _lot(seed: str, camera: str, counter: str, start: float) -> str:
    what = repr((camera, counter, round(start))).encode()
    return hashlib.blake2b(what, digest_size=8, key=seed.encode()).hexdigest()
