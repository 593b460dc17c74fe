"""The audit log."""

from api.schemas.base import Out, Paged
from models import Action


class AuditOut(Out):
    """One line of the audit log."""

    id: int
    at: float
    user: str
    action: Action
    subject: str
    detail: str
    client: str


class AuditPage(Paged):
    """A page of the audit log."""

    items: list[AuditOut]
