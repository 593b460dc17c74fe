"""When a live event may be published: not while the next seconds could still change it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from models import Event
from models.norms import load_catalogue
from vision.core import Basis, limit


@dataclass(frozen=True, slots=True)
class PublishLimits:
    """Limits of publishing live events."""

    settle_s: float = limit(
        25.0,
        "s",
        Basis.CHOICE,
        "a courtesy may still come (no profile gives longer), and an absence or a posture may still be "
        "bridged",
    )
    update_s: float = limit(
        60.0,
        "s",
        Basis.CHOICE,
        "an ongoing event is published when two judgements in a row agree, and then updated so often",
    )
    together_s: float = limit(2.5, "s", Basis.CHOICE, "starts so close are one event, as in the evaluation")
    edge_s: float = limit(
        30.0,
        "s",
        Basis.CHOICE,
        "at the beginning of the buffered time events seem to begin that went on before",
    )


LIMITS = PublishLimits()


@dataclass(frozen=True, slots=True)
class EventUpdate:
    """An event to be stored. `new` when it was not published before; `over` when its end cannot change any more."""

    event: Event
    new: bool
    over: bool

    @property
    def is_fault(self) -> bool:
        """Whether the event may be a fault of the staff."""
        return load_catalogue().is_fault(self.event.kind)


@dataclass
class _PublishedEvent:
    event: Event
    at: float
    over: bool


@dataclass
class EventPublisher:
    """Compares each judgement with the published events; `floor` is where the buffered time of a session begins."""

    _told: list[_PublishedEvent] = field(default_factory=list)
    _before: list[Event] = field(default_factory=list)

    def updates(self, events: Iterable[Event], now: float, floor: float = float("-inf")) -> list[EventUpdate]:
        """The events to be stored after this judgement, in order of time. `now` is the last moment looked at, UTC
        seconds.
        """
        events = [event for event in events if event.start >= floor + LIMITS.edge_s]
        found = [self._judged(event, now) for event in events]
        self._before = events
        return [updates for updates in found if updates is not None]

    def last(self, events: Iterable[Event], floor: float = float("-inf")) -> list[EventUpdate]:
        """The events to be stored at the end of a session: everything that differs from what was published."""
        return self.updates(events, float("inf"), floor)

    def ongoing(self, now: float) -> float:
        """The earliest start of an event that is not over, `now` when there is none."""
        return min((told.event.start for told in self._told if not told.over), default=now)

    def forget(self, before: float) -> None:
        """Forget events that were over before this moment."""
        self._told = [told for told in self._told if not told.over or told.event.end >= before]

    def _judged(self, event: Event, now: float) -> EventUpdate | None:
        known = next((told for told in self._told if same(told.event, event)), None)
        if known is None:
            return self._first(event, now)
        # A start that moved by a look or two is not worth a second event: the published start stays.
        event = replace(event, start=min(known.event.start, event.end))
        over = now - event.end >= LIMITS.settle_s
        if event == known.event and over == known.over:
            return None
        longer_alone = replace(event, end=known.event.end, evidence=known.event.evidence) == known.event
        if longer_alone and not over and now - known.at < LIMITS.update_s:
            return None
        known.event, known.at, known.over = event, now, over
        return EventUpdate(event, new=False, over=over)

    def _first(self, event: Event, now: float) -> EventUpdate | None:
        over = now - event.end >= LIMITS.settle_s
        agreed = event.seconds > 0 and any(same(event, before) for before in self._before)
        if not (over or (agreed and _told_early(event.kind))):
            return None
        self._told.append(_PublishedEvent(event, now, over))
        return EventUpdate(event, new=True, over=over)


def _told_early(kind: str) -> bool:
    """Whether events of the kind are published before they end; those that only their end decides are not."""
    known = load_catalogue().kinds.get(kind)
    return known is None or not known.decided_at_end


def same(one: Event, other: Event) -> bool:
    """Whether two judgements mean the same event: they start together or overlap."""
    if (one.camera, one.counter, one.kind) != (other.camera, other.counter, other.kind):
        return False
    together = abs(one.start - other.start) <= LIMITS.together_s
    return together or (one.start < other.end and other.start < one.end)
