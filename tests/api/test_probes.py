"""A supervisor asks whether the server lives and can work; a stranger learns nothing from the answer."""

import shutil
from collections import namedtuple

import pytest
from sqlalchemy import text

from models import StoreError
from tests.support.running_api import Town


def _probe(town: Town, path: str) -> tuple[int, list[str]]:
    answer = town.ask("ghost", "GET", path)
    assert set(answer.json()) == {"failed"}
    return answer.status_code, answer.json()["failed"]


def test_a_server_that_is_well_is_alive_and_ready(town: Town) -> None:
    assert _probe(town, "/healthz") == (200, [])
    assert _probe(town, "/readyz") == (200, [])


def test_a_full_disk_is_not_ready_and_still_alive(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(10**9, 10**9 - 5, 5))
    assert _probe(town, "/readyz") == (503, ["disk"])
    assert _probe(town, "/healthz") == (200, [])


def test_tables_of_another_version_are_not_ready(town: Town) -> None:
    with town.store._engine.begin() as raw:
        raw.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert _probe(town, "/readyz") == (503, ["migrations"])


def test_a_database_that_does_not_answer_is_not_ready(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> bool:
        raise StoreError("the database does not answer")

    monkeypatch.setattr(town.store, "current", away)
    assert _probe(town, "/readyz") == (503, ["database"])
