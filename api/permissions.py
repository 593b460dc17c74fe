"""Permissions of the roles."""

from collections.abc import Mapping
from enum import StrEnum

from models import Role, User
from models.store import EVERYTHING, Repositories, Scope


class Permission(StrEnum):
    """One thing that can be allowed."""

    READ = "read"
    REVIEW = "review"
    APPEAL = "appeal"
    DECIDE = "decide"
    AUDIT = "audit"
    USERS = "users"
    ZONES = "zones"
    LINES = "lines"


# Duties are separated: supervisors review events, auditors decide on appeals against them, and neither adds accounts.
# Admins add accounts, set up cameras, accept learned lines, and do not review events.
ALLOWED: Mapping[Role, frozenset[Permission]] = {
    Role.SUPERVISOR: frozenset({Permission.READ, Permission.REVIEW, Permission.APPEAL}),
    Role.AUDITOR: frozenset({Permission.READ, Permission.AUDIT, Permission.DECIDE}),
    Role.ADMIN: frozenset(
        {Permission.READ, Permission.AUDIT, Permission.USERS, Permission.ZONES, Permission.LINES}
    ),
}


def scope_of(store: Repositories, user: User) -> Scope:
    """The cameras that an account may see, by its grants. Every route takes its scope from here.

    An account that manages users sees all halls: it could give itself any grant, so a limit would be for show only.
    """
    if Permission.USERS in ALLOWED[user.role]:
        return EVERYTHING
    return store.grants.scope(user.id)
