"""The audit log: views, exports and changes."""

from typing import Annotated

from fastapi import APIRouter, Depends

from api.context import LogReader, Parts, page_end, paging
from api.schemas import AuditOut, AuditPage, Key, Moment
from models import Action
from models.store import Audit, AuditFilter, PageRequest

router = APIRouter(prefix="/audit", tags=["audit"])


@router.get("", summary="The audit log, newest first, page by page")
def audit(  # noqa: PLR0913, PLR0917 - one argument for each query parameter is how they are declared
    caller: LogReader,
    parts: Parts,
    wanted: Annotated[PageRequest, Depends(paging(Audit.ORDERS, "-id"))],
    since: Moment | None = None,
    until: Moment | None = None,
    user: Key | None = None,
    action: Action | None = None,
) -> AuditPage:
    """An account that does not see all halls reads the lines about events that it sees, and its own."""
    want = AuditFilter(
        since=since.timestamp() if since else None,
        until=until.timestamp() if until else None,
        user=user,
        action=action,
    )
    found = parts.store.audit.listed(want, wanted, caller.scope, caller.name)
    parts.viewed(caller, Action.AUDIT_VIEWED, f"user {user}" if user else "", action.value if action else "")
    items = [AuditOut.model_validate(entry) for entry in found.items]
    return AuditPage(items=items, **page_end(found, wanted))
