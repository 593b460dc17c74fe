"""Accounts and signing in."""

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from api.schemas.base import Flag, In, Out, TextLine
from models import Grant, Language, Role

Name = Annotated[TextLine, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
Key = Annotated[TextLine, StringConstraints(min_length=1, max_length=255)]
Password = Annotated[TextLine, StringConstraints(min_length=10, max_length=256)]
Present = Annotated[str, StringConstraints(min_length=1, max_length=256)]
"""A password as it is typed at sign-in: whatever it is, it is only compared."""


BACKGROUND = "Counterwatch-Background"
"""A header of requests that a page sends by itself: they do not keep a session from being idle."""


class SignIn(In):
    """Name and password of an account; `device` is that of an earlier `Token`: strangers cannot slow it down."""

    name: Name
    password: Present
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
    password: Annotated[str, StringConstraints(min_length=1, max_length=256)]
    device: Annotated[str, StringConstraints(max_length=512)] | None = None


class GrantOut(Out):
    """What an account may see: a hall, one `camera` of it (both by key), or all halls where `site` is null."""

    site: str | None
    camera: str | None

    @classmethod
    def of(cls, grant: Grant) -> "GrantOut":
        """A grant as the API gives it."""
        return cls(site=grant.site or None, camera=grant.camera or None)


class GrantIn(In):
    """What an account may see, as `GrantOut`; `site` has to be said, null for all halls."""

    site: Key | None
    camera: Key | None = None

    @model_validator(mode="after")
    def _camera_of_a_hall(self) -> "GrantIn":
        if self.camera and not self.site:
            raise ValueError("camera: name its hall as well")
        return self

    @property
    def grant(self) -> Grant:
        """The grant that is meant."""
        return Grant(self.site or "", self.camera or "")


Grants = Annotated[tuple[GrantIn, ...], Field(max_length=1000)]


class UserOut(Out):
    """An account, without its password."""

    id: int
    name: str
    role: Role
    language: Language
    active: bool


class AccountOut(UserOut):
    """An account as administrators see it. `grants` do not limit an administrator, who sees all halls."""

    grants: list[GrantOut]


class Me(UserOut):
    """The account that asks, and what it may do: `read`, `review`, `audit`, `users`."""

    permissions: list[str]


class Token(Out):
    """Send `token` as `Authorization: Bearer ...` until `expires` (UTC seconds); keep `device` for the next sign-in."""

    token: str
    expires: float
    device: str
    me: Me


class MeChange(In):
    """Changes of one's own account; a new password needs the present one."""

    language: Language | None = None
    password: Password | None = None
    present_password: Present | None = None


class UserAdd(In):
    """A new account. `grants` have to be said, be it that there are none, except for an administrator."""

    name: Name
    password: Password
    role: Role
    language: Language = "zh"
    grants: Grants | None = None

    @model_validator(mode="after")
    def _seen_halls_are_said(self) -> "UserAdd":
        if self.grants is None and self.role is not Role.ADMIN:
            raise ValueError(
                'grants: say which halls the account may see, as [{"site": "KEY"}], or null for all'
            )
        return self


class UserChange(In):
    """Changes by an admin; accounts are never deleted, only made inactive. `grants` take the place of all before."""

    role: Role | None = None
    language: Language | None = None
    active: Flag | None = None
    password: Password | None = None
    grants: Grants | None = None
