"""Inspections: what an auditor saw at a counter of the clauses that no camera judges."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Met(StrEnum):
    """Whether a clause was met when the auditor looked."""

    YES = "yes"
    NO = "no"
    NOT_SEEN = "not_seen"
    """There was nothing to see it by: neither for the counter nor against it."""


@dataclass(frozen=True, slots=True)
class CheckedClause:
    """What an auditor says of one clause, with a note."""

    clause: str
    met: Met
    note: str = ""


@dataclass(frozen=True, slots=True)
class Inspection:
    """The checklist of one counter on one day, signed by the account `signed_by` at `signed_at` (UTC seconds).

    It is never changed: another look is another inspection.
    """

    id: int
    site: str
    counter_id: int
    day: dt.date
    clauses: tuple[CheckedClause, ...]
    signed_by: str
    signed_at: float
