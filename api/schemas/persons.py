"""The data of one person: what to export, and what an erasure did."""

from typing import Annotated

from pydantic import Field, StringConstraints

from api.schemas.base import FilledLine, Flag, In, Out

PersonText = FilledLine[Annotated[str, StringConstraints(max_length=255)]]


class PersonIn(In):
    """A person, as the roster writes the name, and the names of the person's accounts."""

    name: PersonText
    accounts: Annotated[tuple[PersonText, ...], Field(max_length=20)] = ()


class PersonEraseIn(PersonIn):
    """An erasure with its reason. A dry run says what would be done, and does nothing."""

    reason: PersonText
    dry_run: Flag = True


class PersonErasedOut(Out):
    """The result: clips deleted, texts replaced by table, files changed, texts to read again, held and left places."""

    pseudonym: str
    dry_run: bool
    clips: int
    replaced: dict[str, int]
    files: tuple[str, ...]
    to_read: tuple[str, ...]
    held: tuple[str, ...]
    left: tuple[str, ...]
