"""The tables: from nothing, back to nothing, the same as the code says, whoever opens first."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from models import ModelError
from models.store import Store, sqlite_url
from models.store.engine import open_engine
from models.store.schema import downgrade, migrate, revisions
from models.tables import Base

ROOT = Path(__file__).parents[2]


def test_migrations_make_exactly_the_tables_of_the_code(tmp_path: Path) -> None:
    engine = open_engine(sqlite_url(tmp_path / "a.db"))
    migrate(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_down_to_nothing_and_up_again(tmp_path: Path) -> None:
    engine = open_engine(sqlite_url(tmp_path / "a.db"))
    migrate(engine)
    downgrade(engine, "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    migrate(engine)
    assert set(Base.metadata.tables) < set(inspect(engine).get_table_names())
    engine.dispose()


def test_the_names_of_the_files_are_the_history() -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "models" / "migrations"))
    history = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert revisions() == history[::-1]


def test_a_store_with_the_newest_tables_is_opened_without_what_only_an_upgrade_needs(tmp_path: Path) -> None:
    Store.at(tmp_path).close()
    code = f"import sys, pathlib\nfrom models.store import Store\nStore.at(pathlib.Path({str(tmp_path)!r})).close()\n"
    code += "print('alembic' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True) == "False\n"


def test_opening_again_keeps_what_is_there_in_wal_mode_with_foreign_keys(tmp_path: Path) -> None:
    Store.at(tmp_path).close()
    with Store.at(tmp_path) as store, store._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        # One attempt; models.store.engine tries again until the patience of the process ends.
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 5000


def test_three_processes_open_an_empty_folder_at_once(tmp_path: Path) -> None:
    script = (
        f"from pathlib import Path; from models.store import Store; Store.at(Path({str(tmp_path)!r})).close()"
    )
    root = Path(__file__).parents[2]
    command = [sys.executable, "-W", "error", "-c", script]
    running = [subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    errors = [process.communicate(timeout=60)[1] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], errors
    Store.at(tmp_path).close()


def test_a_database_of_a_newer_version_is_left_alone_with_one_clear_line(tmp_path: Path) -> None:
    Store.at(tmp_path).close()
    with sqlite3.connect(tmp_path / "counterwatch.db") as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    with pytest.raises(ModelError, match=r"newer version of this program \(tables 9999\): update") as told:
        Store.at(tmp_path)
    assert "\n" not in str(told.value)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "counterwatch.db").write_bytes(b"holiday pictures " * 500)
    with pytest.raises(ModelError, match=r"counterwatch\.db: cannot use this file as the database"):
        Store.at(tmp_path)


@pytest.mark.parametrize("url", ["sqlite://", "mysql://localhost/x", "not an address"])
def test_an_address_that_cannot_keep_anything_is_refused(url: str) -> None:
    with pytest.raises(ModelError):
        Store(url)


def test_a_postgres_that_does_not_answer_says_so_without_the_password() -> None:
    pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")
    with pytest.raises(ModelError, match="the database does not answer") as told:
        Store("postgresql://clerk:geheim@127.0.0.1:1/none?connect_timeout=2")
    assert "geheim" not in str(told.value)


def test_a_data_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("taken")
    with pytest.raises(ModelError, match="data: cannot be the data folder"):
        Store.at(tmp_path / "data")
