"""The writings of a person's name, the text in which it is found, and the text in which it is replaced."""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from models import ModelError, same_person, tidied

_BRACKET = re.compile(r"[(\[【〔<（]")
_LEAST = len("李娜")
_NUMBER = re.compile(r"[A-Za-z]{0,3}-?\d+")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in all its writings, and the names of others that contain one of them, which stay."""

    writings: tuple[str, ...]
    others: tuple[str, ...]

    @classmethod
    def among(cls, name: str, people: Iterable[str], accounts: Iterable[str] = ()) -> "PersonName":
        """A person among all stored names; `accounts` are the names of the person's accounts.

        Raises ModelError for an empty name and for one that is a number alone, which stands in many texts.
        """
        asked = tidied(name)
        if not asked:
            raise ModelError("a person needs a name, as the roster writes it")
        known = tuple(people)
        mine = {asked, name.strip(), *accounts, *(one for one in known if same_person(one, asked))}
        bare = {_BRACKET.split(tidied(one))[0].strip() for one in mine}
        writings = {one for one in (*mine, *bare) if one and not _NUMBER.fullmatch(one)}
        if not writings or min(map(len, writings)) < _LEAST:
            raise ModelError(
                f"{name}: one letter or a number alone stands in many texts: give the whole name"
            )
        theirs = {one for one in known if one not in mine and any(part in one for part in writings)}
        return cls(_longest_first(writings), _longest_first(theirs))

    def of(self, text: str) -> bool:
        """Whether a field that holds one name means this person."""
        return any(same_person(text, one) for one in self.writings)

    def stands_in(self, text: str) -> bool:
        """Whether the name stands anywhere in a text."""
        return any(found.group() not in self.others for found in self._pattern().finditer(text))

    def replaced(self, text: str, pseudonym: str) -> str:
        """The text with the pseudonym in place of the name."""
        if self.of(text):
            return pseudonym
        return self._pattern().sub(
            lambda found: found.group() if found.group() in self.others else pseudonym, text
        )

    def _pattern(self) -> re.Pattern[str]:
        return re.compile(
            "|".join([*map(re.escape, self.others), *map(_loosely, self.writings)]), re.IGNORECASE
        )


def new_pseudonym() -> str:
    """A random name. Nothing keeps whose it is, so it cannot be turned back."""
    return f"person-{secrets.token_hex(4)}"


def _longest_first(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names), key=lambda one: (-len(one), one)))


def _loosely(name: str) -> str:
    """A pattern of the name: spaces may stand between its letters, and a Latin name is no part of a longer word."""
    letters = [re.escape(letter) for letter in name if not letter.isspace()]
    latin = name.isascii()
    inner = (
        (r"\s+" if latin else r"\s*").join(map(re.escape, name.split())) if latin else r"\s*".join(letters)
    )
    before = r"(?<![A-Za-z0-9_])" if name[0].isascii() and name[0].isalnum() else ""
    after = r"(?![A-Za-z0-9_])" if name[-1].isascii() and name[-1].isalnum() else ""
    return f"{before}{inner}{after}"
