"""One sentence for every event, made from its figures, and the clauses it touches; Chinese and English."""

import datetime as dt
from collections.abc import Sequence

from models.events import Event
from models.norms import Profile, load_catalogue
from models.words import Words
from pipeline.phrasing.event_facts import Telling
from pipeline.phrasing.sentences import tell


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
    return tell(Telling(event, zone, profile.thresholds))
