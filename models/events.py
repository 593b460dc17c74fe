"""Events and coverage: the things that happened at a counter, and the share of the time that was observed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

Scalar = float | int | str | bool


class Certainty(StrEnum):
    """What may follow from an event: points, a decision of a person, or nothing."""

    FACT = "fact"
    """It may cost points."""
    QUESTION = "question"
    """It costs nothing before a person confirms it."""
    HINT = "hint"
    """It is shown and never costs anything."""


@dataclass(frozen=True, slots=True)
class Event:
    """One occurrence of one kind at one counter.

    `start` and `end` are UTC seconds; a point event has them equal. `confidence` is 0..1.
    `attributes` are the results (`stood`, `latency_s`, `unattended`). `evidence` has the measured figures and the
    threshold that they were compared with. Both hold plain scalars only. `certainty` says whether it may cost points:
    a behaviour that knows a reason against it says so, and `decided` says it of a low confidence.
    Two events are the same when camera, counter, kind and start are the same.
    Raises ValueError when the end is before the start, or the confidence is outside 0..1.
    """

    camera: str
    counter: str
    kind: str
    start: float
    end: float
    confidence: float
    attributes: Mapping[str, Scalar] = field(default_factory=dict)
    evidence: Mapping[str, Scalar] = field(default_factory=dict)
    certainty: Certainty = Certainty.FACT

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(
                f"event {self.kind} at {self.counter}: end {self.end} is before start {self.start}"
            )
        if not 0 <= self.confidence <= 1:
            raise ValueError(
                f"event {self.kind} at {self.counter}: confidence {self.confidence} is not in 0..1"
            )

    @property
    def seconds(self) -> float:
        """Length in seconds, 0 for a point event."""
        return self.end - self.start

    def as_question(self) -> "Event":
        """The event as a question for a person; a hint stays a hint."""
        return self if self.certainty is Certainty.HINT else replace(self, certainty=Certainty.QUESTION)

    def as_hint(self) -> "Event":
        """The event as a hint, which never costs points."""
        return replace(self, certainty=Certainty.HINT)

    def decided(self, certain_from: float) -> "Event":
        """The event as a question where its confidence is under `certain_from` (0..1), otherwise as it is.

        At 1 every event is a question.
        """
        return self.as_question() if self.confidence < certain_from or certain_from >= 1 else self


@dataclass(frozen=True, slots=True)
class Coverage:
    """The observed part of `start`..`end` (UTC seconds) at one counter: `seen_s` seconds.

    `lost_s` has the seconds that were not observed, by reason (`dark`, `frozen`, `blocked`, `shaken`,
    `no picture`; `skipped`: the machine had no time to look; `unclear`: a good picture in which people are found too
    seldom).
    """

    camera: str
    counter: str
    start: float
    end: float
    seen_s: float
    lost_s: Mapping[str, float] = field(default_factory=dict)

    @property
    def share(self) -> float:
        """Observed share of the time, 0..1; NaN when the span is empty."""
        return self.seen_s / (self.end - self.start) if self.end > self.start else float("nan")
