"""Accounts and signing in."""

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from api.schemas.base import FilledLine, Flag, In, OneLine, Out
from models import Grant, Language, Role

Name = FilledLine[Annotated[str, StringConstraints(max_length=64)]]
Place = OneLine[Annotated[str, StringConstraints(min_length=1, max_length=255)]]
Password = OneLine[Annotated[str, StringConstraints(min_length=10, max_length=256)]]
Present = Annotated[
    str,
    StringConstraints(min_length=1, max_length=256),
    Field(json_schema_extra={"pattern": r"^[^\x00]*$"}),
]
"""A password as it is typed at sign-in: whatever it is, it is only compared."""


Code = OneLine[Annotated[str, StringConstraints(strip_whitespace=True, min_length=6, max_length=64)]]
Sealed = OneLine[Annotated[str, StringConstraints(max_length=512)]]

BACKGROUND = "Counterwatch-Background"
"""A header of requests that a page sends by itself: they do not keep a session from being idle."""


class SignIn(In):
    """Name and password of an account; `device` is that of an earlier `Token`: strangers cannot slow it down."""

    name: Name
    password: Present
    device: Sealed | None = None


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

    site: Place | None
    camera: Place | None = None

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
    """The account that asks, and what it may do: `read`, `review`, `audit`, `users`.

    `second_factor` says whether it has one; with `must_set_up` it can do nothing else before it has set one up.
    """

    second_factor: bool
    must_set_up: bool

    permissions: list[str]


class Token(Out):
    """Send `token` as `Authorization: Bearer ...` until `expires` (UTC seconds); keep `device` for the next sign-in."""

    token: str
    expires: float
    device: str
    me: Me


class CodeNeeded(Out):
    """The password was right; send `challenge` with a code of the second factor until `expires` (UTC seconds)."""

    challenge: str
    expires: float


class CodeIn(In):
    """A code of the second factor, or a recovery code, for a challenge."""

    challenge: Sealed
    code: Code


class PresentPassword(In):
    """The present password of the account that is signed in."""

    present_password: Present


class FactorSetup(Out):
    """A second factor to be confirmed: the secret in base 32, and the address for a QR code."""

    secret: str
    address: str


class FactorConfirm(In):
    """A code of the second factor that is being set up."""

    code: Code


class RecoveryCodes(Out):
    """Codes for the day on which the second factor is lost; each can be used once. They are shown only here."""

    codes: list[str]


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
