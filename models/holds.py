"""Legal holds: what must not be deleted, by reason of a dispute, an inquiry or a court, until when."""

from dataclasses import dataclass
from enum import StrEnum


class HoldScope(StrEnum):
    """The kind of thing that a hold is on."""

    EVENT = "event"
    PERSON = "person"
    DAY = "day"
    """One counter on one day."""
    SITE = "site"
    """A whole site over a range of time."""


@dataclass(frozen=True, slots=True)
class HeldMatter:
    """The things that a hold is on: `site` and the span `start`..`end` (UTC seconds) at one counter or at all.

    An event has its counter and span as they were when the hold was placed. A person is held at any time at every
    site; then `site` is "" and the span is None.
    """

    scope: HoldScope
    site: str = ""
    counter_id: int | None = None
    start: float | None = None
    end: float | None = None
    event_id: int | None = None
    person: str = ""


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold with its reason; times are UTC seconds. `until` is None for a hold that ends only when it is lifted."""

    id: int
    matter: HeldMatter
    reason: str
    placed_by: str
    placed_at: float
    until: float | None
    lifted_by: str | None = None
    lifted_at: float | None = None
    lift_reason: str = ""

    def active(self, now: float) -> bool:
        """Whether it holds at `now` (UTC seconds)."""
        return self.lifted_at is None and (self.until is None or now < self.until)

    @property
    def named(self) -> str:
        """The held things in a few words: `event 17`, `person 张三`, `site north`, `counter 3`."""
        matter = self.matter
        return {
            HoldScope.EVENT: f"event {matter.event_id}",
            HoldScope.PERSON: f"person {matter.person}",
            HoldScope.DAY: f"counter {matter.counter_id}",
            HoldScope.SITE: f"site {matter.site}",
        }[matter.scope]
