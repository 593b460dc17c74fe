"""Lines of text that show the seated and standing heights of a counter."""

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models import Calibration, Seat
    from models.store import StoredCounter

_WIDTH = 50
"""Characters of the longest bar in a histogram."""


def described(place: "StoredCounter", calibration: "Calibration | None") -> list[str]:
    """A counter's levels, where they come from, and a histogram of the last day's heights; one line if unknown."""
    title = f"{place.site}/{place.counter}"
    if calibration is None:
        return [f"{title}: nothing is known yet"]
    from models import Source

    seat, kept = calibration.seat, calibration
    said = f"corrected by {kept.made_by}" if kept.source is Source.CORRECTED else "learned"
    span = f"{kept.day}" if kept.days <= 1 else f"{kept.days} days, {kept.first_day} to {kept.day}"
    lines = [
        f"{title}: {_levels(seat)} ({said}; {span}; {seat.samples} looks)",
        f"  settles to {100 * seat.sd:.1f} cm; upright: head {100 * seat.head_height:.0f} cm over the shoulders, "
        f"trunk {seat.trunk_forward:+.0f} degrees; the camera's angles differ by {seat.noise_deg:.1f} degrees",
    ]
    return lines + _histogram(kept)


def _levels(seat: "Seat") -> str:
    from pipeline.seats.corrections import over_edge

    if not seat.named:
        return f"one height only, {over_edge(seat, seat.seated):.2f} m: sitting or standing cannot be told"
    return ", ".join(
        f"{name} not seen" if math.isnan(level) else f"{name} {over_edge(seat, level):.2f} m"
        for name, level in (("seated", seat.seated), ("standing", seat.standing))
    )


def _histogram(kept: "Calibration") -> list[str]:
    """The heights of the last day, the highest first, with the names of the levels beside their row.

    A row takes two bins of the calibration; rows without heights and without a level are left out.
    """
    from pipeline.seats.corrections import over_edge

    heights, seat = kept.heights, kept.seat
    most, lines = max(heights.counts, default=0), []
    for row in range(len(heights.counts) - 2, -1, -2):
        low, high = heights.low + heights.step * row, heights.low + heights.step * (row + 2)
        names = _levels_between(seat, low, high)
        count = sum(heights.counts[row : row + 2])
        if count or names:
            bar = "#" * round(_WIDTH * count / (2 * most))
            lines.append(
                f"  {over_edge(seat, low):5.2f} m |{bar} {'<- ' + ', '.join(names) if names else ''}".rstrip()
            )
    return lines


def _levels_between(seat: "Seat", low: float, high: float) -> list[str]:
    levels = (("standing", seat.standing), ("seated" if seat.named else "one height", seat.seated))
    return [name for name, level in levels if low <= level < high]
