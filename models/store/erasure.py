"""The name of a person in every text of the database: where it stands, and its replacement."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Set
from contextlib import suppress
from dataclasses import dataclass, field

from sqlalchemy import Column, String, Table, select, update
from sqlalchemy.orm import Session

from models import ChainHead
from models.store.audit import rechain
from models.store.base import Repository
from models.tables import AppealRow, Base, EventRow, UserRow

_DIGESTS = {
    "hash", "previous", "sha256", "seed", "batch", "profile_hash", "password_hash", "inputs", "outputs", "fingerprint",
}  # fmt: skip
"""Columns of digests: no name stands in them."""

_WORDS = {
    "kind", "verdict", "outcome", "sightings", "overlapping",
    "state", "decision", "role", "label", "action", "scope", "certainty", "language", "what",
    "clause", "timezone", "zones", "profiles.name", "profiles.document", "sites.key", "cameras.key", "counters.key",
}  # fmt: skip
"""Columns of the program's own words and keys: a person called Day must not rename them."""

_FREE_TEXT = {"reason", "answer", "note", "detail", "lift_reason", "why", "report"}

Place = tuple[str, str, int | str]
"""Table, column and key of a text."""


@dataclass(frozen=True, slots=True)
class NameSwap:
    """The replacement of a name. `swapped` gives a text without it, and the same text where it does not occur.

    `kept` are rows (table and key) that a legal hold keeps as they are.
    """

    swapped: Callable[[str], str]
    kept: Set[tuple[str, int | str]] = frozenset()


@dataclass(slots=True)
class SwapResult:
    """Texts that were replaced by table, free texts that a person should read again, and held texts with the name.

    `before` is the head of the audit log as it was, if lines of it were written anew from `first` on.
    """

    replaced: Counter[str] = field(default_factory=Counter)
    to_read: list[Place] = field(default_factory=list)
    held: list[Place] = field(default_factory=list)
    first: int | None = None
    before: ChainHead | None = None


class Erasure(Repository):
    """Finds and replaces names in all tables."""

    def people(self) -> list[str]:
        """Every writing of a person's name in rosters, appeals and bindings of accounts, and the names of accounts."""
        roster = Base.metadata.tables["roster"]
        columns = (roster.c.person, AppealRow.person, UserRow.name, UserRow.person)
        with self._reading() as session:
            return sorted(
                {name for column in columns for name in session.scalars(select(column).distinct()) if name}
            )

    def swap(self, swap: NameSwap, *, dry_run: bool = False) -> SwapResult:
        """Replace the name everywhere in one transaction; a dry run only says where it stands.

        Lines of the audit log are chained anew from the first that changes; the caller writes a line that says so.
        """
        done = SwapResult()
        with self._writing("erasure") as session:
            for place, old, new in _changes(session, swap):
                if place[::2] in swap.kept:
                    done.held.append(place)
                    continue
                done.replaced[place[0]] += 1
                if place[1] in _FREE_TEXT:
                    done.to_read.append(place)
                if place[0] == "audit":
                    done.first = min(int(place[2]), done.first or int(place[2]))
                if not dry_run and old != new:
                    _write(session, place, new)
            if done.first is not None and not dry_run:
                done.before = rechain(session, done.first)
        return done

    def close_account(self, name: str) -> bool:
        """Make the accounts with this name or pseudonym inactive for good, bound to no person, and end their sessions.

        False if there is none.
        """
        with self._writing("accounts") as session:
            rows = list(session.scalars(select(UserRow).where(UserRow.name.in_(_renamed(session, name)))))
            for row in rows:
                row.active, row.password_hash, row.version, row.person = (
                    False,
                    "erased",
                    row.version + 1,
                    None,
                )
            return bool(rows)

    def media_of(self, event_ids: Set[int]) -> dict[int, tuple[str, ...]]:
        """Clip and poster of these events, relative to the data folder."""
        query = select(EventRow.id, EventRow.clip, EventRow.poster).where(EventRow.id.in_(sorted(event_ids)))
        with self._reading() as session:
            return {key: tuple(p for p in paths if p) for key, *paths in session.execute(query)}

    def forget_deleted(self) -> None:
        """Rewrite the database, so that no free page holds what was replaced; other programs wait meanwhile."""
        with self._reading() as session:
            engine = session.get_bind().engine
        with engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            if engine.dialect.name == "sqlite":
                # Another program may hold the file for too long; the search at the end then finds the name.
                with suppress(sqlite3.OperationalError):
                    raw.execute("VACUUM")
                    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                return
            raw.rollback()
            raw.autocommit = True
            raw.execute("VACUUM FULL")
            raw.autocommit = False


def _renamed(session: Session, name: str) -> list[str]:
    """The names that `_write` makes of a pseudonym: accounts have different names."""
    names = session.scalars(select(UserRow.name).where(UserRow.name.startswith(name, autoescape=True)))
    return [one for one in names if one.removeprefix(name).lstrip("-").isdecimal() or one == name]


def _changes(session: Session, swap: NameSwap) -> Iterator[tuple[Place, str, str]]:
    for table in Base.metadata.sorted_tables:
        columns = [c for c in table.c if _is_text(c)]
        (key, *_) = table.primary_key.columns
        if not columns:
            continue
        for row in list(session.execute(select(key.label("key_"), *columns))):
            for column, old in zip(columns, row[1:], strict=True):
                if old and (new := swap.swapped(old)) != old:
                    yield (table.name, column.name, row[0]), old, new


def _is_text(column: Column[object]) -> bool:
    names = {column.name, f"{column.table.name}.{column.name}"}
    return isinstance(column.type, String) and not names & (_DIGESTS | _WORDS)


def _write(session: Session, place: Place, new: str) -> None:
    table: Table = Base.metadata.tables[place[0]]
    (key, *_) = table.primary_key.columns
    column = table.c[place[1]]
    longest = getattr(column.type, "length", None)
    if place[:2] == ("users", "name") and session.scalar(select(UserRow.id).where(UserRow.name == new)):
        new = f"{new}-{place[2]}"
    session.execute(update(table).where(key == place[2]).values({column.name: new[:longest]}))
