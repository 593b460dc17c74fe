"""Events of a learned posture on clips left out, the line from which a look shows it, and how sure an event is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize

from benchmarks.fit.looks import Looks
from models.norms import load_catalogue
from pipeline.behaviours import posture
from pipeline.evaluation.matching import match
from pipeline.intervals import Floats
from pipeline.states.learned_postures import LearnedPostures, learned_postures
from pipeline.states.posture_net import PostureLine, PostureNet

# Lines that are tried, log-odds; a posture ends at a lower one, so that it does not flicker.
_TRIED = np.arange(-2.0, 3.01, 0.25)
_BAND = 0.75
_NEIGHBOURS = 2
# Draws the calibration toward the network's own log-odds where there are few events.
_RIDGE = 2.0


@dataclass(frozen=True, slots=True)
class TriedEvent:
    """An event that the network finds in a clip left out: median log-odds, share it lasts too long, whether true."""

    family: str
    log_odds: float
    margin: float
    true: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """Events found and missed of one kind."""

    found: tuple[TriedEvent, ...]
    missed: int

    @property
    def f1(self) -> float:
        """0..1; NaN without any event."""
        hits = sum(one.true for one in self.found)
        every = len(self.found) + self.missed + hits
        return 2 * hits / every if every else float("nan")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An event in seconds from the clip's first picture, its median log-odds, and the share it lasts too long."""

    start: float
    end: float
    log_odds: float
    margin: float


def left_out(
    looks: Sequence[Looks], nets: Sequence[tuple[frozenset[str], PostureNet]]
) -> list[LearnedPostures]:
    """What the network says of each counter that did not train it; `nets` are pairs of families left out and a net."""
    every = {kind: PostureLine(0.0, 0.0) for kind in nets[0][1].kinds}
    return [
        learned_postures(
            one.pose, next(replace(net, lines=every) for held, net in nets if one.family in held)
        )
        for one in looks
    ]


def best_line(looks: Sequence[Looks], said: Sequence[LearnedPostures], kind: str) -> PostureLine:
    """The line with the most right events around it, so that a little more or less changes little; calibrated."""
    scores = np.array(
        [tally(looks, said, kind, PostureLine(float(on), float(on) - _BAND)).f1 for on in _TRIED]
    )
    around = np.convolve(
        np.pad(np.nan_to_num(scores), _NEIGHBOURS, "edge"), np.ones(2 * _NEIGHBOURS + 1), "valid"
    )
    on = float(_TRIED[int(np.argmax(around))])
    line = PostureLine(on, on - _BAND)
    return calibrated(line, tally(looks, said, kind, line).found)


def tally(looks: Sequence[Looks], said: Sequence[LearnedPostures], kind: str, line: PostureLine) -> Tally:
    """All clips in which every event of the kind is labelled, of people whom the network judges."""
    parts = [
        _tally(one, postures, kind, line)
        for one, postures in zip(looks, said, strict=True)
        if kind in one.clip.truth.exhaustive and postures.judges(kind)
    ]
    return Tally(tuple(event for part in parts for event in part.found), sum(part.missed for part in parts))


def _tally(one: Looks, said: LearnedPostures, kind: str, line: PostureLine) -> Tally:
    found = list(_events(one, said, kind, line))
    trues = [e for e in one.clip.truth.events if (e.counter, e.kind) == (one.counter, kind)]
    pairs = match(trues, found, one.clip.truth.tolerance_s)
    hit = {pair.found for pair in pairs}
    events = tuple(
        TriedEvent(one.family, event.log_odds, event.margin, row in hit) for row, event in enumerate(found)
    )
    return Tally(events, len(trues) - len(pairs))


def _events(one: Looks, said: LearnedPostures, kind: str, line: PostureLine) -> Iterator[Candidate]:
    """The events as `pipeline.behaviours.posture.held` makes them."""
    state = replace(said, net=replace(said.net, lines={kind: line})).state(one.pose, kind)
    threshold = load_catalogue().kinds[kind].threshold
    least = one.thresholds.number(str(threshold))
    for start, end in state.bridged(posture.LIMITS.settle_s).true.longer_than(least):
        odds = said.middle(kind, start, end)
        yield Candidate(start - one.start, end - one.start, odds, (end - start) / least - 1)


def calibrated(line: PostureLine, found: Sequence[TriedEvent]) -> PostureLine:
    """The line with the logistic function from median log-odds and duration to the share of true events."""
    if not found:
        return line
    known = np.array([(1.0, one.log_odds, min(1.0, one.margin)) for one in found])
    sign = np.array([1.0 if one.true else -1.0 for one in found])
    start = np.array([0.0, 1.0, 0.0])

    def loss(b: Floats) -> float:
        return float(np.logaddexp(0, -sign * (known @ b)).sum() + _RIDGE * ((b - start) ** 2).sum() / 2)

    rising = [(None, None), (0.0, None), (0.0, None)]
    best = minimize(loss, start, method="L-BFGS-B", bounds=rising).x
    offset, slope, longer = (round(float(part), 3) for part in best)
    most = round((len(found) + 1) / (len(found) + 2), 3)
    return replace(line, offset=offset, slope=slope, longer=longer, most=most)


def calibration_error(line: PostureLine, found: Sequence[TriedEvent], bins: int = 5) -> float:
    """The expected calibration error of events whose family did not set the calibration; NaN without events."""
    if not found:
        return float("nan")
    told = np.zeros(len(found))
    for family in {one.family for one in found}:
        other = calibrated(line, [one for one in found if one.family != family])
        for row, one in enumerate(found):
            if one.family == family:
                told[row] = other.probability(one.log_odds, one.margin)
    true = np.array([one.true for one in found], np.float64)
    place = np.minimum((told * bins).astype(int), bins - 1)
    parts = [place == one for one in sorted(set(place.tolist()))]
    return float(sum(abs(told[part].mean() - true[part].mean()) * part.mean() for part in parts))
