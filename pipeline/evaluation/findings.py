"""One clip, found against true: what was matched, missed, a false alarm, and where the states agree."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.cost import Cost
from pipeline.evaluation.matching import match
from pipeline.evaluation.truth import Clip, TrueEvent, Truth
from pipeline.recordings.report import Report, ReportedEvent
from pipeline.spans import Spans

BLIND = "camera_blind"


@dataclass(frozen=True, slots=True)
class Finding:
    """A true event, a found one, or both when they are the same event.

    `judged` says that every event of this kind is labelled in the clip, so that it counts for precision;
    otherwise it counts for recall alone.
    """

    counter: str
    kind: str
    truth: TrueEvent | None
    found: ReportedEvent | None
    judged: bool

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
        """Found and not true."""
        return self.truth is None

    @property
    def span(self) -> tuple[float, float]:
        """Where an auditor should look, seconds from the first picture: the true span, or the found one."""
        event = self.truth or self.found
        return (event.start, event.end) if event else (float("nan"), float("nan"))


@dataclass(frozen=True, slots=True)
class StateAgreement:
    """Seconds in which a state was labelled, was found, and both, at a counter of a clip that labels it."""

    counter: str
    state: str
    labelled_s: float
    found_s: float
    both_s: float


@dataclass(frozen=True, slots=True)
class ClipResult:
    """How one clip went. `failed` is the reason, one line, when it could not be analysed: all is missed."""

    clip: Clip
    findings: tuple[Finding, ...]
    states: tuple[StateAgreement, ...]
    cost: Cost
    failed: str | None = None

    @property
    def truth(self) -> Truth:
        """What was labelled."""
        return self.clip.truth

    def watched_s(self, kind: str | None = None) -> float:
        """Seconds of video in which a false alarm of the kind (None: of any) would have been noticed."""
        return self.cost.video_s if kind is None or kind in self.truth.exhaustive else 0.0


def compare(clip: Clip, report: Report) -> ClipResult:
    """Hold what was found in a clip against its truth."""
    found = _outside_blind_time(clip.truth, report.events)
    groups = sorted({(e.counter, e.kind) for e in clip.truth.events} | {(e.counter, e.kind) for e in found})
    findings = [one for counter, kind in groups for one in _compare_kind(clip.truth, found, counter, kind)]
    return ClipResult(clip, tuple(findings), _agreements(clip.truth, report), report.cost)


def not_analysed(clip: Clip, reason: str) -> ClipResult:
    """A clip that could not be analysed: every labelled event is missed, no hour was watched."""
    return ClipResult(clip, compare(clip, Report()).findings, (), Cost(), failed=reason)


def _outside_blind_time(truth: Truth, found: Sequence[ReportedEvent]) -> list[ReportedEvent]:
    """Without the events that lie within a time in which nobody can say what happened."""
    blind = [(e.start, e.end) for e in truth.events if e.kind == BLIND]
    return [e for e in found if e.kind == BLIND or not any(a <= e.start and e.end <= b for a, b in blind)]


def _compare_kind(truth: Truth, found: Sequence[ReportedEvent], counter: str, kind: str) -> list[Finding]:
    """The findings of one counter and kind; events beyond the labels only where the labels are complete."""
    judged = kind in truth.exhaustive
    trues = [e for e in truth.events if (e.counter, e.kind) == (counter, kind)]
    founds = [e for e in found if (e.counter, e.kind) == (counter, kind)]
    partner = {pair.truth: pair.found for pair in match(trues, founds, truth.tolerance_s)}
    findings = [
        Finding(counter, kind, true, founds[partner[row]] if row in partner else None, judged)
        for row, true in enumerate(trues)
    ]
    extra = [event for row, event in enumerate(founds) if row not in partner.values()]
    return findings + [Finding(counter, kind, None, event, judged) for event in extra if judged]


def _agreements(truth: Truth, report: Report) -> tuple[StateAgreement, ...]:
    pairs = sorted({(s.counter, s.state) for s in truth.states})
    return tuple(_agreement(truth, report, counter, state) for counter, state in pairs)


def _agreement(truth: Truth, report: Report, counter: str, state: str) -> StateAgreement:
    labelled, found = (
        Spans.of(*((s.start, s.end) for s in states if (s.counter, s.state) == (counter, state)))
        for states in (truth.states, report.states)
    )
    return StateAgreement(counter, state, labelled.total, found.total, labelled.overlap_s(found))
