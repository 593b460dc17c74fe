"""The output of `counterwatch analyze --json`: events, states, queues, coverage and cost of recordings.

Times are seconds from the first picture of the video, by presentation timestamp.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Protocol

from models import Certainty, Coverage, Event, Scalar
from pipeline.errors import PipelineError
from pipeline.intervals import Spans
from pipeline.processes import ProcessCost

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]


class StateSpanLike(Protocol):
    """A state that held at a counter from `start` to `end`, UTC seconds."""

    @property
    def counter(self) -> str:
        """Id of the counter."""

    @property
    def state(self) -> str:
        """Name of the state, as `staff_seated`."""

    @property
    def start(self) -> float:
        """UTC seconds."""

    @property
    def end(self) -> float:
        """UTC seconds."""


@dataclass(frozen=True, slots=True)
class ReportedEvent:
    """An event on the clock of its video; a point event has start = end. `clip` is the cut clip's path."""

    video: str
    camera: str
    counter: str
    kind: str
    start: float
    end: float
    confidence: float = 1.0
    attributes: Mapping[str, Scalar] = field(default_factory=dict)
    evidence: Mapping[str, Scalar] = field(default_factory=dict)
    clip: str | None = None
    certainty: Certainty = Certainty.FACT


@dataclass(frozen=True, slots=True)
class ReportedState:
    """`state` was true at `counter` from `start` to `end`."""

    counter: str
    state: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class ReportedCoverage:
    """`seen_s` seconds between `start` and `end` were really observed at `counter`."""

    counter: str
    start: float
    end: float
    seen_s: float


@dataclass(frozen=True, slots=True)
class ReportedQueue:
    """`people` waited before `counter` from `start` to `end`."""

    counter: str
    people: int
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class ReportedVision:
    """The pose model that looked, with which YOLO weights (a file's name), and why it.

    `detector` is the person detector's file name, None if MediaPipe looked alone; `detector_why` says why.
    """

    backend: str
    weights: str | None
    why: str
    detector: str | None = None
    detector_why: str = ""


@dataclass(frozen=True, slots=True)
class AnalysisReport:
    """The results of one recording, or of several.

    `certain_from` is the confidence from which the site's norm profile calls an event a fact; each event carries the
    certainty that follows from it and from what its behaviour knows.
    """

    events: tuple[ReportedEvent, ...] = ()
    states: tuple[ReportedState, ...] = ()
    coverage: tuple[ReportedCoverage, ...] = ()
    cost: ProcessCost = field(default_factory=ProcessCost)
    vision: ReportedVision | None = None
    queues: tuple[ReportedQueue, ...] = ()
    certain_from: float = 0.0

    def __add__(self, other: "AnalysisReport") -> "AnalysisReport":
        """Both recordings, one after the other."""
        return AnalysisReport(
            self.events + other.events,
            self.states + other.states,
            self.coverage + other.coverage,
            self.cost + other.cost,
            self.vision or other.vision,
            self.queues + other.queues,
            max(self.certain_from, other.certain_from),
        )


@dataclass(frozen=True, slots=True)
class VideoClock:
    """The clock of one video: its file name and the UTC second of its first picture."""

    video: str
    first_picture: float

    def of(self, utc: float) -> float:
        """Seconds from the first picture, to the millisecond: finer than any camera's pictures."""
        return round(utc - self.first_picture, 3)

    def event(self, event: Event, clip: str | None = None) -> ReportedEvent:
        """The event as this video's viewers see it."""
        return ReportedEvent(
            video=self.video,
            camera=event.camera,
            counter=event.counter,
            kind=event.kind,
            start=self.of(event.start),
            end=self.of(event.end),
            confidence=round(event.confidence, 3),
            attributes=event.attributes,
            evidence=event.evidence,
            clip=clip,
            certainty=event.certainty,
        )

    def states(self, spans: Iterable[StateSpanLike]) -> tuple[ReportedState, ...]:
        """The states on this clock."""
        return tuple(ReportedState(s.counter, s.state, self.of(s.start), self.of(s.end)) for s in spans)

    def queue(self, counter: str, people: int, spans: Spans) -> tuple[ReportedQueue, ...]:
        """When so many waited before a counter, on this clock."""
        return tuple(ReportedQueue(counter, people, self.of(start), self.of(end)) for start, end in spans)

    def coverage(self, rows: Iterable[Coverage]) -> tuple[ReportedCoverage, ...]:
        """The coverage on this clock."""
        return tuple(
            ReportedCoverage(c.counter, self.of(c.start), self.of(c.end), round(c.seen_s, 3)) for c in rows
        )


def document(report: AnalysisReport) -> Json:
    """The report as JSON values; NaN and infinity, which JSON does not have, become null."""
    return clean(asdict(report))


def write_json(path: Path, values: Json) -> None:
    """Write UTF-8 JSON; raises PipelineError if the place cannot be written."""
    text = json.dumps(values, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise PipelineError(f"{path}: cannot write the figures: {error.strerror}") from error


def clean(value: Json) -> Json:
    """The same values with null for NaN and infinity, and figures to six decimals."""
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): clean(inner) for key, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [clean(inner) for inner in value]
    return value
