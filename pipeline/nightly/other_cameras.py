"""Windows of the hall before other cameras: when their posts were seen empty, from the same day's signals."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

import numpy as np

from models import Thresholds
from pipeline.archive.signals import read_signals
from pipeline.errors import PipelineError
from pipeline.intervals import Spans
from pipeline.scene.context import CounterContext
from pipeline.states import hold_s, zone_presence
from vision.core import Signals


def has_queue(signals: Mapping[str, Signals], limits: Thresholds) -> bool:
    """Whether so many people ever waited that the other windows of the hall matter; on most days they do not."""
    return any(np.nanmax(rows["waiting"], initial=0) >= limits.queue_people for rows in signals.values())


def empty_posts(context: CounterContext, data: Path, day: date, limits: Thresholds) -> dict[str, Spans]:
    """counter -> when its post was seen empty that day, for the counters before the site's other cameras.

    A camera without stored signals gives none. Neither does one with a damaged file, which is reported on its own
    line.
    """
    found: dict[str, Spans] = {}
    for other in (one for one in context.site.cameras if one.id != context.camera):
        known = {counter.id for counter in other.counters}
        with suppress(PipelineError):
            rows_of = read_signals(data, other.id, day)
            found |= {
                key: _empty(rows, limits) for key, rows in rows_of.items() if key in known and len(rows)
            }
    return found


def _empty(rows: Signals, limits: Thresholds) -> Spans:
    return zone_presence(rows, "staff", "staff_likeness", hold_s(rows.time), limits).false
