"""When a live event may be published: not while the next seconds could still change it."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from models import Event
from models.norms import load_catalogue
from pipeline.intervals import TICK, Basis, limit


@dataclass(frozen=True, slots=True)
class PublishLimits:
    """Limits of publishing live events."""

    settle_s: float = limit(
        25.0,
        "s",
        Basis.CHOICE,
        "until an end is final: a courtesy may still come (no profile gives longer), and an absence or a "
        "posture may still be bridged",
    )
    gone_s: float = limit(
        2.2,
        "s",
        Basis.CHOICE,
        "an event at one moment is published so long after it: detection misses people for up to two "
        "seconds, and a look (see PresenceLimits.vote_s)",
    )
    agree_s: float = limit(
        0.4, "s", Basis.CHOICE, "two judgements so far apart, two looks, have to agree on an event"
    )
    update_s: float = limit(
        60.0,
        "s",
        Basis.CHOICE,
        "an ongoing event is brought up to date so often",
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
    """An event to be stored. `new` when it was not published before; `over` when its end cannot change any more.

    `withdrawn` when it was published, and what was seen since says that there was none.
    """

    event: Event
    new: bool
    over: bool
    withdrawn: bool = False

    @property
    def is_fault(self) -> bool:
        """Whether the event may be a fault of the staff."""
        return load_catalogue().is_fault(self.event.kind)


@dataclass
class _PublishedEvent:
    event: Event
    at: float
    over: bool
    missing_since: float | None = None


@dataclass
class EventPublisher:
    """Compares each judgement with the published events; `floor` is where the buffered time of a session begins.

    An event is published when its rule is met and two judgements agree; kinds that only their end decides, once it is
    final. One that later judgements do not hold any more is withdrawn, as long as its end is not final.
    """

    _told: list[_PublishedEvent] = field(default_factory=list)
    _seen: list[tuple[Event, float]] = field(default_factory=list)
    """Events that are not published yet, each with the moment of the first judgement that held it."""

    def updates(self, events: Iterable[Event], now: float, floor: float = float("-inf")) -> list[EventUpdate]:
        """The events to be stored after this judgement, in order of time. `now` is the last moment looked at, UTC
        seconds.
        """
        events = [event for event in events if event.start >= floor + LIMITS.edge_s]
        known = {id(told): told for event in events if (told := self._known(event)) is not None}
        found = [self._judged(event, now) for event in events]
        self._seen = [(event, self._first_seen(event, now)) for event in events if self._known(event) is None]
        gone = [told for told in self._told if id(told) not in known and told.at < now]
        return [
            *(update for update in found if update is not None),
            *self._withdrawn(gone, now, floor + LIMITS.edge_s),
        ]

    def last(self, events: Iterable[Event], floor: float = float("-inf")) -> list[EventUpdate]:
        """The events to be stored at the end of a session: everything that differs from what was published."""
        return self.updates(events, float("inf"), floor)

    def ongoing(self, now: float) -> float:
        """The earliest start of an event that is not over, `now` when there is none."""
        return min((told.event.start for told in self._told if not told.over), default=now)

    def faults(self) -> list[Event]:
        """The published events that may be faults, but for those that were forgotten."""
        catalogue = load_catalogue()
        return [told.event for told in self._told if catalogue.is_fault(told.event.kind)]

    def forget(self, before: float) -> None:
        """Forget events that were over before this moment."""
        self._told = [told for told in self._told if not told.over or told.event.end >= before]

    def next_due(self) -> float:
        """When the next judgement may publish an event that this one held, UTC seconds; inf for none."""
        return min((self._publishable(event, since) for event, since in self._seen), default=math.inf)

    def _known(self, event: Event) -> _PublishedEvent | None:
        return next((told for told in self._told if same(told.event, event)), None)

    def _first_seen(self, event: Event, now: float) -> float:
        return next((since for before, since in self._seen if same(before, event)), now)

    def _withdrawn(self, gone: Iterable[_PublishedEvent], now: float, floor: float) -> Iterator[EventUpdate]:
        """Published events that two judgements in a row did not hold any more."""
        for told in list(gone):
            if told.over or told.event.start < floor:
                continue
            if told.missing_since is None and now < math.inf:
                told.missing_since = now
            else:
                self._told.remove(told)
                yield EventUpdate(told.event, new=False, over=True, withdrawn=True)

    def _judged(self, event: Event, now: float) -> EventUpdate | None:
        known = self._known(event)
        if known is None:
            return self._first(event, now)
        known.missing_since = None
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
        if now < self._publishable(event, self._first_seen(event, now)) - TICK:
            return None
        over = now - event.end >= LIMITS.settle_s
        self._told.append(_PublishedEvent(event, now, over))
        return EventUpdate(event, new=True, over=over)

    def _publishable(self, event: Event, since: float) -> float:
        """The moment from which on the event may be published; judgements have held it since `since`."""
        final = event.end + LIMITS.settle_s
        if not _told_early(event.kind):
            return final
        agreed = since + LIMITS.agree_s
        return min(final, agreed if event.seconds else max(agreed, event.end + LIMITS.gone_s))


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
