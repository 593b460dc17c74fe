"""The search for a name in the files of a data folder, whatever their kind, and its replacement in plain ones."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from models.store import DATABASE_FILE
from pipeline.subject_access.naming import PersonName

_ENCODINGS = ("utf-8", "utf-16-le", "gb18030")
_PLAIN = {".json", ".log", ".csv", ".html", ".txt", ".yaml", ".yml"}
_ZIPPED = {".xlsx", ".zip", ".npz"}


def files_with(data: Path, name: PersonName) -> Iterator[Path]:
    """Every file below the data folder, the database too, in whose bytes or zipped parts the name stands."""
    needles = tuple({code for one in name.writings for code in _codes(one)})
    for path in sorted(data.rglob("*")):
        if path.is_file() and any(_holds(content, needles, name) for content in _contents(path)):
            yield path


def replace_in_files(
    data: Path, name: PersonName, pseudonym: str, *, dry_run: bool
) -> tuple[list[Path], list[Path]]:
    """(changed or deleted files, files in which the name is left).

    A report is deleted: it is written again from the scores. A plain text is changed. Anything else, apart from the
    database, is left for a person to look at.
    """
    done, left = [], []
    for path in list(files_with(data, name)):
        if path.name.startswith(DATABASE_FILE):
            continue
        if path.is_relative_to(data / "reports"):
            done.append(path)
            if not dry_run:
                path.unlink(missing_ok=True)
        elif path.suffix in _PLAIN:
            done.append(path)
            if not dry_run:
                _rewrite(path, name, pseudonym)
        else:
            left.append(path)
    return done, left


def _rewrite(path: Path, name: PersonName, pseudonym: str) -> None:
    text = path.read_text(encoding="utf-8", errors="surrogateescape")
    for one in name.writings:
        text = text.replace(_escaped(one), pseudonym)
    unfinished = path.with_name(f"{path.name}.unfinished")
    unfinished.write_text(name.replaced(text, pseudonym), encoding="utf-8", errors="surrogateescape")
    unfinished.replace(path)


def _contents(path: Path) -> Iterator[bytes]:
    yield path.read_bytes()
    if path.suffix in _ZIPPED and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as parts:
            yield from (parts.read(part) for part in parts.namelist())


def _codes(name: str) -> Iterator[bytes]:
    yield from (name.encode(encoding) for encoding in _ENCODINGS)
    yield _escaped(name).encode()


def _escaped(name: str) -> str:
    """As JSON writes letters outside of ASCII."""
    return json.dumps(name)[1:-1]


def _holds(content: bytes, needles: tuple[bytes, ...], name: PersonName) -> bool:
    for other in (code for one in name.others for code in _codes(one)):
        content = content.replace(other, b"")
    if not any(needle in content for needle in needles):
        return False
    try:
        return name.stands_in(content.decode("utf-8")) or any(
            _escaped(one).encode() in content for one in name.writings if not one.isascii()
        )
    except UnicodeDecodeError:
        return True
