"""The texts in the table of kinds, under the keys by which every language finds them.

A kind's `name` has the key `name.kinds.KIND`, its `sentence` the key `sentence.kinds.KIND`, each of its `words` the key
`name.attributes.WORD`, and the name of each of its `numbers` the key `threshold.NUMBER`. A file of a further language
translates them under these keys.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from models.errors import ModelError

_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster


def kind_texts(path: Path) -> dict[str, dict[str, str]]:
    """The texts by language and key; parts that are no texts are left to the reader of the table.

    Raises ModelError with one line when the file cannot be read or two kinds name the same key.
    """
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), _LOADER)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ModelError(f"{path}: cannot be read: {' '.join(str(error).split())}") from error
    found: dict[str, dict[str, str]] = {}
    for key, said in _entries(raw):
        for language, text in said.items():
            if key in found.setdefault(str(language), {}):
                raise ModelError(f"{path}: {key}: two kinds name it: keep one")
            found[str(language)][key] = str(text)
    return found


def _entries(raw: object) -> Iterator[tuple[str, Mapping[object, object]]]:
    for kind, entry in _mapping(_mapping(raw).get("kinds")).items():
        about = _mapping(entry)
        yield f"name.kinds.{kind}", _mapping(about.get("name"))
        yield f"sentence.kinds.{kind}", _mapping(about.get("sentence"))
        for word, said in _mapping(about.get("words")).items():
            yield f"name.attributes.{word}", _mapping(said)
        for number, told in _mapping(about.get("numbers")).items():
            yield f"threshold.{number}", _mapping(_mapping(told).get("name"))


def _mapping(value: object) -> Mapping[object, object]:
    return value if isinstance(value, dict) else {}
