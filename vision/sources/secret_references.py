"""References to secrets in a camera's address: the site file names them, and nothing keeps them."""

import os
import re
from pathlib import Path
from urllib.parse import quote

from vision.core import VisionError

_REFERENCE = re.compile(r"\$\{(?:file:(?P<path>/[^}]+)|(?P<name>[A-Za-z_]\w*))\}")


def filled_in(spec: str) -> str:
    """The address with the value of each `${NAME}` of the environment and the first line of each `${file:/PATH}`.

    Letters that have a meaning in addresses are escaped in a value, if the reference is a part of the address. One that
    is the whole address is taken as it is. Raises VisionError with one line that names the reference, and never its
    value: a variable that is not set, a file that cannot be read, an empty secret, another form.
    """
    if whole := _REFERENCE.fullmatch(spec):
        return _value(whole)
    filled = _REFERENCE.sub(lambda found: quote(_value(found), safe=""), spec)
    # Values are escaped, so what is left stood in the site file.
    if "${" in filled:
        raise VisionError("a camera's address has a reference that is none: write ${NAME} or ${file:/PATH}")
    return filled


def _value(reference: re.Match[str]) -> str:
    path, name = reference["path"], reference["name"]
    value = os.environ.get(name, "") if path is None else _first_line(Path(path))
    if not value:
        raise VisionError(f"a camera's address refers to {reference[0]}, which is not set or empty")
    return value


def _first_line(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").partition("\n")[0].strip()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "not a text"
        raise VisionError(f"{path}: a camera's address refers to this file: cannot be read: {why}") from error
