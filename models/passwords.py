"""Passwords: argon2id hashes, and the rules of a new one."""

import secrets
import threading
from dataclasses import dataclass
from enum import StrEnum

from pwdlib import PasswordHash
from zxcvbn_rs_py import zxcvbn

from models.errors import ModelError
from models.texts.catalogue import REFERENCE, text

MIN_PASSWORD = 10


@dataclass(frozen=True, slots=True)
class FirstPasswordLimits:
    """Limits of the first password of an account, which another person knows.

    `valid_s`: seconds until it ends; over a weekend. Basis: our choice. Source: OWASP ASVS 5.0, 6.4.1 (a short time).
    `groups` of `letters` of an alphabet of 31: 79 random bits. Source: ASVS 5.0, 6.5.2 (at least 20 bits).
    """

    valid_s: float = 3 * 86400.0
    groups: int = 4
    letters: int = 4


FIRST_PASSWORD = FirstPasswordLimits()
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another one on paper
_MIN_SCORE = 3  # of 4: more than a hundred million guesses, as zxcvbn estimates them
_ESTIMATED = 72  # letters; more of them make an estimate slow and no password weak

_AT_ONCE = threading.BoundedSemaphore(
    4
)  # a hash takes 64 MiB: a crowd at the door waits and does not fill memory
# The hash of no password, with the parameters in use: checking it takes as long as checking a real one.
_DECOY = "$argon2id$v=19$m=65536,t=3,p=4$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


class PasswordFault(StrEnum):
    """The rule that a new password breaks."""

    SHORT = "short"
    NAME = "name"
    COMMON = "common"

    def told(self, language: str) -> str:
        """One line for the person who chose the password."""
        return text(f"password.{self}", language, n=MIN_PASSWORD)


def password_fault(password: str, name: str) -> PasswordFault | None:
    """The first rule that a new password of the account `name` breaks, None for a good one.

    The rules are NIST SP 800-63B, 5.1.1.2: a length, and no word that is common or expected; no classes of characters.
    zxcvbn brings the common passwords, words and names, and finds them with figures, years and swapped letters.
    """
    if len(password) < MIN_PASSWORD:
        return PasswordFault.SHORT
    if _bare(name) and len(_bare(password).replace(_bare(name), "")) < MIN_PASSWORD / 2:
        return PasswordFault.NAME
    estimate = zxcvbn(password[:_ESTIMATED], [name, "counterwatch"])
    return PasswordFault.COMMON if int(estimate.score) < _MIN_SCORE else None


def random_password() -> str:
    """A first password, drawn at random, in groups of letters that are easy to read aloud."""
    limits = FIRST_PASSWORD
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(limits.letters)) for _ in range(limits.groups))
    return "-".join(groups)


def hash_password(password: str, name: str) -> str:
    """The hash of a new password; raises ModelError with the rule that it breaks."""
    fault = password_fault(password, name)
    if fault is not None:
        raise ModelError(fault.told(REFERENCE))
    with _AT_ONCE:
        return PasswordHash.recommended().hash(password)


def is_password(password: str, hashed: str | None) -> bool:
    """Whether the password has this hash; False without a hash, after the same work."""
    with _AT_ONCE:
        right = PasswordHash.recommended().verify(password, hashed or _DECOY)
    return right and hashed is not None


def _bare(word: str) -> str:
    return "".join(letter for letter in word.casefold() if letter.isalnum())
