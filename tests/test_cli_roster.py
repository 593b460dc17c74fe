"""The roster at the command line: kept once, shown as it is, and bad lines named one by one."""

from pathlib import Path

from counterwatch.demo_footage import FOOTAGE
from tests.support.command_line import run

SITE = FOOTAGE / "hall.yaml"
HEAD = "what,day,counter,shift,person,start,end\n"


def test_a_roster_is_imported_shown_and_cleared(tmp_path: Path) -> None:
    (tmp_path / "may.csv").write_text(HEAD + "shift,2026-11-23,W1,morning,Wang,09:00,13:00\n")
    done = run("roster", "import", "may.csv", "--site", SITE, folder=tmp_path)
    assert (done.returncode, done.stdout) == (0, "1 lines new, 0 replaced, 0 known already\n")
    shown = run("roster", "show", "--site", SITE, "--day", "2026-11-23", folder=tmp_path).stdout
    assert shown.split() == ["2026-11-23", "09:00", "to", "13:00", "shift", "W1", "morning", "Wang"]
    span = ("--since", "2026-11-23", "--until", "2026-11-23")
    assert run("roster", "clear", "--site", SITE, *span, folder=tmp_path).stdout == "1 lines taken away\n"


def test_bad_lines_are_one_line_each_and_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "may.csv").write_text(
        HEAD
        + "shift,2026-11-23,W1,morning,Wang,09:00,13:00\nshift,2026-11-23,W9,morning,Li,09:00,13:00\nnap\n"
    )
    done = run("roster", "import", "may.csv", "--site", SITE, folder=tmp_path)
    assert done.returncode == 2
    lines = done.stderr.splitlines()
    assert [line.split(": ")[2] for line in lines[:2]] == ["row 3", "row 4"]
    assert lines[2] == "counterwatch: nothing was imported"
    assert run("roster", "show", "--site", SITE, "--day", "2026-11-23", folder=tmp_path).stdout == ""
