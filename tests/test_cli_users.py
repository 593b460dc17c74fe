"""`counterwatch users`: the halls that an account may see."""

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner

from counterwatch.cli import cli
from models import RosterEntry, What
from models.store import AuditFilter, Identity, Store
from tests.support.command_line import complaint
from tests.support.stored_hall import NINE, hall

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


def test_a_clerk_is_bound_to_a_person_and_told_when_no_roster_names_it(data: Path) -> None:
    shift = RosterEntry(dt.date(2026, 11, 23), What.SHIFT, NINE, NINE + 3600, "left", "day", "李娜 (1024)")
    with Store.at(data) as store:
        store.rosters.replace("north", [shift], "roster.csv", NINE)
    clerk = "add", "li", "--role", "clerk", "--hall", "north"
    assert said(data, *clerk, "--person", "李 娜").splitlines() == ["added li, clerk of 李娜"]
    assert sees(data, "li") == "north of 李娜"
    told = said(data, "person", "li", "--person", "李娜 (1025)")
    assert told.startswith("li, clerk of 李娜 (1025)\nno roster of these halls names 李娜 (1025) alone")
    said(data, "person", "li", "--person", "李娜 (1024)")
    with Store.at(data) as store:
        lines = [f"{one.action} {one.detail}" for one in store.audit.page(AuditFilter(), 9)]
    assert "user-added clerk of 李娜 north" in lines
    assert "user-changed person of 李娜 (1024)" in lines


def test_an_administrator_needs_no_grant(data: Path) -> None:
    said(data, "add", "an", "--role", "admin")
    assert sees(data, "an") == "* (administrator)"


def test_a_first_password_is_drawn_printed_once_and_has_to_be_changed(data: Path) -> None:
    for words in (["add", "li", "--role", "admin", "--random"], ["passwd", "li", "--random"]):
        first = said(data, *words).splitlines()[-1]
        with Store.at(data) as store:
            li = store.accounts.check("li", first)
        assert li is not None
        assert li.first_until is not None
    said(data, "passwd", "li")
    with Store.at(data) as store:
        own = store.accounts.check("li", WORD.strip())
    assert own is not None
    assert own.first_until is None


def test_an_account_is_bound_to_an_identity_at_a_provider_and_unbound(data: Path) -> None:
    said(data, "add", "li", "--role", "admin")
    said(data, "bind", "li", "--oidc-issuer", "https://id.example", "--oidc-subject", "7")
    with Store.at(data) as store:
        li = store.accounts.named("li")
        assert li is not None
        assert store.identities.user_of(Identity("https://id.example", "7")) == li.id
        assert li.version == 2
    said(data, "bind", "li", "--oidc-issuer", "https://id.example", "--oidc-subject", "8")
    with Store.at(data) as store:
        assert store.identities.of(li.id) == [Identity("https://id.example", "8")]
    said(data, "unbind", "li")
    with Store.at(data) as store:
        assert store.identities.of(li.id) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("unbind", "an"), "an is bound to nobody"),
        (("bind", "an", "--oidc-issuer", "", "--oidc-subject", "7"), "the issuer has 1 to 255"),
        (
            ("bind", "an", "--oidc-issuer", "https://id.example", "--oidc-subject", "7\t"),
            "the subject has 1 to 255",
        ),
        (("add", "li", "--role", "auditor"), "say what li may see: --all-halls, --hall KEY"),
        (("add", "li", "--role", "auditor", "--hall", "south"), "there is no hall 'south'"),
        (("grant", "an"), "say which halls"),
        (("grant", "nobody", "--all-halls"), "there is no account 'nobody'"),
        (("grant", "an", "--camera", "north", "cam7"), "hall 'north' has no camera 'cam7'"),
        (("revoke", "an", "--hall", "north"), "an has no grant north"),
        (("grant", "an", "--hall", ""), "empty"),
        (("add", "li", "--role", "clerk", "--hall", "north"), "a clerk needs it"),
        (("add", "li", "--role", "auditor", "--hall", "north", "--person", "Li"), "is for --role clerk"),
        (("person", "an", "--person", "Li"), "'an' is no clerk"),
        (("person", "nobody", "--person", "Li"), "there is no account 'nobody'"),
    ],
)
def test_a_grant_that_cannot_be_is_one_line(data: Path, arguments: tuple[str, ...], words: str) -> None:
    said(data, "add", "an", "--role", "admin")
    assert words in complaint("users", *arguments, "--data", data, folder=data.parent, stdin=WORD)
    assert "li" not in said(data, "list").split()
