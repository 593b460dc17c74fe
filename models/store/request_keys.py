"""Idempotency keys: what a request with a key was answered, so that its repetition does nothing twice."""

from dataclasses import dataclass
from enum import Enum, auto

from models.change_tables import RequestKeyRow
from models.store.base import Repository

KEPT_S = 86400.0
"""Seconds for which a key is known: a day, in which every program that repeats its requests has given up."""


class KeyState(Enum):
    """A key that is not answered: begun by this request, by one that runs or broke off, or by a different one."""

    BEGUN = auto()
    RUNNING = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class RequestKey:
    """The key of an account or a service token, by their names, and the digest of the request that it came with."""

    owner: str
    key: str
    request: str


class RequestKeys(Repository):
    """Keeps the keys of one day. Answers are sealed by their owner: the store cannot read them."""

    def begin(self, given: RequestKey, now: float) -> KeyState | str:
        """The answer that is kept for a key, or its state; BEGUN for one request alone, whatever comes with it."""
        with self._writing(f"request keys {given.owner}") as session:
            row = session.get(RequestKeyRow, (given.owner, given.key))
            if row is not None and row.begun_at <= now - KEPT_S:
                session.delete(row)
                session.flush()
                row = None
            if row is None:
                row = RequestKeyRow(owner=given.owner, key=given.key, request=given.request, begun_at=now)
                session.add(row)
                return KeyState.BEGUN
            if row.request != given.request:
                return KeyState.OTHER
            return KeyState.RUNNING if row.answer is None else row.answer

    def keep(self, given: RequestKey, sealed: str) -> None:
        """Keep the answer to the request of a key that was begun."""
        with self._writing(f"request keys {given.owner}") as session:
            session.get_one(RequestKeyRow, (given.owner, given.key)).answer = sealed

    def forget(self, given: RequestKey) -> None:
        """The request changed nothing: its key is as good as new."""
        with self._writing(f"request keys {given.owner}") as session:
            session.delete(session.get_one(RequestKeyRow, (given.owner, given.key)))
