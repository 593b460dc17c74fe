"""What a quality audit found: agreement of auditors, precision and estimated recall of every kind, drift by week.

An item counts where all who judged it say the same, or where it was settled afterwards. Where they differ, or the
video does not show it, it counts as not judged: the others of its stratum stand for it.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from zoneinfo import ZoneInfo

from models import AuditAnswer, AuditItem, AuditStratum, Outcome, QualityAudit, Verdict, calendar_day
from pipeline.quality.agreement import Agreement, agreement
from pipeline.quality.proportion import Proportion, proportion, weighted_share
from pipeline.quality.recall import Flagged, QuietStratum, RecallEstimate, estimated_recall

Answer = tuple[Outcome, tuple[str, ...]]
"""An outcome with the kinds that were seen, sorted: two auditors agree where both are equal."""


@dataclass(frozen=True, slots=True)
class KindResult:
    """The figures of one kind: `total` events in the span, `judged` of the drawn ones, and how many were right.

    `reviewed` are the events with a verdict of a reviewer, and those whose verdict the audit bears out.
    """

    kind: str
    total: int
    precision: Proportion
    recall: RecallEstimate
    reviewed: Proportion


@dataclass(frozen=True, slots=True)
class PairResult:
    """The agreement of two auditors on the items that both judged, of one kind; "" is quiet time, None everything."""

    first: str
    second: str
    kind: str | None
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class WeekResult:
    """The share of right events among those of the week that begins on `monday`, weighted by their strata."""

    monday: dt.date
    precision: Proportion


@dataclass(frozen=True, slots=True)
class AuditResult:
    """The figures of an audit. `differing` are positions of items on which the auditors differ."""

    kinds: tuple[KindResult, ...]
    pairs: tuple[PairResult, ...]
    weeks: tuple[WeekResult, ...]
    minutes: int
    minutes_judged: int
    unclear: int
    differing: tuple[int, ...]


def audit_result(audit: QualityAudit, said: Sequence[AuditAnswer], zone: ZoneInfo) -> AuditResult:
    """The figures of an audit by its judgements; `zone` is that of the hall, for the weeks."""
    items = {item.position: item for item in audit.draw.items}
    answers = _answers(items, said)
    settled = _all_settled(audit, answers)
    outcomes = _Outcomes(audit, settled)
    named = {stratum.kind for stratum in audit.draw.strata if stratum.kind} | outcomes.overlooked_kinds()
    quiet = [stratum for stratum in audit.draw.strata if not stratum.kind]
    return AuditResult(
        tuple(outcomes.of_kind(kind) for kind in sorted(named)),
        tuple(_pairs(items, answers)),
        tuple(outcomes.weeks(zone)),
        sum(stratum.total for stratum in quiet),
        sum(len(outcomes.of(stratum)) for stratum in quiet),
        sum(any(told == Outcome.UNCLEAR for told, _ in by.values()) for by in answers.values()),
        tuple(sorted(place for place, by in answers.items() if len(set(by.values())) > 1)),
    )


def right_of_kind(audit: QualityAudit, said: Sequence[AuditAnswer], kind: str) -> tuple[int, int]:
    """How many judged events of a kind were right in an audit, and how many were judged."""
    items = {item.position: item for item in audit.draw.items}
    settled = _all_settled(audit, _answers(items, said))
    told = [told for place, (told, _) in settled.items() if items[place].stratum.kind == kind]
    return told.count(Outcome.RIGHT), len(told)


def _answers(items: Mapping[int, AuditItem], said: Sequence[AuditAnswer]) -> dict[int, dict[str, Answer]]:
    """By position and auditor what was answered."""
    answers: dict[int, dict[str, Answer]] = defaultdict(dict)
    for one in said:
        answers[one.position][one.user] = _answer(items[one.position], one)
    return answers


def _all_settled(audit: QualityAudit, answers: Mapping[int, Mapping[str, Answer]]) -> dict[int, Answer]:
    """By position the answers on which all agree, and those that were settled where they differ."""
    items = {item.position: item for item in audit.draw.items}
    agreed = {place: told for place, by in answers.items() if (told := _settled(by)) is not None}
    later = {place: _answer(items[place], one) for place, one in audit.settled.items()}
    return agreed | {place: told for place, told in later.items() if told[0] is not Outcome.UNCLEAR}


def _answer(item: AuditItem, said: AuditAnswer) -> Answer:
    """Of quiet time only what begins in it counts: what began before is another minute's."""
    seen = (
        one.kind for one in said.sightings if item.event_id is not None or item.start <= one.at < item.end
    )
    return said.outcome, tuple(sorted(seen))


def _settled(answers: Mapping[str, Answer]) -> Answer | None:
    """The answer that all gave; None where they differ or cannot tell."""
    given = set(answers.values())
    only = next(iter(given)) if len(given) == 1 else None
    return None if only is None or only[0] is Outcome.UNCLEAR else only


class _Outcomes:
    """The settled answers of an audit, by stratum."""

    def __init__(self, audit: QualityAudit, settled: Mapping[int, Answer]) -> None:
        self._strata = audit.draw.strata
        self._by_stratum: dict[AuditStratum, list[tuple[AuditItem, Answer]]] = defaultdict(list)
        for item in audit.draw.items:
            if item.position in settled:
                self._by_stratum[item.stratum].append((item, settled[item.position]))

    def of(self, stratum: AuditStratum) -> list[tuple[AuditItem, Answer]]:
        """The settled items of a stratum."""
        return self._by_stratum[stratum]

    def overlooked_kinds(self) -> set[str]:
        """Kinds that were seen and not flagged."""
        return {
            kind
            for stratum in self._strata
            for item, (_, kinds) in self.of(stratum)
            for kind in kinds
            if kind not in item.overlapping
        }

    def of_kind(self, kind: str) -> KindResult:
        """The figures of one kind."""
        mine = [stratum for stratum in self._strata if stratum.kind == kind]
        found = [pair for stratum in mine for pair in self.of(stratum)]
        right = sum(told is Outcome.RIGHT for _, (told, _) in found)
        total = sum(stratum.total for stratum in mine)
        recall = estimated_recall(Flagged(total, len(found), right), list(self._overlooked(kind)))
        reviewed = [
            (item.verdict is Verdict.CONFIRMED) == (told is Outcome.RIGHT)
            for item, (told, _) in found
            if item.verdict is not Verdict.OPEN
        ]
        return KindResult(
            kind, total, proportion(right, len(found)), recall, proportion(sum(reviewed), len(reviewed))
        )

    def _overlooked(self, kind: str) -> Iterator[QuietStratum]:
        """Quiet time, and the kinds whose events turned out to be of this kind, which nothing had flagged."""
        for stratum in self._strata:
            found = self.of(stratum)
            missed = sum(
                kinds.count(kind)
                for item, (_, kinds) in found
                if kind not in (*item.overlapping, stratum.kind)
            )
            if not stratum.kind or missed:
                yield QuietStratum(stratum.total, len(found), missed)

    def weeks(self, zone: ZoneInfo) -> Iterator[WeekResult]:
        """The share of right events week by week; each judged event stands for those of its stratum."""
        weeks: dict[dt.date, list[tuple[bool, float]]] = defaultdict(list)
        for stratum in (one for one in self._strata if one.kind):
            found = self.of(stratum)
            for item, (told, _) in found:
                day = calendar_day(item.start, zone)
                monday = day - dt.timedelta(days=day.weekday())
                weeks[monday].append((told is Outcome.RIGHT, stratum.total / len(found)))
        for monday, judged in sorted(weeks.items()):
            yield WeekResult(monday, weighted_share(judged))


def _pairs(
    items: Mapping[int, AuditItem], answers: Mapping[int, Mapping[str, Answer]]
) -> Iterator[PairResult]:
    """Every pair of auditors over all items that both judged, and kind by kind."""
    names = sorted({name for by in answers.values() for name in by})
    for first, second in combinations(names, 2):
        both = {place: by for place, by in sorted(answers.items()) if first in by and second in by}
        kinds = sorted({items[place].stratum.kind for place in both})
        for kind in (None, *kinds):
            of = [by for place, by in both.items() if kind in (None, items[place].stratum.kind)]
            told = agreement([by[first] for by in of], [by[second] for by in of])
            yield PairResult(first, second, kind, told)
