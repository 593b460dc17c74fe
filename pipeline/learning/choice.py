"""The choice of one line from verdicts, and its figures on verdicts that it was not chosen from."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, compress, pairwise
from math import floor

from scipy.special import bdtr, bdtrc

from models import JudgedEvent, LineFigures
from vision.core import Basis, limit

_STEPS = 1000
"""Lines have three decimals, as confidences have."""


@dataclass(frozen=True, slots=True)
class LearningLimits:
    """The limits of learning a line. `false_fact` is the number of right facts that one false fact outweighs."""

    verdicts: int = limit(30, "", Basis.CHOICE, "with fewer, a share of 0.9 is known to +-0.11 at best")
    folds: int = limit(10, "", Basis.CHOICE, "usual; whole days, so that at least 2 days are needed")
    false_fact: float = limit(
        4, "", Basis.CHOICE, "a false fact costs a clerk points, a missed one costs a reviewer a look"
    )
    chance: float = limit(0.05, "", Basis.CHOICE, "usual level of a one-sided test")

    @property
    def even(self) -> float:
        """The confirmed share at which events are worth as much as facts as they are as questions."""
        return self.false_fact / (1 + self.false_fact)


LIMITS = LearningLimits()


class LearningOutcome(StrEnum):
    """The result of learning."""

    TOO_FEW = "too_few"
    """Fewer verdicts than are needed: nothing can be known yet."""
    ONE_DAY = "one_day"
    """All verdicts are of one day, so that no day can be held out."""
    NO_BETTER = "no_better"
    """No line is better than today's on held-out verdicts, beyond chance."""
    BETTER = "better"
    """The line is proposed."""


@dataclass(frozen=True, slots=True)
class LineProposal:
    """A proposal: `line` in place of `today`; None if none is proposed.

    `before` and `after` count the same held-out verdicts, under today's line and under lines that were chosen without
    the day of the verdict. Both are None if nothing can be known yet.
    """

    outcome: LearningOutcome
    today: float
    verdicts: tuple[JudgedEvent, ...]
    line: float | None = None
    before: LineFigures | None = None
    after: LineFigures | None = None


def learn_line(
    verdicts: Sequence[JudgedEvent], today: float, limits: LearningLimits = LIMITS
) -> LineProposal:
    """The line that these verdicts propose in place of `today`; the order of the verdicts does not matter.

    Cross-validation by day: events of one day are never on both sides. The line is proposed only if the held-out
    verdicts between it and today's line speak for it beyond chance.
    """
    ordered = tuple(sorted(verdicts, key=lambda one: (one.day, one.event_id)))
    if len(ordered) < limits.verdicts:
        return LineProposal(LearningOutcome.TOO_FEW, today, ordered)
    if ordered[0].day == ordered[-1].day:
        return LineProposal(LearningOutcome.ONE_DAY, today, ordered)
    line, held = best_line(ordered, today, limits), list(_held_out(ordered, today, limits))
    better = _is_better(held, line, today, limits)
    return LineProposal(
        LearningOutcome.BETTER if better else LearningOutcome.NO_BETTER,
        today,
        ordered,
        line if better else None,
        _figures(held, [one.was for one in held]),
        _figures(held, [one.would for one in held]),
    )


def best_line(verdicts: Sequence[JudgedEvent], today: float, limits: LearningLimits = LIMITS) -> float:
    """The line with the highest gain: right facts less `false_fact` times the false ones.

    Of lines with the same gain the nearest to today's is taken, then the higher one. No line lies below the lowest
    confidence that people judged, and none further above the highest one than it must.
    """
    worth = {True: 1.0, False: -limits.false_fact}
    ordered = sorted((one.confidence, worth[one.confirmed]) for one in verdicts)
    confidences = [confidence for confidence, _ in ordered]
    gains = [0.0, *accumulate(value for _, value in reversed(ordered))]  # of the n highest

    def rank(line: float) -> tuple[float, float, float]:
        return gains[len(ordered) - bisect_left(confidences, line)], -abs(line - today), line

    return max({today, *_between(confidences)}, key=rank)


def _between(confidences: Sequence[float]) -> Iterator[float]:
    """A line under the lowest confidence, halfway between every two, and above the highest as far as there is room."""
    yield floor(confidences[0] * _STEPS) / _STEPS
    for low, high in pairwise(confidences):
        if high > low:
            yield min(high, round((low + high) / 2, 3))
    yield min(1.0, (floor(confidences[-1] * _STEPS) + 1) / _STEPS)


@dataclass(frozen=True, slots=True)
class _HeldOut:
    """A verdict, and whether its event was a fact under today's line and would be under one chosen without its day."""

    verdict: JudgedEvent
    was: bool
    would: bool


def _held_out(verdicts: Sequence[JudgedEvent], today: float, limits: LearningLimits) -> Iterator[_HeldOut]:
    days = {day: place for place, day in enumerate(sorted({one.day for one in verdicts}))}
    for fold in range(min(limits.folds, len(days))):
        mine = [days[one.day] % limits.folds == fold for one in verdicts]
        line = best_line([one for one, held in zip(verdicts, mine, strict=True) if not held], today, limits)
        for one in compress(verdicts, mine):
            yield _HeldOut(one, one.confidence >= today, one.confidence >= line)


def _figures(held: Sequence[_HeldOut], facts: Sequence[bool]) -> LineFigures:
    return LineFigures.of([one.verdict for one in held], facts)


def _is_better(held: Sequence[_HeldOut], line: float, today: float, limits: LearningLimits) -> bool:
    """Whether the gain on held-out verdicts rises, and those that turn do so beyond chance.

    Chance would be a confirmed share at which it does not matter whether events are facts or questions.
    """
    turned = [one.verdict.confirmed for one in held if one.was != one.would and one.would == (line < today)]
    right, count = sum(turned), len(turned)
    if line == today:
        return False
    gain = sum((one.would - one.was) * (1 if one.verdict.confirmed else -limits.false_fact) for one in held)
    if line > today:
        return gain > 0 and float(bdtr(right, count, limits.even)) < limits.chance
    return gain > 0 and float(bdtrc(right - 1, count, limits.even)) < limits.chance
