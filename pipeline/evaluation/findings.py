"""The comparison of one clip: matched, missed and false events, and the agreement of states."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from models import Certainty
from pipeline.evaluation.matching import match
from pipeline.evaluation.state_figures import BLIND, StateAgreement, agreements
from pipeline.evaluation.truth import EvaluationClip, TrueEvent, Truth
from pipeline.processes import ProcessCost
from pipeline.recordings import AnalysisReport, ReportedEvent

_RANK = {Certainty.FACT: 2, Certainty.QUESTION: 1, Certainty.HINT: 0}
"""The certainties that are matched first have the highest rank."""


@dataclass(frozen=True, slots=True)
class EventMatch:
    """A true event, a found one, or both when they are the same event.

    `judged` says that every event of this kind is labelled in the clip, so that it counts for precision;
    otherwise it counts for recall alone. `certainty` is that of the found event; a fact whose confidence is under what
    the norm profile calls certain is a question. It is FACT for a missed event.
    """

    counter: str
    kind: str
    truth: TrueEvent | None
    found: ReportedEvent | None
    judged: bool
    certainty: Certainty = Certainty.FACT

    @property
    def question(self) -> bool:
        """A person decides first whether the found event is one."""
        return self.certainty is Certainty.QUESTION

    @property
    def hint(self) -> bool:
        """The found event never costs anything."""
        return self.certainty is Certainty.HINT

    @property
    def matched(self) -> bool:
        """Found and true."""
        return self.truth is not None and self.found is not None

    @property
    def missed(self) -> bool:
        """True and not found."""
        return self.found is None

    @property
    def false_alarm(self) -> bool:
        """Found and not true, whatever its certainty."""
        return self.truth is None

    @property
    def span(self) -> tuple[float, float]:
        """The span for an auditor to look at, seconds from the first picture: the true span, or the found one."""
        event = self.truth or self.found
        return (event.start, event.end) if event else (float("nan"), float("nan"))


@dataclass(frozen=True, slots=True)
class ClipResult:
    """The result of one clip. `failed` is the reason, one line, when it could not be analysed: all is missed."""

    clip: EvaluationClip
    findings: tuple[EventMatch, ...]
    states: tuple[StateAgreement, ...]
    cost: ProcessCost
    failed: str | None = None

    @property
    def truth(self) -> Truth:
        """The labels."""
        return self.clip.truth

    def watched_s(self, kind: str | None = None) -> float:
        """Seconds of video in which a false alarm of the kind (None: of any) would have been noticed."""
        return self.cost.video_s if kind is None or kind in self.truth.exhaustive else 0.0


def compare(clip: EvaluationClip, report: AnalysisReport) -> ClipResult:
    """Compare the report of a clip with its truth."""
    found = _outside_blind_time(clip.truth, report.events)
    groups = sorted({(e.counter, e.kind) for e in clip.truth.events} | {(e.counter, e.kind) for e in found})
    told = _ClipEvents(clip.truth, found, report.certain_from)
    findings = [one for counter, kind in groups for one in _compare_kind(told, counter, kind)]
    return ClipResult(clip, tuple(findings), agreements(clip.truth, report), report.cost)


def facts_alone(result: ClipResult) -> ClipResult:
    """The result without questions and hints: a true event that only they found is missed."""
    facts = [
        f if f.certainty is Certainty.FACT else replace(f, found=None, certainty=Certainty.FACT)
        for f in result.findings
        if f.truth is not None or f.certainty is Certainty.FACT
    ]
    return replace(result, findings=tuple(facts))


def not_analysed(clip: EvaluationClip, reason: str) -> ClipResult:
    """A clip that could not be analysed: every labelled event and second is missed, no hour was watched."""
    return replace(compare(clip, AnalysisReport()), failed=reason)


def _outside_blind_time(truth: Truth, found: Sequence[ReportedEvent]) -> list[ReportedEvent]:
    """The events without those inside a time in which a person says that nothing can be judged."""
    blind = [(e.start, e.end) for e in truth.events if e.kind == BLIND]
    return [e for e in found if e.kind == BLIND or not any(a <= e.start and e.end <= b for a, b in blind)]


@dataclass(frozen=True, slots=True)
class _ClipEvents:
    """A clip's labels and found events."""

    truth: Truth
    found: Sequence[ReportedEvent]
    certain_from: float

    def certainty(self, event: ReportedEvent) -> Certainty:
        """The certainty of a found event under the clip's norm profile."""
        unsure = event.certainty is Certainty.FACT and event.confidence < self.certain_from
        return Certainty.QUESTION if unsure else event.certainty


def _compare_kind(told: _ClipEvents, counter: str, kind: str) -> list[EventMatch]:
    """The matches of one counter and kind; events beyond the labels only if the labels are complete.

    Facts are matched before questions and these before hints: an event that a fact found is not taken by a question
    about it.
    """
    judged = kind in told.truth.exhaustive
    trues = [e for e in told.truth.events if (e.counter, e.kind) == (counter, kind)]
    founds = [e for e in told.found if (e.counter, e.kind) == (counter, kind)]
    ranks = [_RANK[told.certainty(e)] for e in founds]
    partner = {pair.truth: pair.found for pair in match(trues, founds, told.truth.tolerance_s, ranks)}
    both = [(true, founds[partner[row]] if row in partner else None) for row, true in enumerate(trues)]
    extra = [(None, e) for row, e in enumerate(founds) if judged and row not in partner.values()]
    return [
        EventMatch(counter, kind, true, found, judged, told.certainty(found) if found else Certainty.FACT)
        for true, found in [*both, *extra]
    ]
