"""Learned lines: proposals and versions for accounts that audit; administrators accept them and take them back."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query

from api.context import Auditor, LineKeeper, Parts, page_end, paging
from api.routes.reports import hall_of, site_of
from api.schemas import (
    Id,
    Key,
    LearnedLineIn,
    LearnedLineOut,
    LearnedLinesOut,
    LineFiguresOut,
    LineProposalOut,
    ShareOut,
    Text,
    or_none,
    refuses,
)
from models import AcceptedLine, LineFigures, LineKey, OvertakenError, phrase
from models.store import Orders, PageRequest, SortKey, both_ways, list_page
from pipeline.errors import PipelineError
from pipeline.learning import (
    LIMITS,
    LineDecision,
    SiteProposal,
    accept_line,
    propose,
    take_back_line,
    wording,
)

router = APIRouter(prefix="/learned-lines", tags=["norms"])

ORDERS: Orders = both_ways("id", SortKey(lambda line: line.id, int))
SiteKey = Annotated[Key, Query(description="key of the hall")]


@router.get(
    "",
    summary="Lines of certainty that verdicts propose, and those that were accepted",
    responses=refuses(404),
)
def learned_lines(
    caller: Auditor,
    parts: Parts,
    site: SiteKey,
    wanted: Annotated[PageRequest, Depends(paging(ORDERS, "-id", limit=200))],
) -> LearnedLinesOut:
    """Figures are of held-out verdicts; recall is among judged events. 404 where nothing is kept of the hall.

    A line for all counters is shown to accounts that may see every camera of the hall. The pages are of `lines`.
    """
    hall = hall_of(parts, caller, site)
    seen = {*hall.counters, *([None] if hall.whole else [])}
    held = {line.id for line in parts.store.lines.in_force(site).values()}
    kept = [one for one in parts.store.lines.of_site(site) if one.version.key.counter in seen]
    found = list_page(kept, ORDERS, wanted)
    return LearnedLinesOut(
        site=site,
        needed=LIMITS.verdicts,
        about=[Text.from_words(phrase(f"learn.about.{name}")) for name in ("held_out", "selection")],
        proposals=[_proposal(one) for one in propose(parts.store, hall.site) if one.key.counter in seen],
        lines=[_line(one, one.id in held) for one in found.items],
        **page_end(found, wanted),
    )


@router.post("", summary="Accept the line that is proposed", responses=refuses(404, 409))
def accept(body: LearnedLineIn, caller: LineKeeper, parts: Parts) -> LearnedLineOut:
    """404 where nothing is kept of the hall, 409 where no line or another one is proposed.

    The line is audited and in force at once; days that were judged before keep the norms of their time.
    """
    hall, key = site_of(parts, caller, body.site), LineKey(body.kind, body.counter)
    decision = LineDecision(caller.user.name, caller.client, body.line)
    try:
        return _line(accept_line(parts.store, hall, key, decision, parts.now()), True)
    except (PipelineError, OvertakenError) as error:
        raise HTTPException(409, str(error)) from error


@router.delete("/{line_id}", summary="Take an accepted line back", responses=refuses(404, 409))
def take_back(line_id: Id, caller: LineKeeper, parts: Parts) -> LearnedLineOut:
    """404 for an unknown line, 409 for one that is not in force. The line before it holds again."""
    line = parts.store.lines.get(line_id)
    if line is None or line.site not in {one.site.site for one in parts.store.sites.all(caller.scope)}:
        raise HTTPException(404, f"there is no learned line {line_id}")
    decision = LineDecision(caller.user.name, caller.client)
    try:
        return _line(take_back_line(parts.store, line_id, decision, parts.now()), False)
    except OvertakenError as error:
        raise HTTPException(409, str(error)) from error


def _proposal(one: SiteProposal) -> LineProposalOut:
    found = one.found
    return LineProposalOut(
        kind=one.key.kind,
        counter=one.key.counter,
        outcome=found.outcome,
        verdicts=len(found.verdicts),
        today=found.today,
        line=found.line,
        before=None if found.before is None else _figures(found.before),
        after=None if found.after is None else _figures(found.after),
    )


def _line(line: AcceptedLine, in_force: bool) -> LearnedLineOut:
    version = line.version
    return LearnedLineOut(
        id=line.id,
        kind=version.key.kind,
        counter=version.key.counter,
        line=version.line,
        replaced=version.replaced,
        verdicts=len(version.learned_from),
        before=_figures(version.before),
        after=_figures(version.after),
        accepted_by=line.by,
        accepted_at=line.at,
        taken_back_by=line.taken_back_by,
        taken_back_at=line.taken_back_at,
        in_force=in_force,
    )


def _figures(one: LineFigures) -> LineFiguresOut:
    return LineFiguresOut(precision=_share(one.right, one.facts), recall=_share(one.right, one.confirmed))


def _share(met: int, of: int) -> ShareOut:
    low, high = wording.interval(met, of)
    share = met / of if of else None
    return ShareOut(met=met, of=of, share=share, low=or_none(low), high=or_none(high))
