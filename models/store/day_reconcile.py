"""Reconciliation of the kept events of a camera's day with the judgement of the whole day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Event, calendar_day
from models.columns import as_json
from models.store.day_matching import Span, match_day
from models.store.holds import held_events
from models.store.sites import StoredSite
from models.store.whole_day import DayJudgement, DayRecordings
from models.tables import EventRow, ReviewRow

_Group = tuple[int, str]  # counter id and kind
_SAME_S = 1.0  # a reviewer's figures and the day's that differ by less say the same


@dataclass(slots=True)
class DayChanges:
    """Counts of changes to the events of a camera's day.

    `lost` reviewed ones are no longer found, `differing` reviewed ones are seen differently by the whole day and
    keep what their reviewer saw, `absorbed` findings lie within what a person decided already.
    """

    found: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    lost: int = 0
    differing: int = 0
    absorbed: int = 0


@dataclass(frozen=True, slots=True)
class _Kept:
    """Events of one counter and kind: kept ones with the found ones that they are, and the rest of either."""

    group: _Group
    pairs: Sequence[tuple[EventRow, Event]]
    rest: Sequence[EventRow]
    new: Sequence[Event]
    absorbed: int

    @classmethod
    def of(
        cls, group: _Group, rows: Sequence[EventRow], events: Sequence[Event], reviewed: set[int]
    ) -> "_Kept":
        decided = [i for i, row in enumerate(rows) if row.id in reviewed]
        old: list[Span] = [(row.start, row.end) for row in rows]
        matched = match_day(old, decided, [(event.start, event.end) for event in events])
        kept = set(matched.pairs.values())
        return cls(
            group,
            [(rows[i], events[j]) for j, i in matched.pairs.items()],
            [row for i, row in enumerate(rows) if i not in kept],
            [e for j, e in enumerate(events) if j not in matched.pairs and j not in matched.absorbed],
            len(matched.absorbed),
        )


@dataclass(slots=True)
class DayReconciler:
    """Brings the events of one camera's day to those of its judgement, inside an open write transaction."""

    session: Session
    site: StoredSite
    judged: DayJudgement
    recordings: DayRecordings
    changes: DayChanges = field(default_factory=DayChanges)

    def apply(self) -> DayChanges:
        """Touches only counters and times that the judgement saw signals of."""
        rows, given = self._held(), self._given()
        # A legal hold keeps an event as a review does: with the figures that a person saw, also if it is found no more.
        reviewed = self._reviewed() | held_events(
            self.session, [row for group in rows.values() for row in group]
        )
        self.changes.found = len(self.judged.events)
        groups = [
            _Kept.of(group, rows.get(group, []), given.get(group, []), reviewed)
            for group in sorted(rows.keys() | given.keys())
        ]
        # Offsets are freed before other events move there: three writes for any number of events.
        for group in groups:
            self._take_away(group, reviewed)
        self.session.flush()
        self._make_way([pair for group in groups for pair in group.pairs if pair[0].id not in reviewed])
        for group in groups:
            for row, event in group.pairs:
                self._update(row, event, row.id in reviewed)
            self.changes.absorbed += group.absorbed
            self.session.add_all(self._new(event, group.group) for event in group.new)
        self.session.flush()
        return self.changes

    def _held(self) -> Mapping[_Group, list[EventRow]]:
        start, end = self.judged.span
        ids = [self.site.counters[key] for key in self.judged.watched]
        query = select(EventRow).where(
            EventRow.counter_id.in_(ids), EventRow.start >= start, EventRow.start < end
        )
        groups: dict[_Group, list[EventRow]] = defaultdict(list)
        # Locked where the database has row locks: `_reviewed` comes after it, and no review in between.
        for row in self.session.scalars(query.order_by(EventRow.start, EventRow.id).with_for_update()):
            groups[row.counter_id, row.kind].append(row)
        return groups

    def _given(self) -> Mapping[_Group, list[Event]]:
        groups: dict[_Group, list[Event]] = defaultdict(list)
        for event in self.judged.events:
            groups[self.site.counters[event.counter], event.kind].append(event)
        return groups

    def _reviewed(self) -> set[int]:
        start, end = self.judged.span
        query = select(ReviewRow.event_id).join(EventRow, EventRow.id == ReviewRow.event_id)
        return set(self.session.scalars(query.where(EventRow.start >= start, EventRow.start < end)))

    def _take_away(self, group: "_Kept", reviewed: set[int]) -> None:
        watched = self.judged.watched[self._key(group.group[0])]
        for row in group.rest:
            if not any(start <= row.start < end for start, end in watched):
                continue  # nothing is known of that time any more: what was found then stays
            if row.id not in reviewed:
                self.session.delete(row)
                self.changes.removed += 1
            elif row.found:
                row.found = False
                self.changes.lost += 1

    def _key(self, counter_id: int) -> str:
        return next(key for key, found in self.site.counters.items() if found == counter_id)

    def _make_way(self, pairs: Sequence[tuple[EventRow, Event]]) -> None:
        """A start may move to the old start of another event, so those offsets are freed first."""
        moving = [row for row, event in pairs if row.start != event.start]
        for row in moving:
            row.offset_s = -1.0 - row.id
        if moving:
            self.session.flush()

    def _update(self, row: EventRow, event: Event, reviewed: bool) -> None:
        self.changes.changed += not row.found
        row.found = True
        if reviewed:
            far = max(abs(row.start - event.start), abs(row.end - event.end)) > _SAME_S
            self.changes.differing += far
            return
        before = (
            row.start, row.end, row.confidence, row.certainty, as_json(row.attributes), as_json(row.evidence),
        )  # fmt: skip
        after = (
            event.start, event.end, event.confidence, event.certainty.value, as_json(event.attributes),
            as_json(event.evidence),
        )  # fmt: skip
        if before != after or row.offset_s < 0:
            self.changes.changed += before != after
            row.attributes, row.evidence = dict(event.attributes), dict(event.evidence)
            self._place(row, event, self.recordings.start_of(row.recording_id))

    def _place(self, row: EventRow, event: Event, recording_start: float) -> None:
        row.offset_s, row.confidence = round(event.start - recording_start, 3), event.confidence
        row.certainty = event.certainty.value
        row.start, row.end = event.start, event.end
        row.day = calendar_day(event.start, self.site.site.zone)

    def _new(self, event: Event, group: _Group) -> EventRow:
        recording = self.recordings.at(event.start)
        row = EventRow(
            recording_id=recording.id,
            site_id=self.site.id,
            camera_id=recording.camera_id,
            counter_id=group[0],
            kind=event.kind,
            attributes=dict(event.attributes),
            evidence=dict(event.evidence),
        )
        self._place(row, event, recording.start)
        self.changes.added += 1
        return row
