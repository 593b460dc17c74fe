"""Days: the scores, and one score with every reason."""

import datetime as dt

from fastapi import APIRouter, HTTPException

from api.context import Caller, Context, Parts, Reader
from api.event_views import EventView
from api.schemas import (
    Day,
    DayDetail,
    DayItem,
    DeductionOut,
    EventItem,
    Id,
    Key,
    LineOut,
    NoteOut,
    RateOut,
    Text,
    refuses,
)
from models import Action, ClauseLine, Deduction, EventKey, Language, Note, Score, ScoreSummary
from models.store import StoredCounter

router = APIRouter(prefix="/days", tags=["scores"])

_DAYS = dt.timedelta(days=30)
_MOST = dt.timedelta(days=366)


@router.get("", summary="Scores by day and counter, newest first")
def days(
    caller: Reader,
    parts: Parts,
    since: Day | None = None,
    until: Day | None = None,
    site: Key | None = None,
    counter_id: Id | None = None,
) -> list[DayItem]:
    """Both days included; the last 31 days that have scores when none is given, a year at most."""
    last = until or (parts.store.scores.latest_day(caller.scope) if since is None else since + _MOST)
    if last is None:
        return []
    first = since or last - _DAYS
    if last - first > _MOST:
        raise HTTPException(422, "since: more than a year: ask for less")
    parts.viewed(caller, Action.SCORES_VIEWED, f"site {site}" if site else "all sites", f"{first} to {last}")
    places = parts.store.sites.places(caller.scope)
    found = parts.store.scores.summaries(first, last, counter_id, caller.scope)
    still_open = parts.store.events.count_open(first, last, parts.norms.records, counter_id)
    return [
        _item(summary, places[summary.counter_id], still_open.get((summary.counter_id, summary.day), 0))
        for summary in found
        if site in (None, places[summary.counter_id].site)
    ]


@router.get("/{day}/{counter_id}", summary="One counter's day with every reason", responses=refuses(404))
def day(
    day: Day, counter_id: Id, caller: Reader, parts: Parts, language: Language | None = None
) -> DayDetail:
    """404 when there is no score, or none that the caller may see."""
    place = parts.store.sites.places(caller.scope).get(counter_id)
    score = parts.store.scores.get(counter_id, day) if place else None
    if place is None or score is None:
        raise HTTPException(404, f"there is no score of counter {counter_id} on {day}")
    parts.viewed(caller, Action.SCORES_VIEWED, f"counter {counter_id}", str(day))
    (summary,) = parts.store.scores.summaries(day, day, counter_id, caller.scope)
    counted = parts.store.events.count_open(day, day, parts.norms.records, counter_id)
    still_open = counted.get((counter_id, day), 0)
    view = _Lines(parts, caller, place, score, language)
    return DayDetail(**_item(summary, place, still_open).model_dump(), lines=view.lines())


def _item(summary: ScoreSummary, place: StoredCounter, still_open: int) -> DayItem:
    return DayItem(
        day=summary.day,
        site=place.site,
        camera=place.camera,
        counter=place.counter,
        counter_id=place.counter_id,
        counter_name=place.counter_name,
        points=summary.points,
        coverage=summary.coverage,
        profile=summary.profile,
        profile_hash=summary.profile_hash,
        deducted=summary.deducted,
        open=still_open,
        final=summary.final,
    )


class _Lines:
    """The lines of a score, with the events that their keys name."""

    def __init__(
        self, parts: Context, caller: Caller, place: StoredCounter, score: Score, language: Language | None
    ) -> None:
        self._parts, self._score = parts, score
        view = EventView(parts, caller, language)
        stored = parts.store.events.of_counter(place.counter_id, score.period.start, score.period.end)
        named = {key for line in score.lines for d in line.deductions for key in d.events}
        named |= {note.event for line in score.lines for note in line.notes}
        self._events: dict[EventKey, EventItem] = {
            key: view.item(one) for one in stored if (key := EventKey.of(one.event)) in named
        }

    def lines(self) -> list[LineOut]:
        """Clause by clause, in the order of the score."""
        return [self._line(line) for line in self._score.lines]

    def _line(self, line: ClauseLine) -> LineOut:
        clause = self._parts.norms.catalogue.clauses.get(line.clause)
        wording = (
            {"zh": line.clause, "en": line.clause} if clause is None else Text.from_words(clause.wording)
        )
        return LineOut.model_validate(
            {
                "clause": line.clause,
                "wording": wording,
                "judged": line.judged,
                "points": line.points,
                "cap": line.cap,
                "observed": line.observed,
                "status": line.status.value,
                "occurrences": line.occurrences,
                "seconds": line.seconds,
                "rates": [RateOut.from_rate(rate) for rate in line.rates],
                "deductions": [self._deduction(d) for d in line.deductions],
                "notes": [self._note(note) for note in line.notes],
            }
        )

    def _deduction(self, deduction: Deduction) -> DeductionOut:
        return DeductionOut(
            points=deduction.points,
            full=deduction.full,
            severity=deduction.severity,
            confirmed=deduction.confirmed,
            reason=Text.from_words(deduction.reason),
            events=[self._events[key] for key in deduction.events if key in self._events],
        )

    def _note(self, note: Note) -> NoteOut:
        return NoteOut(
            why=note.why.value, reason=Text.from_words(note.reason), event=self._events.get(note.event)
        )
