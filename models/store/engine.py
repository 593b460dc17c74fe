"""Connections: SQLite in WAL mode as the embedded default, PostgreSQL by its address."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from models import ModelError, StoreBusyError, StoreError
from models.store.turns import Turn, WriterTurns

BUSY_S = 15.0
"""Seconds for which a server waits for another writer: a person who waits longer is better told so."""

IMMEDIATE = "counterwatch_immediate"
"""Execution option: take SQLite's write lock at BEGIN, so that writers wait instead of failing halfway."""

_CONNECTIONS = 20
"""Connections to a SQLite file that are kept, because a new one reads the descriptions of all tables again."""

_HELD = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_PAGES_DAMAGED = ("XX001", "XX002")  # PostgreSQL's codes of damaged data and indexes


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a writer waits for a SQLite file that another process holds: `seconds` in all.

    `say` gets one line when the lock is not free after `attempt_s`; another process writes for milliseconds.
    """

    seconds: float = BUSY_S
    say: Callable[[str], None] | None = None
    attempt_s: float = 5.0


def sqlite_url(path: Path) -> str:
    """The address of a SQLite file."""
    return URL.create("sqlite+pysqlite", database=str(path)).render_as_string()


def public_address(url: str) -> str:
    """The address of a database without its password; raises ModelError when it is no address."""
    return _public(_parse(url))


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite address; None for any other database."""
    parsed = _parse(url)
    return Path(str(parsed.database)) if parsed.get_backend_name() == "sqlite" and parsed.database else None


def open_engine(url: str, patience: Patience | None = None) -> Engine:
    """An engine for `url`, nothing connected but a SQLite file, which is put in WAL mode.

    Raises ModelError when the address is wrong, its driver is missing, or the file is no SQLite database. Errors of
    the database are StoreErrors later on: StoreBusyError where another process holds it for longer than `patience`.
    """
    parsed = _parse(url)
    backend = parsed.get_backend_name()
    if backend == "postgresql":
        engine = _postgres(parsed)
    elif backend != "sqlite" or parsed.database in (None, "", ":memory:"):
        raise ModelError(f"{_public(parsed)}: not a database this can keep: give a SQLite file or PostgreSQL")
    else:
        engine = _sqlite(parsed, patience or Patience())
    event.listen(engine, "handle_error", _in_one_line)
    return engine


def writer_turn(engine: Engine, patience: Patience | None = None) -> Turn:
    """What a write transaction of this engine waits for; nothing where the database has many writers at once."""
    if engine.dialect.name != "sqlite":
        return nullcontext
    return WriterTurns(_public(engine.url), (patience or Patience()).seconds)


def _parse(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError as error:
        raise ModelError(
            "the database address is not an address: write sqlite:///FILE or postgresql://..."
        ) from error


def _public(url: URL) -> str:
    return url.render_as_string(hide_password=True)


def _postgres(url: URL) -> Engine:
    try:
        # A database made without a locale says SQL_ASCII, and then the driver would give bytes for every text.
        options = {"client_encoding": "utf8"}
        return create_engine(
            url.set(drivername="postgresql+psycopg"), pool_pre_ping=True, connect_args=options
        )
    except (ImportError, NoSuchModuleError) as error:
        raise ModelError(
            f"{_public(url)}: the PostgreSQL driver is missing: install counterwatch[postgres]"
        ) from error


def _sqlite(url: URL, patience: Patience) -> Engine:
    attempt_s = min(patience.attempt_s, patience.seconds)
    engine = create_engine(
        url.set(drivername="sqlite+pysqlite"),
        connect_args={"timeout": attempt_s},
        pool_size=_CONNECTIONS,
        max_overflow=_CONNECTIONS,
    )
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _Begin(str(url.database), patience))
    path = Path(str(url.database))
    try:
        _raise_if_emptied(path)
        _make(path)
        _switch_to_wal(path, patience.seconds)
    except sqlite3.Error as error:
        engine.dispose()
        raise ModelError(
            f"{path}: cannot use this file as the database: {error}: restore it from a backup"
        ) from error
    return engine


def _in_one_line(context: ExceptionContext) -> BaseException | None:
    """The error that takes the place of the driver's: a database that is held, away, full or read-only."""
    error = context.original_exception
    if not isinstance(context.sqlalchemy_exception, DatabaseError):
        return None
    url = context.engine.url if context.engine is not None else None
    name, why = "the database" if url is None else _public(url), " ".join(str(error).split())
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _HELD:
        return StoreBusyError(f"{name}: another program holds the database: try again when it has ended")
    if code in _DAMAGED or getattr(error, "sqlstate", None) in _PAGES_DAMAGED:
        return StoreError(f"{name}: the database is damaged ({why}): restore it from a backup")
    if isinstance(context.sqlalchemy_exception, OperationalError):
        server = context.dialect.name == "postgresql"
        remedy = "start its server" if server else "see to its disk and its file"
        return StoreError(f"{name}: the database does not answer: {why}: {remedy}, and do the same again")
    return None


def _on_connect(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    # None: sqlite3 begins nothing by itself, so that DDL and reads are inside our transactions too.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    # In WAL mode this loses at most the last commits on power failure, never the database.
    connection.execute("PRAGMA synchronous = NORMAL")


@dataclass(frozen=True)  # no slots: the event system keeps weak references
class _Begin:
    """Begins the transactions of a SQLite file; a write transaction waits here, before anything is done in it."""

    path: str
    patience: Patience

    def __call__(self, connection: Connection) -> None:
        immediate = connection.get_execution_options().get(IMMEDIATE, False)
        deadline, told = time.monotonic() + self.patience.seconds, self.patience.say is None
        while True:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
                return
            except StoreBusyError:
                if time.monotonic() >= deadline:
                    raise
                if not told and self.patience.say is not None:
                    self.patience.say(
                        f"{self.path}: another program holds the database: waiting for up to"
                        f" {self.patience.seconds / 60:.0f} min"
                    )
                told = True


def _raise_if_emptied(path: Path) -> None:
    """Raise ModelError for a file without a byte: a new database is never one (`_make`), a lost one often is."""
    if path.is_file() and path.stat().st_size == 0:
        raise ModelError(
            f"{path}: the database is empty (0 bytes), so it was lost, not made: restore it from a backup, or remove"
            " the file to begin without any records"
        )


def _make(path: Path) -> None:
    """Make the database if there is none: under another name first, so that no process sees it without its header."""
    if path.exists():
        return
    unfinished = path.with_name(f".{path.name}.{uuid4().hex}.new")
    try:
        with closing(sqlite3.connect(unfinished)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
        # A file system without links leaves the file to be made in its place. Another process may have been first.
        with suppress(OSError):
            path.hardlink_to(unfinished)
    finally:
        unfinished.unlink(missing_ok=True)


def _switch_to_wal(path: Path, patience_s: float) -> None:
    # The switch asks for the whole file at once and does not wait for others by itself.
    deadline = time.monotonic() + patience_s
    connection = sqlite3.connect(path, timeout=patience_s)
    try:
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
    finally:
        connection.close()
