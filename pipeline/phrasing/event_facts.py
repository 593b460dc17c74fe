"""An event with the clock and the numbers that its sentence needs, and the words that all sentences share."""

import datetime as dt
import math
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
    "not_facing": "not_facing_after_s",
    "long_service": "service_after_s",
    "queue_held_up": "held_up_after_s",
    "large_gestures": "gestures_after_s",
}


@dataclass(frozen=True, slots=True)
class EventFacts:
    """An event with the clock and the numbers that its sentence needs."""

    event: Event
    zone: dt.tzinfo
    limits: Thresholds

    def clock(self, moment: float) -> str:
        """09:31:12 on the site's clock, with the date where it is not that of the event's start."""
        here = dt.datetime.fromtimestamp(moment, self.zone)
        began = here if moment == self.event.start else dt.datetime.fromtimestamp(self.event.start, self.zone)
        clock = f"{here.hour:02}:{here.minute:02}:{here.second:02}"  # strftime takes three times as long
        return clock if here.date() == began.date() else f"{here.date()} {clock}"

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


def lasting(seconds: float) -> Words:
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


def named(facts: EventFacts) -> Words:
    """The kind's name, its times, how long, and the limit it was held against."""
    name, event = label("kinds", facts.event.kind), facts.event
    if event.end == event.start:
        return Words(zh=f"{facts.start} {name.zh}", en=f"{name.en} at {facts.start}")
    long, limit = lasting(event.seconds), limit_of(facts)
    return Words(
        zh=f"{facts.start} 至 {facts.end} {name.zh}，共 {long.zh}{limit.zh if limit else ''}",
        en=f"{name.en} {facts.start} to {facts.end}, {long.en}{limit.en if limit else ''}",
    )


def limit_of(facts: EventFacts) -> Words | None:
    """From how many seconds on such an event counts; None for a kind without such a limit."""
    name = _LIMITS.get(facts.event.kind)
    if name is None:
        return None
    limit = lasting(getattr(facts.limits, name))
    return Words(zh=f"（满 {limit.zh}即计）", en=f" (counted from {limit.en} on)")
