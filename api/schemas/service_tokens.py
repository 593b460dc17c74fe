"""Service tokens of other systems."""

from typing import Annotated

from pydantic import Field, StringConstraints

from api.schemas.accounts import GrantOut, Grants
from api.schemas.base import FilledLine, In, Out, Paged
from models import TOKEN_LIMITS, TokenRight

Rights = Annotated[tuple[TokenRight, ...], Field(min_length=1, max_length=len(TokenRight))]


class TokenOut(Out):
    """A service token without its secret, of which `hint` is the beginning. Times are UTC seconds.

    `used_at` is the last use, to the minute, null when there was none; `revoked_at` is null while it is not revoked.
    """

    id: int
    name: str
    hint: str
    may: list[TokenRight]
    grants: list[GrantOut]
    made_by: str
    made_at: float
    expires_at: float
    used_at: float | None
    revoked_at: float | None


class TokenPage(Paged):
    """A page of service tokens."""

    items: list[TokenOut]


class TokenMade(TokenOut):
    """A new service token. `secret` is shown only here: send it as `Authorization: Bearer cw_...`."""

    secret: str


class TokenAdd(In):
    """A new service token: what it may do, which halls it sees, and after how many days it expires."""

    name: FilledLine[Annotated[str, StringConstraints(max_length=TOKEN_LIMITS.name_letters)]]
    may: Rights
    grants: Annotated[Grants, Field(min_length=1)]
    days: Annotated[int, Field(ge=1, le=TOKEN_LIMITS.longest_days, strict=True)]
