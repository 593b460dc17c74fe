"""Learned lines: proposals from verdicts, and the versions that were accepted."""

from typing import Annotated

from pydantic import Field

from api.schemas.base import In, Key, Kind, Number, Out, Paged, Text


class ShareOut(Out):
    """`met` of `of` judged events with the share and its 95 % Wilson interval, null where `of` is 0."""

    met: int
    of: int
    share: float | None
    low: float | None
    high: float | None


class LineFiguresOut(Out):
    """Figures on held-out verdicts. Precision: confirmed facts of all facts; recall: of all confirmed events."""

    precision: ShareOut
    recall: ShareOut


class LineProposalOut(Out):
    """A proposal for a kind, at one counter or at all (null).

    `outcome`: too_few, one_day (it cannot know yet), no_better, better. `line` is null unless one is proposed in place
    of `today`; the figures are null where it cannot know yet.
    """

    kind: str
    counter: str | None
    outcome: str
    verdicts: int
    today: float
    line: float | None
    before: LineFiguresOut | None
    after: LineFiguresOut | None


class LearnedLineOut(Out):
    """An accepted version: author, time (UTC s), the line that it replaced, and the figures that were predicted.

    `in_force`: no newer version and no taking back has ended it.
    """

    id: int
    kind: str
    counter: str | None
    line: float
    replaced: float
    verdicts: int
    before: LineFiguresOut
    after: LineFiguresOut
    accepted_by: str
    accepted_at: float
    taken_back_by: str | None
    taken_back_at: float | None
    in_force: bool


class LearnedLinesOut(Paged):
    """Proposals of a hall, a page of its versions, the verdicts that are needed, and the meaning of the figures."""

    site: str
    needed: int
    about: list[Text]
    proposals: list[LineProposalOut]
    lines: list[LearnedLineOut]


class LearnedLineIn(In):
    """The acceptance of a proposal; `line` is the one that the account saw."""

    site: Key
    kind: Kind
    counter: Key | None = None
    line: Annotated[Number, Field(ge=0, le=1)]
