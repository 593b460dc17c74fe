"""A backup that is taken while others write is whole, and what was changed or is in the way is refused."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from models import Action, Score
from models.store import Deed, Stamp, Store
from pipeline.backup.copying import back_up, restore
from pipeline.backup.manifest import read_manifest
from pipeline.errors import PipelineError
from tests.support.old_hall import CLIP, MONDAY, NINE, OldHall, furnished, opened
from tests.support.stored_hall import absence, score_that_charges

STAMP = Stamp("general", "a" * 64, "name: general\n")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("backup") / "data"
    with Store.at(data) as store:
        furnished(data, store)
        store.audit.add(Deed("sun", Action.EXPORTED, "report"), NINE)
    return data


@pytest.fixture
def old(tmp_path: Path, built: Path) -> Iterator[OldHall]:
    with opened(built, tmp_path / "data") as hall:
        yield hall


def _score(number: int) -> Score:
    score = score_that_charges(absence(60))
    return replace(score, period=replace(score.period, day=MONDAY + timedelta(days=number)))


def test_a_backup_under_load_restores_to_the_same_scores(old: OldHall, tmp_path: Path) -> None:
    for number in range(1, 20):
        old.store.scores.save(1, _score(number), STAMP, NINE)
    stop, written = threading.Event(), []

    def write() -> None:
        while not stop.is_set():
            number = 100 + len(written)
            old.store.scores.save(1, _score(number), STAMP, NINE)
            old.store.audit.add(Deed("sun", Action.EXPORTED, f"report {number}"), NINE)
            written.append(number)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < 3:
            stop.wait(0.001)
        back_up(old.data, tmp_path / "backup", NINE)
    finally:
        stop.set()
        writer.join()
    restore(tmp_path / "backup", tmp_path / "again")
    with Store.at(tmp_path / "again") as store:
        for number in (0, *range(1, 20), 100, 101, 102):
            day = MONDAY + timedelta(days=number)
            assert store.scores.get(1, day) == old.store.scores.get(1, day) is not None
        assert store.audit.check().fault is None
    assert (tmp_path / "again" / CLIP).read_bytes() == (old.data / CLIP).read_bytes()


def test_what_is_private_stays_private(old: OldHall, tmp_path: Path) -> None:
    (old.data / "secret").write_text("key")
    back_up(old.data, tmp_path / "backup", NINE)
    restore(tmp_path / "backup", tmp_path / "again")
    for folder in ("backup", "again"):
        assert (tmp_path / folder).stat().st_mode & 0o777 == 0o700
        assert (tmp_path / folder / "secret").stat().st_mode & 0o777 == 0o600


def test_a_file_that_was_changed_or_is_missing_stops_the_restoration(old: OldHall, tmp_path: Path) -> None:
    back_up(old.data, tmp_path / "backup", NINE)
    clip = tmp_path / "backup" / CLIP
    content = clip.read_bytes()
    for change, said in ((lambda: clip.write_bytes(b"y" * 1000), "was changed"), (clip.unlink, "is missing")):
        change()
        with pytest.raises(PipelineError, match=f"not restored: {CLIP} {said}"):
            restore(tmp_path / "backup", tmp_path / "again")
        assert not (tmp_path / "again").exists()
        clip.write_bytes(content)
    restore(tmp_path / "backup", tmp_path / "again")


def test_a_folder_that_holds_anything_is_refused(old: OldHall, tmp_path: Path) -> None:
    back_up(old.data, tmp_path / "backup", NINE)
    for act in (
        lambda: back_up(old.data, tmp_path / "backup", NINE),
        lambda: restore(tmp_path / "backup", old.data),
        lambda: back_up(old.data, old.data / "backup", NINE),
        lambda: back_up(tmp_path / "nothing", tmp_path / "other", NINE),
    ):
        with pytest.raises(PipelineError):
            act()


def test_a_backup_that_broke_off_is_none(old: OldHall, tmp_path: Path) -> None:
    back_up(old.data, tmp_path / "backup", NINE)
    manifest = tmp_path / "backup" / "manifest.json"
    manifest.write_text('{"made_at": 1, "files": {"../outside": {"size": 1, "sha256": "x"}}}')
    with pytest.raises(PipelineError, match="leads out of the backup"):
        restore(tmp_path / "backup", tmp_path / "again")
    for content in ("{", "[]", '{"made_at": 1, "files": 3}'):
        manifest.write_text(content)
        with pytest.raises(PipelineError, match="not the manifest of a backup"):
            read_manifest(tmp_path / "backup")
    manifest.unlink()
    with pytest.raises(PipelineError, match="no whole backup"):
        restore(tmp_path / "backup", tmp_path / "again")
