"""Progress of the nightly run with every camera's day, and the days that it judged."""

import datetime as dt
import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models import Score, day_span, from_json
from models.nightly_tables import NightDayRow, NightRow
from models.store.analysis import Stamp
from models.store.base import Repository
from models.store.day_reconcile import DayChanges, DayReconciler
from models.store.profiles import put_profile
from models.store.scores import DAY
from models.store.sites import StoredSite, put_site
from models.store.whole_day import DayJudgement, DayRecordings
from models.tables import (
    CameraRow,
    CounterRow,
    CoverageRow,
    EventRow,
    ProfileRow,
    RecordingRow,
    ScoreRow,
    SiteRow,
)


class Progress(StrEnum):
    """Progress of the nightly run with a camera's day."""

    JUDGED = "judged"
    DONE = "done"
    MISSING = "missing"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class NightDay:
    """A camera's day after the nightly run. `untouched`: its events did not change since, apart from reviews."""

    camera_id: int
    day: dt.date
    state: Progress
    inputs: str
    profile_hash: str
    why: str
    untouched: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """Progress: `state`, the digest of the inputs, the profile, and the reason of a failure."""

    state: Progress
    inputs: str = ""
    profile_hash: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Scored:
    """A counter's day that has a score: the time (UTC s) of its last change, and the length of its document in letters.

    Scoring a day again without a change leaves both as they are.
    """

    counter_id: int
    day: dt.date
    made_at: float
    size: int


class Nights(Repository):
    """Reads and keeps the runs of the nightly run and their results."""

    def begin(self, pid: int, host: str, now: float) -> int:
        """The id of a new run. Runs that are still marked as running were killed, and are marked as interrupted."""
        with self._writing("nights") as session:
            session.execute(update(NightRow).where(NightRow.state == "running").values(state="interrupted"))
            row = NightRow(started_at=now, ended_at=None, host=host, pid=pid, state="running", report="")
            session.add(row)
            session.flush()
            return row.id

    def end(self, run_id: int, report: str, now: float, *, failed: bool) -> None:
        """Mark a run as ended; `report` is its report as JSON."""
        with self._writing("nights") as session:
            row = session.get_one(NightRow, run_id)
            row.ended_at, row.report, row.state = now, report, "failed" if failed else "done"

    def last_end(self) -> float | None:
        """End of the last run that ended (UTC seconds); None if there is none."""
        with self._reading() as session:
            query = select(NightRow.ended_at).where(NightRow.ended_at.is_not(None))
            return session.scalar(query.order_by(NightRow.ended_at.desc()).limit(1))

    def states(self) -> dict[str, int]:
        """Number of runs by state."""
        with self._reading() as session:
            found = session.scalars(select(NightRow.state)).all()
        return {state: found.count(state) for state in sorted(set(found))}

    def profile_used(self, site: str) -> Stamp | None:
        """The profile that judged the latest recording of a site; None where none was judged."""
        query = (
            select(ProfileRow)
            .join(RecordingRow, RecordingRow.profile_hash == ProfileRow.hash)
            .join(CameraRow, CameraRow.id == RecordingRow.camera_id)
            .join(SiteRow, SiteRow.id == CameraRow.site_id)
            .where(SiteRow.key == site)
            .order_by(RecordingRow.start.desc(), RecordingRow.id.desc())
            .limit(1)
        )
        with self._reading() as session:
            row = session.scalar(query)
            return Stamp(row.name, row.hash, row.document) if row else None

    def day(self, camera_id: int, day: dt.date) -> NightDay | None:
        """Progress of the nightly run with a camera's day; None if no run reached it."""
        with self._reading() as session:
            row = _row(session, camera_id, day)
            if row is None:
                return None
            same = row.state == Progress.MISSING or row.outputs == _digest(session, camera_id, day)
            return NightDay(camera_id, day, Progress(row.state), row.inputs, row.profile_hash, row.why, same)

    def mark(self, camera_id: int, day: dt.date, mark: Mark, now: float) -> None:
        """Keep the progress with a camera's day, and the digest of its events."""
        with self._writing(f"night {camera_id}") as session:
            _mark(session, camera_id, day, mark, now)

    def save(self, judged: DayJudgement, now: float) -> DayChanges:
        """Keep the judgement of a camera's day in one transaction: all of it or nothing.

        An event that is the same keeps its id, clip and reviews. One that people reviewed keeps its figures too; where
        the day says otherwise it is marked as no longer found, or counted as differing. Events in a span without
        signals stay as they are. The same judgement again changes nothing.
        """
        with self._writing(f"site {judged.site.site}") as session:
            stored = put_site(session, judged.site, now)
            put_profile(session, judged.profile, now)
            camera_id = stored.cameras[judged.camera]
            recordings = DayRecordings(session, camera_id, judged)
            changes = DayReconciler(session, stored, judged, recordings).apply()
            _keep_coverage(session, stored, judged, recordings)
            session.flush()
            mark = Mark(Progress.JUDGED, judged.inputs, judged.profile.hash)
            _mark(session, camera_id, judged.day, mark, now)
            return changes

    def unsettled(self, until: dt.date) -> list[tuple[int, dt.date, str]]:
        """(counter id, day, profile hash) of the days up to `until` whose score is not final yet."""
        query = (
            select(ScoreRow.counter_id, ScoreRow.day, ScoreRow.profile_hash)
            .where(ScoreRow.final.is_(False), ScoreRow.label == DAY, ScoreRow.day <= until)
            .order_by(ScoreRow.day, ScoreRow.counter_id)
        )
        with self._reading() as session:
            return [(counter, day, made_by) for counter, day, made_by in session.execute(query)]

    def scored(self, since: dt.date, until: dt.date) -> list[Scored]:
        """Every day from `since` to `until` (both included) that has a score, without the scores themselves."""
        query = (
            select(ScoreRow.counter_id, ScoreRow.day, ScoreRow.made_at, func.length(ScoreRow.document))
            .where(ScoreRow.day.between(since, until), ScoreRow.label == DAY)
            .order_by(ScoreRow.day, ScoreRow.counter_id)
        )
        with self._reading() as session:
            return [Scored(*row) for row in session.execute(query)]

    def scores(
        self, since: dt.date, until: dt.date, counter_ids: Collection[int], label: str = DAY
    ) -> dict[tuple[int, dt.date], Score]:
        """Whole scores of these counters from `since` to `until` (both included), by counter and day."""
        query = (
            select(ScoreRow)
            .where(ScoreRow.day.between(since, until), ScoreRow.label == label)
            .where(ScoreRow.counter_id.in_(sorted(counter_ids)))
            .order_by(ScoreRow.day, ScoreRow.counter_id)
        )
        with self._reading() as session:
            rows = session.scalars(query).all()
        return {(row.counter_id, row.day): from_json(row.document) for row in rows}


def _row(session: Session, camera_id: int, day: dt.date) -> NightDayRow | None:
    query = select(NightDayRow).where(NightDayRow.camera_id == camera_id, NightDayRow.day == day)
    return session.scalar(query)


def _mark(session: Session, camera_id: int, day: dt.date, mark: Mark, now: float) -> None:
    row = _row(session, camera_id, day) or NightDayRow(camera_id=camera_id, day=day)
    row.state, row.inputs, row.profile_hash = mark.state.value, mark.inputs, mark.profile_hash
    row.why, row.at, row.outputs = mark.why, now, _digest(session, camera_id, day)
    session.add(row)


def _digest(session: Session, camera_id: int, day: dt.date) -> str:
    """Digest of the events of a camera's day, without their reviews."""
    timezone = select(SiteRow.timezone).join(CameraRow, CameraRow.site_id == SiteRow.id)
    zone = ZoneInfo(session.scalars(timezone.where(CameraRow.id == camera_id)).one())
    start, end = day_span(day, zone)
    counters = select(CounterRow.id).where(CounterRow.camera_id == camera_id)
    query = select(
        EventRow.id, EventRow.kind, EventRow.start, EventRow.end, EventRow.confidence, EventRow.found
    )
    query = query.where(EventRow.counter_id.in_(counters), EventRow.start >= start, EventRow.start < end)
    rows = [tuple(row) for row in session.execute(query.order_by(EventRow.id))]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def _keep_coverage(
    session: Session, stored: StoredSite, judged: DayJudgement, recordings: DayRecordings
) -> None:
    """The day's coverage takes the place of all that lies within the day, of the counters that were judged."""
    start, end = judged.span
    ids = [stored.counters[key] for key in judged.watched]
    query = select(CoverageRow).where(CoverageRow.counter_id.in_(ids))
    within = session.scalars(query.where(CoverageRow.start >= start, CoverageRow.end <= end))
    held: dict[tuple[int, float], CoverageRow] = {}
    for row in within:
        if held.setdefault((row.counter_id, row.start), row) is not row:
            session.delete(row)
    given = {(stored.counters[c.counter], c.start): c for c in judged.coverage}
    for place in held.keys() - given.keys():
        session.delete(held[place])
    for place, coverage in given.items():
        row = held.get(place) or CoverageRow(counter_id=place[0], start=place[1])
        row.recording_id = row.recording_id or recordings.at(coverage.start).id
        row.end, row.seen_s, row.lost_s = coverage.end, coverage.seen_s, dict(coverage.lost_s)
        session.add(row)
