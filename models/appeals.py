"""Appeals: somebody contests an event; somebody else decides, with a reason."""

from dataclasses import dataclass
from enum import StrEnum


class AppealState(StrEnum):
    """Where an appeal stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal against an event; times are UTC seconds.

    `person` is who contests it, where somebody else wrote it down for them. `points_before` and `points_after` are
    the score of the event's day when it was decided and after it; None where the day has no score, or is not decided.
    """

    id: int
    event_id: int
    filed_by: str
    person: str
    reason: str
    filed_at: float
    state: AppealState
    decided_by: str | None
    answer: str
    decided_at: float | None
    points_before: float | None
    points_after: float | None


@dataclass(frozen=True, slots=True)
class Filing:
    """Who files an appeal, for whom, and why."""

    user_id: int
    person: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """Who decides an appeal, how, and why; `accepted` makes the event a dismissed one."""

    user_id: int
    accepted: bool
    answer: str
