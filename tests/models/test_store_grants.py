"""Grants of accounts: kept once, added up to a scope, written for everybody by the upgrade."""

from pathlib import Path

import pytest
from sqlalchemy import text

from models import ALL_HALLS, Grant, ModelError, Role
from models.store import EVERYTHING, Scope, Store, sqlite_url
from models.store.engine import open_engine
from models.store.schema import downgrade
from tests.support.stored_hall import NINE, hall

NORTH, CAM2 = Grant("north"), Grant("north", "cam2")


@pytest.fixture
def sun(store: Store) -> int:
    store.sites.put(hall())
    store.sites.put(hall("south"))
    return store.accounts.add("sun", "correct horse", Role.SUPERVISOR, "en", NINE).id


def test_grants_add_up_to_the_cameras_of_the_scope(store: Store, sun: int) -> None:
    assert store.grants.scope(sun) == Scope(frozenset())
    assert store.grants.give(sun, CAM2, "an", NINE)
    assert not store.grants.give(sun, CAM2, "an", NINE)
    assert store.grants.scope(sun) == Scope(frozenset({2}))
    store.grants.replace(sun, [CAM2, Grant("south")], "an", NINE)
    assert store.grants.of(sun) == [CAM2, Grant("south")]
    assert store.grants.scope(sun) == Scope(frozenset({2, 3, 4}))
    store.grants.replace(sun, [ALL_HALLS], "an", NINE)
    assert store.grants.scope(sun) == EVERYTHING
    assert [str(grant) for grant in (ALL_HALLS, NORTH, CAM2)] == ["*", "north", "north/cam2"]


@pytest.mark.parametrize(
    ("grant", "words"),
    [
        (Grant("west"), "there is no hall 'west'"),
        (Grant("north", "cam9"), "hall 'north' has no camera 'cam9'"),
    ],
)
def test_a_hall_that_is_not_there_cannot_be_granted(store: Store, sun: int, grant: Grant, words: str) -> None:
    with pytest.raises(ModelError, match=words):
        store.grants.replace(sun, [NORTH, grant], "an", NINE)
    assert store.grants.of(sun) == []


def test_a_camera_without_its_hall_cannot_be_meant() -> None:
    with pytest.raises(ModelError, match="name its hall"):
        Grant(camera="cam1")


def test_the_upgrade_lets_everybody_see_all_halls_as_before(tmp_path: Path) -> None:
    with Store.at(tmp_path) as store:
        sun = store.accounts.add("sun", "correct horse", Role.SUPERVISOR, "en", NINE).id
    engine = open_engine(sqlite_url(tmp_path / "counterwatch.db"))
    downgrade(engine, "0015")
    engine.dispose()
    with Store.at(tmp_path) as store:
        assert store.grants.of(sun) == [ALL_HALLS]
        with store._engine.connect() as connection:
            assert connection.execute(text("SELECT granted_by FROM grants")).scalars().all() == ["upgrade"]
