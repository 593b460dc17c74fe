"""A database that a disk or a copy has lost: it is told in one line, and never taken for a new one."""

import sqlite3
from pathlib import Path
from threading import Thread

import pytest

from models import ModelError
from models.store import EventFilter, Store, StoreError
from tests.support.stored_hall import NINE, absence, analysis


def made(data: Path) -> Path:
    with Store.at(data) as store:
        store.recordings.save(analysis(absence(60)), NINE)
    return data / "counterwatch.db"


def spoilt(database: Path, table: str, content: bytes) -> None:
    """Fill the first page of the table with something else."""
    with sqlite3.connect(database) as raw:
        (page,) = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        (size,) = raw.execute("PRAGMA page_size").fetchone()
    raw.close()
    data = bytearray(database.read_bytes())
    data[(page - 1) * size : page * size] = (content * size)[:size]
    database.write_bytes(data)


def test_an_empty_file_is_not_taken_for_a_new_database(tmp_path: Path) -> None:
    database = made(tmp_path)
    database.write_bytes(b"")
    for _ in range(2):
        with pytest.raises(ModelError, match=r"counterwatch\.db: the database is empty \(0 bytes\)") as told:
            Store.at(tmp_path)
        assert "restore it from a backup, or remove the file" in str(told.value)
        assert database.stat().st_size == 0
    database.unlink()
    with Store.at(tmp_path) as store:
        assert store.events.page(EventFilter(), 10) == []


def test_a_new_database_leaves_nothing_beside_it(tmp_path: Path) -> None:
    Store.at(tmp_path).close()
    assert [file.name for file in tmp_path.iterdir()] == ["counterwatch.db"]


def test_several_that_make_the_same_database_at_once_all_use_it(tmp_path: Path) -> None:
    failures: list[BaseException] = []

    def work() -> None:
        try:
            with Store.at(tmp_path) as store:
                store.recordings.save(analysis(absence(60)), NINE)
        except BaseException as error:
            failures.append(error)

    threads = [Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with Store.at(tmp_path) as store:
        assert len(store.events.page(EventFilter(), 10)) == 1


@pytest.mark.parametrize(
    "content", [b"\0", b"\xa5", b"minutes of a meeting "], ids=["zeros", "noise", "text"]
)
@pytest.mark.parametrize("table", ["events", "sites", "recordings"])
def test_a_damaged_page_is_one_line_that_says_what_to_do(table: str, content: bytes, tmp_path: Path) -> None:
    spoilt(made(tmp_path), table, content)
    with Store.at(tmp_path) as store:
        with pytest.raises(StoreError, match=r"counterwatch\.db: the database is damaged .*restore") as told:
            store.recordings.save(analysis(absence(900)), NINE)
        assert "\n" not in str(told.value)


def test_a_damaged_first_page_is_one_line_too(tmp_path: Path) -> None:
    database = made(tmp_path)
    data = database.read_bytes()
    database.write_bytes(b"\0" * 200 + data[200:])
    with pytest.raises(ModelError, match=r"counterwatch\.db: .*restore it from a backup") as told:
        Store.at(tmp_path)
    assert "\n" not in str(told.value)
