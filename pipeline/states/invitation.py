"""The inviting hand: one arm stretched out to the side while the customer's hands are far away."""

from dataclasses import dataclass

import numpy as np

from pipeline.intervals import Basis, Bools, Floats, Spans, State, limit, looks_between, median
from pipeline.states.hands import HandDistances, usual


@dataclass(frozen=True, slots=True)
class InvitationLimits:
    """Limits of an inviting hand."""

    way_m: float = limit(
        0.15,
        "m",
        Basis.CHOICE,
        "from the hand's rest, placed by hand near 0.25 to 0.6 from the front and 0.1 to 0.21 from the side",
    )
    perhaps_m: float = limit(
        0.08,
        "m",
        Basis.CHOICE,
        "the same, where it may be either; resting and typing hands move by 0.05 at most",
    )
    least_s: float = limit(0.6, "s", Basis.CHOICE, "it is held for so long")
    other: float = limit(0.6, "of the way", Basis.CHOICE, "the other hand stays or moves less far")
    alone_m: float = limit(
        0.6,
        "m",
        Basis.CHOICE,
        "the customer's hands are farther, so it is no handover (as `near_m` of hands)",
    )
    seen: float = limit(0.3, "score", Basis.CHOICE, "a wrist under it is a guess of the model")
    seen_enough: float = limit(
        0.6, "of the time", Basis.CHOICE, "both were seen, to say that no hand was stretched out"
    )


LIMITS = InvitationLimits()


@dataclass(frozen=True, slots=True)
class ArmSignals:
    """The hands of one counter at `time` (t,) UTC s, where they are at the face, and how long a look stands (s)."""

    hands: HandDistances
    at_face: Spans
    time: Floats
    hold: float

    def rows(self, start: float, end: float) -> slice:
        """The looks from `start` to before `end` (UTC s)."""
        return looks_between(self.time, start, end)


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whether staff stretched out one hand; None when that is unknown. `way_m` is how far one hand went if none did.

    `way_m` is the farthest that one hand was held aside from its resting place while the other stayed; NaN if `done`.
    """

    done: bool | None
    way_m: float = float("nan")


def invited(arms: ArmSignals, start: float, end: float) -> Invitation:
    """The invitation between `start` and `end` (UTC s).

    A camera at the side sees one arm: its rest does not exclude a gesture of the other. A hand on its way to the
    face, with a phone or before a yawn, is no invitation.
    """
    hands, rows = arms.hands, arms.rows(start, end)
    if not np.isfinite(hands.own[rows]).any():
        return Invitation(None)
    met = _met(arms, rows)
    if _stretched(met, LIMITS.way_m):
        return Invitation(done=True)
    if _stretched(met, LIMITS.perhaps_m):
        return Invitation(None)
    sure = np.isfinite(hands.own[rows]).all(axis=(1, 2)) & np.isfinite(hands.seen[rows]).all(axis=1)
    if np.mean(sure) < LIMITS.seen_enough or median(hands.seen[rows][sure].min(axis=1)) < LIMITS.seen:
        return Invitation(None)
    return Invitation(done=False, way_m=_way_alone(met))


def inviting(arms: ArmSignals, comings: Floats, within_s: float) -> State:
    """The time in which one hand is stretched out alone up to `within_s` after one of `comings` (k,), UTC s; see
    `invited`.
    """
    greetings = [arms.rows(at, at + within_s) for at in comings]
    rows = np.zeros(len(arms.time), np.bool_)
    for met in greetings:
        rows[met] = np.isfinite(arms.hands.own[met]).any(axis=(1, 2))
    seen = Spans.from_samples(arms.time, rows, arms.hold)
    held = [span for met in greetings for span in _stretched(_met(arms, met), LIMITS.way_m)]
    true = Spans.of(*held)
    return State(true, seen | true)


@dataclass(frozen=True, slots=True)
class _Met:
    """Looks at `time` (k,) UTC s that stand `hold` s: how far each hand is `away` (k, 2) m from where it mostly was
    while none was at the face, against the shoulders, and whether both are `alone` (k,), far from the customer's.
    """

    time: Floats
    away: Floats
    alone: Bools
    hold: float


def _met(arms: ArmSignals, rows: slice) -> _Met:
    time, wrists = arms.time[rows], arms.hands.own[rows]
    free = ~arms.at_face.rows(time)
    off = wrists - usual(wrists[free])
    return _Met(
        time, np.sqrt((off * off).sum(axis=-1)), free & ~(arms.hands.near[rows] < LIMITS.alone_m), arms.hold
    )


def _led(met: _Met) -> Bools:
    """(k, 2) where this hand is away alone, the other one less far."""
    return np.asarray((met.away[:, ::-1] <= LIMITS.other * met.away) & met.alone[:, None], np.bool_)


def _stretched(met: _Met, least_m: float) -> Spans:
    """The time in which one hand is away for a while, alone."""
    out = _led(met) & (met.away >= least_m)
    if not out.any():
        return Spans.empty()
    left, right = (Spans.from_samples(met.time, hand, met.hold).longer_than(LIMITS.least_s) for hand in out.T)
    return left | right


def _way_alone(met: _Met) -> float:
    """Metres that one hand was held aside from where it rests while the other stayed, at most."""
    ways = np.unique(met.away[_led(met)])
    low, high = 0, len(ways)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if _stretched(met, float(ways[middle])) else (low, middle)
    return float(ways[low - 1]) if low else 0.0
