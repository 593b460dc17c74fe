"""The figures of an evaluation: precision, recall, F1, onset error, false alarms, questions, hints, attributes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models import Certainty, Scalar
from pipeline.evaluation.findings import ClipResult, EventMatch
from vision.core import Basis, limit


@dataclass(frozen=True, slots=True)
class EvaluationLimits:
    """Limits of the figures."""

    draws: int = limit(
        2000,
        "draws",
        Basis.STUDY,
        "enough for a 95 % percentile interval (Efron and Tibshirani 1993, ch. 13)",
    )
    near_s: float = limit(
        0.5, "s", Basis.CHOICE, "a number of seconds is right when it is so close, beyond the tolerance"
    )
    low: float = limit(0.025, "quantile", Basis.STANDARD, "of a two-sided 95 % interval")
    high: float = limit(0.975, "quantile", Basis.STANDARD, "of a two-sided 95 % interval")


LIMITS = EvaluationLimits()


NAN = float("nan")


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of the events of one kind, or of all; NaN for a division by zero.

    `found` are the found events that can be called right or wrong: `matched` ones, which are true, and
    `false_alarms`, which are not. `judged` of them are of clips in which the kind is completely labelled: only there
    a false alarm shows, so precision = (judged - false_alarms) / judged. recall = matched / truth, f1 = 2 matched /
    (2 matched + misses + false alarms), `f1_low`..`f1_high` its 95 % bootstrap interval over clips, `onset_error_s`
    the median distance of the starts of matched events.
    """

    truth: int
    found: int
    judged: int
    matched: int
    false_alarms: int
    precision: float
    recall: float
    f1: float
    f1_low: float
    f1_high: float
    onset_error_s: float
    false_alarms_per_hour: float


@dataclass(frozen=True, slots=True)
class UnchargedFigures:
    """The figures of the questions, or of the hints, of one kind or of all; NaN for a division by zero.

    `asked` are those that can be called right or wrong, as Figures counts them; `right` ones are about a true event
    that nothing more certain found. precision = the right share of the `judged` ones, `recall` the share of true events
    that one of these or something more certain found, `asked_per_hour` of the time in which the kind is completely
    labelled.
    """

    asked: int
    judged: int
    right: int
    wrong: int
    precision: float
    recall: float
    asked_per_hour: float


@dataclass(frozen=True, slots=True)
class AttributeFigures:
    """The accuracy of an attribute: of `matched` events labelled with it, `said` carry it and `right` have the same
    value.

    `accuracy` = right / said, NaN when none has it. Numbers of seconds (name ends in _s) are right within 0.5 s and
    the labels' tolerance; `median_error` is theirs, NaN for anything else.
    """

    matched: int
    said: int
    right: int
    accuracy: float
    median_error: float


@dataclass(frozen=True, slots=True)
class EventFigures:
    """The figures of all kinds together and of each."""

    overall: Figures
    kinds: dict[str, Figures]


@dataclass(frozen=True, slots=True)
class UnchargedEvents:
    """The figures of the questions, or of the hints, of all kinds together and of each kind that has any."""

    overall: UnchargedFigures
    kinds: dict[str, UnchargedFigures]


def events_of(results: Sequence[ClipResult], seed: int) -> EventFigures:
    """The figures of every kind that was labelled, found, or looked for in vain; `seed` as in event_figures."""
    labelled = {kind for result in results for kind in result.truth.exhaustive}
    kinds = labelled | {finding.kind for result in results for finding in result.findings}
    return EventFigures(
        overall=event_figures(results, None, seed),
        kinds={kind: event_figures(results, kind, seed) for kind in sorted(kinds)},
    )


def uncharged_of(results: Sequence[ClipResult], certainty: Certainty) -> UnchargedEvents:
    """The figures of the found events of a certainty, question or hint."""
    kinds = sorted({f.kind for result in results for f in result.findings if f.certainty is certainty})
    return UnchargedEvents(
        uncharged_figures(results, None, certainty),
        {kind: uncharged_figures(results, kind, certainty) for kind in kinds},
    )


def event_figures(results: Sequence[ClipResult], kind: str | None, seed: int) -> Figures:
    """The figures of one kind over the clips; None: of all kinds together, each event counting once."""
    mine = [[f for f in result.findings if kind in (None, f.kind)] for result in results]
    counts = np.array([_counts(findings) for findings in mine], dtype=np.float64).reshape(-1, 4)
    truth, judged, matched, false = (int(n) for n in counts.sum(axis=0))
    low, high = _interval(counts, seed)
    hours = sum(result.watched_s(kind) for result in results) / 3600
    return Figures(
        truth=truth,
        found=matched + false,
        judged=judged,
        matched=matched,
        false_alarms=false,
        precision=_share(judged - false, judged),
        recall=_share(matched, truth),
        f1=float(_f1(counts.sum(axis=0))),
        f1_low=low,
        f1_high=high,
        onset_error_s=_median(_onset_errors(f for findings in mine for f in findings)),
        false_alarms_per_hour=_share(false, hours),
    )


def uncharged_figures(
    results: Sequence[ClipResult], kind: str | None, certainty: Certainty
) -> UnchargedFigures:
    """The figures of the questions or hints of one kind over the clips; None: of all kinds together."""
    mine = [f for result in results for f in result.findings if kind in (None, f.kind)]
    _, judged, right, wrong = _counts([f for f in mine if f.certainty is certainty])
    truth = sum(f.truth is not None for f in mine)
    matched = sum(f.matched and (certainty is Certainty.HINT or not f.hint) for f in mine)
    hours = sum(result.watched_s(kind) for result in results) / 3600
    return UnchargedFigures(
        asked=right + wrong,
        judged=judged,
        right=right,
        wrong=wrong,
        precision=_share(judged - wrong, judged),
        recall=_share(matched, truth),
        asked_per_hour=_share(judged, hours),
    )


def attribute_figures(results: Sequence[ClipResult]) -> dict[str, dict[str, AttributeFigures]]:
    """kind -> attribute -> figures, over the matched events of all clips."""
    answers: dict[tuple[str, str], list[tuple[Scalar, Scalar | None, float]]] = {}
    for result in results:
        for finding in result.findings:
            if finding.truth is None or finding.found is None:
                continue
            for name, true in finding.truth.attributes.items():
                row = (true, finding.found.attributes.get(name), result.truth.tolerance_s + LIMITS.near_s)
                answers.setdefault((finding.kind, name), []).append(row)
    figures: dict[str, dict[str, AttributeFigures]] = {}
    for (kind, name), rows in sorted(answers.items()):
        figures.setdefault(kind, {})[name] = _attribute(name, rows)
    return figures


def _counts(findings: Sequence[EventMatch]) -> tuple[int, int, int, int]:
    """(truth, found where judged, matched, false alarms) of one clip."""
    return (
        sum(f.truth is not None for f in findings),
        sum(f.judged and f.found is not None for f in findings),
        sum(f.matched for f in findings),
        sum(f.false_alarm for f in findings),
    )


def _f1(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """F1 of (..., 4) counts; NaN without any true or found event."""
    truth, _, matched, false = np.moveaxis(counts, -1, 0)
    whole = truth + matched + false  # 2 matched + misses + false alarms
    with np.errstate(invalid="ignore"):
        return np.asarray(2 * matched / whole, dtype=np.float64)


def _interval(counts: NDArray[np.float64], seed: int) -> tuple[float, float]:
    """95 % percentile interval of F1 when the clips are drawn again with replacement."""
    clips = len(counts)
    if clips == 0:
        return NAN, NAN
    draws = np.random.default_rng(seed).multinomial(clips, np.full(clips, 1 / clips), size=LIMITS.draws)
    f1 = _f1(draws @ counts)
    known = f1[~np.isnan(f1)]
    return (
        (float(np.quantile(known, LIMITS.low)), float(np.quantile(known, LIMITS.high)))
        if known.size
        else (NAN, NAN)
    )


def _onset_errors(findings: Iterable[EventMatch]) -> list[float]:
    return [
        abs(f.found.start - f.truth.start) for f in findings if f.truth is not None and f.found is not None
    ]


def _attribute(name: str, rows: Sequence[tuple[Scalar, Scalar | None, float]]) -> AttributeFigures:
    said = [(true, found, near) for true, found, near in rows if found is not None]
    timed = name.endswith("_s")
    right = sum(_off(t, f) <= near if timed else t == f for t, f, near in said)
    errors = [_off(true, found) for true, found, _ in said] if timed else []
    return AttributeFigures(len(rows), len(said), right, _share(right, len(said)), _median(errors))


def _off(true: Scalar, found: Scalar) -> float:
    """The distance of two numbers; infinity when one is a word."""
    return abs(found - true) if not isinstance(true, str) and not isinstance(found, str) else float("inf")


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else NAN


def _median(values: Sequence[float]) -> float:
    return float(np.median(values)) if values else NAN
