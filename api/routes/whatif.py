"""A day under other norms. Only the line in the audit log is kept."""

from fastapi import APIRouter, HTTPException

from api.context import Caller, Context, Parts, ScoreReader
from api.event_views import EventView
from api.routes.reports import site_of
from api.schemas import (
    ChangeOut,
    ClauseChangeOut,
    EventItem,
    SupposedOut,
    Text,
    WhatIfIn,
    WhatIfOut,
    or_none,
    refuses,
)
from models import START_TOLERANCE_S, Action, EventKey, Language, ModelError, StoredEvent
from models.store import StoredCounter
from pipeline.errors import PipelineError
from pipeline.scoring.changes import Change, ClauseChange
from pipeline.worker.signal_worker import CounterAnswer, WhatIfAnswer, WhatIfQuestion

router = APIRouter(prefix="/what-if", tags=["scores"])

HASH = 64
"""Letters of a profile's hash."""


@router.post("", summary="A day's scores under another profile, kept nowhere", responses=refuses(404))
def what_if(body: WhatIfIn, caller: ScoreReader, parts: Parts, language: Language | None = None) -> WhatIfOut:
    """422 with file, line and clause for norms that are wrong, 503 where the day's signals cannot be read now."""
    site_of(parts, caller, body.site)
    places = parts.store.sites.places(caller.scope)
    place = places.get(body.counter_id) if body.counter_id else None
    if body.counter_id and (place is None or place.site != body.site):
        raise HTTPException(404, f"there is no counter {body.counter_id} at {body.site}")
    if body.document is None and not parts.norms.seen(body.profile, caller.scope):
        raise HTTPException(422, f"no norm profile {body.profile!r}")
    # Hashes are shortened to 8 letters as everywhere; names are shown whole.
    named = body.profile[:8] if len(body.profile) == HASH else body.profile
    detail = f"{body.day} {place.counter if place else '*'} {named}"
    deed = caller.deed(Action.SUPPOSED, f"what if {body.site}", detail)
    parts.store.audit.add(deed, parts.now())
    answer = _asked(parts, body)
    shown = [one for one in answer.counters if one.counter_id in places]
    return WhatIfOut(
        profile=answer.name,
        title=Text.from_words(answer.title),
        hash=answer.hash,
        counters=[_Shown(parts, caller, places[one.counter_id], one, language).out() for one in shown],
    )


def _asked(parts: Context, body: WhatIfIn) -> WhatIfAnswer:
    question = WhatIfQuestion(body.site, body.day, body.counter_id, body.profile, body.document)
    try:
        return parts.aside.suppose(question, parts.now())
    except ModelError as error:
        raise HTTPException(422, str(error)) from error
    except PipelineError as error:
        raise HTTPException(503, str(error)) from error


class _Shown:
    """A counter's answer, with the kept events that its keys name."""

    def __init__(
        self,
        parts: Context,
        caller: Caller,
        place: StoredCounter,
        one: CounterAnswer,
        language: Language | None,
    ) -> None:
        self._parts, self._place, self._one = parts, place, one
        self._view = EventView(parts, caller, language)
        span = one.supposed.period
        self._kept = parts.store.events.of_counter(place.counter_id, span.start, span.end)

    def out(self) -> SupposedOut:
        """As the API gives it."""
        one, place = self._one, self._place
        return SupposedOut(
            counter_id=place.counter_id,
            counter=place.counter,
            counter_name=place.counter_name,
            timezone=place.timezone,
            before=or_none(one.scored.points) if one.scored else None,
            after=or_none(one.supposed.points),
            scored_by=one.scored.profile if one.scored else None,
            scored_by_hash=one.scored.profile_hash if one.scored else None,
            judged=one.judged,
            clauses=[self._clause(clause) for clause in one.clauses],
        )

    def _clause(self, clause: ClauseChange) -> ClauseChangeOut:
        known = self._parts.norms.catalogue.clauses.get(clause.clause)
        return ClauseChangeOut(
            clause=clause.clause,
            wording=Text.from_words(known.wording) if known else Text(zh=clause.clause, en=clause.clause),
            before=clause.before,
            after=clause.after,
            was=clause.was.value if clause.was else None,
            would=clause.would.value if clause.would else None,
            changes=[self._change(change) for change in clause.changes],
        )

    def _change(self, change: Change) -> ChangeOut:
        return ChangeOut(
            what=change.what,
            before=change.before,
            after=change.after,
            reason=Text.from_words(change.reason),
            instead=Text.from_words(change.instead) if change.instead else None,
            kind=change.event.kind,
            start=change.event.start,
            event=self._event(change.event),
        )

    def _event(self, key: EventKey) -> EventItem | None:
        found = (one for one in self._kept if _is(one, key))
        return next((self._view.item(one) for one in found), None)


def _is(stored: StoredEvent, key: EventKey) -> bool:
    return stored.event.kind == key.kind and abs(stored.event.start - key.start) <= START_TOLERANCE_S
