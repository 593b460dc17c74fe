"""The text of a deduction or a note: the event's own sentence, and its effect on the score."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from models import Event, Verdict, Why, Words, listed, phrase
from models.norms import Profile
from pipeline.phrasing.sentences import cited, happened, touched
from pipeline.scoring.pricing import EffectiveCost, PricedEvent


@dataclass(slots=True)
class DeductionPhrases:
    """The sentence of each event, made once however many clauses it touches; times are on the clock of `zone`."""

    profile: Profile
    zone: dt.tzinfo
    _happened: dict[int, Words] = field(default_factory=dict)
    _said: dict[int, Words] = field(default_factory=dict)
    _noted: dict[tuple[int, Why], Words] = field(default_factory=dict)
    _touched: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def says(self, event: Event) -> Words:
        """The event's own sentence. Events are told apart by identity: they live as long as the scoring."""
        if id(event) not in self._said:
            self._said[id(event)] = cited(self._what(event), self._clauses(event.kind))
        return self._said[id(event)]

    def _what(self, event: Event) -> Words:
        if id(event) not in self._happened:
            self._happened[id(event)] = happened(event, self.profile, self.zone)
        return self._happened[id(event)]

    def _clauses(self, kind: str) -> tuple[str, ...]:
        if kind not in self._touched:
            self._touched[kind] = touched(kind, self.profile)
        return self._touched[kind]

    def deduction(self, one: PricedEvent, taken: EffectiveCost, others: Sequence[PricedEvent]) -> Words:
        """The event, its cost, and other events of the same facts."""
        parts = [self.says(one.event), _cost(one, taken.points, taken.graced)]
        if one.verdict is Verdict.CONFIRMED:
            parts.append(phrase("deduction.confirmed"))
        if others:
            told = [self._what(other.event) for other in others]
            parts.append(phrase("deduction.others", others=listed(told, "deduction.others.list")))
        return listed(parts, "format.semicolons")

    def note(self, one: PricedEvent, why: Why) -> Words:
        """The event and why it costs nothing here; for OTHER_CLAUSE it must have a clause."""
        key = id(one.event), why
        if key not in self._noted:
            parts = [self.says(one.event), _because(one, why), *self._learned(one.event, why)]
            self._noted[key] = listed(parts, "format.semicolons")
        return self._noted[key]

    def _learned(self, event: Event, why: Why) -> list[Words]:
        """The line that makes a question of the event, if it was learned from verdicts."""
        line = self.profile.scoring.line(event.kind, event.counter)
        if why is not Why.CANDIDATE or not self.profile.scoring.certain_from <= event.confidence < line:
            return []
        return [phrase("deduction.learned", confidence=f"{event.confidence:.3g}", line=f"{line:g}")]


def _because(one: PricedEvent, why: Why) -> Words:
    """Why it costs nothing."""
    if why in (Why.OTHER_CLAUSE, Why.NOT_APPLYING, Why.SAME_FACTS):
        return phrase(f"deduction.{why.value}", clause=one.clause)
    return phrase(f"deduction.{why.value}")


def _cost(one: PricedEvent, points: float, graced: bool) -> Words:
    if points == one.points:
        return phrase("deduction.point" if points == 1 else "deduction.points", points=_exact(points))
    why = phrase("deduction.grace_used" if graced else "deduction.at_limit", clause=one.clause)
    return phrase("deduction.limited", points=_exact(points), full=_exact(one.points), why=why)


def _exact(points: float) -> str:
    """1.0, 0.5, 0.25: the points taken, to the digit; points have at most two decimals."""
    return f"{points:.2f}".removesuffix("0")
