"""The difference between two scores of one day, clause by clause: deductions that come, go and stay, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from models import START_TOLERANCE_S, ClauseLine, Deduction, EventKey, Note, Score, Status, Words, phrase
from models.store.matching import match_starts

What = Literal["gone", "come", "stays"]


@dataclass(frozen=True, slots=True)
class Change:
    """A deduction with its points before and after (0 if there is none), its reason, and its charged event.

    `instead` is the finding of the other norms about the same moment, if the deduction is gone.
    """

    what: What
    before: float
    after: float
    reason: Words
    event: EventKey
    instead: Words | None = None


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A clause with its points and status in both scores; a status of None: that score does not have the clause."""

    clause: str
    before: float
    after: float
    was: Status | None
    would: Status | None
    changes: tuple[Change, ...]


def clause_changes(before: Score | None, after: Score) -> tuple[ClauseChange, ...]:
    """The clauses that cost points in either score, or with another status, in the order of `after`."""
    old = {line.clause: line for line in before.lines} if before else {}
    new = {line.clause: line for line in after.lines}
    found = (_clause(key, old.get(key), new.get(key)) for key in dict.fromkeys((*new, *old)))
    return tuple(one for one in found if one.changes or (before is not None and one.was is not one.would))


def _clause(key: str, old: ClauseLine | None, new: ClauseLine | None) -> ClauseChange:
    return ClauseChange(
        key,
        old.points if old else 0.0,
        new.points if new else 0.0,
        old.status if old else None,
        new.status if new else None,
        tuple(sorted(_changes(old, new), key=lambda one: one.event.start)),
    )


def _changes(old: ClauseLine | None, new: ClauseLine | None) -> list[Change]:
    was, would = (list(line.deductions) if line else [] for line in (old, new))
    pairs = _pairs(was, would)
    found = [
        Change("stays", was[i].points, would[j].points, would[j].reason, was[i].events[0])
        for j, i in pairs.items()
    ]
    for i, one in enumerate(was):
        if i not in pairs.values():
            found.append(Change("gone", one.points, 0.0, one.reason, one.events[0], _instead(one, new)))
    for j, one in enumerate(would):
        if j not in pairs:
            found.append(Change("come", 0.0, one.points, one.reason, one.events[0]))
    return found


def _pairs(was: Sequence[Deduction], would: Sequence[Deduction]) -> dict[int, int]:
    """Row of `would` -> row of `was` of the same charged event."""
    pairs: dict[int, int] = {}
    for kind in {one.events[0].kind for one in was}:
        old, new = ([n for n, one in enumerate(rows) if one.events[0].kind == kind] for rows in (was, would))
        before, after = [was[n].events[0].start for n in old], [would[n].events[0].start for n in new]
        for j, i in match_starts(before, after, START_TOLERANCE_S).items():
            pairs[new[j]] = old[i]
    return pairs


def _instead(gone: Deduction, line: ClauseLine | None) -> Words:
    """The finding of the other score about the same event under this clause."""
    if line is None:
        return phrase("change.no_clause")
    found = (note.reason for note in line.notes if _same(note, gone.events[0]))
    return next(found, None) or phrase("change.not_found")


def _same(note: Note, key: EventKey) -> bool:
    return note.event.kind == key.kind and abs(note.event.start - key.start) <= START_TOLERANCE_S
