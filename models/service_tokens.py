"""Service tokens: secrets by which other systems read the API, without an account."""

import datetime as dt
import hashlib
import re
import secrets
import string
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from models.errors import ModelError
from models.grants import Grant

PREFIX = "cw_"
"""The letters that every secret begins with, so that scanners of code and logs recognise one."""

_LETTERS = string.ascii_letters + string.digits
_DRAWN = 43  # letters of 62: 256 random bits
_SHOWN = 8  # letters of a secret that stay visible: 30 of its bits
_SECRET = re.compile(rf"{PREFIX}[0-9A-Za-z]{{{_DRAWN}}}", re.ASCII)


@dataclass(frozen=True, slots=True)
class TokenLimits:
    """Limits of service tokens.

    `longest_days`: days until a token expires, at most. Basis: a secret in a file of another system is seen by more
    people every year, and a year is the longest period of a maintenance contract. Source: our choice.
    `name_letters`: letters of a name, so that it fits into a line of the audit log behind `token:`.
    """

    longest_days: int = 366
    name_letters: int = 50


TOKEN_LIMITS = TokenLimits()


class TokenRight(StrEnum):
    """One thing that a service token can be given, by the name of its permission. All of them are about reading."""

    READ = "read"
    FACES = "faces"
    SCORES = "scores"
    EXPORT = "export"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True)
class ServiceToken:
    """A service token without its secret. Times are UTC seconds; `hint` is how the secret begins.

    `used_at` is the last use, to the minute; None when there was none.
    """

    id: int
    name: str
    hint: str
    may: frozenset[TokenRight]
    made_by: str
    made_at: float
    expires_at: float
    used_at: float | None = None
    revoked_at: float | None = None

    @property
    def actor(self) -> str:
        """The name in the audit log; no account has a name like it."""
        return f"token:{self.name}"

    def fault(self, now: float) -> str | None:
        """Why the token opens nothing: `revoked`, `expired`, or None while it is valid."""
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if now >= self.expires_at else None


@dataclass(frozen=True, slots=True)
class TokenOrder:
    """A token that is asked for `by` an administrator: its name, its rights, and the days for which it is valid."""

    name: str
    may: Collection[TokenRight]
    days: int
    by: str

    def __post_init__(self) -> None:
        longest = TOKEN_LIMITS.longest_days
        if not 1 <= self.days <= longest:
            raise ModelError(f"a token expires after 1 to {longest} days, not {self.days}")
        if not self.may:
            raise ModelError("say what the token may do")

    def told(self, grants: Collection[Grant]) -> str:
        """The rights, halls and days as the audit log has them."""
        return f"{' '.join(sorted(self.may))} [{' '.join(map(str, grants))}] {self.days} days"

    def expires_at(self, now: float) -> float:
        """The UTC second at which the token expires."""
        return now + dt.timedelta(days=self.days).total_seconds()


def new_secret() -> str:
    """A new secret, drawn at random."""
    return PREFIX + "".join(secrets.choice(_LETTERS) for _ in range(_DRAWN))


def is_secret(text: str) -> bool:
    """Whether the text has the form of a secret."""
    return _SECRET.fullmatch(text) is not None


def secret_hash(secret: str) -> str:
    """The hash under which a secret is stored.

    One round of SHA-256: the secret has 256 random bits, which no number of tries finds, so a slow hash adds nothing.
    """
    return hashlib.sha256(secret.encode()).hexdigest()


def secret_hint(secret: str) -> str:
    """The beginning of a secret, by which people recognise it."""
    return secret[:_SHOWN]
