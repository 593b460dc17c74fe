"""The audit log from the shell: a whole one, and one in which somebody changed a line."""

import sqlite3
from contextlib import closing
from pathlib import Path

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
