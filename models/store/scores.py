"""Scores with every reason, and the events that they name."""

import datetime as dt
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from models import Deduction, EventDeduction, EventKey, Score, ScoreSummary, from_json, to_json
from models.store.analysis import Stamp
from models.store.base import (
    EVERYTHING,
    ListPage,
    PageRequest,
    Repository,
    Rows,
    Scope,
    SortKey,
    first_way,
    sql_page,
)
from models.store.profiles import put_profile
from models.tables import CameraRow, CounterRow, DeductionRow, EventRow, ProfileRow, ScoreRow, SiteRow

DAY = "day"
# In the order of ScoreSummary.
_SUMMARY = (
    ScoreRow.counter_id,
    ScoreRow.day,
    ScoreRow.label,
    ScoreRow.points,
    ScoreRow.coverage,
    ScoreRow.final,
    ScoreRow.deducted,
    ProfileRow.name,
    ScoreRow.profile_hash,
)
_DAY, _COUNTER = SortKey(ScoreRow.day, dt.date, True), SortKey(ScoreRow.counter_id, int)


def score_subject(counter_id: int, day: dt.date) -> str:
    """The subject of a unit of work that changes a counter's day: its score, or a verdict that the score depends on."""
    return f"score {counter_id} {day}"


@dataclass(frozen=True, slots=True)
class DayFilter:
    """A filter of scores: days from `since` to `until`, both included; `site` is the key of a site."""

    since: dt.date
    until: dt.date
    counter_id: int | None = None
    site: str | None = None


class Scores(Repository):
    """Keeps one score for each counter, day and label; a new one takes the place of the old."""

    # A day without points, or without coverage, counts as less than none.
    ORDERS = (
        first_way("day", SortKey(ScoreRow.day, dt.date), _COUNTER)
        | first_way("points", SortKey(func.coalesce(ScoreRow.points, -1.0), float), _DAY, _COUNTER)
        | first_way("coverage", SortKey(func.coalesce(ScoreRow.coverage, -1.0), float), _DAY, _COUNTER)
        | first_way("counter_id", _COUNTER, _DAY)
    )

    def save(self, counter_id: int, score: Score, profile: Stamp, now: float) -> bool:
        """Keep a score and the profile that made it; False when the same score is there already."""
        document = to_json(score)
        with self._writing(score_subject(counter_id, score.day)) as session:
            put_profile(session, profile, now)
            row = _row(session, counter_id, score.day, score.period.label)
            if row is not None and row.document == document:
                return False
            row = row or ScoreRow(counter_id=counter_id, day=score.day, label=score.period.label)
            _fill(row, score, document, now)
            session.add(row)
            session.flush()
            _name_events(session, row, score.deductions)
            return True

    def get(self, counter_id: int, day: dt.date, label: str = DAY) -> Score | None:
        """The whole score, or None where there is none."""
        with self._reading() as session:
            row = _row(session, counter_id, day, label)
            return from_json(row.document) if row else None

    def summaries(
        self, since: dt.date, until: dt.date, counter_id: int | None = None, scope: Scope = EVERYTHING
    ) -> list[ScoreSummary]:
        """Scores of whole days from `since` to `until` (both included), newest first, then by counter."""
        query = _summaries(DayFilter(since, until, counter_id), scope)
        query = query.order_by(ScoreRow.day.desc(), ScoreRow.counter_id)
        with self._reading() as session:
            return [ScoreSummary(*values) for values in session.execute(query)]

    def listed(
        self, want: DayFilter, wanted: PageRequest, scope: Scope = EVERYTHING
    ) -> ListPage[ScoreSummary]:
        """A page of the scores of whole days, in an order of ORDERS."""
        with self._reading() as session:
            found = sql_page(session, _summaries(want, scope), self.ORDERS, wanted)
            return found.of(lambda values: ScoreSummary(*values))

    def labels(self, since: dt.date, until: dt.date, counter_ids: Collection[int]) -> list[str]:
        """The labels of all scores of these counters from `since` to `until` (both included), in order."""
        query = (
            select(ScoreRow.label)
            .where(ScoreRow.day.between(since, until), ScoreRow.counter_id.in_(sorted(counter_ids)))
            .distinct()
            .order_by(ScoreRow.label)
        )
        with self._reading() as session:
            return list(session.scalars(query))

    def latest_day(self, scope: Scope = EVERYTHING) -> dt.date | None:
        """The last day that has a score in `scope`, or None."""
        query = select(func.max(ScoreRow.day))
        if scope != EVERYTHING:
            query = query.join(ScoreRow.counter).where(scope.where(CounterRow.camera_id))
        with self._reading() as session:
            return session.scalar(query)

    def costs(self, event_id: int) -> list[EventDeduction]:
        """Points that one event cost, by score and clause."""
        query = (
            select(DeductionRow, ScoreRow)
            .join(DeductionRow.score)
            .where(DeductionRow.event_id == event_id)
            .order_by(ScoreRow.day, DeductionRow.id)
        )
        with self._reading() as session:
            rows = session.execute(query).all()
        return [EventDeduction(s.day, s.label, d.clause, d.points, d.charged) for d, s in rows]


def _summaries(want: DayFilter, scope: Scope) -> Rows:
    # Only the columns of the summary: the documents are long, and a list may have thousands of rows.
    query: Rows = (
        select(*_SUMMARY)
        .join(ProfileRow, ProfileRow.hash == ScoreRow.profile_hash)
        .join(ScoreRow.counter)
        .where(ScoreRow.day.between(want.since, want.until), ScoreRow.label == DAY)
        .where(scope.where(CounterRow.camera_id))
    )
    if want.counter_id is not None:
        query = query.where(ScoreRow.counter_id == want.counter_id)
    if want.site is not None:
        query = query.join(CounterRow.camera).join(CameraRow.site).where(SiteRow.key == want.site)
    return query


def _row(session: Session, counter_id: int, day: dt.date, label: str) -> ScoreRow | None:
    return session.scalar(
        select(ScoreRow).where(
            ScoreRow.counter_id == counter_id, ScoreRow.day == day, ScoreRow.label == label
        )
    )


def _fill(row: ScoreRow, score: Score, document: str, now: float) -> None:
    row.points, row.coverage = _or_none(score.points), _or_none(score.coverage)
    row.final, row.deducted = score.final, len(score.deductions)
    row.profile_hash, row.document, row.made_at = score.profile_hash, document, now


def _or_none(value: float) -> float | None:
    return None if math.isnan(value) else value


def _name_events(session: Session, row: ScoreRow, deductions: Sequence[Deduction]) -> None:
    # The events are locked first: an analysis that takes one away deletes its deductions too, in this order.
    ids = _event_ids(session, row.counter_id, [key for d in deductions for key in d.events])
    session.execute(delete(DeductionRow).where(DeductionRow.score_id == row.id))
    for deduction in deductions:
        for place, key in enumerate(deduction.events):
            event_id = ids.get((key.kind, key.start))
            if event_id is not None:
                named = DeductionRow(score_id=row.id, event_id=event_id, clause=deduction.clause)
                named.points, named.charged = deduction.points, place == 0
                session.add(named)


def _event_ids(session: Session, counter_id: int, keys: Collection[EventKey]) -> dict[tuple[str, float], int]:
    """Event ids by kind and start; if two recordings show the same event, the id that was kept first.

    The events stay until the transaction ends, where the database has row locks.
    """
    if not keys:
        return {}
    first, last = min(key.start for key in keys), max(key.start for key in keys)
    query = select(EventRow.kind, EventRow.start, EventRow.id).where(
        EventRow.counter_id == counter_id, EventRow.start.between(first, last)
    )
    # In the order in which an analysis locks its events, so that neither waits for the other in a circle.
    query = query.order_by(EventRow.start, EventRow.id).with_for_update(read=True, key_share=True)
    ids: dict[tuple[str, float], int] = {}
    for kind, start, at in session.execute(query):
        ids.setdefault((kind, start), at)
    return ids
