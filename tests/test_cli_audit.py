"""The audit log and the shell: a line that somebody changed, and the lines of the commands themselves."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib import import_module
from inspect import getsource
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from counterwatch.cli import cli
from models import Action
from models.store import AuditFilter, Deed, Store
from tests.support.command_line import run
from tests.support.stored_hall import NINE


def test_a_line_that_was_changed_is_named_and_the_exit_code_is_1(tmp_path: Path) -> None:
    with Store.at(tmp_path / "data") as store:
        for n in range(3):
            store.audit.add(Deed("sun", Action.CLIP_VIEWED, f"event {n}"), NINE)
        head = store.audit.head()
    assert head is not None
    whole = run("audit", "verify", folder=tmp_path)
    assert (whole.returncode, whole.stdout) == (
        0,
        f"3 lines, all as they were written; the last is 3 {head.hash}\n",
    )
    with closing(sqlite3.connect(tmp_path / "data" / "counterwatch.db")) as raw, raw:
        raw.execute("UPDATE audit SET subject = 'event 9' WHERE id = 2")
    bad = run("audit", "verify", folder=tmp_path)
    assert bad.returncode == 1
    assert bad.stdout == "line 2 was changed: its hash is not that of its content\n"
    with Store.at(tmp_path / "data") as store:
        checks = store.audit.page(AuditFilter(action=Action.AUDIT_VERIFIED), 9)
    assert len(checks) == 2
    assert all(line.user.startswith("cli:") for line in checks)


AUDITED = {
    "analyze": Action.RAN,
    "audit verify": Action.AUDIT_VERIFIED,
    "backup": Action.RAN,
    "channels add": Action.CHANNEL_ADDED,
    "channels list": Action.CHANNELS_VIEWED,
    "channels outbox": Action.OUTBOX_VIEWED,
    "channels remove": Action.CHANNEL_REMOVED,
    "channels resend": Action.NOTICE_RESENT,
    "channels rotate": Action.CHANNEL_CHANGED,
    "channels rule": Action.CHANNEL_CHANGED,
    "channels test": Action.CHANNEL_TESTED,
    "demo": Action.RAN,
    "evidence check": Action.AUDIT_VERIFIED,
    "evidence export": Action.EXPORTED,
    "hold add": Action.HOLD_PLACED,
    "hold lift": Action.HOLD_LIFTED,
    "hold list": Action.HOLDS_VIEWED,
    "live": Action.RAN,
    "nightly": Action.RAN,
    "person export": Action.PERSON_EXPORTED,
    "report": Action.EXPORTED,
    "roster clear": Action.ROSTER_CHANGED,
    "roster import": Action.ROSTER_CHANGED,
    "roster show": Action.ROSTER_VIEWED,
    "tokens add": Action.TOKEN_MADE,
    "tokens list": Action.TOKENS_VIEWED,
    "tokens revoke": Action.TOKEN_REVOKED,
    "users add": Action.USER_ADDED,
    "users bind": Action.IDENTITY_BOUND,
    "users person": Action.USER_CHANGED,
    "users grant": Action.USER_CHANGED,
    "users list": Action.ACCOUNTS_VIEWED,
    "users passwd": Action.USER_CHANGED,
    "users reset-factor": Action.FACTOR_REMOVED,
    "users unbind": Action.IDENTITY_REMOVED,
    "users revoke": Action.USER_CHANGED,
    "whatif": Action.SUPPOSED,
}
ELSEWHERE = {
    "calibration reset": "pipeline.seats.corrections writes SEAT_CORRECTED in its transaction",
    "calibration set": "pipeline.seats.corrections writes SEAT_CORRECTED in its transaction",
    "evidence seal": "models.store.seals writes SEALED in its transaction",
    "person erase": "pipeline.subject_access.erasure writes PERSON_ERASED in its transaction",
    "learn": "pipeline.learning.acceptance writes LINE_ACCEPTED in its transaction",
    "retention run": "pipeline.retention.run writes RETENTION before and after",
}
WITHOUT = {
    "cameras find": "cameras of the network, and no data folder",
    "cameras streams": "a camera, and no data folder",
    "doctor": "a camera, and no data folder",
    "evaluate": "labelled clips, and no data folder",
    "evidence key": "a public key",
    "evidence verify": "an archive that lies anywhere",
    "norms check": "a file",
    "norms diff": "two files",
    "norms list": "files",
    "norms show": "a file",
    "notify": "the outbox has a row for each message and its outcome",
    "restore": "an empty folder, whose log is that of the backup",
    "retention show": "periods",
    "serve": "its routes have their own lines",
    "setup": "writes a site file; SITE_CHANGED follows when it is used",
    "tidy": "writes a picture beside the site file",
    "uniform": "writes a site file; SITE_CHANGED follows when it is used",
    "version": "the version",
    "weights": "model files",
}


def _commands(group: click.Group, before: str = "") -> Iterator[str]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from _commands(command, f"{before}{name} ")
        else:
            yield before + name


def test_every_command_names_its_action_or_why_it_has_none() -> None:
    named = [*AUDITED, *ELSEWHERE, *WITHOUT]
    assert sorted(_commands(cli)) == sorted(named)
    assert len(named) == len(set(named))


@pytest.mark.parametrize(("command", "action"), AUDITED.items())
def test_the_module_of_a_command_writes_its_line(command: str, action: Action) -> None:
    module = import_module(f"counterwatch.commands.{command.split(maxsplit=1)[0]}")
    written = "ran(store, " if action is Action.RAN else f"Action.{action.name}"
    assert written in getsource(module)


def test_accounts_from_the_shell_have_lines_with_the_account_of_the_system(tmp_path: Path) -> None:
    data, shell = ["--data", str(tmp_path / "data")], CliRunner()
    for words in (["add", "sun", "--role", "supervisor", "--all-halls"], ["passwd", "sun"], ["list"]):
        done = shell.invoke(cli, ["users", *words, *data], input="a long way home 17\n")
        assert done.exit_code == 0, done.output
    with Store.at(tmp_path / "data") as store:
        lines = store.audit.page(AuditFilter(), 9)
    assert [(line.action, line.subject) for line in reversed(lines)] == [
        (Action.USER_ADDED, "user sun"),
        (Action.USER_CHANGED, "user sun"),
        (Action.ACCOUNTS_VIEWED, ""),
    ]
    assert {line.user.partition(":")[0] for line in lines} == {"cli"}
