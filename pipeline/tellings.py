"""What happened, kind by kind: the words of an event made from its times and figures.

A kind speaks for itself where `_TOLD` has words for it; every other one, known or not, is named with its
times and how long it lasted.
"""

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import dataclass

from models.events import Event
from models.norms.labels import label
from models.thresholds import Thresholds
from models.words import Words

# The threshold that a span of this kind was held against.
_LIMITS = {
    "absence": "absence_after_s",
    "unattended_customer": "unattended_after_s",
    "late_opening": "late_opening_after_s",
    "early_closing": "early_closing_after_s",
    "slouching": "slouch_after_s",
    "leaning_back": "lean_back_after_s",
    "head_on_desk": "head_on_desk_after_s",
    "chin_on_hand": "chin_on_hand_after_s",
    "arms_crossed": "arms_crossed_after_s",
    "phone": "phone_after_s",
    "yawning": "yawn_after_s",
    "long_wait": "long_wait_after_s",
}


@dataclass(frozen=True, slots=True)
class Telling:
    """An event with the clock and the numbers that its sentence needs."""

    event: Event
    zone: dt.tzinfo
    limits: Thresholds

    def clock(self, moment: float) -> str:
        """09:31:12 on the site's clock, with the date where it is not that of the event's start."""
        here = dt.datetime.fromtimestamp(moment, self.zone)
        same = here.date() == dt.datetime.fromtimestamp(self.event.start, self.zone).date()
        return f"{here:%H:%M:%S}" if same else f"{here:%Y-%m-%d %H:%M:%S}"

    @property
    def start(self) -> str:
        """When it began, by the clock."""
        return self.clock(self.event.start)

    @property
    def end(self) -> str:
        """When it ended, by the clock."""
        return self.clock(self.event.end)

    def number(self, name: str) -> float:
        """A figure of the event; NaN when it has none."""
        value = self.event.attributes.get(name, self.event.evidence.get(name, math.nan))
        return float(value) if isinstance(value, int | float) else math.nan

    def says(self, name: str) -> bool:
        """Whether an attribute is there and true."""
        return self.event.attributes.get(name) is True


def tell(told: Telling) -> Words:
    """What happened and when, and what excuses it, without the clauses."""
    what, event = _TOLD.get(told.event.kind, _named)(told), told.event
    if not told.says("excused"):
        return what
    why = label("excuses", str(event.evidence.get("excuse", "roster")))
    return Words(zh=f"{what.zh}（排班免责：{why.zh}）", en=f"{what.en} (excused by the roster: {why.en})")


def _seconds(seconds: float) -> Words:
    """12.3 s, 4 min 10 s, 1 h 5 min: as exact as people read it."""
    if seconds < 60:
        exact = f"{seconds:.1f}".removesuffix(".0")
        return Words(zh=f"{exact} 秒", en=f"{exact} s")
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return _two(minutes, rest, Words(zh="分", en="min"), Words(zh="秒", en="s"))
    return _two(*divmod(minutes, 60), Words(zh="小时", en="h"), Words(zh="分", en="min"))


def _two(big: int, small: int, unit: Words, part: Words) -> Words:
    zh, en = f"{big} {unit.zh}", f"{big} {unit.en}"
    return Words(zh=f"{zh} {small} {part.zh}", en=f"{en} {small} {part.en}") if small else Words(zh=zh, en=en)


def _named(told: Telling) -> Words:
    """The kind's name, its times, how long, and the limit it was held against."""
    name, event = label("kinds", told.event.kind), told.event
    if event.end == event.start:
        return Words(zh=f"{told.start} {name.zh}", en=f"{name.en} at {told.start}")
    long, limit = _seconds(event.seconds), _limit(told)
    return Words(
        zh=f"{told.start} 至 {told.end} {name.zh}，共 {long.zh}{limit.zh if limit else ''}",
        en=f"{name.en} {told.start} to {told.end}, {long.en}{limit.en if limit else ''}",
    )


def _limit(told: Telling) -> Words | None:
    name = _LIMITS.get(told.event.kind)
    if name is None:
        return None
    limit = _seconds(getattr(told.limits, name))
    return Words(zh=f"（满 {limit.zh}即计）", en=f" (counted from {limit.en} on)")


def _no_stand(told: Telling) -> Words:
    seated, limit = told.number("seated_until_s"), _seconds(told.limits.stand_within_s)
    zh, en = "未见员工起身", "staff not seen to rise"
    if seated > 0:
        until = told.clock(told.event.start + seated)
        zh, en = f"员工坐到 {until}", f"staff seated until {until}"
    return Words(
        zh=f"{told.start} 客户到窗口，{zh}：{limit.zh}内未起身迎接",
        en=f"customer at the window {told.start}, {en}: not met standing within {limit.en}",
    )


def _absence(told: Telling) -> Words:
    what, alone = _named(told), told.number("customer_s")
    if not told.says("unattended"):
        return what
    part = _seconds(alone) if alone > 0 else None
    zh = f"，其间窗口有客户 {part.zh}" if part else "，其间窗口有客户"
    en = f", a customer at the window for {part.en} of it" if part else ", a customer at the window meanwhile"
    return Words(zh=what.zh + zh, en=what.en + en)


def _unattended(told: Telling) -> Words:
    long, limit = _seconds(told.event.seconds), _limit(told)
    return Words(
        zh=f"{told.start} 至 {told.end} 客户在窗口而无人在岗，共 {long.zh}{limit.zh if limit else ''}",
        en=f"customer at the window {told.start} to {told.end} and nobody at the post, "
        f"{long.en}{limit.en if limit else ''}",
    )


def _arrival(told: Telling) -> Words:
    zh, en = f"{told.start} 客户到窗口", f"customer at the window {told.start}"
    stood, latency = told.event.attributes.get("stood"), told.number("latency_s")
    if stood is True and latency > 0:
        after = _seconds(latency)
        return Words(zh=f"{zh}，员工 {after.zh}后起身迎接", en=f"{en}, met standing after {after.en}")
    if stood is True:
        return Words(zh=f"{zh}，员工已起身迎接", en=f"{en}, met standing")
    return (
        Words(zh=f"{zh}，未起身迎接", en=f"{en}, not met standing") if stood is False else Words(zh=zh, en=en)
    )


def _trunk(told: Telling) -> Words:
    """A bent trunk, with how far from this counter's upright it was; positive is forward."""
    what, angle = _named(told), told.number("trunk_deg")
    if math.isnan(angle):
        return what
    zh, en = ("前倾", "forward") if angle >= 0 else ("后仰", "back")
    return Words(
        zh=f"{what.zh}，上身{zh} {abs(angle):.0f} 度", en=f"{what.en}, trunk {abs(angle):.0f} degrees {en}"
    )


def _departure(told: Telling) -> Words:
    zh, en = f"{told.start} 客户离开", f"customer left the window {told.start}"
    stayed = told.number("stayed_s")
    if math.isnan(stayed):
        return Words(zh=zh, en=en)
    long = _seconds(stayed)
    return Words(zh=f"{zh}，停留 {long.zh}", en=f"{en} after {long.en}")


def _blind(told: Telling) -> Words:
    what = _named(told)
    return Words(zh=f"{what.zh}：这段时间不作判定", en=f"{what.en}: nothing is judged in this time")


def _moved(told: Telling) -> Words:
    what = _named(told)
    return Words(
        zh=f"{what.zh}：划定的区域已不相符，重新划定前不作判定",
        en=f"{what.en}: its zones no longer fit, and nothing is judged until they are drawn anew",
    )


_TOLD: dict[str, Callable[[Telling], Words]] = {
    "no_stand_greeting": _no_stand,
    "absence": _absence,
    "unattended_customer": _unattended,
    "arrival": _arrival,
    "departure": _departure,
    "slouching": _trunk,
    "leaning_back": _trunk,
    "camera_blind": _blind,
    "camera_moved": _moved,
}
