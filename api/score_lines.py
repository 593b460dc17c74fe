"""The lines of a score as the API returns them, with the events that their keys name."""

from collections.abc import Iterable

from api.event_views import EventView
from api.schemas import DeductionOut, EventItem, LineOut, NoteOut, RateOut, Text
from models import ClauseLine, Deduction, EventKey, Note, Score, StoredEvent
from models.norms import Catalogue


class ScoreLines:
    """Lines of scores over the stored events of a counter. `events` are all of the scored period."""

    def __init__(self, catalogue: Catalogue, view: EventView, events: Iterable[StoredEvent]) -> None:
        self._catalogue, self._view = catalogue, view
        self._stored = {EventKey.of(one.event): one for one in events}

    def of(self, score: Score) -> list[LineOut]:
        """Clause by clause, in the order of the score."""
        named = {key for line in score.lines for d in line.deductions for key in d.events}
        named |= {note.event for line in score.lines for note in line.notes}
        items = {key: self._view.item(one) for key, one in self._stored.items() if key in named}
        return [self._line(line, items) for line in score.lines]

    def _line(self, line: ClauseLine, items: dict[EventKey, EventItem]) -> LineOut:
        clause = self._catalogue.clauses.get(line.clause)
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
                "deductions": [_deduction(d, items) for d in line.deductions],
                "notes": [_note(note, items) for note in line.notes],
            }
        )


def _deduction(deduction: Deduction, items: dict[EventKey, EventItem]) -> DeductionOut:
    return DeductionOut(
        points=deduction.points,
        full=deduction.full,
        severity=deduction.severity,
        confirmed=deduction.confirmed,
        reason=Text.from_words(deduction.reason),
        events=[items[key] for key in deduction.events if key in items],
    )


def _note(note: Note, items: dict[EventKey, EventItem]) -> NoteOut:
    return NoteOut(why=note.why.value, reason=Text.from_words(note.reason), event=items.get(note.event))
