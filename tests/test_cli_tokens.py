"""`counterwatch tokens`: a token for the bureau's system from the shell."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from counterwatch.cli import cli
from counterwatch.commands.tokens import RIGHTS
from models import Action, TokenRight
from models.store import AuditFilter, Scope, Store
from tests.support.command_line import complaint
from tests.support.stored_hall import hall


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with Store.at(tmp_path / "data") as store:
        store.sites.put(hall())
    return tmp_path / "data"


def said(data: Path, *arguments: str) -> str:
    done = CliRunner().invoke(cli, ["tokens", *arguments, "--data", str(data)])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_a_token_is_made_listed_and_revoked(data: Path) -> None:
    ask = ("--may", "read", "--may", "export", "--camera", "north", "cam2", "--expires", "90")
    secret = said(data, "add", "Bureau", *ask).strip()
    with Store.at(data) as store:
        token = store.service_tokens.of_secret(secret)
        assert token is not None
        assert (token.name, token.may) == ("bureau", {TokenRight.READ, TokenRight.EXPORT})
        assert token.expires_at - token.made_at == 90 * 86400
        assert store.token_grants.scope(token.id) == Scope(frozenset({2}))
    line = said(data, "list")
    assert secret not in line
    assert [*line.split()][:5] == ["bureau", secret[:8], "export", "read", "[north/cam2]"]
    assert "never used" in line
    assert said(data, "revoke", "BUREAU") == "revoked bureau\n"
    assert "revoked" in said(data, "list")
    with Store.at(data) as store:
        lines = store.audit.page(AuditFilter(), 9)
        token = store.service_tokens.of_secret(secret)
    assert token is not None
    assert token.fault(token.made_at) == "revoked"
    assert [(one.action, one.detail) for one in reversed(lines) if one.user.startswith("cli:")] == [
        (Action.TOKEN_MADE, "export read [north/cam2] 90 days"),
        (Action.TOKENS_VIEWED, ""),
        (Action.TOKEN_REVOKED, ""),
        (Action.TOKENS_VIEWED, ""),
    ]


def test_every_right_can_be_chosen() -> None:
    assert sorted(RIGHTS) == sorted(right.value for right in TokenRight)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "x", "--may", "read", "--expires", "30"), "say what x may see: --all-halls, --hall KEY"),
        (("add", "x", "--may", "read", "--expires", "367", "--all-halls"), "1 to 366 days, not 367"),
        (("add", "x", "--may", "read", "--expires", "0", "--all-halls"), "1 to 366 days, not 0"),
        (("add", "x", "--may", "read", "--expires", "9", "--hall", "west"), "there is no hall 'west'"),
        (("revoke", "nothing"), "there is no token 'nothing' to revoke"),
    ],
)
def test_a_token_that_cannot_be_is_one_line(data: Path, arguments: tuple[str, ...], words: str) -> None:
    assert words in complaint("tokens", *arguments, "--data", data, folder=data.parent)
    assert said(data, "list") == ""


@pytest.mark.parametrize("right", ["users", "decide", "review"])
def test_a_right_that_no_token_has_is_refused(data: Path, right: str) -> None:
    done = CliRunner().invoke(
        cli, ["tokens", "add", "x", "--may", right, "--expires", "9", "--all-halls", "--data", str(data)]
    )
    assert done.exit_code == 2
    assert right in done.output
