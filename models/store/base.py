"""The sources of sessions that repositories share, and the limit of what an account may see."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session, sessionmaker

from models.store.engine import IMMEDIATE


@dataclass(frozen=True, slots=True)
class Scope:
    """The cameras that an account may see, by id; None for all of them.

    Every query takes a scope. An event outside of it is not found, and lists leave it out.
    """

    cameras: frozenset[int] | None = None

    def holds(self, camera_id: int) -> bool:
        """Whether this camera may be seen."""
        return self.cameras is None or camera_id in self.cameras


EVERYTHING = Scope()


class Sessions(Protocol):
    """A source of sessions for repositories."""

    def reading(self) -> AbstractContextManager[Session]:
        """A session that only reads."""

    def writing(self, subject: str) -> AbstractContextManager[Session]:
        """A session that writes; no other writer of the same `subject` overlaps its transaction."""


class OwnTransactions:
    """A new session for each call; each write is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._read = sessionmaker(engine, expire_on_commit=False)
        self._write = sessionmaker(engine.execution_options(**{IMMEDIATE: True}), expire_on_commit=False)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads."""
        with self._read() as session:
            yield session

    @contextmanager
    def writing(self, subject: str) -> Iterator[Session]:
        """A session in a write transaction of its own, which is committed at the end."""
        with self._write.begin() as session:
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
    def writing(self, subject: str) -> Iterator[Session]:
        """The session; what was written is sent to the database at the end, and committed by the owner."""
        lock(self._session, subject)
        yield self._session
        self._session.flush()


def lock(session: Session, subject: str) -> None:
    """Wait until no other transaction holds `subject`, and hold it until this one ends.

    SQLite has one writer at a time, so its write transactions never overlap.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:subject))"), {"subject": subject})


class Repository:
    """One part of the store. Its source of sessions says whether each method is a transaction of its own."""

    def __init__(self, sessions: Sessions) -> None:
        self._reading, self._writing = sessions.reading, sessions.writing
