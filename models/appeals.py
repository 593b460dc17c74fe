"""Appeals: one person contests an event, and another person decides with a reason."""

from dataclasses import dataclass
from enum import StrEnum

from models.records import Verdict

DAY_S = 86400.0
"""Seconds of a day."""


class AppealState(StrEnum):
    """The state of an appeal."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal against an event; times are UTC seconds.

    `person` is the one who contests the event, if another person filed the appeal for them. `points_before` and
    `points_after` are the score of the event's day before and after the decision; None if the day has no score or the
    appeal is open.
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

    def due(self, days: int) -> float:
        """When it is to be decided (UTC seconds), `days` after it was filed."""
        return self.filed_at + days * DAY_S


@dataclass(frozen=True, slots=True)
class Filing:
    """An appeal to be filed: the account that files it, the person it is for, and the reason."""

    user_id: int
    person: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision on an appeal: the account, the outcome and the reason. `accepted` dismisses the event.

    `expected` is the verdict of the event that the account decided from.
    """

    user_id: int
    accepted: bool
    answer: str
    expected: Verdict
