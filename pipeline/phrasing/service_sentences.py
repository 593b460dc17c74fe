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


def _held_up(facts: EventFacts) -> Words:
    return _lasted(facts, "service_s", "sentence.held_up")


def _lasted(facts: EventFacts, figure: str, key: str) -> Words:
    """The named kind with one duration; without the duration when it is unknown."""
    what, seconds = named(facts), facts.number(figure)
    return what if math.isnan(seconds) else phrase(key, what=what, length=lasting(seconds))


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


def _figured(key: str, *names: str) -> Callable[[EventFacts], Words]:
    """A function that names the kind and adds its figures when all of them are known."""

    def tell(facts: EventFacts) -> Words:
        known = {name: facts.number(name) for name in names}
        if any(math.isnan(figure) for figure in known.values()):
            return named(facts)
        return also(named(facts), phrase(key, **known))

    return tell


_quick = _figured("sentence.quick", "speed_m_s", "threshold_m_s")
_idle = _figured("sentence.idle", "minutes", "upright_minutes")
_badge = _figured("sentence.badge", "minutes", "badge_minutes")


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


def _sat(facts: EventFacts) -> Words:
    return _lasted(facts, "customer_sat_after_s", "sentence.sat")


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
"""What is facts of each of these kinds."""
