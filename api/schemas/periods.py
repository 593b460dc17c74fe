"""Days, weeks and months of a hall: what many scores come to together."""

import datetime as dt
from typing import Literal

from api.schemas.base import Out, Paged, Text
from api.schemas.days import RateOut

PeriodName = Literal["day", "week", "month"]


class GroupOut(Out):
    """The summary of the scores of a hall, a counter, a shift or a person in a period.

    `points` is their mean, each weighted by the seconds observed; null where nothing was scored. `gained` are the
    points more than in the period before, null where the two do not compare. `scored` and `unscored` count the
    scores with and without points, `deductions` how often points were taken, `taken` all of them together, `open` the
    events that await a review (null where they are not counted). `clean_run` are scored days in a row without a
    point taken. `final`: no review changes it any more. Every rate has its denominator and 95 % Wilson interval.
    """

    name: str
    counter_id: int | None = None
    points: float | None
    gained: float | None
    coverage: float | None
    scored: int
    unscored: int
    deductions: int
    taken: float
    open: int | None
    clean_run: int
    final: bool
    rates: list[RateOut]


class GroupPage(Paged):
    """A page of summaries."""

    items: list[GroupOut]


class ClauseTotalOut(Out):
    """One clause of the catalogue over a period.

    `status` is the most telling of all counter-days (null: no profile that judged here names it), `tally` on how
    many each was found. `observed` counts the counter-days on which cameras could have shown a breach, `broken` those
    with points taken.
    """

    clause: str
    wording: Text
    document: Text
    article: str
    judged: str
    status: str | None
    tally: dict[str, int]
    points: float
    occurrences: int
    seconds: float
    observed: int
    broken: int


class PraiseOut(Out):
    """Something that went well: what, and which counters it is about; none for the whole hall."""

    what: Text
    counters: list[str]


class PeriodOut(Out):
    """A hall's day, week (Monday to Sunday) or month: the figures of its report.

    `lost_s` are seconds without sight by reason. `profiles` are the norms that judged, by hash: with more than one,
    points do not compare.
    """

    site: str
    period: PeriodName
    first: dt.date
    last: dt.date
    final: bool
    hall: GroupOut
    counters: list[GroupOut]
    shifts: list[GroupOut]
    clauses: list[ClauseTotalOut]
    praise: list[PraiseOut]
    lost_s: dict[str, float]
    profiles: dict[str, str]
