"""Visits person by person: who walks up while the camera begins to see, or while another one is still served."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipeline.states.visits import Visit
from pipeline.states.window_tracks import Comer, comers, in_company, middle
from vision.core.signals import Signals

# Who comes within this time of the one before comes with them: one party is greeted once.
_PARTY_S = 5.0
# Two tracks are two people when both were found at once for so long; a model that sees double does so for a look.
_TWO_S = 1.0
# What was found a little before the visit began belongs to it: the walk up to the window is no part of it.
_BEFORE_S = 10.0


def by_person(visits: Sequence[Visit], signals: Signals, least_s: float) -> tuple[Visit, ...]:
    """The visits, with those who came to an occupied window as visits of their own, in order of time.

    A visit whose beginning was not seen has one after all where its customer is seen to walk up.
    """
    around = middle(signals)
    found = [one for visit in visits for one in _by_person(visit, signals, around, least_s)]
    return tuple(sorted(found, key=lambda visit: visit.start))


def _by_person(visit: Visit, signals: Signals, around: tuple[float, float], least_s: float) -> list[Visit]:
    """Who was seen to come and is alone all the time is one visit."""
    rows = slice(*np.searchsorted(signals.time, (visit.start - _BEFORE_S, visit.end)).tolist())
    if visit.arrived and not in_company(signals, rows):
        return [visit]
    return _told_apart(visit, comers(signals, rows, around), least_s)


def _told_apart(visit: Visit, seen: Sequence[Comer], least_s: float) -> list[Visit]:
    people = [person for person in seen if person.last - max(person.first, visit.start) >= least_s]
    if not visit.arrived:
        visit, people = _from_first(visit, people)
    new = _newcomers(visit, people, least_s)
    if not new:
        return [visit]
    old = [person for person in people if person not in new]
    first = _until(replace(visit, ids=frozenset(p.id for p in old)), max(old, key=lambda p: p.last))
    others = [_until(Visit(p.came, visit.end, True, visit.left, frozenset({p.id})), p) for p in new]
    return [one for one in (first, *others) if one.end - one.start >= least_s]


def _from_first(visit: Visit, people: list[Comer]) -> tuple[Visit, list[Comer]]:
    """The visit with its beginning, where the first one there was seen to walk up and nobody stood there before."""
    if people and people[0].first <= visit.start + 1:
        came = people[0].came
        alone = all(person.first >= came for person in people[1:] if not np.isnan(person.came))
        if visit.start < came < visit.end and alone:
            return replace(visit, start=came, arrived=True), people
    return visit, people


def _newcomers(visit: Visit, people: Sequence[Comer], least_s: float) -> list[Comer]:
    """Who came to the window while somebody else stood there, and stays."""
    new: list[Comer] = []
    for person in people:
        before = [other for other in people if other.first < person.first]
        if not before:
            continue
        came, latest = person.came, max([visit.start, *(other.came for other in new)])
        if (
            came - latest >= _PARTY_S
            and visit.end - came >= least_s
            and any(person.with_(other) >= _TWO_S for other in before)
        ):
            new.append(person)
    return new


def _until(visit: Visit, person: Comer) -> Visit:
    """The visit until its person walks off; one who is lost while others stay was not seen to leave."""
    if visit.end - person.last <= 1:
        return visit
    went = person.went
    return replace(visit, end=person.last if np.isnan(went) else went, left=not np.isnan(went))
