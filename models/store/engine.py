"""Connections: SQLite in WAL mode as the embedded default, PostgreSQL by its address."""

import sqlite3
import time
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from models.errors import ModelError

BUSY_S = 15.0
"""How long a SQLite writer waits for another one before it gives up."""

IMMEDIATE = "counterwatch_immediate"
"""Execution option: take SQLite's write lock at BEGIN, so that writers wait instead of failing halfway."""


def sqlite_url(path: Path) -> str:
    """The address of a SQLite file."""
    return URL.create("sqlite+pysqlite", database=str(path)).render_as_string()


def open_engine(url: str) -> Engine:
    """An engine for `url`, nothing connected but a SQLite file, which is put in WAL mode.

    Raises ModelError when the address is wrong, its driver is missing, or the file is no SQLite database.
    """
    parsed = _parse(url)
    backend = parsed.get_backend_name()
    if backend == "postgresql":
        return _postgres(parsed)
    if backend != "sqlite" or parsed.database in (None, "", ":memory:"):
        raise ModelError(f"{_public(parsed)}: not a database this can keep: give a SQLite file or PostgreSQL")
    return _sqlite(parsed)


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


def _sqlite(url: URL) -> Engine:
    engine = create_engine(url.set(drivername="sqlite+pysqlite"), connect_args={"timeout": BUSY_S})
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    path = Path(str(url.database))
    try:
        _switch_to_wal(path)
    except sqlite3.Error as error:
        engine.dispose()
        raise ModelError(f"{path}: cannot use this file as the database: {error}") from error
    return engine


def _on_connect(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    # None: sqlite3 begins nothing by itself, so that DDL and reads are inside our transactions too.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    # In WAL mode this loses at most the last commits on power failure, never the database.
    connection.execute("PRAGMA synchronous = NORMAL")


def _on_begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get(IMMEDIATE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _switch_to_wal(path: Path) -> None:
    # The switch asks for the whole file at once and does not wait for others by itself.
    deadline = time.monotonic() + BUSY_S
    connection = sqlite3.connect(path, timeout=BUSY_S)
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
