"""The time of one person at posts, as rosters name the person: what a clerk may see."""

from collections import defaultdict

from models import own_writings, same_person
from models.store import OwnSpan, OwnTime, Repositories, Scope
from pipeline.roster.duties import sittings


def own_time(store: Repositories, person: str, granted: Scope) -> OwnTime:
    """The spans in which rosters have the person at posts of the granted cameras, newest first.

    Covers and leave count as they do for scores. Lines that could mean somebody else are left out. Empty for "".
    """
    counters: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for place in store.sites.places(granted).values() if person else ():
        counters[place.site][place.counter].append(place.counter_id)
    spans = [span for site, by_key in counters.items() for span in _of_site(store, site, person, by_key)]
    return OwnTime(person, tuple(sorted(spans, key=lambda one: (one.start, one.counter_id), reverse=True)))


def _of_site(store: Repositories, site: str, person: str, counters: dict[str, list[int]]) -> list[OwnSpan]:
    known = store.rosters.people(site)
    mine = own_writings(person, known)
    if not mine:
        return []
    on_leave = [one for one in known if any(same_person(one, writing) for writing in mine)]
    return [
        OwnSpan(counter_id, one.start, one.end, one.shift)
        for one in sittings(store.rosters.about(site, mine, on_leave))
        if one.person in mine
        for counter_id in counters.get(one.counter, ())
    ]
