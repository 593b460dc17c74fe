"""Stored rows with their time, by class of data, for retention and erasure; and their deletion."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import Session

from models import MINUTE_S, AppealState, day_span
from models.account_tables import ThrottleRow
from models.change_tables import ChangeRow, RequestKeyRow
from models.nightly_tables import NightDayRow, NoticeRow, RosterRow
from models.quality_tables import QuietDrawRow, QuietMinuteRow
from models.retention import RetentionClass
from models.setup_tables import BackgroundRow
from models.store.base import Repository
from models.tables import (
    AppealRow,
    AuditRow,
    CameraRow,
    CounterRow,
    CoverageRow,
    DeductionRow,
    EventRow,
    RecordingRow,
    ReviewRow,
    ScoreRow,
)


@dataclass(frozen=True, slots=True)
class DatedRow:
    """A row with its span (UTC seconds). `paths` are its files, relative to the data folder.

    `size` are the bytes that the row itself has of a picture; `counter_id` and `person` are what a hold may be on.
    """

    key: int | str
    start: float
    end: float
    counter_id: int | None = None
    paths: tuple[str, ...] = ()
    person: str = ""
    size: int = 0


class Expiry(Repository):
    """Finds and deletes rows of a class of data by their age."""

    def due(self, kind: RetentionClass, before: float, site_id: int, zone: ZoneInfo) -> list[DatedRow]:
        """Rows of a class that ended before a moment (UTC seconds), oldest first; of this site if the class has one.

        Events with an open appeal are left out. Days of scores and rosters are those of `zone`.
        """
        with self._reading() as session:
            rows = _FINDERS[kind](session, site_id, before, zone)
        return sorted((row for row in rows if row.end < before), key=lambda row: row.start)

    def remove(self, kind: RetentionClass, keys: Sequence[int | str]) -> None:
        """Delete the rows in one transaction, with everything that means nothing without them.

        Clips and posters: the event stays and names no file any more.
        """
        with self._writing("retention") as session:
            _REMOVERS[kind](session, keys)

    def forget_recordings(self, site_id: int, before: float) -> int:
        """Delete coverage, recordings without events, and progress of nights before a moment; returns the number."""
        cameras = select(CameraRow.id).where(CameraRow.site_id == site_id)
        with self._writing("retention") as session:
            mine = select(RecordingRow.id).where(
                RecordingRow.camera_id.in_(cameras),
                RecordingRow.start + func.coalesce(RecordingRow.duration_s, 0.0) < before,
                RecordingRow.id.not_in(select(EventRow.recording_id)),
            )
            ids = list(session.scalars(mine))
            session.execute(delete(CoverageRow).where(CoverageRow.recording_id.in_(ids)))
            session.execute(delete(RecordingRow).where(RecordingRow.id.in_(ids)))
            day = dt.datetime.fromtimestamp(before, dt.UTC).date()
            night = (NightDayRow.camera_id.in_(cameras), NightDayRow.day < day)
            session.execute(delete(NightDayRow).where(*night))
            return len(ids)

    def oldest(self, kind: RetentionClass) -> float | None:
        """The time (UTC seconds) of the oldest row of a class, a day as its UTC midnight; None if there is none."""
        with self._reading() as session:
            found: float | dt.date | None = session.execute(_OLDEST[kind]).scalar()
        if isinstance(found, dt.date):
            return dt.datetime.combine(found, dt.time(), dt.UTC).timestamp()
        return found

    def named_files(self) -> set[str]:
        """The clips and posters that events and quiet minutes name, relative to the data folder."""
        quiet = select(QuietMinuteRow.clip, QuietMinuteRow.poster)
        with self._reading() as session:
            columns = session.execute(select(EventRow.clip, EventRow.poster).union_all(quiet))
            return {path for row in columns for path in row if path}


def _clips(session: Session, site_id: int, before: float, _zone: ZoneInfo) -> list[DatedRow]:
    query = select(EventRow).where(EventRow.site_id == site_id, EventRow.clip.is_not(None))
    rows = session.scalars(query.where(EventRow.start < before))
    return [DatedRow(row.id, row.start, row.end, row.counter_id, (row.clip or "",)) for row in rows]


def _posters(session: Session, site_id: int, before: float, _zone: ZoneInfo) -> list[DatedRow]:
    query = select(EventRow).where(EventRow.site_id == site_id, EventRow.poster.is_not(None))
    rows = session.scalars(query.where(EventRow.start < before))
    return [DatedRow(row.id, row.start, row.end, row.counter_id, (row.poster or "",)) for row in rows]


def _quiet_minutes(session: Session, site_id: int, before: float, _zone: ZoneInfo) -> list[DatedRow]:
    query = select(QuietMinuteRow).join(QuietDrawRow, QuietDrawRow.id == QuietMinuteRow.draw_id)
    rows = session.scalars(query.where(QuietDrawRow.site_id == site_id, QuietMinuteRow.start < before))
    return [
        DatedRow(
            row.id,
            row.start,
            row.start + MINUTE_S,
            row.counter_id,
            tuple(path for path in (row.clip, row.poster) if path),
        )
        for row in rows
    ]


def _whole_events(session: Session, site_id: int, before: float, _zone: ZoneInfo) -> list[DatedRow]:
    contested = select(AppealRow.event_id).where(AppealRow.state == AppealState.OPEN.value)
    query = select(EventRow).where(EventRow.site_id == site_id, EventRow.start < before)
    rows = session.scalars(query.where(EventRow.id.not_in(contested)))
    return [
        DatedRow(row.id, row.start, row.end, row.counter_id, tuple(p for p in (row.clip, row.poster) if p))
        for row in rows
    ]


def _scores(session: Session, site_id: int, before: float, zone: ZoneInfo) -> list[DatedRow]:
    query = select(ScoreRow.id, ScoreRow.day, ScoreRow.counter_id).join(ScoreRow.counter)
    query = query.join(CounterRow.camera).where(CameraRow.site_id == site_id, ScoreRow.day <= _day(before))
    return [DatedRow(key, *day_span(day, zone), counter) for key, day, counter in session.execute(query)]


def _roster(session: Session, site_id: int, before: float, _zone: ZoneInfo) -> list[DatedRow]:
    query = select(RosterRow).where(RosterRow.site_id == site_id, RosterRow.end < before)
    return [DatedRow(row.id, row.start, row.end, person=row.person) for row in session.scalars(query)]


def _backgrounds(session: Session, site_id: int, before: float, _zone: ZoneInfo) -> list[DatedRow]:
    """The end of a picture is the last moment that its camera recorded, or its own if there is none."""
    last = (
        select(
            RecordingRow.camera_id,
            func.max(RecordingRow.start + func.coalesce(RecordingRow.duration_s, 0.0)).label("end"),
        )
        .group_by(RecordingRow.camera_id)
        .subquery()
    )
    query = (
        select(BackgroundRow.id, BackgroundRow.made_at, last.c.end, func.length(BackgroundRow.picture))
        .join(CameraRow, CameraRow.id == BackgroundRow.camera_id)
        .outerjoin(last, last.c.camera_id == BackgroundRow.camera_id)
        .where(CameraRow.site_id == site_id, BackgroundRow.made_at < before)
    )
    return [
        DatedRow(key, made, max(made, used or made), size=size)
        for key, made, used, size in session.execute(query)
    ]


def _notices(session: Session, _site_id: int, before: float, _zone: ZoneInfo) -> list[DatedRow]:
    query = select(NoticeRow.id, NoticeRow.at).where(NoticeRow.at < before)
    return [DatedRow(key, at, at) for key, at in session.execute(query)]


def _failures(session: Session, _site_id: int, before: float, _zone: ZoneInfo) -> list[DatedRow]:
    query = select(ThrottleRow.key, ThrottleRow.last_at).where(ThrottleRow.last_at < before)
    return [DatedRow(key, at, at) for key, at in session.execute(query)]


def _changes(session: Session, _site_id: int, before: float, _zone: ZoneInfo) -> list[DatedRow]:
    query = select(ChangeRow.id, ChangeRow.at).where(ChangeRow.at < before)
    return [DatedRow(key, at, at) for key, at in session.execute(query)]


def _request_keys(session: Session, _site_id: int, before: float, _zone: ZoneInfo) -> list[DatedRow]:
    query = select(RequestKeyRow.owner, RequestKeyRow.key, RequestKeyRow.begun_at)
    rows = session.execute(query.where(RequestKeyRow.begun_at < before))
    return [DatedRow(f"{owner} {key}", at, at) for owner, key, at in rows]


def _remove_request_keys(session: Session, keys: Sequence[int | str]) -> None:
    for owner, _, key in (str(one).rpartition(" ") for one in keys):
        session.execute(delete(RequestKeyRow).where(RequestKeyRow.owner == owner, RequestKeyRow.key == key))


def _remove_events(session: Session, keys: Sequence[int | str]) -> None:
    for row in (ReviewRow, AppealRow, DeductionRow):
        session.execute(delete(row).where(row.event_id.in_(keys)))
    session.execute(delete(EventRow).where(EventRow.id.in_(keys)))


def _remove_quiet_minutes(session: Session, keys: Sequence[int | str]) -> None:
    """The draws stay, marked: what is left of their minutes is no random share any more."""
    draws = select(QuietMinuteRow.draw_id).where(QuietMinuteRow.id.in_(keys))
    session.execute(update(QuietDrawRow).where(QuietDrawRow.id.in_(draws)).values(expired=True))
    session.execute(delete(QuietMinuteRow).where(QuietMinuteRow.id.in_(keys)))


def _remove_scores(session: Session, keys: Sequence[int | str]) -> None:
    session.execute(delete(DeductionRow).where(DeductionRow.score_id.in_(keys)))
    session.execute(delete(ScoreRow).where(ScoreRow.id.in_(keys)))


def _day(moment: float) -> dt.date:
    return dt.datetime.fromtimestamp(moment, dt.UTC).date()


_Finder = Callable[[Session, int, float, ZoneInfo], list[DatedRow]]
_FINDERS: Mapping[RetentionClass, _Finder] = {
    RetentionClass.CLIPS: _clips,
    RetentionClass.POSTERS: _posters,
    RetentionClass.QUIET_MINUTES: _quiet_minutes,
    RetentionClass.EVENTS: _whole_events,
    RetentionClass.SCORES: _scores,
    RetentionClass.ROSTER: _roster,
    RetentionClass.BACKGROUNDS: _backgrounds,
    RetentionClass.NOTICES: _notices,
    RetentionClass.SIGN_IN_FAILURES: _failures,
    RetentionClass.CHANGES: _changes,
    RetentionClass.REQUEST_KEYS: _request_keys,
}
"""The classes that are rows of the database; the others are files alone."""

_OLDEST: Mapping[RetentionClass, Select[float] | Select[dt.date]] = {
    RetentionClass.CLIPS: select(func.min(EventRow.start)).where(EventRow.clip.is_not(None)),
    RetentionClass.POSTERS: select(func.min(EventRow.start)).where(EventRow.poster.is_not(None)),
    RetentionClass.QUIET_MINUTES: select(func.min(QuietMinuteRow.start)),
    RetentionClass.EVENTS: select(func.min(EventRow.start)),
    RetentionClass.SCORES: select(func.min(ScoreRow.day)),
    RetentionClass.ROSTER: select(func.min(RosterRow.start)),
    RetentionClass.BACKGROUNDS: select(func.min(BackgroundRow.made_at)),
    RetentionClass.NOTICES: select(func.min(NoticeRow.at)),
    RetentionClass.SIGN_IN_FAILURES: select(func.min(ThrottleRow.last_at)),
    RetentionClass.CHANGES: select(func.min(ChangeRow.at)),
    RetentionClass.REQUEST_KEYS: select(func.min(RequestKeyRow.begun_at)),
    RetentionClass.AUDIT: select(func.min(AuditRow.at)),
}

_REMOVERS: Mapping[RetentionClass, Callable[[Session, Sequence[int | str]], object]] = {
    RetentionClass.CLIPS: lambda session, keys: session.execute(
        update(EventRow).where(EventRow.id.in_(keys)).values(clip=None)
    ),
    RetentionClass.POSTERS: lambda session, keys: session.execute(
        update(EventRow).where(EventRow.id.in_(keys)).values(poster=None)
    ),
    RetentionClass.QUIET_MINUTES: _remove_quiet_minutes,
    RetentionClass.EVENTS: _remove_events,
    RetentionClass.SCORES: _remove_scores,
    RetentionClass.ROSTER: lambda session, keys: session.execute(
        delete(RosterRow).where(RosterRow.id.in_(keys))
    ),
    RetentionClass.BACKGROUNDS: lambda session, keys: session.execute(
        delete(BackgroundRow).where(BackgroundRow.id.in_(keys))
    ),
    RetentionClass.NOTICES: lambda session, keys: session.execute(
        delete(NoticeRow).where(NoticeRow.id.in_(keys))
    ),
    RetentionClass.SIGN_IN_FAILURES: lambda session, keys: session.execute(
        delete(ThrottleRow).where(ThrottleRow.key.in_(keys))
    ),
    RetentionClass.CHANGES: lambda session, keys: session.execute(
        delete(ChangeRow).where(ChangeRow.id.in_(keys))
    ),
    RetentionClass.REQUEST_KEYS: _remove_request_keys,
}
