"""A day under other norms: what was scored, what would be, and what comes and goes."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from api.schemas.base import BodyId, Day, FilledLine, In, Key, Out, Text
from api.schemas.events import EventItem
from models.norms.uploaded import LONGEST


class WhatIfIn(In):
    """Which hall's day, of one counter or of all (null), under which norms.

    `profile` is a built-in name, or a hash out of `GET /api/v1/profiles`. With a `document` (a profile's
    YAML text) that is used, and `profile` is the file's name for its errors.
    """

    site: Key
    day: Day
    counter_id: BodyId | None = None
    profile: FilledLine[Annotated[str, StringConstraints(max_length=128)]]
    document: Annotated[str, StringConstraints(max_length=LONGEST)] | None = None


class ChangeOut(Out):
    """A deduction that is gone, comes or stays; points before and after. `event` is null for one that is not kept.

    `instead` says of one that is gone what the other norms make of it.
    """

    what: Literal["gone", "come", "stays"]
    before: float
    after: float
    reason: Text
    instead: Text | None
    kind: str
    start: float
    event: EventItem | None


class ClauseChangeOut(Out):
    """A clause with its points and status in both scores; null where those norms do not have it."""

    clause: str
    wording: Text
    before: float
    after: float
    was: str | None
    would: str | None
    changes: list[ChangeOut]


class SupposedOut(Out):
    """A counter's day as it was scored and as it would be; points are null where too little was observed.

    `scored_by` is the profile of the score that is kept, null where the day was never scored. `judged` is false
    where no signals are kept: then the events that are kept were only priced anew.
    """

    counter_id: int
    counter: str
    counter_name: str | None
    timezone: str
    before: float | None
    after: float | None
    scored_by: str | None
    scored_by_hash: str | None
    judged: bool
    clauses: list[ClauseChangeOut]


class WhatIfOut(Out):
    """The counters of which anything is known on that day, under the named norms. Nothing of it is kept."""

    profile: str
    title: Text
    hash: str
    counters: list[SupposedOut]
