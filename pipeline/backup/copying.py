"""A backup of a running installation, and its restoration into an empty folder.

The database is copied first and the files after it: a file that a row names was there before the row. A file that
retention deletes meanwhile is missing in the backup, as it would be a moment later.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote, urlsplit

from models.store import DATABASE_FILE, HEAD_FILE, head_line
from pipeline.backup.manifest import NAME, BackedUpFile, BackupManifest, read_manifest
from pipeline.errors import PipelineError

DUMP = "database.dump"
"""The dump of a PostgreSQL database, for `pg_restore`."""

_PASSING = (".tmp", ".unfinished", ".lock", ".new")
"""Ends of the names of files that a process has in work."""


def back_up(data: Path, folder: Path, now: float, address: str | None = None) -> BackupManifest:
    """Copy database and files of a data folder into a new or empty folder; others may go on writing.

    `address` is that of a PostgreSQL database, which `pg_dump` copies. Raises PipelineError, one line, when the folder
    is not empty, or anything cannot be copied.
    """
    _refuse_unless_empty(folder)
    if not data.is_dir():
        raise PipelineError(f"{data}: there is no data folder")
    if folder.resolve().is_relative_to(data.resolve()):
        raise PipelineError(f"{folder}: lies in the data folder: give another place")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        names = [_dumped(folder, address) if address else _copied_database(data, folder)]
        names += [name for path in _files(data) if (name := _copied(data, path, folder))]
    except (OSError, sqlite3.Error) as error:
        raise PipelineError(f"{folder}: the backup broke off: {error}") from error
    names += [HEAD_FILE] if (folder / HEAD_FILE).exists() else []
    manifest = BackupManifest(now, {name: BackedUpFile.of(folder / name) for name in sorted(set(names))})
    manifest.write(folder)
    return manifest


def restore(folder: Path, data: Path) -> BackupManifest:
    """Copy a backup into a data folder that does not exist or is empty; it appears whole or not at all.

    Raises PipelineError, one line, when the backup is not whole or was changed, or the data folder holds anything.
    A dump of PostgreSQL is left beside the files, for `pg_restore`.
    """
    manifest = read_manifest(folder)
    if fault := next(manifest.faults(folder), None):
        raise PipelineError(f"{folder}: not restored: {fault}")
    _refuse_unless_empty(data)
    unfinished = data.with_name(f".{data.name}.restoring")
    shutil.rmtree(unfinished, ignore_errors=True)
    for name in manifest.files:
        target = unfinished / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copy2(folder / name, target)
        target.chmod(0o600)
    unfinished.mkdir(mode=0o700, exist_ok=True)
    if data.exists():
        data.rmdir()
    unfinished.replace(data)
    return manifest


def _refuse_unless_empty(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise PipelineError(f"{folder}: is not empty: give a folder that is new or empty")


def _copied_database(data: Path, folder: Path) -> str:
    """SQLite's own copy of a database in use, and the head of the audit log as this copy has it."""
    source = data / DATABASE_FILE
    if not source.is_file():
        raise PipelineError(f"{data}: there is no database in this folder")
    target = folder / DATABASE_FILE
    with (
        closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)
        last = new.execute("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1").fetchone()
        new.execute("PRAGMA journal_mode = DELETE")
    target.chmod(0o600)
    if last is not None:
        (folder / HEAD_FILE).write_bytes(head_line(*last))
    return DATABASE_FILE


def _dumped(folder: Path, address: str) -> str:
    if shutil.which("pg_dump") is None:
        raise PipelineError("pg_dump is not installed: install the client of PostgreSQL")
    parts = urlsplit(address.replace("postgresql+psycopg", "postgresql"))
    secret, host = parts.password, parts.netloc.rpartition("@")[2]
    plain = parts._replace(netloc=f"{parts.username}@{host}" if parts.username else host).geturl()
    # In the environment, because everybody on the machine can read the arguments of a process.
    environment = os.environ | ({"PGPASSWORD": unquote(secret)} if secret else {})
    command = ["pg_dump", "--format=custom", f"--file={folder / DUMP}", "--dbname", plain]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PipelineError(f"pg_dump: {' '.join(done.stderr.split())}")
    return DUMP


def _files(data: Path) -> Iterator[Path]:
    """Every plain file but those of the database, the head of the log, and files in work. No link is followed."""
    for root, folders, names in os.walk(data):
        folders.sort()
        for name in sorted(names):
            path = Path(root) / name
            passing = name.endswith(_PASSING) or name in (HEAD_FILE, NAME)
            if not passing and not name.lstrip(".").startswith(DATABASE_FILE) and not path.is_symlink():
                yield path


def _copied(data: Path, path: Path, folder: Path) -> str | None:
    """The name of the copy; None for a file that was deleted meanwhile."""
    name = path.relative_to(data).as_posix()
    target = folder / name
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        shutil.copy2(path, target)
    except FileNotFoundError:
        return None
    target.chmod(0o600)
    return name
