"""How high the shoulders were at a moment that somebody names, read from the kept signals."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from models.seats import Seat
from models.store import Place
from pipeline.archive.signals import read_span
from pipeline.errors import PipelineError
from pipeline.seats.corrections import over_edge
from pipeline.states.calibration import shoulder_height

# Around a moment that somebody names: they stood or sat for some seconds, and clocks are read by the minute.
_AROUND_S = 5.0


def height_at(data: Path, place: Place, seat: Seat, moment: float) -> float:
    """Metres over the picture's lower edge of the shoulders around a moment (UTC s), from the kept signals.

    Raises PipelineError where nobody was seen at the post then.
    """
    zone = ZoneInfo(place.timezone)
    span = (moment - _AROUND_S, moment + _AROUND_S)
    rows = read_span(data, place.camera, *span, zone).get(place.counter)
    height = np.empty(0) if rows is None else shoulder_height(rows, seat.scale)[rows["staff"] >= 1]
    height = height[~np.isnan(height)]
    if not len(height):
        at = dt.datetime.fromtimestamp(moment, zone)
        raise PipelineError(
            f"counter {place.counter}: nobody was seen at the post around {at:%Y-%m-%d %H:%M:%S}"
        )
    return over_edge(seat, float(np.median(height)))
