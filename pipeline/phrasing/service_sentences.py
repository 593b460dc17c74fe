"""The words of waiting, serving and courtesy: how long, how many, and what staff did meanwhile."""

import math
from collections.abc import Callable, Mapping

from models import Words, listed, phrase
from pipeline.phrasing.event_facts import EventFacts, also, lasting, named

_REASONS = ("phone", "aside", "unnoticed", "idle")


def _busy(facts: EventFacts) -> Words:
    reason = str(facts.event.attributes.get("reason", ""))
    if reason not in _REASONS:
        return named(facts)
    limit = lasting(facts.limits.idle_after_s if reason == "idle" else facts.limits.busy_after_s)
    return phrase(
        "sentence.busy",
        start=facts.start,
        end=facts.end,
        reason=phrase(f"sentence.busy.{reason}"),
        length=lasting(facts.event.seconds),
        limit=limit,
    )


def _queue(facts: EventFacts) -> Words:
    what, people, least = named(facts), facts.number("people"), facts.number("threshold_people")
    if math.isnan(people) or math.isnan(least):
        return what
    limit = lasting(facts.limits.queue_after_s)
    what = phrase("sentence.queue", what=what, people=people, least=least, limit=limit)
    return also(what, _windows(facts, "closed_windows"), _windows(facts, "excused_windows"))


def _windows(facts: EventFacts, name: str) -> Words | None:
    which = facts.event.evidence.get(name)
    return phrase(f"sentence.queue.{name}", which=which) if which else None


def _departure(facts: EventFacts) -> Words:
    stayed = facts.number("stayed_s")
    what = phrase("sentence.departure", start=facts.start)
    if math.isnan(stayed):
        return what
    what = phrase("sentence.departure.stayed", what=what, length=lasting(stayed))
    return also(what, _queued(facts), _noticed(facts), _faced(facts))


def _queued(facts: EventFacts) -> Words | None:
    waited = facts.number("queue_s")
    return None if math.isnan(waited) else phrase("sentence.departure.queued", length=lasting(waited))


def _noticed(facts: EventFacts) -> Words | None:
    after = facts.number("noticed_after_s")
    return phrase("sentence.departure.noticed", length=lasting(after)) if after >= 1 else None


def _faced(facts: EventFacts) -> Words | None:
    share = facts.number("faced_share")
    return None if math.isnan(share) else phrase("sentence.departure.faced", share=share)


def _within(facts: EventFacts) -> Words:
    """A courtesy with the durations before and after the occasion in which it was looked for."""
    what, before, after = named(facts), facts.number("before_s"), facts.number("within_s")
    after = facts.number("after_s") if math.isnan(after) else after
    found = [
        phrase(f"sentence.looked.{side}", length=lasting(seconds))
        for side, seconds in (("before", before), ("after", after))
        if seconds > 0
    ]
    return (
        phrase("sentence.looked", what=what, times=listed(found, "sentence.looked.list")) if found else what
    )


SERVICE_FORMS: Mapping[str, Callable[[EventFacts], Words]] = {
    "reason": _busy,
    "queue": _queue,
    "going": _departure,
    "courtesy": _within,
}
"""The forms of waiting, serving and courtesy, by the name under which the table of kinds asks for them."""
