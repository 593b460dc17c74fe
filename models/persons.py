"""Names of people as rosters write them: tidied for people to read, and compared whatever the way of writing."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_INVISIBLE = frozenset("\u034f\u115f\u1160\u180b\u180c\u180d\u2800")
"""Fillers and selectors that show nothing and have no category of their own in Unicode."""
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BETWEEN_WIDE = re.compile(rf"(?<=[{_WIDE}]) (?=[{_WIDE}])")
_LABEL = r"(?:no\.?|nr\.?|工号|員工編號|员工编号|编号|編號|社員番号)?[:#]?"
_NUMBER = r"(?:[a-z]{1,3}-?)?\d+"
# A number without brackets beside a name has three digits or more: 张三2 is the second of two people called 张三.
_LONG = r"(?:(?<![a-z])[a-z]{1,3}-?)?\d{3,}"
_WRITINGS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_LABEL} ?(?P<number>{_NUMBER})",
        rf"(?P<name>.+?) ?[(\[【〔<] ?{_LABEL} ?(?P<number>{_NUMBER}) ?[)\]】〕>]",
        rf"[(\[【〔<] ?{_LABEL} ?(?P<number>{_NUMBER}) ?[)\]】〕>] ?(?P<name>.+)",
        rf"(?P<name>.+?)[ \-_/#:.]*{_LABEL} ?(?P<number>{_LONG})",
        rf"{_LABEL} ?(?P<number>(?:[a-z]{{1,3}}-?)?\d{{3,}})[ \-_/:.]*(?P<name>\D.*)",
    )
)


def tidied(text: str) -> str:
    """The text with one way of writing each character: Unicode NFKC, no invisible letters, single spaces.

    Spaces between Chinese characters, which stretch a short name to the width of its column, are removed.
    """
    shown = (c for c in unicodedata.normalize("NFKC", text) if not _invisible(c))
    return _BETWEEN_WIDE.sub("", " ".join("".join(shown).split()))


def same_person(one: str, other: str) -> bool:
    """Whether two writings mean one person: case, width, spaces, points and zeros before a number do not matter.

    A name with a staff number (`张三 (1024)`) is the same person as the name or the number alone. Two different
    numbers, or two different names, are never one person. "" is nobody, not even the same nobody.
    """
    return _identity(one).is_same(_identity(other))


def first_writing(person: str, known: Iterable[str]) -> str:
    """The first of the known writings that means this person; the person as given where there is none."""
    return next((name for name in known if same_person(name, person)), person)


def own_writings(person: str, known: Iterable[str]) -> frozenset[str]:
    """The known writings that mean this person and can mean nobody else among them.

    A name that two people have is left out, and everything is where `person` itself fits two: a staff number tells
    them apart.
    """
    given = set(known)
    parts = [_identity(one) for one in (person, *(w for w in given if same_person(w, person)))]
    names, numbers = {p.name for p in parts if p.name}, {p.number for p in parts if p.number}
    if max(len(names), len(numbers)) > 1:
        return frozenset()
    me = _Identity("".join(names), "".join(numbers))
    others = [one for one in given if me.differs(_identity(one))]
    mine = (one for one in given if me.is_same(_identity(one)))
    return frozenset(one for one in mine if not any(same_person(one, other) for other in others))


@dataclass(frozen=True, slots=True)
class _Identity:
    name: str
    number: str

    def is_same(self, other: "_Identity") -> bool:
        """Whether both mean one person: by number where both have one, otherwise by name."""
        if self.number and other.number:
            named = self.name and other.name
            return self.number == other.number and (not named or self.name == other.name)
        return bool(self.name) and self.name == other.name

    def differs(self, other: "_Identity") -> bool:
        """Whether they cannot mean one person: two numbers, or two names."""
        numbered = bool(self.number and other.number) and self.number != other.number
        return numbered or (bool(self.name and other.name) and self.name != other.name)


@lru_cache(maxsize=4096)
def _identity(person: str) -> _Identity:
    text = tidied(person).casefold()
    found = next((match for pattern in _WRITINGS if (match := pattern.fullmatch(text))), None)
    if found is None:
        return _Identity(_letters(text) or text, "")
    parts = found.groupdict()
    number = re.sub(r"^([a-z]*)-?0*(?=\d)", r"\1", parts["number"])
    return _Identity(_letters(parts.get("name") or ""), number)


def _letters(text: str) -> str:
    """Letters, their marks and digits alone: points and spaces within a name are a matter of taste."""
    return "".join(c for c in text if unicodedata.category(c)[0] in "LMN")


def _invisible(character: str) -> bool:
    if (
        character in _INVISIBLE
        or "\ufe00" <= character <= "\ufe0f"
        or "\U000e0100" <= character <= "\U000e01ef"
    ):
        return True
    return unicodedata.category(character) in ("Cf", "Cc") and not character.isspace()
