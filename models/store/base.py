"""What every part of the store shares: reading and writing sessions, and the limits of the one who asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session, sessionmaker

from models.store.engine import IMMEDIATE


@dataclass(frozen=True, slots=True)
class Scope:
    """What an account may see: the ids of its cameras, or None for all of them.

    Every query takes one. Outside of it nothing exists: a single event is not found, lists leave it out.
    """

    cameras: frozenset[int] | None = None

    def holds(self, camera_id: int) -> bool:
        """Whether this camera may be seen."""
        return self.cameras is None or camera_id in self.cameras


EVERYTHING = Scope()


class Repository:
    """Sessions for one part of the store; each method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._read = sessionmaker(engine, expire_on_commit=False)
        self._write = sessionmaker(engine.execution_options(**{IMMEDIATE: True}), expire_on_commit=False)

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        with self._read() as session:
            yield session

    @contextmanager
    def _writing(self, what: str) -> Iterator[Session]:
        """A write transaction that no other of the same `what` overlaps; SQLite has one writer anyway."""
        with self._write.begin() as session:
            if session.get_bind().dialect.name == "postgresql":
                session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:what))"), {"what": what})
            yield session
