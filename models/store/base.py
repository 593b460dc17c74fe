"""The sources of sessions that repositories share, and the limit of what an account may see."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import ColumnElement, Engine, event, text, true
from sqlalchemy.orm import InstrumentedAttribute, Session, sessionmaker

from models.store.engine import IMMEDIATE
from models.store.turns import Turn


@dataclass(frozen=True, slots=True)
class Scope:
    """The cameras that an account may see, by id; None for all of them.

    Every query takes a scope. An event outside of it is not found, and lists leave it out.
    """

    cameras: frozenset[int] | None = None

    def holds(self, camera_id: int) -> bool:
        """Whether this camera may be seen."""
        return self.cameras is None or camera_id in self.cameras

    def where(self, camera_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
        """The condition that a column of camera ids is within the scope."""
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


class OwnTransactions:
    """A new session for each call; each write is one transaction in a turn of its own, with `hooks` at its end."""

    def __init__(self, engine: Engine, hooks: CommitHooks, turn: Turn) -> None:
        self._turn = turn
        self._read = sessionmaker(engine, expire_on_commit=False)
        self._write = sessionmaker(engine.execution_options(**{IMMEDIATE: True}), expire_on_commit=False)
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
