"""Migration of a database to the tables of this version, by the first process that opens it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from models import ModelError
from models.store.engine import IMMEDIATE, Patience, open_engine, public_address, sqlite_file

_POSTGRES_LOCK = 0x436F756E746572  # "Counter": one number for every process that migrates this database
_ALEMBIC = threading.Lock()  # alembic keeps the migration that runs in module globals
_FOLDER = Path(__file__).parents[1] / "migrations"


def migrate(engine: Engine) -> None:
    """Upgrade to the newest tables; several processes may do this at once, the first does the work.

    Raises ModelError when the database was made by a newer version, or cannot be reached or written.
    """
    try:
        with engine.connect() as connection:
            if _is_newest(connection):
                return
        with _alone(engine) as connection:
            if not _is_newest(connection):
                _run(connection, "upgrade", "head")
    except DBAPIError as error:
        reason = " ".join(str(error.orig).split())
        raise ModelError(f"{engine.url.render_as_string()}: cannot prepare the database: {reason}") from error


def is_current(url: str, patience: Patience | None = None) -> bool | None:
    """Whether a database has the tables of this version; None for a SQLite file that is not there yet.

    Nothing is made or upgraded. Raises ModelError when it cannot be reached, or was made by a newer version.
    """
    file = sqlite_file(url)
    if file is not None and not file.exists():
        return None
    engine = open_engine(url, patience)
    try:
        with engine.connect() as connection:
            return _is_newest(connection)
    except DBAPIError as error:
        raise ModelError(f"{public_address(url)}: {' '.join(str(error.orig).split())}") from error
    finally:
        engine.dispose()


def downgrade(engine: Engine, revision: str) -> None:
    """Go back to the tables of `revision` (`base` for none); the content of newer tables is lost."""
    with _alone(engine) as connection:
        _run(connection, "downgrade", revision)


def _run(connection: Connection, direction: str, revision: str) -> None:
    # Loaded here: most commands find the newest tables, and alembic takes as long to load as they take to answer.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    with _ALEMBIC:
        (command.upgrade if direction == "upgrade" else command.downgrade)(config, revision)


def _is_newest(connection: Connection) -> bool:
    """Whether the tables are those of this version. Raises ModelError when a newer one made them."""
    known = revisions()
    there = inspect(connection).has_table("alembic_version")
    current = connection.scalar(text("SELECT version_num FROM alembic_version")) if there else None
    if current is not None and current not in known:
        raise ModelError(
            f"{connection.engine.url.render_as_string()}: made by a newer version of this program (tables "
            f"{current}): update Counterwatch, or give another data folder"
        )
    return current == known[-1]


def revisions() -> list[str]:
    """The revisions of the tables that this version knows, the newest last: each is the beginning of a file's name."""
    return sorted(file.name.partition("_")[0] for file in (_FOLDER / "versions").glob("[0-9]*_*.py"))


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    with engine.connect().execution_options(**{IMMEDIATE: True}) as connection:
        sqlite = engine.dialect.name == "sqlite"
        if sqlite:
            _foreign_keys(connection, on=False)
        with connection.begin():
            if not sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _POSTGRES_LOCK})
            yield connection
        if sqlite:
            _foreign_keys(connection, on=True)


def _foreign_keys(connection: Connection, *, on: bool) -> None:
    # SQLite changes a column by copying its table, which must not cascade; to be set between transactions.
    raw = connection.connection.cursor()
    raw.execute(f"PRAGMA foreign_keys = {'ON' if on else 'OFF'}")
    raw.close()
