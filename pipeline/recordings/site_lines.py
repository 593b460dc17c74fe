"""Lines that are put into a site file as a person wrote it: comments and order stay."""

import re
from collections.abc import Sequence
from pathlib import Path

from models.errors import ModelError
from models.site import load_site
from pipeline.errors import PipelineError

_KNOWN = re.compile(r"^uniform:.*$", re.MULTILINE)
_ANY = re.compile(r"^uniform\s*:", re.MULTILINE)


def with_uniform(site_file: Path, colours: Sequence[str]) -> tuple[str, ...]:
    """Put the colours into the site file's uniform, beside those that it has; returns all that it has then.

    Nothing is written, and PipelineError raised, where its uniform is not on one line or the file cannot be written.
    """
    site, text = load_site(site_file), site_file.read_text("utf-8")
    had = site.uniform.colours if site.uniform else ()
    together = tuple(dict.fromkeys((*had, *colours)))
    line = "uniform: {colours: [" + ", ".join(f'"{colour}"' for colour in together) + "]}"
    changed = _KNOWN.sub(line, text, count=1) if _ANY.search(text) else f"{text.rstrip()}\n{line}\n"
    _written(site_file, text, changed, together)
    return together


def _written(site_file: Path, text: str, changed: str, expected: tuple[str, ...]) -> None:
    """Written and read again; the file as it was when it does not say what it should."""
    try:
        site_file.write_text(changed, "utf-8")
        found = load_site(site_file).uniform
        if found is not None and found.colours == expected:
            return
        why = "its uniform is not on one line"
    except OSError as error:
        raise PipelineError(f"{site_file}: cannot be written: {error.strerror}") from error
    except ModelError:
        why = "its uniform is not on one line"
    site_file.write_text(text, "utf-8")
    raise PipelineError(f"{site_file}: {why}; put the colours in yourself: {', '.join(expected)}")
