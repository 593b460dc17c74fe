"""Many people write at once: each waits for a turn, without a connection that readers need."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from models import Action, StoreBusyError
from models.store import AuditFilter, Deed, Store
from models.store.turns import WriterTurns


def test_sixty_people_who_look_at_once_are_all_written_down(tmp_path: Path) -> None:
    with Store.at(tmp_path) as store:
        deeds = [Deed(f"reader {n}", Action.SCORES_VIEWED, "all sites") for n in range(60)]
        with ThreadPoolExecutor(60) as people:
            list(people.map(lambda deed: store.audit.add(deed, 0.0), deeds))

        assert {line.user for line in store.audit.page(AuditFilter(), 100)} == {deed.user for deed in deeds}
        assert store.audit.check().fault is None


def test_somebody_reads_while_another_writes(tmp_path: Path) -> None:
    with Store.at(tmp_path) as store, store.unit_of_work("a long decision"), ThreadPoolExecutor(1) as other:
        assert other.submit(store.sites.all).result(timeout=60) == []


def test_a_writer_whose_turn_does_not_come_is_told() -> None:
    turn = WriterTurns("counterwatch.db", patience_s=0.01)
    with turn(), ThreadPoolExecutor(1) as other:
        refused = other.submit(lambda: turn().__enter__())

        with pytest.raises(StoreBusyError, match=r"counterwatch\.db: others write to the database"):
            refused.result(timeout=60)


def test_a_writer_that_fails_gives_its_turn_to_the_next() -> None:
    turn = WriterTurns("counterwatch.db", patience_s=60)
    with pytest.raises(RuntimeError), turn():
        raise RuntimeError

    with turn():
        pass
