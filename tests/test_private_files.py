"""Everything that the program writes is for its own account only: files 0600, folders 0700."""

from pathlib import Path

import pytest

from tests.support.command_line import open_to_others, run


@pytest.fixture
def opened(tmp_path: Path) -> Path:
    """The data folder of an earlier version, that every account of the machine can read."""
    data = tmp_path / "data"
    assert (
        run("users", "add", "an", "--role", "admin", folder=tmp_path, stdin="correct horse\n").returncode == 0
    )
    (data / "clips" / "north").mkdir(parents=True)
    (data / "clips" / "north" / "a.mp4").write_bytes(b"film")
    for path in (data, *data.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return data


def test_a_new_database_is_for_its_account_only(tmp_path: Path) -> None:
    added = run("users", "add", "an", "--role", "admin", folder=tmp_path, stdin="correct horse\n")
    assert (added.returncode, added.stderr) == (0, "")
    assert (tmp_path / "data" / "counterwatch.db").stat().st_mode & 0o777 == 0o600
    assert open_to_others(tmp_path / "data") == []


def test_a_folder_that_others_could_read_is_closed_and_one_line_says_so(opened: Path) -> None:
    first, second = (run("users", "list", folder=opened.parent) for _ in range(2))
    assert (
        first.stderr == "counterwatch: data: others could read this folder: it is for this account only now\n"
    )
    assert open_to_others(opened) == []
    assert (second.returncode, second.stderr) == (0, "")


def test_files_of_another_program_in_the_folder_are_left_alone_and_named(opened: Path) -> None:
    (opened / "notes.txt").write_text("ours")
    (opened / "notes.txt").chmod(0o644)
    (said,) = run("users", "list", folder=opened.parent).stderr.splitlines()
    assert "notes.txt, which is not of this program" in said
    assert open_to_others(opened) == ["", "notes.txt"]


def test_a_link_out_of_the_folder_is_not_followed(opened: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o755)
    (tmp_path / "elsewhere").chmod(0o755)
    (opened / "clips" / "linked").symlink_to(tmp_path / "elsewhere")
    run("users", "list", folder=opened.parent)
    assert (tmp_path / "elsewhere").stat().st_mode & 0o777 == 0o755
