"""Seconds of states, found against labelled: presence by role, postures and gestures."""

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.evaluation.truth import Truth
from pipeline.intervals import Spans
from pipeline.recordings import AnalysisReport

BLIND = "camera_blind"
ROLES = ("staff_present", "staff_seated", "staff_standing", "customer_present", "customer_waiting")
"""The states of presence by role; every other figure depends on them."""


@dataclass(frozen=True, slots=True)
class StateAgreement:
    """Seconds in which a state was labelled, was found, and both, at a counter of a clip that labels it.

    Time that a person labels as not judgeable (camera_blind) is left out of all three. Time that the product could
    not see is only in the first: it costs recall and not precision.
    """

    counter: str
    state: str
    labelled_s: float
    found_s: float
    both_s: float


@dataclass(frozen=True, slots=True)
class StateFigures:
    """Seconds of a state in clips that label it; NaN for a division by zero.

    recall = both / labelled, precision = both / found, f1 = 2 both / (labelled + found).
    """

    labelled_s: float
    found_s: float
    both_s: float
    recall: float
    precision: float
    f1: float


def agreements(truth: Truth, report: AnalysisReport) -> tuple[StateAgreement, ...]:
    """One for each counter and state that is labelled."""
    pairs = sorted({(s.counter, s.state) for s in truth.states})
    return tuple(_agreement(truth, report, counter, state) for counter, state in pairs)


def state_figures(rows: Iterable[StateAgreement]) -> dict[str, StateFigures]:
    """state -> figures, by name, over everything that labels it."""
    pooled: dict[str, list[StateAgreement]] = {}
    for row in rows:
        pooled.setdefault(row.state, []).append(row)
    return {name: _state(pooled[name]) for name in sorted(pooled)}


def _agreement(truth: Truth, report: AnalysisReport, counter: str, state: str) -> StateAgreement:
    blind = Spans.of(*((e.start, e.end) for e in truth.events if (e.counter, e.kind) == (counter, BLIND)))
    labelled, found = (
        Spans.of(*((s.start, s.end) for s in states if (s.counter, s.state) == (counter, state))) - blind
        for states in (truth.states, report.states)
    )
    return StateAgreement(counter, state, labelled.total, found.total, labelled.overlap_s(found))


def _state(rows: Iterable[StateAgreement]) -> StateFigures:
    seconds = [(row.labelled_s, row.found_s, row.both_s) for row in rows]
    labelled, found, both = (sum(column) for column in zip(*seconds, strict=True))
    shares = (_share(both, labelled), _share(both, found), _share(2 * both, labelled + found))
    return StateFigures(labelled, found, both, *shares)


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else float("nan")
