"""The chain of the audit log: the hash of each line covers its fields and the hash of the line before it."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass

GENESIS = "0" * 64
"""What stands in the place of a hash before the first line."""


@dataclass(frozen=True, slots=True)
class ChainedLine:
    """One line of the audit log with all its fields, in the order in which they are hashed; `at` is UTC seconds."""

    id: int
    at: float
    user: str
    action: str
    subject: str
    detail: str
    client: str
    once: str | None
    previous: str
    hash: str = ""

    def digest(self) -> str:
        """SHA-256 over every field but the hash itself, as JSON without spaces, letters outside of ASCII escaped."""
        fields = astuple(self)[:-1]
        return hashlib.sha256(json.dumps(fields, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The last line of the log at some moment, as it is written down outside of the table."""

    id: int
    hash: str


BEGINNING = ChainHead(0, GENESIS)
"""What the first line follows."""


@dataclass(frozen=True, slots=True)
class ChainFault:
    """The first line at which the log is not what was written, and what is wrong there."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """The result of a check: the number of lines, the last one, and the first fault, None in a whole log."""

    lines: int
    last: ChainHead | None
    fault: ChainFault | None


def check_chain(lines: Iterable[ChainedLine], head: ChainHead | None = None) -> ChainCheck:
    """Check lines in the order of their ids; `head` is the last line that is known from elsewhere.

    Without a head, lines that were removed at the end cannot be missed, nor a log that was written anew as a whole.
    """
    walk = _Walk(head)
    for line in lines:
        why = walk.fault_of(line)
        if why is not None:
            return ChainCheck(walk.count, walk.last, ChainFault(line.id, why))
        walk.take(line)
    return ChainCheck(walk.count, walk.last, walk.fault_at_end())


class _Walk:
    """The state of a check between two lines."""

    def __init__(self, head: ChainHead | None) -> None:
        self._head, self._met = head, head is None
        self._first: ChainedLine | None = None
        self.last: ChainHead | None = None
        self.count = 0

    def fault_of(self, line: ChainedLine) -> str | None:
        """What is wrong with the next line, None when it follows the one before."""
        if self.last is not None and line.id <= self.last.id:
            return f"stands after line {self.last.id}: lines were put in another order"
        if line.hash != line.digest():
            return "was changed: its hash is not that of its content"
        if self.last is not None and line.previous != self.last.hash:
            return f"does not follow line {self.last.id}: a line between them was removed, or one was written anew"
        if self._head is not None and line.id == self._head.id and line.hash != self._head.hash:
            return "is not the line that the head names: the log was written anew"
        return None

    def take(self, line: ChainedLine) -> None:
        """Go on to the next line."""
        self._first = self._first or line
        self._met = self._met or (self._head is not None and line.id == self._head.id)
        self.last, self.count = ChainHead(line.id, line.hash), self.count + 1

    def fault_at_end(self) -> ChainFault | None:
        """What only the whole log shows: lines that are missing at its beginning or at its end."""
        first, last = self._first, self.last
        if first is not None and first.previous != GENESIS:
            return ChainFault(first.id, "is the first one: the lines before it were removed")
        if self._met or self._head is None:
            return None
        missing = 1 if last is None else min(last.id + 1, self._head.id)
        return ChainFault(missing, f"and the lines after it are missing: the head names line {self._head.id}")
