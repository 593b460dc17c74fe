"""An event with the clock and the numbers of its sentence, and the words that all sentences share."""

import datetime as dt
import math
from dataclasses import dataclass

from models import Event, Thresholds, Words, phrase
from models.norms.labels import label

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
    """An event with the clock and the numbers of its sentence."""

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
    """A duration as exact as people read it: 12.3 s, 4 min 10 s, 1 h 5 min."""
    if seconds < 60:
        return phrase("unit.s", n=f"{seconds:.1f}".removesuffix(".0"))
    minutes, rest = divmod(round(seconds), 60)
    return (
        _two_units("unit.min", minutes, rest)
        if minutes < 60
        else _two_units("unit.hour", *divmod(minutes, 60))
    )


def _two_units(key: str, whole: int, rest: int) -> Words:
    """Whole units and the remaining sixtieths; the whole units alone when nothing remains."""
    return phrase(key, n=whole, rest=rest) if rest else phrase(f"{key}.whole", n=whole)


def named(facts: EventFacts) -> Words:
    """The kind's name, its times, its duration, and the limit that it is compared with."""
    name, event = label("kinds", facts.event.kind), facts.event
    if event.end == event.start:
        return phrase("sentence.at", name=name, start=facts.start)
    length, limit = lasting(event.seconds), limit_of(facts) or ""
    return phrase("sentence.span", name=name, start=facts.start, end=facts.end, length=length, limit=limit)


def limit_of(facts: EventFacts) -> Words | None:
    """The duration from which such an event counts, in brackets; None for a kind without such a limit."""
    name = _LIMITS.get(facts.event.kind)
    return None if name is None else phrase("sentence.limit", limit=lasting(getattr(facts.limits, name)))


def also(what: Words, *parts: Words | None) -> Words:
    """The words with further parts after commas; None is left out."""
    for part in parts:
        if part is not None:
            what = phrase("sentence.and", what=what, part=part)
    return what
