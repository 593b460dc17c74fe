"""Visits: customers who come to the window and stay, told apart from people who walk past."""

from dataclasses import dataclass

from pipeline.state import State

# A customer was seen to come (or go) when the window was seen empty within this time before (or after).
_EDGE_S = 1.0


@dataclass(frozen=True, slots=True)
class Visit:
    """A customer at the window from `start` to `end` (UTC s).

    `arrived` is False for who was there when the camera began to see, `left` False for who was there at its end.
    """

    start: float
    end: float
    arrived: bool
    left: bool


def visits(customer: State, least_s: float) -> tuple[Visit, ...]:
    """The visits, in order of time; stays shorter than `least_s` are passers-by and none of them."""
    stays, away = customer.true.longer_than(least_s), customer.false
    arrived = away.seconds_in(stays.start - _EDGE_S, stays.start) > 0
    left = away.seconds_in(stays.end, stays.end + _EDGE_S) > 0
    rows = zip(stays.start, stays.end, arrived, left, strict=True)
    return tuple(Visit(float(start), float(end), bool(came), bool(went)) for start, end, came, went in rows)
