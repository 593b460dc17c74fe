"""The sentence of an event, by its kind, from its times and figures, in Chinese and English.

A kind with an entry in `_TOLD` has words of its own. Every other kind is named with its times and duration.
"""

import datetime as dt
import math
from collections.abc import Callable, Sequence

from models.events import Event
from models.norms import Profile, load_catalogue
from models.norms.labels import label
from models.words import Words
from pipeline.phrasing.event_facts import EventFacts, lasting, limit_of, named
from pipeline.phrasing.service_sentences import DUTIES


def describe(facts: EventFacts) -> Words:
    """What happened and when, and what excuses it, without the clauses."""
    what, event = _with_model(facts, _TOLD.get(facts.event.kind, named)(facts)), facts.event
    if not facts.says("excused"):
        return what
    why = label("excuses", str(event.evidence.get("excuse", "roster")))
    return Words(zh=f"{what.zh}（排班免责：{why.zh}）", en=f"{what.en} (excused by the roster: {why.en})")


def _with_model(facts: EventFacts, what: Words) -> Words:
    """What a detection model saw of the thing meant, where one looked."""
    for figure, thing in _THINGS.items():
        share = facts.number(figure)
        if not math.isnan(share):
            return Words(
                zh=f"{what.zh}，检测模型在 {share:.0%} 的观察中见到{thing.zh}",
                en=f"{what.en}, the detection model saw {thing.en} in {share:.0%} of its looks",
            )
    return what


def _no_stand(facts: EventFacts) -> Words:
    seated, limit = facts.number("seated_until_s"), lasting(facts.limits.stand_within_s)
    zh, en = "未见员工起身", "staff not seen to rise"
    if seated > 0:
        until = facts.clock(facts.event.start + seated)
        zh, en = f"员工坐到 {until}", f"staff seated until {until}"
    return Words(
        zh=f"{facts.start} 客户到窗口，{zh}：{limit.zh}内未起身迎接",
        en=f"customer at the window {facts.start}, {en}: not met standing within {limit.en}",
    )


def _absence(facts: EventFacts) -> Words:
    what, alone = named(facts), facts.number("customer_s")
    if not facts.says("unattended"):
        return what
    part = lasting(alone) if alone > 0 else None
    zh = f"，其间窗口有客户 {part.zh}" if part else "，其间窗口有客户"
    en = f", a customer at the window for {part.en} of it" if part else ", a customer at the window meanwhile"
    return Words(zh=what.zh + zh, en=what.en + en)


def _unattended(facts: EventFacts) -> Words:
    long, limit = lasting(facts.event.seconds), limit_of(facts)
    return Words(
        zh=f"{facts.start} 至 {facts.end} 客户在窗口而无人在岗，共 {long.zh}{limit.zh if limit else ''}",
        en=f"customer at the window {facts.start} to {facts.end} and nobody at the post, "
        f"{long.en}{limit.en if limit else ''}",
    )


def _arrival(facts: EventFacts) -> Words:
    zh, en = f"{facts.start} 客户到窗口", f"customer at the window {facts.start}"
    stood, latency = facts.event.attributes.get("stood"), facts.number("latency_s")
    if stood is True and latency > 0:
        after = lasting(latency)
        return Words(zh=f"{zh}，员工 {after.zh}后起身迎接", en=f"{en}, met standing after {after.en}")
    if stood is True:
        return Words(zh=f"{zh}，员工已起身迎接", en=f"{en}, met standing")
    return (
        Words(zh=f"{zh}，未起身迎接", en=f"{en}, not met standing") if stood is False else Words(zh=zh, en=en)
    )


def _trunk(facts: EventFacts) -> Words:
    """A bent trunk, with how far from this counter's upright it was; positive is forward."""
    what, angle = named(facts), facts.number("trunk_deg")
    if math.isnan(angle):
        return what
    zh, en = ("前倾", "forward") if angle >= 0 else ("后仰", "back")
    return Words(
        zh=f"{what.zh}，上身{zh} {abs(angle):.0f} 度", en=f"{what.en}, trunk {abs(angle):.0f} degrees {en}"
    )


def _blind(facts: EventFacts) -> Words:
    what = named(facts)
    return Words(zh=f"{what.zh}：这段时间不作判定", en=f"{what.en}: nothing is judged in this time")


def _moved(facts: EventFacts) -> Words:
    what = named(facts)
    return Words(
        zh=f"{what.zh}：划定的区域已不相符，重新划定前不作判定",
        en=f"{what.en}: its zones no longer fit, and nothing is judged until they are drawn anew",
    )


_THINGS = {
    "phone_share": Words(zh="手机", en="a phone in the hand or at the ear"),
    "uniform_share": Words(zh="制服", en="the uniform"),
}
_TOLD: dict[str, Callable[[EventFacts], Words]] = {
    "no_stand_greeting": _no_stand,
    "absence": _absence,
    "unattended_customer": _unattended,
    "arrival": _arrival,
    "slouching": _trunk,
    "leaning_back": _trunk,
    "camera_blind": _blind,
    "camera_moved": _moved,
    **DUTIES,
}


def sentence(event: Event, profile: Profile, zone: dt.tzinfo, language: str) -> str:
    """What happened, when, by which figures, and the clauses it touches; times on the clock of `zone`."""
    return sentences(event, profile, zone).of(language)


def sentences(event: Event, profile: Profile, zone: dt.tzinfo) -> Words:
    """`sentence` in both languages."""
    return cited(happened(event, profile, zone), touched(event.kind, profile))


def cited(what: Words, clauses: Sequence[str]) -> Words:
    """What happened, with the clauses that it touches."""
    if not clauses:
        return what
    return Words(zh=f"{what.zh}；条款 {'、'.join(clauses)}", en=f"{what.en}; clause {', '.join(clauses)}")


def touched(kind: str, profile: Profile) -> tuple[str, ...]:
    """Clauses of the profile that a kind touches, the one it is charged to first."""
    clauses = [clause.id for clause in load_catalogue().clauses_of(kind, profile.clauses)]
    charge = profile.charges.get(kind)
    first = charge.clause if charge is not None else None
    return tuple(sorted(clauses, key=lambda key: key != first))


def happened(event: Event, profile: Profile, zone: dt.tzinfo) -> Words:
    """What happened and when, without the clauses."""
    return describe(EventFacts(event, zone, profile.thresholds))
