"""Recordings with their events and coverage. Saving the same analysis again changes nothing, and no review is lost."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import not_, or_, select
from sqlalchemy.orm import Session

from models import Coverage, Seal, StoredRecording, calendar_day, event_file
from models.store.analysis import Analysis, FoundEvent, Saved, check
from models.store.base import Repository
from models.store.profiles import put_profile
from models.store.reconcile import Changes, Reconciler
from models.store.seals import put_seals
from models.store.sites import StoredSite, put_site
from models.tables import CameraRow, CoverageRow, EventRow, RecordingRow, SiteRow


class Recordings(Repository):
    """Keeps recordings with their events and coverage."""

    def save(self, analysis: Analysis, now: float) -> Saved:
        """Keep an analysis in one transaction; `now` (UTC seconds) dates a profile that is new.

        Events of the same counter and kind whose starts differ by at most START_TOLERANCE_S, counted from the
        recording's start, are the same event and keep their id. Other unreviewed events are removed, and other
        reviewed events are marked as no longer found. A reviewed event keeps the figures that its reviewer saw.
        Raises ModelError when an event names a counter or camera that the site does not have.
        """
        check(analysis)
        with self._writing(f"site {analysis.site.site}") as session:
            stored = put_site(session, analysis.site, now)
            if analysis.profile is not None:
                put_profile(session, analysis.profile, now)
            recording = _recording(session, stored, analysis)
            reconciler = Reconciler(session, recording, stored)
            reconciler.withdraw(analysis.withdrawn)
            changes = reconciler.apply(analysis.findings, complete=analysis.complete)
            _keep_coverage(session, recording, stored.counters, analysis)
            put_seals(session, _seals(analysis.findings, changes), now)
            return Saved(
                recording.id,
                stored.counters,
                tuple(changes.ids[j] for j in range(len(analysis.findings))),
                changes.added,
                changes.changed,
                changes.removed,
                changes.lost,
            )

    def attach_clip(self, event_id: int, found: FoundEvent, now: float) -> None:
        """Keep the paths and the seals of the clip and the poster of an event that had none; `now` is UTC seconds."""
        with self._writing(f"event {event_id}") as session:
            row = session.get(EventRow, event_id)
            if row is not None:
                row.clip, row.poster = found.clip, found.poster
                seals = [(event_file(event_id, kind), seal) for kind, seal in found.seals(new=True)]
                put_seals(session, seals, now)

    def find(self, site: str, camera: str, fingerprint: str) -> StoredRecording | None:
        """The recording of this footage by a camera of a site (both by key), or None."""
        cameras = (
            select(CameraRow.id).join(CameraRow.site).where(SiteRow.key == site, CameraRow.key == camera)
        )
        query = select(RecordingRow).where(RecordingRow.camera_id.in_(cameras))
        with self._reading() as session:
            row = session.scalar(query.where(RecordingRow.fingerprint == fingerprint))
            return _record(row) if row else None

    def around(self, site: str, camera: str, start: float, end: float) -> list[StoredRecording]:
        """The recordings of a camera (by key) that begin before `end` and may go on after `start` (UTC s)."""
        mine = select(CameraRow.id).join(CameraRow.site).where(SiteRow.key == site, CameraRow.key == camera)
        over = RecordingRow.start + RecordingRow.duration_s <= start
        query = select(RecordingRow).where(RecordingRow.camera_id.in_(mine), RecordingRow.start < end)
        query = query.where(or_(RecordingRow.duration_s.is_(None), not_(over)))
        with self._reading() as session:
            return [
                _record(row) for row in session.scalars(query.order_by(RecordingRow.start, RecordingRow.id))
            ]

    def guessed(self, site: str, camera: str, start: float, end: float) -> tuple[tuple[float, float], ...]:
        """Spans in [start, end) (UTC s) of a camera's recordings whose start is only the date of the file."""
        mine = select(CameraRow.id).join(CameraRow.site).where(SiteRow.key == site, CameraRow.key == camera)
        query = select(RecordingRow.start, RecordingRow.duration_s).where(
            RecordingRow.camera_id.in_(mine), RecordingRow.start_known.is_(False), RecordingRow.start < end
        )
        with self._reading() as session:
            spans = [
                (max(start, began), end if lasted is None else min(end, began + lasted))
                for began, lasted in session.execute(query.order_by(RecordingRow.start))
            ]
        return tuple(span for span in spans if span[1] > span[0])

    def get(self, recording_id: int) -> StoredRecording | None:
        """One recording, or None."""
        with self._reading() as session:
            row = session.get(RecordingRow, recording_id)
            return _record(row) if row else None


def _record(row: RecordingRow) -> StoredRecording:
    return StoredRecording(
        row.id, row.name, row.path, row.fingerprint, row.start, row.duration_s, row.profile_hash, row.size
    )


def _recording(session: Session, stored: StoredSite, analysis: Analysis) -> RecordingRow:
    footage, camera_id = analysis.footage, stored.cameras[analysis.footage.camera]
    row = session.scalar(
        select(RecordingRow).where(
            RecordingRow.camera_id == camera_id, RecordingRow.fingerprint == footage.fingerprint
        )
    )
    if row is None:
        row = RecordingRow(camera_id=camera_id, fingerprint=footage.fingerprint, start=footage.start)
        session.add(row)
    elif row.start != footage.start:
        _move(session, row, footage.start, stored.site.zone)
    row.name, row.path = footage.name, footage.path
    row.duration_s, row.size, row.start_known = footage.duration_s, footage.size, footage.start_known
    if analysis.profile is not None:
        row.profile_hash = analysis.profile.hash
    session.flush()
    return row


def _move(session: Session, recording: RecordingRow, start: float, zone: ZoneInfo) -> None:
    """The clock of the recording was corrected: its events move along."""
    by = start - recording.start
    for row in session.scalars(select(EventRow).where(EventRow.recording_id == recording.id)):
        row.start, row.end = row.start + by, row.end + by
        row.day = calendar_day(row.start, zone)
    recording.start = start


def _keep_coverage(
    session: Session, recording: RecordingRow, counters: Mapping[str, int], analysis: Analysis
) -> None:
    """A complete analysis replaces all coverage; a live one only spans with the same start."""
    query = select(CoverageRow).where(CoverageRow.recording_id == recording.id)
    held = {(row.counter_id, row.start): row for row in session.scalars(query)}
    given = {(counters[c.counter], c.start): c for c in analysis.coverage}
    for place in held.keys() - given.keys() if analysis.complete else ():
        session.delete(held[place])
    for place, coverage in given.items():
        row = held.get(place) or CoverageRow(recording_id=recording.id, counter_id=place[0], start=place[1])
        _fill(row, coverage)
        session.add(row)


def _seals(findings: Sequence[FoundEvent], changes: Changes) -> list[tuple[str, Seal]]:
    return [
        (event_file(changes.ids[place], kind), seal)
        for place, found in enumerate(findings)
        for kind, seal in found.seals(new=place in changes.new)
    ]


def _fill(row: CoverageRow, coverage: Coverage) -> None:
    row.end, row.seen_s, row.lost_s = coverage.end, coverage.seen_s, dict(coverage.lost_s)
