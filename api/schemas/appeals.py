"""Appeals against events."""

from typing import Annotated

from pydantic import StringConstraints

from api.schemas.base import FilledLines, Flag, In, OneLine, Paged
from api.schemas.events import AppealOut, EventItem
from models import Verdict

Said = FilledLines[Annotated[str, StringConstraints(max_length=2000)]]
Person = OneLine[Annotated[str, StringConstraints(strip_whitespace=True, max_length=255)]]


class AppealItem(AppealOut):
    """An appeal with the event that it is about. `due_at` (UTC seconds) is when it is to be decided.

    `overdue`: it is open, and that moment is past.
    """

    event: EventItem
    due_at: float
    overdue: bool


class AppealPage(Paged):
    """A page of appeals."""

    items: list[AppealItem]


class AppealIn(In):
    """Why an event is contested, and for whom."""

    reason: Said
    person: Person = ""


class RulingIn(In):
    """Whether an appeal is accepted, and why.

    `expected` is the verdict of the event that the decision was made from: the answer is 409 when it changed meanwhile.
    """

    accepted: Flag
    answer: Said
    expected: Verdict
