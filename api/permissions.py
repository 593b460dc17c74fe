"""What a role may do."""

from collections.abc import Mapping
from enum import StrEnum

from models.records import Role, User
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


# Who judges events does not decide on appeals against them: that is for who checks the judges.
# Whoever makes accounts does not also judge, and whoever checks the judges does not judge either.
ALLOWED: Mapping[Role, frozenset[Permission]] = {
    Role.SUPERVISOR: frozenset({Permission.READ, Permission.REVIEW, Permission.APPEAL}),
    Role.AUDITOR: frozenset({Permission.READ, Permission.AUDIT, Permission.DECIDE}),
    Role.ADMIN: frozenset({Permission.READ, Permission.AUDIT, Permission.USERS, Permission.ZONES}),
}


def scope_of(_user: User) -> Scope:
    """Which cameras an account may see: all of them today.

    Every route takes its scope from here and every query respects it, so limits to sites and cameras need a
    table of grants and this function, nothing else.
    """
    return EVERYTHING
