"""The command line run as a person in a shell runs it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


COMMAND = [sys.executable, "-m", "counterwatch"]


def environment() -> dict[str, str]:
    """The shell's environment without settings of the program; this checkout is the one that runs."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("COUNTERWATCH_")}
    return own | {"PYTHONPATH": str(ROOT)}


def run(*arguments: object, folder: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command line in `folder`, as a person in a shell would."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=folder,
        env=environment(),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        umask=0o022,  # that of most shells
    )


def open_to_others(folder: Path) -> list[str]:
    """The files and folders at and below `folder`, relative to it, that another account could open."""
    paths = sorted([folder, *(p for p in folder.rglob("*") if not p.is_symlink())])
    return ["" if p == folder else str(p.relative_to(folder)) for p in paths if p.stat().st_mode & 0o077]


def complaint(*arguments: object, folder: Path, stdin: str = "") -> str:
    """The one line that a command which cannot be done says."""
    done = run(*arguments, folder=folder, stdin=stdin)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    line, *more = done.stderr.splitlines()
    assert line.startswith("counterwatch: ")
    assert more == []
    return line
