"""The drawn quiet minutes of a live camera, each given once, when what was flagged in it is known."""

import datetime as dt
import math
from collections.abc import Mapping

from models import MINUTE_S, Camera, Event, QuietDraw, Site, drawn_minutes
from pipeline.clips.quiet_clips import LIMITS, quiet_event


class DueMinutes:
    """The minutes of a camera's counters from `now` (UTC seconds) on."""

    def __init__(self, camera: Camera, now: float) -> None:
        self._camera, self._since = camera, math.ceil(now / MINUTE_S) * MINUTE_S

    def due(
        self, draws: Mapping[dt.date, QuietDraw], site: Site, until: float
    ) -> list[tuple[Event, QuietDraw]]:
        """The drawn minutes that may be cut now; `until` is the last moment looked at, UTC seconds."""
        known = math.floor((until - LIMITS.settle_s) / MINUTE_S) * MINUTE_S
        if known <= self._since or not draws:
            return []
        span, self._since = (self._since, known), known
        return [
            (quiet_event(self._camera.id, counter.id, start), draw)
            for counter in self._camera.counters
            for start, draw in drawn_minutes(draws, site, (self._camera.id, counter.id), span)
        ]
