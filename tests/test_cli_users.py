"""`counterwatch users`: the halls that an account may see."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from counterwatch.cli import cli
from models.store import Store
from tests.support.command_line import complaint
from tests.support.stored_hall import hall

WORD = "long enough 1\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with Store.at(tmp_path / "data") as store:
        store.sites.put(hall())
    return tmp_path / "data"


def said(data: Path, *arguments: str) -> str:
    done = CliRunner().invoke(cli, ["users", *arguments, "--data", str(data)], input=WORD)
    assert done.exit_code == 0, done.output
    return done.output


def sees(data: Path, name: str) -> str:
    (line,) = [line for line in said(data, "list").splitlines() if line.startswith(f"{name} ")]
    return line.rpartition("  ")[2]


def test_an_account_is_added_with_a_hall_and_gets_and_loses_others(data: Path) -> None:
    said(data, "add", "li", "--role", "supervisor", "--camera", "north", "cam2")
    assert sees(data, "li") == "north/cam2"
    assert "1 added; sees north north/cam2" in said(data, "grant", "li", "--hall", "north")
    assert "0 added" in said(data, "grant", "li", "--hall", "north")
    assert "1 taken back; sees north" in said(data, "revoke", "li", "--camera", "north", "cam2")
    said(data, "revoke", "li", "--hall", "north")
    assert sees(data, "li") == "no hall"
    said(data, "grant", "li", "--all-halls")
    assert sees(data, "li") == "*"


def test_an_administrator_needs_no_grant(data: Path) -> None:
    said(data, "add", "an", "--role", "admin")
    assert sees(data, "an") == "* (administrator)"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "li", "--role", "auditor"), "say what li may see: --all-halls, --hall KEY"),
        (("add", "li", "--role", "auditor", "--hall", "south"), "there is no hall 'south'"),
        (("grant", "an"), "say which halls"),
        (("grant", "nobody", "--all-halls"), "there is no account 'nobody'"),
        (("grant", "an", "--camera", "north", "cam7"), "hall 'north' has no camera 'cam7'"),
        (("revoke", "an", "--hall", "north"), "an has no grant north"),
        (("grant", "an", "--hall", ""), "empty"),
    ],
)
def test_a_grant_that_cannot_be_is_one_line(data: Path, arguments: tuple[str, ...], words: str) -> None:
    said(data, "add", "an", "--role", "admin")
    assert words in complaint("users", *arguments, "--data", data, folder=data.parent, stdin=WORD)
    assert "li" not in said(data, "list").split()
