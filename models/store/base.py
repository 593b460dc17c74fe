"""The sources of sessions that repositories share, and the limit of what an account may see."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import ColumnElement, Engine, and_, event, or_, text, true
from sqlalchemy.orm import InstrumentedAttribute, Session, sessionmaker

from models.persons import same_person
from models.store.engine import IMMEDIATE
from models.store.pages import (
    COUNTED,
    ListPage,
    PageRequest,
    Rows,
    SortKey,
    both_ways,
    counted,
    first_way,
    sql_page,
)
from models.store.turns import Turn

__all__ = [
    "COUNTED",
    "EVERYTHING",
    "CommitHooks",
    "FlushHooks",
    "ListPage",
    "OneTransaction",
    "OwnTransactions",
    "PageRequest",
    "Repository",
    "Rows",
    "Scope",
    "Sessions",
    "SortKey",
    "both_ways",
    "counted",
    "first_way",
    "lock",
    "sql_page",
]

_GROUP = 64
"""Spans of own time in one chain of alternatives; SQLite reads 1000 at most."""


@dataclass(frozen=True, slots=True)
class OwnSpan:
    """A span (UTC seconds, end excluded) in which a person was answerable for a counter, and the name of the shift."""

    counter_id: int
    start: float
    end: float
    shift: str = ""

    def holds(self, counter_id: int, moment: float) -> bool:
        """Whether a moment at a counter lies in the span."""
        return counter_id == self.counter_id and self.start <= moment < self.end


@dataclass(frozen=True, slots=True)
class OwnTime:
    """A person's own time at posts, newest span first."""

    person: str
    spans: tuple[OwnSpan, ...] = ()

    @property
    def counters(self) -> frozenset[int]:
        """The counters of all spans, by id."""
        return frozenset(span.counter_id for span in self.spans)


@dataclass(frozen=True, slots=True)
class Scope:
    """The cameras that an account may see, by id; None for all of them.

    With `own` it is no camera as a whole, but what began in a person's own time at posts. Every query takes a scope.
    An event outside of it is not found, and lists leave it out.
    """

    cameras: frozenset[int] | None = None
    own: OwnTime | None = None

    def __post_init__(self) -> None:
        if self.own is not None and self.cameras != frozenset():
            raise ValueError("a scope of own time holds no camera as a whole")

    @classmethod
    def of(cls, own: OwnTime) -> "Scope":
        """What began in a person's own time."""
        return cls(frozenset(), own)

    def holds(self, camera_id: int) -> bool:
        """Whether all that happened before this camera may be seen."""
        return self.cameras is None or camera_id in self.cameras

    def holds_event(self, camera_id: int, counter_id: int, start: float) -> bool:
        """Whether an event that began at `start` (UTC seconds) may be seen. It belongs to whom the post had then."""
        mine = self.own is not None and any(span.holds(counter_id, start) for span in self.own.spans)
        return mine or self.holds(camera_id)

    def where_event(
        self,
        camera_id: InstrumentedAttribute[int],
        counter_id: InstrumentedAttribute[int],
        start: InstrumentedAttribute[float],
    ) -> ColumnElement[bool]:
        """The condition that an event with these columns is within the scope."""
        spans = () if self.own is None else self.own.spans
        times = [and_(counter_id == one.counter_id, start >= one.start, start < one.end) for one in spans]
        # In groups, each held against true: SQLite takes no chain of more than 1000 alternatives.
        groups = [or_(*times[n : n + _GROUP]).is_(true()) for n in range(0, len(times), _GROUP)]
        return or_(self.where(camera_id), *groups)

    def holds_person(self, person: str) -> bool:
        """Whether words of this person, or about nobody (""), may be seen."""
        return self.own is None or not person or same_person(person, self.own.person)

    def where(self, camera_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
        """The condition that a column of camera ids is a camera that may be seen as a whole."""
        return true() if self.cameras is None else camera_id.in_(sorted(self.cameras))


EVERYTHING = Scope()


class Sessions(Protocol):
    """A source of sessions for repositories."""

    def reading(self) -> AbstractContextManager[Session]:
        """A session that only reads."""

    def writing(self, subject: str | None) -> AbstractContextManager[Session]:
        """A session that writes; no other writer of the same `subject` overlaps its transaction."""


class CommitHooks(Protocol):
    """What is done at the end of each write transaction."""

    def before_commit(self, session: Session) -> None:
        """Write what belongs to the transaction; an error undoes all of it."""

    def after_commit(self, session: Session) -> None:
        """Do what only a kept transaction allows; the session reads and writes no more."""


class FlushHooks(Protocol):
    """What is noted while a write transaction writes, and done at its end."""

    def before_flush(self, session: Session, *details: object) -> None:
        """Note what is about to be written."""

    def before_commit(self, session: Session) -> None:
        """Write what belongs to the transaction; an error undoes all of it."""


class OwnTransactions:
    """A new session for each call; each write is one transaction in a turn of its own.

    `noted` follows what it writes; `hooks` are at its end, after those of `noted`.
    """

    def __init__(self, engine: Engine, noted: FlushHooks, hooks: CommitHooks, turn: Turn) -> None:
        self._turn = turn
        self._read = sessionmaker(engine, expire_on_commit=False)
        self._write = sessionmaker(engine.execution_options(**{IMMEDIATE: True}), expire_on_commit=False)
        event.listen(self._write, "before_flush", noted.before_flush)
        event.listen(self._write, "before_commit", noted.before_commit)
        event.listen(self._write, "before_commit", hooks.before_commit)
        event.listen(self._write, "after_commit", hooks.after_commit)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads."""
        with self._read() as session:
            yield session

    @contextmanager
    def writing(self, subject: str | None) -> Iterator[Session]:
        """A session in a write transaction of its own, which is committed at the end."""
        with self._turn(), self._write.begin() as session:
            lock(session, subject)
            yield session


class OneTransaction:
    """One session in an open write transaction for every call: nothing is committed before its owner does."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """The session; it sees what was written in it before."""
        yield self._session

    @contextmanager
    def writing(self, subject: str | None) -> Iterator[Session]:
        """The session; what was written is sent to the database at the end, and committed by the owner."""
        lock(self._session, subject)
        yield self._session
        self._session.flush()


def lock(session: Session, subject: str | None) -> None:
    """Wait until no other transaction holds `subject`, and hold it until this one ends; None waits for nobody.

    SQLite has one writer at a time, so its write transactions never overlap.
    """
    if subject is not None and session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:subject))"), {"subject": subject})


class Repository:
    """One part of the store. Its source of sessions says whether each method is a transaction of its own."""

    def __init__(self, sessions: Sessions) -> None:
        self._reading, self._writing = sessions.reading, sessions.writing
