"""Labelled clips and found events for the evaluation, written by hand."""

from pathlib import Path

from models import Scalar
from pipeline.evaluation.findings import ClipResult, compare
from pipeline.evaluation.truth import EvaluationClip, TrueEvent, TrueState, Truth
from pipeline.processes import ProcessCost
from pipeline.recordings.analysis_report import AnalysisReport, ReportedEvent, ReportedState

HOUR = 3600.0


def true(kind: str, start: float, end: float | None = None, **attributes: Scalar) -> TrueEvent:
    """A labelled event of W1; one moment without an end."""
    return TrueEvent.model_validate(
        {"counter": "W1", "kind": kind, "start": start, "end": start if end is None else end, **attributes}
    )


def found(kind: str, start: float, end: float | None = None, **attributes: Scalar) -> ReportedEvent:
    """A found event of W1 with confidence 1."""
    return ReportedEvent("v.mp4", "c", "W1", kind, start, start if end is None else end, 1.0, attributes)


def clip(
    *events: TrueEvent, exhaustive: str = "absence arrival", origin: str = "rendered", name: str = "x_A"
) -> EvaluationClip:
    """A clip of one counter with these labels, whose clerk sits for 40 s."""
    truth = Truth.model_validate(
        {
            "video": "v.mp4",
            "origin": origin,
            "tolerance_s": 0.4,
            "events": events,
            "states": [TrueState(counter="W1", state="staff_seated", start=0, end=40)],
            "exhaustive": exhaustive.split(),
        }
    )
    return EvaluationClip(name=name, video=Path("v.mp4"), site=Path("v.site.yaml"), truth=truth)


def went(some: EvaluationClip, *events: ReportedEvent, hours: float = 1.0) -> ClipResult:
    """The comparison of the clip with an analysis of so many hours that found these events."""
    states = (ReportedState("W1", "staff_seated", 10, 50),)
    return compare(some, AnalysisReport(events, states, (), ProcessCost(video_s=hours * HOUR)))
