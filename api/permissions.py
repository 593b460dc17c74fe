"""Permissions of the roles and of service tokens."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from models import Role, TokenRight, User
from models.store import EVERYTHING, Repositories, Scope
from pipeline.roster.own_time import own_time


class Permission(StrEnum):
    """One thing that can be allowed."""

    READ = "read"
    FACES = "faces"
    SCORES = "scores"
    EXPORT = "export"
    OVERSEE = "oversee"
    SHIFTS = "shifts"
    REVIEW = "review"
    APPEAL = "appeal"
    DECIDE = "decide"
    AUDIT = "audit"
    USERS = "users"
    ZONES = "zones"
    LINES = "lines"


_READER = frozenset({Permission.READ, Permission.OVERSEE, Permission.SCORES, Permission.EXPORT})

# Duties are separated: supervisors review events, auditors decide on appeals against them, and neither adds accounts.
# Admins add accounts, set up cameras, accept learned lines, and do not review events: they need no faces of the staff.
# Clerks see their own shifts, and nothing of a hall as a whole.
ALLOWED: Mapping[Role, frozenset[Permission]] = {
    Role.SUPERVISOR: _READER | {Permission.FACES, Permission.REVIEW, Permission.APPEAL},
    Role.AUDITOR: _READER | {Permission.FACES, Permission.AUDIT, Permission.DECIDE},
    Role.ADMIN: _READER | {Permission.AUDIT, Permission.USERS, Permission.ZONES, Permission.LINES},
    Role.CLERK: frozenset({Permission.READ, Permission.FACES, Permission.SHIFTS, Permission.APPEAL}),
}


def of_rights(rights: Collection[TokenRight]) -> frozenset[Permission]:
    """The permissions that rights of a service token give: to read events is to read of their halls as well.

    To see faces is to read the events in whose clips they are.
    """
    given = frozenset(Permission(right) for right in rights)
    given |= {Permission.READ} if Permission.FACES in given else frozenset()
    return given | {Permission.OVERSEE} if Permission.READ in given else given


TOKEN_PERMISSIONS = of_rights(list(TokenRight))
"""What a service token can be given: to read. A verdict, a decision and a change need a person who answers for it."""


def scope_of(store: Repositories, user: User) -> Scope:
    """What an account may see, by its grants and its person in the roster. Every route takes its scope from here.

    An account that manages users sees all halls: it could give itself any grant, so a limit would be for show only.
    An account that does not oversee halls sees the time of its person at posts of its grants.
    """
    allowed = ALLOWED[user.role]
    if Permission.USERS in allowed:
        return EVERYTHING
    granted = store.grants.scope(user.id)
    return granted if Permission.OVERSEE in allowed else Scope.of(own_time(store, user.person, granted))
