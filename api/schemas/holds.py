"""Legal holds."""

from zoneinfo import ZoneInfo

from api.schemas.appeals import Person, Said
from api.schemas.base import BodyId, Day, In, Key, Out, Paged
from models import Hold, HoldScope, day_span


class HoldIn(In):
    """The thing to hold, exactly one: an event; a person; a counter and its day; a site from `since` to `until`.

    `ends` is the last day of the hold by UTC; null holds until it is lifted.
    """

    reason: Said
    ends: Day | None = None
    event_id: BodyId | None = None
    person: Person = ""
    counter_id: BodyId | None = None
    day: Day | None = None
    site: Key = ""
    since: Day | None = None
    until: Day | None = None

    @property
    def ends_at(self) -> float | None:
        """The end of the hold, UTC seconds."""
        return day_span(self.ends, ZoneInfo("UTC"))[1] if self.ends else None


class HoldLift(In):
    """The reason why a hold is lifted."""

    reason: Said


class HoldOut(Out):
    """A legal hold; times are UTC seconds. `active` says whether it holds now, `until` is null without an end."""

    id: int
    scope: HoldScope
    named: str
    site: str
    counter_id: int | None
    start: float | None
    end: float | None
    event_id: int | None
    person: str
    reason: str
    placed_by: str
    placed_at: float
    until: float | None
    lifted_by: str | None
    lifted_at: float | None
    lift_reason: str
    active: bool

    @classmethod
    def at(cls, hold: Hold, now: float) -> "HoldOut":
        """A hold as it stands at `now` (UTC seconds)."""
        matter = hold.matter
        return cls(
            id=hold.id, scope=matter.scope, named=hold.named, site=matter.site, counter_id=matter.counter_id,
            start=matter.start, end=matter.end, event_id=matter.event_id, person=matter.person, reason=hold.reason,
            placed_by=hold.placed_by, placed_at=hold.placed_at, until=hold.until, lifted_by=hold.lifted_by,
            lifted_at=hold.lifted_at, lift_reason=hold.lift_reason, active=hold.active(now),
        )  # fmt: skip


class HoldPage(Paged):
    """A page of legal holds."""

    items: list[HoldOut]
