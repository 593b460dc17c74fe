"""Hands of staff and customer: distances between them, reach toward the other person, and speed."""

import functools
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from models import Seat
from pipeline.intervals import Basis, Floats, Spans, keeps_to, limit, median_row, seen_median
from vision.core import Signals


@dataclass(frozen=True, slots=True)
class HandLimits:
    """Limits of hands that come together and of their speed."""

    near_m: float = limit(
        0.6, "m", Basis.CHOICE, "between wrists: two hands of 0.2 and the thing that they hold"
    )
    nearer: float = limit(
        0.8,
        "of the usual way",
        Basis.CHOICE,
        "on a narrow desk hands rest as near: typing takes away a tenth of the way, giving a half",
    )
    least_s: float = limit(
        0.6, "s", Basis.CHOICE, "reaching, letting go and drawing back take one to three seconds"
    )
    break_s: float = limit(0.5, "s", Basis.CHOICE, "a shorter gap does not end an exchange")
    well_seen: float = limit(
        0.5, "score", Basis.CHOICE, "of a wrist; the guesses of a model jump as fast as hands do"
    )
    stroke_s: float = limit(
        0.45, "s", Basis.CHOICE, "a stroke is over in less; two looks farther apart measure no speed"
    )


LIMITS = HandLimits()


@dataclass(frozen=True, slots=True)
class HandDistances:
    """Per look, metres as the picture shows them, NaN without two people's hands.

    `near` is from the nearest hand of staff to the nearest of the customer. `staff_out` and `customer_out` say how far
    the foremost hand is stretched from the own shoulders toward the other person. `wrists` (t, 2, 2) are staff's left
    and right one in the picture, `own` (t, 2, 2) the same from the middle of the shoulders, `seen` (t, 2) their scores.
    """

    near: Floats
    staff_out: Floats
    customer_out: Floats
    wrists: Floats
    own: Floats
    seen: Floats


def together(hands: HandDistances, time: Floats, hold: float) -> Spans:
    """The time in which a hand of staff is near one of the customer's for a while, nearer than hands usually are
    here.
    """
    near = Spans.from_samples(time, np.asarray(hands.near < _level(hands.near), np.bool_), hold)
    return near.bridged(LIMITS.break_s).longer_than(LIMITS.least_s)


def _level(near: Floats) -> float:
    middle = seen_median(near)
    return LIMITS.near_m if np.isnan(middle) else min(LIMITS.near_m, LIMITS.nearer * middle)


def usual(places: Floats) -> Floats:
    """(2, 2) the usual place of each hand in the rows (k, 2, 2), NaN for a hand that was never measured."""
    seen = np.asarray(np.isfinite(places).all(axis=2), np.bool_)
    if seen.all() and len(places):
        return median_row(places.reshape(-1, 4)).reshape(2, 2)
    found = np.full((2, 2), np.nan)
    for hand in (0, 1):
        if seen[:, hand].any():
            found[hand] = median_row(places[:, hand][seen[:, hand]])
    return found


def hand_distances(signals: Signals, seat: Seat) -> HandDistances:
    """The hands of one counter; all NaN where the day shows no customer or no scale."""
    both = np.flatnonzero(~np.isnan(signals["customer_x"]) & ~np.isnan(signals["shoulder_x"]))
    found = _reach(signals, seat, both)
    whole: dict[str, Floats] = {}
    for part in fields(HandDistances):
        values = getattr(found, part.name)
        whole[part.name] = np.full((len(signals), *values.shape[1:]), np.nan)
        whole[part.name][both] = values
    return HandDistances(**whole)


def _reach(signals: Signals, seat: Seat, rows: NDArray[np.intp]) -> HandDistances:
    """The same for the rows (k,) in which both are seen."""
    scale = seen_median(signals["customer_scale"])
    metre = float(np.sqrt(seat.scale * scale))
    staff, customer = _wrists(signals, "", rows), _wrists(signals, "customer_", rows)
    me = _point(signals, "shoulder_x", "shoulder_y", rows)
    you = _point(signals, "customer_x", "customer_y", rows)
    toward = (you - me) / np.hypot(*(you - me).T)[:, None]
    seen = [signals[f"wrist_{side}_seen"][rows] for side in ("left", "right")]
    return HandDistances(
        near=_nearest(staff, customer) / metre,
        staff_out=_out(staff, me, toward) / seat.scale,
        customer_out=_out(customer, you, -toward) / scale,
        wrists=staff / seat.scale,
        own=(staff - me[:, None]) / seat.scale,
        seen=np.stack(seen, axis=1).astype(np.float64),
    )


def _wrists(signals: Signals, who: str, rows: NDArray[np.intp]) -> Floats:
    """(k, 2, 2) left and right wrist, x and y in picture heights."""
    hands = [
        _point(signals, f"{who}wrist_{side}_x", f"{who}wrist_{side}_y", rows) for side in ("left", "right")
    ]
    return np.stack(hands, axis=1)


def _point(signals: Signals, x: str, y: str, rows: NDArray[np.intp]) -> Floats:
    return np.stack([signals[x][rows], signals[y][rows]], axis=1).astype(np.float64)


def _nearest(ours: Floats, theirs: Floats) -> Floats:
    """(k,) from the nearest hand of the one to the nearest of the other, both (k, 2, 2); NaN where any is not known."""
    squares = [
        (ours[:, one, 0] - theirs[:, other, 0]) ** 2 + (ours[:, one, 1] - theirs[:, other, 1]) ** 2
        for one in (0, 1)
        for other in (0, 1)
    ]
    return np.asarray(np.sqrt(functools.reduce(np.minimum, squares)), np.float64)


def _out(hands: Floats, shoulders: Floats, toward: Floats) -> Floats:
    """(k,) how far the foremost of the hands (k, 2, 2) is before the shoulders, along `toward` (k, 2)."""
    x, y = (hands - shoulders[:, None]).transpose(2, 1, 0)
    return np.asarray(np.maximum(*(x * toward[:, 0] + y * toward[:, 1])), np.float64)


@dataclass(frozen=True, slots=True)
class HandSpeeds:
    """Per look, NaN where a hand was not seen well now and a moment before.

    `speed` (t,) is that of the faster hand. `thrust` (t,) says how fast the foremost hand came nearer to the customer,
    `way` (t,) by how many metres.
    """

    speed: Floats
    thrust: Floats
    way: Floats


def hand_speeds(hands: HandDistances, time: Floats, rows: NDArray[np.intp]) -> HandSpeeds:
    """The speeds at the looks `rows` (k,), from the look before and, for longer strokes, from the one before that;
    all (k,).
    """
    mine = _Hands(hands.own[rows], hands.staff_out[rows], hands.seen[rows] >= LIMITS.well_seen, time[rows])
    (one, one_way), (two, two_way) = (_thrust(mine, looks) for looks in (1, 2))
    farther = np.nan_to_num(two, nan=-np.inf) > np.nan_to_num(one, nan=-np.inf)
    return HandSpeeds(
        speed=_speed(mine), thrust=np.where(farther, two, one), way=np.where(farther, two_way, one_way)
    )


@dataclass(frozen=True, slots=True)
class _Hands:
    """(k, 2, 2) wrists from the shoulders, (k,) how far the foremost is out, (k, 2) whether seen well, (k,) UTC s."""

    own: Floats
    out: Floats
    seen: NDArray[np.bool_]
    time: Floats


def _speed(hands: _Hands) -> Floats:
    """(k,) metres a second of the faster hand, from the look before to each look."""
    step = np.diff(hands.own, axis=0)
    ways = np.where(hands.seen[1:] & hands.seen[:-1], np.hypot(step[..., 0], step[..., 1]), np.nan)
    return _after(np.fmax(ways[:, 0], ways[:, 1]) / _took(hands, 1), hands, 1)


def _thrust(hands: _Hands, looks: int) -> tuple[Floats, Floats]:
    """(k,) metres a second and (k,) metres that the foremost hand came nearer, from `looks` looks before."""
    sure = (hands.seen[looks:] & hands.seen[:-looks]).any(axis=1)
    way = np.where(sure, hands.out[looks:] - hands.out[:-looks], np.nan)
    return _after(way / _took(hands, looks), hands, looks), _after(way, hands, looks)


def _took(hands: _Hands, looks: int) -> Floats:
    """(k - looks,) seconds since the look so many before; NaN where that is no stroke."""
    took = hands.time[looks:] - hands.time[:-looks]
    return np.where(keeps_to(took, LIMITS.stroke_s), took, np.nan)


def _after(part: Floats, hands: _Hands, looks: int) -> Floats:
    """(k,) the same values, NaN for the first looks."""
    whole = np.full(len(hands.time), np.nan)
    whole[looks:] = part
    return whole
