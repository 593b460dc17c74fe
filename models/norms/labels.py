"""Names in every language for keys that people read: kinds of events, states, severities, statuses and others."""

from collections.abc import Mapping
from typing import Literal, get_args

from models.texts import catalogue
from models.words import Words, phrase, untranslated

Group = Literal[
    "states",
    "judged",
    "see",
    "severities",
    "certainties",
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


def labels(group: Group) -> Mapping[str, Words]:
    """All names of a group by key, in the order they should be shown."""
    return {key: phrase(f"name.{group}.{key}") for key in catalogue.keys_of(f"name.{group}")}


def label(group: Group, key: str) -> Words:
    """The name of one key; a key without a name is given as it is, without underscores."""
    if catalogue.has(f"name.{group}.{key}"):
        return phrase(f"name.{group}.{key}")
    plain = key.replace("_", " ").strip() or "?"
    return untranslated(plain)
