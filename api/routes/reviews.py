"""Reviews of several events at once; each event has a route for its own."""

from fastapi import APIRouter, status

from api.context import Parts, Reviewer
from api.event_decisions import review_many
from api.schemas import ReviewsIn, ReviewsOut, refuses

router = APIRouter(prefix="/reviews", tags=["events"])


@router.post("", summary="Decide about several events at once", responses=refuses(404))
def review_several(body: ReviewsIn, caller: Reviewer, parts: Parts) -> ReviewsOut:
    """Each decision has its own outcome and its own line in the audit log: one that was overtaken stops no other.

    Each day of a counter is scored again once, and its verdicts are kept with its score. 404 when the account may see
    none of the events.
    """
    items = review_many(parts, caller, body.items)
    return ReviewsOut(items=items, kept=sum(one.status == status.HTTP_201_CREATED for one in items))
