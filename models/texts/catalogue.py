"""The texts by key and language: `text("event.number", "en", n=3)`.

The files beside this module hold the languages of the product, and the table of kinds holds the texts about kinds.
Every further language is one file: beside them, or in the folder that the environment variable COUNTERWATCH_TEXTS
names. English stands in for texts that it lacks.
"""

import os
import string
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

import yaml
from babel import Locale

from models.errors import ModelError
from models.texts.kind_texts import kind_texts

HERE = Path(__file__).parent
KINDS = HERE.parent / "norms" / "kinds.yaml"
"""The table of kinds, which holds the texts about each kind."""
REFERENCE = "en"
"""The language that defines keys and placeholders, and that stands in for missing texts."""
FURTHER = "COUNTERWATCH_TEXTS"
"""The environment variable that names a folder of further language files."""

PLURALS = frozenset({"zero", "one", "two", "few", "many"})
"""Plural categories of Unicode CLDR beside "other"; a key with such an ending holds the text for these numbers."""

Texts = Mapping[str, str]
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster


def languages() -> tuple[str, ...]:
    """The codes of all languages, those of the product first: ("zh", "en")."""
    return tuple(_catalogues(os.environ.get(FURTHER, "")))


def known_language(code: str) -> str:
    """The code itself. Raises ValueError when there is no file for the language."""
    if code not in languages():
        raise ValueError(f"the language must be one of {', '.join(languages())}")
    return code


def texts(language: str) -> Texts:
    """All texts of a language by key; English for an unknown language."""
    found = _catalogues(os.environ.get(FURTHER, ""))
    return found.get(language, found[REFERENCE])


def has(key: str) -> bool:
    """Whether there is a text for the key."""
    return key in texts(REFERENCE)


def text(key: str, language: str, **values: object) -> str:
    """The text of a key with its placeholders filled in. Raises KeyError for an unknown key.

    An integer `n` chooses the plural: "1 deduction" but "2 deductions".
    """
    found = texts(language)
    n = values.get("n")
    if isinstance(n, int):
        key = next((k for k in (f"{key}.{_plural(language, n)}",) if k in found), key)
    return found[key].format(**values)


def keys_of(prefix: str) -> tuple[str, ...]:
    """The last parts of all keys that begin with `prefix` and a dot, in the order of the file."""
    start = f"{prefix}."
    return tuple(key.removeprefix(start) for key in texts(REFERENCE) if key.startswith(start))


def placeholders(template: str) -> set[str]:
    """The names in braces."""
    return {name.partition(":")[0] for _, name, _, _ in string.Formatter().parse(template) if name}


def base_key(key: str) -> str:
    """The key without its plural category."""
    stem, _, last = key.rpartition(".")
    return stem if last in PLURALS else key


@lru_cache(maxsize=512)
def _plural(language: str, n: int) -> str:
    locale = texts(language)["format.locale"]
    return str(Locale.parse(locale).plural_form(n))


@cache
def _catalogues(further: str) -> Mapping[str, Texts]:
    of_kinds = kind_texts(KINDS)
    reference = {**read_texts(HERE / f"{REFERENCE}.yaml"), **of_kinds.get(REFERENCE, {})}
    found: dict[str, Texts] = {}
    for path in (*_files(HERE), *(_files(Path(further)) if further else ())):
        given, told = read_texts(path), of_kinds.get(path.stem, {})
        check(KINDS, told, reference)
        check(path, given, reference)
        found[path.stem] = {**reference, **told, **given}
    return found


def _files(folder: Path) -> list[Path]:
    """The language files of a folder; the last code of the alphabet first, which puts zh before en."""
    return sorted(folder.glob("*.yaml"), reverse=True)


def read_texts(path: Path) -> Texts:
    """The texts of one file by key. Raises ModelError with one line when the file is not a list of texts."""
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), _LOADER)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ModelError(f"{path}: cannot be read: {' '.join(str(error).split())}") from error
    if not isinstance(raw, dict):
        raise ModelError(f"{path}: a language file is a list of keys with texts")
    for key, value in raw.items():
        if not isinstance(key, str) or not isinstance(value, str) or not value:
            raise ModelError(f"{path}: {key}: must be a text in quotation marks")
    return raw


def check(path: Path, given: Texts, reference: Texts) -> None:
    """Raise ModelError for an unknown key, and for a text with other placeholders than the English one."""
    for key, value in given.items():
        base = base_key(key)
        if base not in reference:
            raise ModelError(f"{path}: {key}: there is no text with this key")
        try:
            used = placeholders(value)
        except ValueError as error:
            raise ModelError(f"{path}: {key}: {error}") from error
        wanted = placeholders(reference[base])
        if used != wanted and not (key != base and used <= wanted):
            names = ", ".join(sorted(wanted)) or "none"
            raise ModelError(f"{path}: {key}: the placeholders must be {names}")
