"""Accounts and signing in."""

from typing import Annotated

from pydantic import StringConstraints

from api.schemas.base import Flag, In, Out, TextLine
from models import Language, Role

Name = Annotated[TextLine, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
Password = Annotated[TextLine, StringConstraints(min_length=10, max_length=256)]
Present = Annotated[str, StringConstraints(min_length=1, max_length=256)]
"""A password as it is typed at sign-in: whatever it is, it is only compared."""


BACKGROUND = "Counterwatch-Background"
"""A header of requests that a page sends by itself: they do not keep a session from being idle."""


class SignIn(In):
    """Name and password of an account."""

    name: Name
    password: Present


class UserOut(Out):
    """An account, without its password."""

    id: int
    name: str
    role: Role
    language: Language
    active: bool


class Me(UserOut):
    """The account that asks, and what it may do: `read`, `review`, `audit`, `users`."""

    permissions: list[str]


class Token(Out):
    """Send `token` as `Authorization: Bearer ...` until `expires` (UTC seconds)."""

    token: str
    expires: float
    me: Me


class MeChange(In):
    """Changes of one's own account; a new password needs the present one."""

    language: Language | None = None
    password: Password | None = None
    present_password: Present | None = None


class UserAdd(In):
    """A new account."""

    name: Name
    password: Password
    role: Role
    language: Language = "zh"


class UserChange(In):
    """Changes by an admin; accounts are never deleted, only made inactive."""

    role: Role | None = None
    language: Language | None = None
    active: Flag | None = None
    password: Password | None = None
