"""Windows of the hall before other cameras: when their posts were seen empty, from the same day's signals."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from models import Site, Thresholds
from pipeline.archive.signals import read_signals
from pipeline.intervals import Spans
from pipeline.scene.duty import Duty
from pipeline.states import hold_s
from pipeline.states.presence import presence
from vision.core import Signals


def has_queue(signals: Mapping[str, Signals], limits: Thresholds) -> bool:
    """Whether so many people ever waited that the other windows of the hall matter; on most days they do not."""
    return any(np.nanmax(rows["waiting"], initial=0) >= limits.queue_people for rows in signals.values())


def with_empty_posts(
    duties: Mapping[str, Duty], data: Path, site: Site, camera: str, day: date, limits: Thresholds
) -> dict[str, Duty]:
    """The duties, with the empty posts of that day for counters before the site's other cameras.

    A camera without stored signals gives none. Raises PipelineError for a damaged file.
    """
    found = dict(duties)
    for other in (one for one in site.cameras if one.id != camera):
        for key, rows in read_signals(data, other.id, day).items():
            if key in found and len(rows):
                found[key] = replace(found[key], empty=_empty(rows, limits))
    return found


def _empty(rows: Signals, limits: Thresholds) -> Spans:
    return presence(rows, "staff", "staff_likeness", hold_s(rows.time), limits).false
