"""The server's secret: generated on the first start, kept in the data folder, readable by its owner only."""

import os
import secrets
import tempfile
from pathlib import Path

from models import ModelError

_BYTES = 32  # as long as the output of SHA-256, which signs with it (RFC 7518, 3.2)


def load_secret(data: Path) -> bytes:
    """The secret of this data folder, 32 bytes; the first of several servers that start at once generates it.

    Raises ModelError when the file cannot be read or made, is damaged, or others may read it.
    """
    path = data / "secret"
    try:
        if not path.exists():
            _make(path)
        if path.stat().st_mode & 0o077:
            raise ModelError(f"{path}: others may read the secret: run chmod 600 on it")
        secret = bytes.fromhex(path.read_text(encoding="ascii"))
    except OSError as error:
        raise ModelError(f"{path}: cannot keep the secret: {error.strerror}") from error
    except ValueError as error:
        raise ModelError(f"{path}: the secret is damaged: delete it, and everybody signs in again") from error
    if len(secret) != _BYTES:
        raise ModelError(f"{path}: the secret is damaged: delete it, and everybody signs in again")
    return secret


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # mkstemp makes the file readable by its owner only. link() fails when another process was first, and the file at
    # the path is complete from the beginning.
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".secret-")
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(_BYTES))
        Path(path).hardlink_to(name)
    except FileExistsError:
        pass
    finally:
        Path(name).unlink()
