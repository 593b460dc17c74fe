"""Reconciliation of the events of a recording with those of a new analysis."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import START_TOLERANCE_S, Event, calendar_day
from models.columns import as_json
from models.store.analysis import FoundEvent
from models.store.holds import held_events
from models.store.matching import match_starts
from models.store.sites import StoredSite
from models.tables import EventRow, RecordingRow, ReviewRow

_Group = tuple[int, str]  # counter id and kind


@dataclass(slots=True)
class Changes:
    """Ids by index of the found event, the indexes of new events, and counts of changed rows."""

    ids: dict[int, int] = field(default_factory=dict)
    new: set[int] = field(default_factory=set)
    added: int = 0
    changed: int = 0
    removed: int = 0
    lost: int = 0


class Reconciler:
    """Brings the events of one recording to those of an analysis, inside an open write transaction."""

    def __init__(self, session: Session, recording: RecordingRow, site: StoredSite) -> None:
        self._session, self._recording = session, recording
        self._site_id, self._counters, self._zone = site.id, site.counters, site.site.zone
        held = select(EventRow).where(EventRow.recording_id == recording.id)
        # Locked where the database has row locks, so that no review comes in between its look-up and the removal.
        self._rows = list(session.scalars(held.order_by(EventRow.start, EventRow.id).with_for_update()))
        reviewed = select(ReviewRow.event_id).join(EventRow).where(EventRow.recording_id == recording.id)
        self._reviewed = set(session.scalars(reviewed)) | held_events(session, self._rows)
        self.changes = Changes()

    def withdraw(self, events: Iterable[Event]) -> None:
        """Take away these events, as far as they are stored: a reviewed one stays, marked as no longer found."""
        findings = tuple(map(FoundEvent, events))
        rows, given = self._grouped_rows(), self._grouped(findings)
        gone = {row.id: row for group in given for _, row in self._match(rows[group], given[group], findings)}
        self._take_away(gone.values())
        self._rows = [row for row in self._rows if row.id not in gone or row.id in self._reviewed]

    def apply(self, findings: tuple[FoundEvent, ...], *, complete: bool) -> Changes:
        """Keep equal events, move changed ones, add new ones, and remove the rest when `complete`."""
        rows, given = self._grouped_rows(), self._grouped(findings)
        matched = {j: row for group in given for j, row in self._match(rows[group], given[group], findings)}
        if complete:
            kept = {row.id for row in matched.values()}
            self._take_away(row for row in self._rows if row.id not in kept)
        self._make_way(matched, findings)
        for j, row in matched.items():
            self._update(row, findings[j])
            self.changes.ids[j] = row.id
        for group, members in given.items():
            for j in members:
                if j not in matched:
                    self._add(j, findings[j], group)
        return self.changes

    def _grouped_rows(self) -> dict[_Group, list[EventRow]]:
        groups: dict[_Group, list[EventRow]] = defaultdict(list)
        for row in self._rows:
            groups[row.counter_id, row.kind].append(row)
        return groups

    def _grouped(self, findings: tuple[FoundEvent, ...]) -> dict[_Group, list[int]]:
        groups: dict[_Group, list[int]] = defaultdict(list)
        for j, finding in enumerate(findings):
            groups[self._counters[finding.event.counter], finding.event.kind].append(j)
        return groups

    def _match(
        self, rows: list[EventRow], members: list[int], findings: tuple[FoundEvent, ...]
    ) -> Iterable[tuple[int, EventRow]]:
        old = [row.offset_s for row in rows]
        new = [self._offset(findings[j].event) for j in members]
        return [(members[j], rows[i]) for j, i in match_starts(old, new, START_TOLERANCE_S).items()]

    def _offset(self, event: Event) -> float:
        return round(event.start - self._recording.start, 3)

    def _take_away(self, rows: Iterable[EventRow]) -> None:
        for row in rows:
            if row.id not in self._reviewed:
                self._session.delete(row)
                self.changes.removed += 1
            elif row.found:
                row.found = False
                self.changes.lost += 1
        self._session.flush()

    def _make_way(self, matched: Mapping[int, EventRow], findings: tuple[FoundEvent, ...]) -> None:
        """A start may move to the old start of another event, so those offsets are freed first."""
        for j, row in matched.items():
            if row.id not in self._reviewed and row.offset_s != self._offset(findings[j].event):
                row.offset_s = -1.0 - row.id
        self._session.flush()

    def _update(self, row: EventRow, finding: FoundEvent) -> None:
        before = _figures(row)
        if row.id not in self._reviewed:
            self._take_figures(row, finding.event)
        row.found = True
        row.clip, row.poster = finding.clip or row.clip, finding.poster or row.poster
        self.changes.changed += _figures(row) != before

    def _take_figures(self, row: EventRow, event: Event) -> None:
        self._place(row, event)
        if as_json(row.attributes) != as_json(event.attributes):
            row.attributes = dict(event.attributes)
        if as_json(row.evidence) != as_json(event.evidence):
            row.evidence = dict(event.evidence)

    def _place(self, row: EventRow, event: Event) -> None:
        row.offset_s, row.confidence = self._offset(event), event.confidence
        row.certainty = event.certainty.value
        row.start, row.end, row.day = event.start, event.end, calendar_day(event.start, self._zone)

    def _add(self, place: int, finding: FoundEvent, group: _Group) -> None:
        event = finding.event
        row = EventRow(
            recording_id=self._recording.id,
            site_id=self._site_id,
            camera_id=self._recording.camera_id,
            counter_id=group[0],
            kind=event.kind,
            attributes=dict(event.attributes),
            evidence=dict(event.evidence),
            clip=finding.clip,
            poster=finding.poster,
        )
        self._place(row, event)
        self._session.add(row)
        self._session.flush()
        self.changes.ids[place] = row.id
        self.changes.new.add(place)
        self.changes.added += 1


def _figures(row: EventRow) -> tuple[object, ...]:
    plain = (row.start, row.end, row.confidence, row.certainty, row.clip, row.poster, row.found)
    return (*plain, as_json(row.attributes), as_json(row.evidence))
