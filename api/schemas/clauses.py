"""One clause over time."""

import datetime as dt

from api.schemas.base import Out
from api.schemas.days import RateOut
from api.schemas.norms import ClauseOut


class ClauseDayOut(Out):
    """A clause on one day, under the profile that judged it: over all counters together.

    `observed` counts the counters at which cameras could have shown a breach, `broken` those with points taken.
    """

    day: dt.date
    profile: str
    profile_hash: str
    points: float
    occurrences: int
    seconds: float
    observed: int
    broken: int
    rates: list[RateOut]


class DifferenceOut(Out):
    """One place where two profiles differ; null where one of them has nothing there."""

    place: str
    old: str | None
    new: str | None


class NormChangeOut(Out):
    """From `day` on another profile judged. `about` is what may touch the clause, `others` how much else differs.

    Both are null where one of the two profiles can no longer be read.
    """

    day: dt.date
    old_hash: str
    new_hash: str
    about: list[DifferenceOut] | None
    others: int | None


class ClauseNormOut(Out):
    """The content of the profile of this hash about the clause: place in the profile, and text.

    Its rule, the prices of its kinds, its rates, and every number by which anything is found; null where it can no
    longer be read.
    """

    profile_hash: str
    said: dict[str, str] | None


class ClauseHistoryOut(Out):
    """How a clause fared at a hall; days without a score are left out. `norms` has each profile of these days once."""

    clause: ClauseOut
    site: str
    days: list[ClauseDayOut]
    changes: list[NormChangeOut]
    norms: list[ClauseNormOut]
