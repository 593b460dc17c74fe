"""An administrator has a backup made before the machine is taken away."""

import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models import Action
from models.store import AuditFilter, Store
from pipeline.backup.copying import restore
from pipeline.backup.kept import BackupPlace
from tests.support.running_api import Town, refused
from tests.support.stored_hall import absence

ADDRESS = "/api/v1/backups"
SLOW = "import time; time.sleep(60)"


def makes(town: Town, folder: Path, *command: str) -> None:
    """Serve with this folder for backups, and this command in the place of the program's."""
    program = ("-m", "counterwatch", "backup", "--data", str(town.data))
    place = BackupPlace(folder, (sys.executable, *(command or program)))
    town.use(replace(town.app.state.context.settings, backups=place))


def states(town: Town) -> list[str]:
    return [one["state"] for one in town.get("an", ADDRESS).json()["items"]]


def ended(town: Town) -> dict[str, Any]:
    """The newest backup when it is no longer being made."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        newest: dict[str, Any] = town.get("an", ADDRESS).json()["items"][0]
        if newest["state"] != "running":
            return newest
        time.sleep(0.2)
    raise AssertionError("the backup did not end")


def test_a_backup_is_made_while_the_server_answers_and_can_be_restored(town: Town, tmp_path: Path) -> None:
    town.happens(absence(60))
    makes(town, tmp_path / "backups")
    answer = town.ask("an", "POST", ADDRESS)
    assert (answer.status_code, answer.json()["state"]) == (202, "running")
    made = ended(town)
    assert (made["name"], made["state"]) == ("20261123T010000Z", "whole")
    assert made["files"] > 1
    assert made["bytes"] > 100_000
    restore(tmp_path / "backups" / made["name"], tmp_path / "again")
    with Store.at(tmp_path / "again") as store:
        assert store.events.get(1) is not None
    (line,) = town.store.audit.page(AuditFilter(user="an", action=Action.RAN), 9)
    assert (line.subject, line.detail) == ("backup", made["name"])


def test_one_is_made_at_a_time_and_one_that_broke_off_says_so(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Any] = []
    real = __import__("subprocess").Popen

    def popen(*given: Any, **named: Any) -> Any:
        begun.append(real(*given, **named))
        return begun[-1]

    monkeypatch.setattr("pipeline.backup.kept.subprocess.Popen", popen)
    makes(town, tmp_path / "backups", "-c", SLOW)
    assert town.ask("an", "POST", ADDRESS).status_code == 202
    town.time += 1
    assert refused(town.ask("an", "POST", ADDRESS), 409, "being made")
    assert states(town) == ["running"]
    begun[0].kill()
    assert ended(town)["state"] == "broken"
    (tmp_path / "backups" / "by hand").mkdir()
    assert states(town) == ["broken"]


def test_without_a_folder_there_are_none(town: Town, tmp_path: Path) -> None:
    assert town.get("an", ADDRESS).json() == {"folder": False, "items": []}
    assert refused(town.ask("an", "POST", ADDRESS), 409, "--backups")
    assert refused(town.get("wu", ADDRESS), 403, "users")
    (tmp_path / "file").write_text("no folder")
    makes(town, tmp_path / "file")
    assert refused(town.get("an", ADDRESS), 409, "backups cannot be kept there")
