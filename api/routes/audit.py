"""The audit log: views, exports and changes."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.context import Auditor, Parts
from api.schemas import AuditOut, AuditPage, Id, Key, Moment
from models import Action
from models.store import AuditFilter

router = APIRouter(prefix="/audit", tags=["audit"])


@router.get("", summary="The audit log, newest first, page by page")
def audit(  # noqa: PLR0913, PLR0917 - one argument for each query parameter is how they are declared
    caller: Auditor,
    parts: Parts,
    since: Moment | None = None,
    until: Moment | None = None,
    user: Key | None = None,
    action: Action | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Id | None = None,
) -> AuditPage:
    """`next` of the answer is the `cursor` of the following page; null when there is none.

    An account that does not see all halls reads the lines about events that it sees, and its own.
    """
    want = AuditFilter(
        since=since.timestamp() if since else None,
        until=until.timestamp() if until else None,
        user=user,
        action=action,
        before=cursor,
    )
    found = parts.store.audit.page(want, limit + 1, caller.scope, caller.user.name)
    parts.viewed(caller, Action.AUDIT_VIEWED, f"user {user}" if user else "", action.value if action else "")
    page = [AuditOut.model_validate(entry) for entry in found[:limit]]
    return AuditPage(items=page, next=str(page[-1].id) if len(found) > limit else None)
