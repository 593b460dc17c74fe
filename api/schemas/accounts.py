"""Accounts and signing in."""

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from api.schemas.base import FilledLine, Flag, In, OneLine, Out, Paged, Text
from models import Grant, Language, Role

Name = FilledLine[Annotated[str, StringConstraints(max_length=64)]]
PersonName = FilledLine[Annotated[str, StringConstraints(max_length=255)]]
"""A person of the roster."""
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
    """An account, without its password. `person` is the one of the roster who a clerk is; null for other roles."""

    id: int
    name: str
    role: Role
    language: Language
    active: bool
    person: str | None = None


class AccountOut(UserOut):
    """An account as administrators see it. `grants` do not limit an administrator, who sees all halls.

    `subject` is who may sign in as it at the provider, null for nobody.
    """

    grants: list[GrantOut]
    subject: str | None


class AccountMade(AccountOut):
    """An account after a change. `first_password` is a random one that was just made, shown only here.

    It can be used once, to choose an own one, until `first_until` (UTC seconds).
    """

    first_password: str | None
    first_until: float | None


class AccountPage(Paged):
    """A page of accounts."""

    items: list[AccountOut]


class Me(UserOut):
    """The account that asks, and what it may do: `read`, `review`, `audit`, `users`.

    `second_factor` says whether it has one; with `must_set_up` it can do nothing else before it has set one up.
    `must_change_password` says that another person knows its password: it can do nothing before it has its own.
    """

    second_factor: bool
    must_set_up: bool
    must_change_password: bool

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


class ProviderOut(Out):
    """The provider by which people may sign in, null where there is none; `label` names it for people."""

    label: Text | None


class ProviderStart(Out):
    """Send a browser to `address`, and keep `flow` for it until `expires` (UTC seconds)."""

    address: str
    flow: str
    expires: float


class ProviderAnswer(In):
    """The `code` and `state` with which the provider sent a browser back, and the `flow` that was kept for it.

    `issuer` is the parameter `iss` of the address, where the provider gives one.
    """

    flow: OneLine[Annotated[str, StringConstraints(max_length=1024)]]
    code: OneLine[Annotated[str, StringConstraints(min_length=1, max_length=2048)]]
    state: Sealed
    issuer: OneLine[Annotated[str, StringConstraints(max_length=255)]] | None = None
    device: Sealed | None = None


class IdentityIn(In):
    """The `sub` by which the provider knows the person of an account."""

    subject: FilledLine[Annotated[str, StringConstraints(max_length=255)]]


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
    """A new account. `grants` have to be said, be it that there are none, except for an administrator.

    Without a `password` the server makes a random one. Either has to be changed at the first sign-in.
    `person` has to be said for a clerk, as the roster writes it, and for no other role.
    """

    name: Name
    password: Password | None = None
    role: Role
    language: Language = "zh"
    grants: Grants | None = None
    person: PersonName | None = None

    @model_validator(mode="after")
    def _a_clerk_is_a_person(self) -> "UserAdd":
        if (self.person is None) == (self.role is Role.CLERK):
            raise ValueError("person: a clerk has a person of the roster, and no other role has one")
        return self

    @model_validator(mode="after")
    def _seen_halls_are_said(self) -> "UserAdd":
        if self.grants is None and self.role is not Role.ADMIN:
            raise ValueError(
                'grants: say which halls the account may see, as [{"site": "KEY"}], or null for all'
            )
        return self


class UserChange(In):
    """Changes by an admin; accounts are never deleted, only made inactive. `grants` take the place of all before.

    With `first_password` true the server makes a random password, as for a new account.
    `person` is for clerks, and has to be said with a change to that role.
    """

    role: Role | None = None
    language: Language | None = None
    active: Flag | None = None
    password: Password | None = None
    first_password: Flag | None = None
    grants: Grants | None = None
    person: PersonName | None = None
