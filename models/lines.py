"""Learned lines: the confidence from which events of one kind are facts, at one counter or in the whole hall."""

import datetime as dt
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

_KEY = re.compile(r"(?P<kind>[a-z0-9_]+)(@(?P<counter>.+))?")


@dataclass(frozen=True, slots=True)
class LineKey:
    """The events that a line is for: one kind, at one counter of the site, or at all of them if it is None."""

    kind: str
    counter: str | None = None

    @classmethod
    def parse(cls, text: str) -> "LineKey":
        """The key that `str` writes: KIND or KIND@COUNTER. Raises ValueError for anything else."""
        found = _KEY.fullmatch(text.strip())
        if found is None:
            raise ValueError(f"{text!r} is not KIND or KIND@COUNTER")
        return cls(found["kind"], found["counter"])

    def __str__(self) -> str:
        return self.kind if self.counter is None else f"{self.kind}@{self.counter}"


@dataclass(frozen=True, slots=True)
class JudgedEvent:
    """An event that people confirmed or dismissed: its confidence (0..1) and its day of the site's calendar.

    `asked`: it was a question to them, for its confidence or for a reason of its behaviour.
    """

    event_id: int
    kind: str
    counter: str
    day: dt.date
    confidence: float
    confirmed: bool
    asked: bool = False


@dataclass(frozen=True, slots=True)
class LineFigures:
    """Counts of judged events under a line: `facts` reach it, `right` of those were confirmed, `confirmed` of all."""

    right: int
    facts: int
    confirmed: int

    @classmethod
    def of(cls, verdicts: Sequence[JudgedEvent], facts: Sequence[bool]) -> "LineFigures":
        """The counts where `facts` says of each verdict in turn whether its event is a fact."""
        pairs = list(zip(verdicts, facts, strict=True))
        right = sum(one.confirmed for one, fact in pairs if fact)
        return cls(right, sum(facts), sum(one.confirmed for one, _ in pairs))

    @property
    def precision(self) -> float:
        """Confirmed share of the facts, 0..1; NaN without a fact."""
        return self.right / self.facts if self.facts else math.nan

    @property
    def recall(self) -> float:
        """Share of the confirmed events that are facts, 0..1; NaN if none was confirmed."""
        return self.right / self.confirmed if self.confirmed else math.nan


@dataclass(frozen=True, slots=True)
class LineVersion:
    """A learned line to be accepted, in place of the line `replaced` (confidences, 0..1).

    `before` and `after` are the figures that were predicted on held-out verdicts, `learned_from` are all verdicts that
    the line was chosen from.
    """

    key: LineKey
    line: float
    replaced: float
    before: LineFigures
    after: LineFigures
    learned_from: tuple[JudgedEvent, ...]


@dataclass(frozen=True, slots=True)
class AcceptedLine:
    """A version that the account `by` accepted at `at` (UTC s); the newest that was not taken back is in force."""

    id: int
    site: str
    version: LineVersion
    by: str
    at: float
    taken_back_by: str | None = None
    taken_back_at: float | None = None
