"""A camera's whole day as the nightly run judges it, and the recordings of its events."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import Coverage, Event, Site, day_span
from models.store.analysis import Stamp
from models.tables import RecordingRow

LONGEST_S = 7 * 86400.0
"""Longest duration in seconds of a live session whose end is unknown."""


@dataclass(frozen=True, slots=True)
class DayJudgement:
    """The judgement of the signals of a camera's day.

    `watched` has the spans (UTC seconds) with signals by counter: only there, a missing event means that there was
    none. `inputs` is a digest of all inputs of the judgement.
    """

    site: Site
    camera: str
    day: dt.date
    profile: Stamp
    events: tuple[Event, ...]
    coverage: tuple[Coverage, ...]
    watched: Mapping[str, Sequence[tuple[float, float]]]
    inputs: str

    @property
    def span(self) -> tuple[float, float]:
        """First moment of the day and of the next one, UTC seconds."""
        return day_span(self.day, self.site.zone)


class DayRecordings:
    """The recordings of a camera's day, inside an open write transaction.

    Signals may exist without a recording: the day itself is the recording then, so that every event has one.
    """

    def __init__(self, session: Session, camera_id: int, judged: DayJudgement) -> None:
        self._session, self._camera_id, self._judged = session, camera_id, judged
        start, end = judged.span
        recent = RecordingRow.start > start - LONGEST_S
        query = select(RecordingRow).where(RecordingRow.camera_id == camera_id, RecordingRow.start < end)
        query = query.where(or_(recent, RecordingRow.start + RecordingRow.duration_s > start))
        self._rows = sorted(session.scalars(query), key=lambda row: (row.start, row.id))
        self._starts = {row.id: row.start for row in self._rows}
        for row in self._rows:
            if _end(row) > start:
                row.profile_hash = judged.profile.hash

    def start_of(self, recording_id: int) -> float:
        """UTC seconds at which a recording starts."""
        if recording_id not in self._starts:
            self._starts[recording_id] = self._session.get_one(RecordingRow, recording_id).start
        return self._starts[recording_id]

    def at(self, moment: float) -> RecordingRow:
        """The latest recording that runs at a moment, or the day's own one."""
        running = [
            row for row in self._rows if row.start <= moment < _end(row) and row.fingerprint != self._mark
        ]
        return running[-1] if running else self._of_day()

    @property
    def _mark(self) -> str:
        return f"day:{self._judged.day}"

    def _of_day(self) -> RecordingRow:
        found = next((row for row in self._rows if row.fingerprint == self._mark), None)
        if found is not None:
            return found
        start, end = self._judged.span
        row = RecordingRow(camera_id=self._camera_id, fingerprint=self._mark, start=start)
        row.name, row.path = f"signals of {self._judged.day}", ""
        row.duration_s, row.size, row.profile_hash = end - start, None, self._judged.profile.hash
        self._session.add(row)
        self._session.flush()
        self._rows.append(row)
        self._starts[row.id] = start
        return row


def _end(row: RecordingRow) -> float:
    return row.start + (LONGEST_S if row.duration_s is None else row.duration_s)
