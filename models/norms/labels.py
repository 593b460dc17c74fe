"""Names in Chinese and English for the keys that people meet: kinds, states, severities, statuses ..."""

import functools
from collections.abc import Mapping
from typing import Literal, get_args

from models.norms.catalogue import HERE, load_catalogue
from models.norms.files import Strict
from models.norms.yamlfile import read_yaml
from models.words import Words

Group = Literal[
    "states",
    "judged",
    "see",
    "severities",
    "verdicts",
    "statuses",
    "roles",
    "losses",
    "attributes",
    "excuses",
    "measures",
    "kinds",
]
GROUPS: tuple[Group, ...] = get_args(Group)
"""Every group of names."""


class _LabelsFile(Strict):
    states: dict[str, Words]
    judged: dict[str, Words]
    see: dict[str, Words]
    severities: dict[str, Words]
    verdicts: dict[str, Words]
    statuses: dict[str, Words]
    roles: dict[str, Words]
    losses: dict[str, Words]
    attributes: dict[str, Words]
    excuses: dict[str, Words]
    measures: dict[str, Words]


@functools.cache
def labels(group: Group) -> Mapping[str, Words]:
    """All names of a group by key, in the order they should be shown."""
    if group == "kinds":
        return {name: kind.words for name, kind in load_catalogue().kinds.items()}
    found: dict[str, Words] = getattr(_file(), group)
    return found


def label(group: Group, key: str) -> Words:
    """The name of one key; a key that nobody has named reads as itself, without underscores."""
    named = labels(group).get(key)
    if named is not None:
        return named
    plain = key.replace("_", " ").strip() or "?"
    return Words(zh=plain, en=plain)


@functools.cache
def _file() -> _LabelsFile:
    return read_yaml(HERE / "labels.yaml").parse(_LabelsFile)
