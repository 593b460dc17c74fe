"""The sentence of an event, by its kind, from its times and figures, in every language.

The table of kinds says how: by a sentence of the kind's own, in one of the forms here, or, if it says neither, by the
kind's name with times and duration.
"""

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence

from models import Event, Words, listed, phrase
from models.norms import Profile, label, load_catalogue
from pipeline.phrasing.event_facts import EventFacts, filled, lasting, named
from pipeline.phrasing.service_sentences import SERVICE_FORMS


def describe(facts: EventFacts) -> Words:
    """What happened and when, whether it was seen to its end, and what excuses it, without the clauses."""
    what, event = _with_model(facts, _told(facts)), facts.event
    if facts.says("cut_off"):
        what = phrase("sentence.cut_off", what=what)
    if not facts.says("excused"):
        return what
    why = label("excuses", str(event.evidence.get("excuse", "roster")))
    return phrase("sentence.excused", what=what, why=why)


def _told(facts: EventFacts) -> Words:
    kind = load_catalogue().kinds.get(facts.event.kind)
    if kind is None:
        return named(facts)
    if kind.sentence is not None:
        return filled(f"sentence.kinds.{facts.event.kind}", facts)
    return named(facts) if kind.told is None else FORMS[kind.told](facts)


def _with_model(facts: EventFacts, what: Words) -> Words:
    """What a detection model saw of the thing meant, where one looked."""
    for figure in _THINGS:
        share = facts.number(figure)
        if not math.isnan(share):
            return phrase("sentence.model", what=what, share=share, thing=phrase(f"sentence.model.{figure}"))
    return what


def _no_stand(facts: EventFacts) -> Words:
    seated, limit = facts.number("seated_until_s"), lasting(facts.limits.stand_within_s)
    staff = phrase("sentence.no_stand.unseen")
    if seated > 0:
        staff = phrase("sentence.no_stand.seated", until=facts.clock(facts.event.start + seated))
    return phrase("sentence.no_stand", start=facts.start, staff=staff, limit=limit)


def _absence(facts: EventFacts) -> Words:
    what, alone = named(facts), facts.number("customer_s")
    if not facts.says("unattended"):
        return what
    if alone > 0:
        return phrase("sentence.absence.part", what=what, length=lasting(alone))
    return phrase("sentence.absence", what=what)


def _arrival(facts: EventFacts) -> Words:
    what = phrase("sentence.arrival", start=facts.start)
    stood, latency = facts.event.attributes.get("stood"), facts.number("latency_s")
    if stood is True and latency > 0:
        return phrase("sentence.arrival.after", what=what, after=lasting(latency))
    if stood is True:
        return phrase("sentence.arrival.stood", what=what)
    return phrase("sentence.arrival.seated", what=what) if stood is False else what


def _trunk(facts: EventFacts) -> Words:
    """A bent trunk, with its angle to this counter's upright; positive is forward."""
    what, angle = named(facts), facts.number("trunk_deg")
    if math.isnan(angle):
        return what
    side = "forward" if angle >= 0 else "back"
    return phrase(f"sentence.trunk.{side}", what=what, angle=abs(angle))


_THINGS = ("phone_share", "uniform_share")
FORMS: Mapping[str, Callable[[EventFacts], Words]] = {
    "rising": _no_stand,
    "empty_post": _absence,
    "coming": _arrival,
    "trunk": _trunk,
    **SERVICE_FORMS,
}
"""The forms of sentences that depend on what happened, by the name under which the table of kinds asks for them."""


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
    return phrase("sentence.clauses", what=what, clauses=listed(clauses))


def touched(kind: str, profile: Profile) -> tuple[str, ...]:
    """Clauses of the profile that a kind touches, the one it is charged to first."""
    clauses = [clause.id for clause in load_catalogue().clauses_of(kind, profile.clauses)]
    charge = profile.charges.get(kind)
    first = charge.clause if charge is not None else None
    return tuple(sorted(clauses, key=lambda key: key != first))


def happened(event: Event, profile: Profile, zone: dt.tzinfo) -> Words:
    """What happened and when, without the clauses."""
    return describe(EventFacts(event, zone, profile.thresholds))
