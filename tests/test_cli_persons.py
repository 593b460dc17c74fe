"""Holds and the data of one person at the command line: Wang's day is held, exported, and in the end forgotten."""

import getpass
import json
import re
import zipfile
from pathlib import Path

import pytest

from models import Action
from models.store import AuditFilter, Store
from tests.support.command_line import complaint, open_to_others, run
from tests.support.old_hall import WANG, furnished

ME = f"cli:{getpass.getuser()}"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with Store.at(tmp_path / "data") as store:
        furnished(tmp_path / "data", store)
    return tmp_path / "data"


def _said(*arguments: str, data: Path) -> str:
    done = run(*arguments, "--data", data, folder=data.parent)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _logged(data: Path, action: Action) -> list[tuple[str, str, str]]:
    with Store.at(data) as store:
        return [
            (line.user, line.subject, line.detail) for line in store.audit.page(AuditFilter(action=action), 9)
        ]


def test_a_hold_is_placed_listed_and_lifted(data: Path) -> None:
    said = _said("hold", "add", "--counter", "1", "--day", "2026-11-23", "--reason", "complaint", data=data)
    assert said == "hold 1: counter 1\n"
    ends = ["--ends", "2099-06-30"]
    held = ["--site", "north", "--since", "2026-11-01", "--until", "2026-11-30"]
    _said("hold", "add", *held, "--reason", "inquiry", *ends, data=data)
    _said("hold", "add", "--person", WANG, "--reason", "labour dispute", data=data)
    assert _said("hold", "lift", "1", "--reason", "settled", data=data) == "hold 1 is lifted\n"
    lines = [
        re.sub(r"\d{4}-\d\d-\d\d ", "", line, count=1).split()
        for line in _said("hold", "list", data=data).splitlines()
    ]
    assert [" ".join(line) for line in lines] == [
        f"3 active {ME} person {WANG}: labour dispute",
        f"2 active {ME} site north from 2026-11-01 to 2026-11-30: inquiry",
        f"1 over {ME} counter 1 on 2026-11-23: complaint",
    ]
    assert _logged(data, Action.HOLD_LIFTED) == [(ME, "counter 1", "hold 1: settled")]
    assert [user for user, *_ in _logged(data, Action.HOLD_PLACED)] == [ME] * 3


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (["--reason", "no"], "name one thing to hold"),
        (["--event", "1", "--person", "Wang", "--reason", "no"], "name one thing to hold"),
        (["--event", "99", "--reason", "no"], "there is no event 99"),
        (["--event", "1", "--reason", "  "], "the reason is empty"),
        (["--event", "1", "--reason", "no", "--ends", "2026-11-29"], "would have ended already"),
        (["--counter", "1", "--reason", "no"], "say which day of the counter is held"),
        (["--site", "south", "--since", "2026-11-01", "--until", "2026-11-30", "--reason", "no"], "no site 'south'"),
        (["--site", "north", "--since", "2026-11-30", "--until", "2026-11-01", "--reason", "no"], "say from which day"),
    ],
)  # fmt: skip
def test_a_hold_that_cannot_be_is_one_line(data: Path, asked: list[str], why: str) -> None:
    assert why in complaint("hold", "add", *asked, "--data", data, folder=data)


def test_a_hold_is_lifted_once(data: Path) -> None:
    assert "there is no hold 1" in complaint(
        "hold", "lift", "1", "--reason", "settled", "--data", data, folder=data
    )
    _said("hold", "add", "--event", "1", "--reason", "dispute", data=data)
    _said("hold", "lift", "1", "--reason", "settled", data=data)
    again = complaint("hold", "lift", "1", "--reason", "settled", "--data", data, folder=data)
    assert "lifted already" in again


def test_what_is_stored_about_a_person_is_a_zip_that_nobody_else_can_open(data: Path) -> None:
    out = data.parent / "wang.zip"
    out.write_text("an old file")
    assert "1 roster, 1 events, 1 clips" in _said(
        "person", "export", WANG, "--out", str(out), "--language", "en", data=data
    )
    assert open_to_others(out) == []
    with zipfile.ZipFile(out) as parts:
        assert json.loads(parts.read("data.json"))
        assert "index.html" in parts.namelist()
    assert _logged(data, Action.PERSON_EXPORTED) == [(ME, f"person {WANG}", "wang.zip")]


def test_a_person_is_forgotten_after_a_look_at_what_that_means(data: Path) -> None:
    asked = ("person", "erase", WANG, "--reason", "request of 2026-12-01")
    assert "would be deleted" in _said(*asked, "--dry-run", data=data)
    assert _logged(data, Action.PERSON_ERASED) == []
    assert "the name is now person-" in _said(*asked, data=data)
    ((user, subject, detail),) = _logged(data, Action.PERSON_ERASED)
    assert user == ME
    assert re.fullmatch(r"person-[0-9a-f]{8}", subject)
    assert detail.startswith("request of 2026-12-01: ")


def test_a_hold_stops_the_erasure_with_one_line(data: Path) -> None:
    _said("hold", "add", "--person", WANG, "--reason", "labour dispute", data=data)
    asked = ("person", "erase", WANG, "--reason", "asked for it", "--data", data)
    assert "hold 1 is on this person (labour dispute)" in complaint(*asked, folder=data)


@pytest.mark.parametrize("name", ["", "  ", "2048", "王"])
def test_a_name_that_is_none_is_one_line(data: Path, name: str) -> None:
    out = data.parent / "none.zip"
    assert "name" in complaint("person", "export", name, "--out", out, "--data", data, folder=data)
    assert not out.exists()


def test_a_folder_that_is_none_is_one_line(data: Path) -> None:
    out = data.parent / "nowhere" / "wang.zip"
    assert str(out) in complaint("person", "export", WANG, "--out", out, "--data", data, folder=data)
