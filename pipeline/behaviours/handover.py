"""Handovers: one record per handover, a fault if staff used one hand and the other was free."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan

import numpy as np

from pipeline.scene import (
    Basis,
    Event,
    Floats,
    Scalar,
    Scene,
    behaviour,
    limit,
    margin_confidence,
    median_row,
    reaches,
    seen_median,
)
from pipeline.states import HandDistances, Visit, together, usual


@dataclass(frozen=True, slots=True)
class HandoverLimits:
    """Limits of handovers, against rendered ones, also mirrored, dim and small."""

    touch_m: float = limit(
        0.55, "m", Basis.CHOICE, "hands that give come so near: what they hold is up to 0.3 long"
    )
    closed: float = limit(
        0.6,
        "of the usual way",
        Basis.CHOICE,
        "placed by hand near 0.12 to 0.5 in handovers and 0.72 and more in everything else; hands that "
        "lie on a narrow desk hand nothing over",
    )
    short_s: float = limit(
        8.0,
        "s",
        Basis.CHOICE,
        "giving fills most of a shorter visit: there hands rest as in the other visits",
    )
    touching_m: float = limit(0.12, "m", Basis.CHOICE, "looks in which hands are about as near as they get")
    stayed: float = limit(
        0.2,
        "of the other's way",
        Basis.CHOICE,
        "a hand that goes along less stayed, placed by hand near 0.1 with one hand, once 0.36",
    )
    went_along: float = limit(
        0.38,
        "of the other's way",
        Basis.CHOICE,
        "from it on a hand went along, placed by hand near 0.44 to 1 with both; between the two it may "
        "be either",
    )
    least_way_m: float = limit(
        0.2,
        "m",
        Basis.CHOICE,
        "the share of a shorter way says little: hands that lay half-way go 0.1 to 0.18",
    )
    rested_m: float = limit(
        0.08, "m", Basis.CHOICE, "hands that rest, and get something put before them, go less"
    )
    seen_ends: float = limit(
        0.52,
        "score",
        Basis.CHOICE,
        "of a wrist at rest and in the exchange together, placed by hand near 0.66 in sight and 0.39 hidden",
    )
    guessed: float = limit(
        0.15, "score", Basis.CHOICE, "a wrist under it is a guess; guesses follow the other hand"
    )
    around_s: float = limit(
        1.6, "s", Basis.CHOICE, "so long before and after, and not in its nearest third, hands are at rest"
    )
    nearest_part: int = limit(
        3, "", Basis.CHOICE, "that part of `around_s` next to the exchange belongs to the reaching"
    )
    sure: float = limit(0.9, "probability", Basis.CHOICE, "of a handover; papers may be shown and kept")
    unsure: float = limit(
        0.4, "probability", Basis.CHOICE, "of one hand where the other was hidden: a question"
    )


LIMITS = HandoverLimits()


@dataclass(frozen=True, slots=True)
class _Exchange:
    """Hands together from `start` to `end` (UTC s): metres they came near, and how near was `enough`."""

    start: float
    end: float
    nearest: float
    enough: float


@dataclass(frozen=True, slots=True)
class _Hands:
    """The number of hands that staff used: 1 or 2; `sure` is False if the second hand was hidden, or moved a little.

    `along` is the share of the first one's way that the second one went as well, NaN if not seen.
    """

    used: int
    sure: bool
    along: float = float("nan")


@behaviour("handover", "one_handed_handover")
def handovers(scene: Scene) -> list[Event]:
    """One `handover` per exchange, `one_handed_handover` if staff used one hand.

    Attributes: `giver` (the person with the first hand out), `staff_hands` if both could be seen. A hidden second
    hand gives a one-handed event that is a question for a person.
    """
    return [event for exchange in _exchanges(scene) for event in _judged(scene, exchange)]


def _exchanges(scene: Scene) -> Iterator[_Exchange]:
    """The exchanges: hands really came together during a visit.

    An exchange around the opening may leave a remainder without any look in it.
    """
    for start, end in together(scene.states.hands, scene.signals.time, scene.states.hold) & scene.opened:
        visit = next((v for v in scene.visits if v.start <= end and start <= v.end), None)
        closest = _seen(scene, start, end)
        if visit is not None and len(closest):
            exchange = _Exchange(start, end, float(closest.min()), _near_enough(scene, visit))
            if exchange.nearest <= exchange.enough:
                yield exchange


def _near_enough(scene: Scene, visit: Visit) -> float:
    """How near the hands of staff and of this customer come when something changes hands, metres."""
    near = scene.states.hands.near
    if reaches(visit.end - visit.start, LIMITS.short_s):
        near = near[scene.rows(visit.start, visit.end)]
    return min(LIMITS.touch_m, LIMITS.closed * seen_median(near))


def _seen(scene: Scene, start: float, end: float) -> Floats:
    """How near the hands were in each look that saw them."""
    near = scene.states.hands.near[scene.rows(start, end)]
    return near[~np.isnan(near)]


def _judged(scene: Scene, exchange: _Exchange) -> list[Event]:
    span = exchange.start, exchange.end
    used = _hands_used(scene, span)
    evidence: dict[str, Scalar] = {
        "nearest_m": round(exchange.nearest, 2),
        "threshold_m": round(exchange.enough, 2),
        "hidden_hand": isnan(used.along),
    }
    attributes: dict[str, Scalar] = {"giver": _giver(scene, span)}
    if used.sure:
        attributes["staff_hands"] = used.used
    sure = LIMITS.sure * margin_confidence(exchange.enough, exchange.nearest)
    events = [scene.event("handover", span, sure, evidence, attributes)]
    if used.used == 1:
        confidence = sure * margin_confidence(LIMITS.stayed, used.along) if used.sure else LIMITS.unsure
        event = scene.event("one_handed_handover", span, confidence, evidence | _along_told(used), attributes)
        events.append(event if used.sure else event.as_question())
    return events


def _along_told(used: _Hands) -> dict[str, Scalar]:
    """How far the second hand went along, with the limit for two hands; nothing for a hidden one."""
    return (
        {} if isnan(used.along) else {"along_share": round(used.along, 2), "threshold_share": LIMITS.stayed}
    )


def _hands_used(scene: Scene, span: tuple[float, float]) -> _Hands:
    start, end = span
    hands, inside = scene.states.hands, scene.rows(start, end)
    near = hands.near[inside]
    touch = near <= np.nanmin(near) + LIMITS.touching_m
    before, after = (
        (start - LIMITS.around_s, start - LIMITS.around_s / LIMITS.nearest_part),
        (end + LIMITS.around_s / LIMITS.nearest_part, end + LIMITS.around_s),
    )
    still = next((rows for at in (before, after) if _shown(hands, rows := scene.rows(*at))), None)
    if still is None:
        return _Hands(2, sure=False)  # nothing to compare with: in doubt for the clerk
    seen = _typical_score(hands.seen[inside][touch])
    way = usual(hands.wrists[inside][touch]) - usual(hands.wrists[still])
    hidden = (seen < LIMITS.guessed) | (seen + _typical_score(hands.seen[still]) < LIMITS.seen_ends)
    if hidden.any() or np.isnan(way).any():
        return _Hands(1, sure=False)
    along = _along(way)
    if along >= LIMITS.stayed and LIMITS.rested_m <= np.linalg.norm(way, axis=1).max() < LIMITS.least_way_m:
        return _Hands(1, sure=False, along=along)
    return _Hands(
        1 if along < LIMITS.went_along else 2, not LIMITS.stayed <= along < LIMITS.went_along, along
    )


def _shown(hands: HandDistances, rows: slice) -> bool:
    """Whether a hand of staff was measured in these rows."""
    return bool(np.isfinite(hands.wrists[rows]).all(axis=-1).any())


def _typical_score(seen: Floats) -> Floats:
    """(2,) the median score of each hand in the rows (k, 2); a hand that was not measured counts as 0."""
    return np.asarray(median_row(np.nan_to_num(seen)), np.float64)


def _along(way: Floats) -> float:
    """The share of the way (2, 2) of the hand that went farther that the other one went as well; 1 if neither moved."""
    long, short = way[np.argsort(-np.linalg.norm(way, axis=1))]
    length = float(long @ long)
    return float(short @ long) / length if length > 0 else 1.0


def _giver(scene: Scene, span: tuple[float, float]) -> str:
    """The giver, by the hand that was half-way out first: the giver comes first, the taker answers.

    Staff's hand counts by its way from its resting place: toward a customer behind the camera a picture shows no way.
    """
    hands, rows = scene.states.hands, scene.rows(span[0] - LIMITS.around_s, span[1])
    rest = usual(
        hands.own[scene.rows(span[0] - LIMITS.around_s, span[0] - LIMITS.around_s / LIMITS.nearest_part)]
    )
    out = np.fmax(*np.linalg.norm(hands.own[rows] - rest, axis=-1).T)
    time = scene.signals.time[rows]
    staff = _half_way(time, out if np.isfinite(out).any() else hands.staff_out[rows])
    return "staff" if staff < _half_way(time, hands.customer_out[rows]) else "customer"


def _half_way(time: Floats, out: Floats) -> float:
    """When the hand first was half of its way out, between looks by straight line; inf when it was not seen."""
    if not np.isfinite(out).any():
        return float("inf")
    low, high = np.nanmin(out[: max(1, int(np.nanargmax(out)) + 1)]), np.nanmax(out)
    half = (low + high) / 2
    at = int(np.argmax(out > half))
    if at == 0 or not np.isfinite(out[at - 1]):
        return float(time[at])
    share = (half - out[at - 1]) / (out[at] - out[at - 1])
    return float(time[at - 1] + share * (time[at] - time[at - 1]))
