"""An event with the clock and the numbers of its sentence, and the words that all sentences share."""

import datetime as dt
import math
from dataclasses import dataclass

from models import Event, Thresholds, Words, phrase
from models.norms import label, load_catalogue
from models.texts.catalogue import REFERENCE, placeholders, texts


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
    kind = load_catalogue().kinds.get(facts.event.kind)
    if kind is None or kind.threshold is None:
        return None
    return phrase("sentence.limit", limit=lasting(facts.limits.number(kind.threshold)))


def filled(key: str, facts: EventFacts) -> Words:
    """The text of a key with the event's name, times and figures in its placeholders.

    `kinds.yaml` describes the placeholders. The named kind alone if a figure is unknown.
    """
    values: dict[str, object] = {"what": named(facts), "start": facts.start, "end": facts.end}
    values |= {"length": lasting(facts.event.seconds), "limit": limit_of(facts) or ""}
    for name in placeholders(texts(REFERENCE)[key]) - values.keys():
        figure = facts.number(name)
        if math.isnan(figure):
            return named(facts)
        is_duration = name.endswith("_s") and not name.endswith("_m_s")
        values[name] = lasting(figure) if is_duration else figure
    return phrase(key, **values)


def also(what: Words, *parts: Words | None) -> Words:
    """The words with further parts after commas; None is left out."""
    for part in parts:
        if part is not None:
            what = phrase("sentence.and", what=what, part=part)
    return what
