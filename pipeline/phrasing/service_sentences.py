"""The words of waiting, serving and courtesy: how long, how many, and what staff did meanwhile."""

import math
from collections.abc import Callable, Mapping

from models.words import Words
from pipeline.phrasing.event_facts import EventFacts, lasting, named

_REASONS = {
    "phone": Words(zh="用手机", en="on the phone"),
    "aside": Words(zh="转身，身边有同事", en="turned away, with a colleague at the post"),
    "unnoticed": Words(zh="尚未看向客户", en="not yet turned to the customer"),
    "idle": Words(zh="窗口空着", en="behind a free window"),
}


def _busy(facts: EventFacts) -> Words:
    reason = _REASONS.get(str(facts.event.attributes.get("reason", "")))
    if reason is None:
        return named(facts)
    idle = facts.event.attributes["reason"] == "idle"
    long = lasting(facts.event.seconds)
    limit = lasting(facts.limits.idle_after_s if idle else facts.limits.busy_after_s)
    return Words(
        zh=f"{facts.start} 至 {facts.end} 客户等候而员工{reason.zh}，共 {long.zh}（满 {limit.zh}即计）",
        en=f"somebody waits {facts.start} to {facts.end} and staff is {reason.en}, {long.en} "
        f"(counted from {limit.en} on)",
    )


def _queue(facts: EventFacts) -> Words:
    what, people, least = named(facts), facts.number("people"), facts.number("threshold_people")
    if math.isnan(people) or math.isnan(least):
        return what
    limit = lasting(facts.limits.queue_after_s)
    zh = f"{what.zh}，通常 {people:.0f} 人等候（{least:.0f} 人满 {limit.zh}即计）"
    en = f"{what.en}, mostly {people:.0f} people (counted from {least:.0f} for {limit.en} on)"
    return _also(Words(zh=zh, en=en), _windows(facts, "closed_windows"), _windows(facts, "excused_windows"))


def _windows(facts: EventFacts, name: str) -> Words | None:
    which = facts.event.evidence.get(name)
    if not which:
        return None
    if name == "closed_windows":
        return Words(zh=f"窗口 {which} 无人", en=f"closed: {which}")
    return Words(zh=f"窗口 {which} 按排班可以不开", en=f"closed as the roster allows: {which}")


def _held_up(facts: EventFacts) -> Words:
    what, service = named(facts), facts.number("service_s")
    if math.isnan(service):
        return what
    long = lasting(service)
    return Words(
        zh=f"{what.zh}，窗口客户办理 {long.zh}", en=f"{what.en}, one customer being served for {long.en}"
    )


def _departure(facts: EventFacts) -> Words:
    stayed = facts.number("stayed_s")
    what = Words(zh=f"{facts.start} 客户离开", en=f"customer left the window {facts.start}")
    if math.isnan(stayed):
        return what
    long = lasting(stayed)
    what = Words(zh=f"{what.zh}，停留 {long.zh}", en=f"{what.en} after {long.en}")
    return _also(what, _queued(facts), _noticed(facts), _faced(facts))


def _queued(facts: EventFacts) -> Words | None:
    waited = facts.number("queue_s")
    if math.isnan(waited):
        return None
    long = lasting(waited)
    return Words(zh=f"此前已有人等候 {long.zh}", en=f"people had queued for {long.en}")


def _noticed(facts: EventFacts) -> Words | None:
    after = facts.number("noticed_after_s")
    if not after >= 1:
        return None
    long = lasting(after)
    return Words(zh=f"{long.zh}后员工看向客户", en=f"looked at after {long.en}")


def _faced(facts: EventFacts) -> Words | None:
    share = facts.number("faced_share")
    if math.isnan(share):
        return None
    return Words(zh=f"{share:.0%} 的时间面向客户", en=f"faced for {share:.0%} of it")


def _figured(zh: str, en: str, *names: str) -> Callable[[EventFacts], Words]:
    """What tells the kind as it is named, and what its figures say where all of them are known."""

    def tell(facts: EventFacts) -> Words:
        known = {name: facts.number(name) for name in names}
        if any(math.isnan(figure) for figure in known.values()):
            return named(facts)
        return _also(named(facts), Words(zh=zh.format(**known), en=en.format(**known)))

    return tell


_quick = _figured(
    "手速每秒 {speed_m_s:.1f} 米（每秒 {threshold_m_s:g} 米起提示）",
    "a hand at {speed_m_s:.1f} m/s (asked about from {threshold_m_s:g} m/s on)",
    "speed_m_s",
    "threshold_m_s",
)
_idle = _figured(
    "看到的 {minutes:.0f} 分钟中 {upright_minutes:.0f} 分钟姿态端正",
    "upright for {upright_minutes:.0f} of the {minutes:.0f} minutes seen",
    "minutes",
    "upright_minutes",
)
_badge = _figured(
    "看清胸前的 {minutes:.0f} 分钟中 {badge_minutes:.0f} 分钟见到工牌",
    "one seen in {badge_minutes:.0f} of the {minutes:.0f} minutes in which the chest was seen",
    "minutes",
    "badge_minutes",
)


def _within(facts: EventFacts) -> Words:
    """A courtesy that was looked for, and for how long."""
    what, before, after = named(facts), facts.number("before_s"), facts.number("within_s")
    after = facts.number("after_s") if math.isnan(after) else after
    parts = [
        (before, Words(zh="前 {}", en="{} before")),
        (after, Words(zh="后 {}", en="{} after")),
    ]
    found = [(lasting(seconds), words) for seconds, words in parts if seconds > 0]
    if not found:
        return what
    zh = "、".join(words.zh.format(long.zh) for long, words in found)
    en = " and ".join(words.en.format(long.en) for long, words in found)
    return Words(zh=f"{what.zh}（看了{zh}）", en=f"{what.en} (looked for in the {en})")


def _sat(facts: EventFacts) -> Words:
    what, later = named(facts), facts.number("customer_sat_after_s")
    if math.isnan(later):
        return what
    long = lasting(later)
    return Words(zh=f"{what.zh}，客户 {long.zh}后才坐下", en=f"{what.en}, who sat down {long.en} later")


def _also(what: Words, *parts: Words | None) -> Words:
    for part in parts:
        if part is not None:
            what = Words(zh=f"{what.zh}，{part.zh}", en=f"{what.en}, {part.en}")
    return what


DUTIES: Mapping[str, Callable[[EventFacts], Words]] = {
    "waiting_while_busy": _busy,
    "long_queue": _queue,
    "queue_held_up": _held_up,
    "thrown_handover": _quick,
    "large_gestures": _quick,
    "departure": _departure,
    "idle_time": _idle,
    "badge_time": _badge,
    "no_nod_greeting": _within,
    "no_facing_greeting": _within,
    "no_invitation": _within,
    "no_farewell": _within,
    "left_without_telling": _within,
    "sat_before_customer": _sat,
}
"""What is told of each of these kinds."""
