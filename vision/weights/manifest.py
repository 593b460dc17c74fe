"""The weights folder: its location, the installed files, and the check that they are unchanged."""

import fcntl
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Installed:
    """An installed file: SHA-256 of its content, and size and modification time as a fast check.

    `source` is the origin of the file, `recipe` the version of its conversion.
    """

    name: str
    file: str
    sha256: str
    size: int
    mtime_ns: int
    source: str
    recipe: int

    @property
    def path(self) -> Path:
        """The location of the file."""
        return weights_dir() / self.file


@dataclass(frozen=True, slots=True)
class WeightsContent:
    """A file to be installed; the fields are those of Installed."""

    file: str
    content: bytes
    source: str
    recipe: int


def weights_dir() -> Path:
    """The folder of the weights: COUNTERWATCH_WEIGHTS, or counterwatch/weights in the user's cache."""
    if chosen := os.environ.get("COUNTERWATCH_WEIGHTS"):
        return Path(chosen).expanduser().absolute()
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "counterwatch" / "weights"


def read_manifest() -> dict[str, Installed]:
    """The installed files by name; empty without a readable manifest."""
    try:
        entries = json.loads((weights_dir() / MANIFEST).read_text())
        return {name: Installed(**entry) for name, entry in entries.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def write_manifest(files: dict[str, Installed]) -> None:
    """Replace the manifest."""
    text = json.dumps({name: asdict(file) for name, file in files.items()}, indent=1)
    _write(weights_dir() / MANIFEST, text.encode())


def put(name: str, new: WeightsContent) -> Installed:
    """Write a file to its place; the caller updates the manifest."""
    path = weights_dir() / new.file
    _write(path, new.content)
    stat, digest = path.stat(), hashlib.sha256(new.content).hexdigest()
    return Installed(name, new.file, digest, stat.st_size, stat.st_mtime_ns, new.source, new.recipe)


def intact(known: Installed, *, thorough: bool = False) -> bool:
    """Whether the file is unchanged since its installation; `thorough` hashes it instead of comparing size and time."""
    try:
        stat = known.path.stat()
        if stat.st_size != known.size:
            return False
        return (stat.st_mtime_ns == known.mtime_ns and not thorough) or sha256_of(known.path) == known.sha256
    except OSError:
        return False


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's content, in hexadecimal digits; raises OSError."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


@contextmanager
def locked() -> Iterator[None]:
    """A lock for one installer at a time; it ends with the process, however that ends."""
    weights_dir().mkdir(parents=True, exist_ok=True)
    with (weights_dir() / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(path: Path, content: bytes) -> None:
    """Replace `path` atomically: a reader finds the old or the new content, never a part of it."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
    Path(temporary).chmod(0o644)
    Path(temporary).replace(path)
