"""Migration of a database to the tables of this version, by the first process that opens it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from models import ModelError
from models.store.engine import IMMEDIATE, Patience, open_engine, public_address, sqlite_file

_POSTGRES_LOCK = 0x436F756E746572  # "Counter": one number for every process that migrates this database
_ALEMBIC = threading.Lock()  # alembic keeps the migration that runs in module globals


def migrate(engine: Engine) -> None:
    """Upgrade to the newest tables; several processes may do this at once, the first does the work.

    Raises ModelError when the database was made by a newer version, or cannot be reached or written.
    """
    config = _config()
    scripts = ScriptDirectory.from_config(config)
    try:
        with engine.connect() as connection:
            if _revision(connection, scripts) == scripts.get_current_head():
                return
        with _alone(engine) as connection:
            if _revision(connection, scripts) != scripts.get_current_head():
                _run(config, connection, "upgrade", "head")
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
    engine, scripts = open_engine(url, patience), ScriptDirectory.from_config(_config())
    try:
        with engine.connect() as connection:
            return _revision(connection, scripts) == scripts.get_current_head()
    except DBAPIError as error:
        raise ModelError(f"{public_address(url)}: {' '.join(str(error.orig).split())}") from error
    finally:
        engine.dispose()


def downgrade(engine: Engine, revision: str) -> None:
    """Go back to the tables of `revision` (`base` for none); the content of newer tables is lost."""
    with _alone(engine) as connection:
        _run(_config(), connection, "downgrade", revision)


def _run(config: Config, connection: Connection, direction: str, revision: str) -> None:
    config.attributes["connection"] = connection
    with _ALEMBIC:
        (command.upgrade if direction == "upgrade" else command.downgrade)(config, revision)


def _config() -> Config:
    config = Config()
    folder = Path(__file__).parents[1] / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    return config


def _revision(connection: Connection, scripts: ScriptDirectory) -> str | None:
    current = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in scripts.walk_revisions()}
    if current is not None and current not in known:
        raise ModelError(
            f"{connection.engine.url.render_as_string()}: made by a newer version of this program (tables "
            f"{current}): update Counterwatch, or give another data folder"
        )
    return current


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
