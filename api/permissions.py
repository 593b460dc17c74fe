"""Permissions of the roles."""

from collections.abc import Mapping
from enum import StrEnum

from models import Role, User
from models.store import EVERYTHING, Scope


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


def scope_of(_user: User) -> Scope:
    """The cameras that an account may see: all of them today.

    Every route takes its scope from here and every query applies it, so limits to sites and cameras need only a table
    of grants and this function.
    """
    return EVERYTHING
