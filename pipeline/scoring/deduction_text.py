"""What a deduction or a note says: the event's own sentence, and what became of it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from models.events import Event
from models.norms import Profile
from models.records import Verdict
from models.scores import Why
from models.words import Words
from pipeline.phrasing.sentences import cited, happened, touched
from pipeline.scoring.pricing import EffectiveCost, PricedEvent

_WHY = {
    Why.DISMISSED: Words(zh="复核已驳回，不扣分", en="dismissed by a reviewer, no points"),
    Why.CANDIDATE: Words(zh="待人工确认，暂不扣分", en="awaits confirmation, no points until then"),
    Why.NO_CHARGE: Words(zh="本规范不对此扣分", en="not charged in this profile"),
    Why.EXCUSED: Words(zh="排班免责，不扣分", en="nobody had to be at the post, no points"),
    Why.GRACE: Words(zh="在宽限之内，不扣分", en="within the grace, no points"),
    Why.UNOBSERVED: Words(zh="观察时间过少，不评分", en="too little was observed, no points"),
}


@dataclass(slots=True)
class DeductionPhrases:
    """Says each event once, however many clauses it touches; times are on the clock of `zone`."""

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
        """What happened, what it cost, and what else showed the same facts."""
        parts = [self.says(one.event), _cost(one, taken.points, taken.graced)]
        if one.verdict is Verdict.CONFIRMED:
            parts.append(Words(zh="已由人工确认", en="confirmed by a person"))
        if others:
            told = [self._what(other.event) for other in others]
            zh, en = "、".join(words.zh for words in told), " and ".join(words.en for words in told)
            parts.append(Words(zh=f"同一事实不再另扣：{zh}", en=f"the same facts, not charged again: {en}"))
        return _joined(parts)

    def note(self, one: PricedEvent, why: Why) -> Words:
        """What happened and why it costs nothing here; for OTHER_CLAUSE it must have a clause."""
        key = id(one.event), why
        if key not in self._noted:
            self._noted[key] = _joined([self.says(one.event), _because(one, why)])
        return self._noted[key]


def _because(one: PricedEvent, why: Why) -> Words:
    """Why it costs nothing."""
    if why is Why.OTHER_CLAUSE:
        return Words(zh=f"已在条款 {one.clause} 扣分", en=f"charged under clause {one.clause}")
    if why is Why.NOT_APPLYING:
        return Words(
            zh=f"条款 {one.clause} 不适用于本窗口或此时段，不扣分",
            en=f"clause {one.clause} is not for this counter or this hour, no points",
        )
    if why is Why.SAME_FACTS:
        return Words(
            zh=f"同一事实已在条款 {one.clause} 扣分",
            en=f"the same facts are charged under clause {one.clause}",
        )
    return _WHY[why]


def _cost(one: PricedEvent, points: float, graced: bool) -> Words:
    if points == one.points:
        return Words(
            zh=f"扣 {_exact(points)} 分", en=f"{_exact(points)} {'point' if points == 1 else 'points'}"
        )
    zh, en = f"条款 {one.clause} 已到上限", f"clause {one.clause} is at its limit"
    if graced:
        zh, en = f"条款 {one.clause} 的宽限已用完", f"the grace of clause {one.clause} is used up"
    return Words(
        zh=f"扣 {_exact(points)} 分（应扣 {_exact(one.points)} 分，{zh}）",
        en=f"{_exact(points)} of {_exact(one.points)} points ({en})",
    )


def _exact(points: float) -> str:
    """1.0, 0.5, 0.25: what was taken, to the digit; points have at most two decimals."""
    return f"{points:.2f}".removesuffix("0")


def _joined(parts: Sequence[Words]) -> Words:
    return Words(zh="；".join(part.zh for part in parts), en="; ".join(part.en for part in parts))
