"""The roster at the command line: kept once, shown as it is, and bad lines named one by one."""

from pathlib import Path

from counterwatch.demo_footage import FOOTAGE
from tests.support.command_line import complaint, run

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


def test_a_preview_shows_every_row_and_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "may.csv").write_text(
        HEAD + "shift,2026-11-23,W1,morning,Wang,22:00,06:00\nleave,2026-11-23,,,Wamg,,\n"
    )
    done = run("roster", "import", "may.csv", "--dry-run", "--site", SITE, folder=tmp_path)
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "may.csv: row 2: new: 2026-11-23 22:00 to 2026-11-24 06:00 shift  W1  morning  Wang",
        "may.csv: row 3: new: 2026-11-23 00:00 to 24:00            leave  Wamg",
        "nothing was kept: this was a preview",
    ]
    assert done.stderr.splitlines() == [
        "counterwatch: may.csv: row 2: ends on the next day, after midnight",
        "counterwatch: may.csv: row 3: leave: Wamg has no shift on 2026-11-23,"
        " so that it excuses nothing: is Wang meant?",
    ]
    assert run("roster", "show", "--site", SITE, "--day", "2026-11-23", folder=tmp_path).stdout == ""


def test_a_preview_of_a_bad_file_says_why_and_ends_as_an_import_does(tmp_path: Path) -> None:
    (tmp_path / "may.csv").write_text(HEAD + "nap\n")
    done = run("roster", "import", "may.csv", "--dry-run", "--site", SITE, folder=tmp_path)
    assert done.returncode == 2
    assert done.stdout.startswith("may.csv: row 2: refused: what: no such sort 'nap'")
    assert done.stderr == "counterwatch: an import would keep nothing: 1 lines are refused\n"


def test_the_encoding_of_a_text_may_be_named(tmp_path: Path) -> None:
    text = HEAD + "shift,2026-11-23,W1,am,李祎,09:00,13:00\n"
    (tmp_path / "may.csv").write_bytes(text.encode("gb18030"))
    said = complaint("roster", "import", "may.csv", "--site", SITE, folder=tmp_path)
    assert "the encoding of its text cannot be told" in said
    run("roster", "import", "may.csv", "--encoding", "gbk", "--site", SITE, folder=tmp_path)
    assert "李祎" in run("roster", "show", "--site", SITE, "--day", "2026-11-23", folder=tmp_path).stdout
