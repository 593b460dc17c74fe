"""Bounds of YAML texts from outside: libyaml ends the process on a deep one, and PyYAML exceeds its recursion."""

from collections.abc import Iterator

import yaml

DEEPEST = 60
"""Levels; a site file or a norm profile has fewer than ten."""
MOST_NODES = 20_000
"""Keys, values, lists and sets of pairs of an uploaded text; the longest profile of the product has 460."""
LONGEST_VALUE = 4000
"""Characters of one value of an uploaded text; a source of the product has 170."""

_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def raise_if_deep(text: str) -> None:
    """Raise ValueError if the YAML in `text` is nested deeper than DEEPEST levels, and YAMLError if it is none.

    The text is read event by event, which needs no recursion.
    """
    for _ in _events(text):
        pass


def raise_if_unbounded(text: str) -> None:
    """Raise ValueError, with the line, for YAML that would keep its reader busy, and YAMLError if `text` is none.

    A few lines of aliases, each of ten times the one before, are years of work; so are numbers of many thousand digits.
    """
    for count, (event, line) in enumerate(_events(text)):
        if isinstance(event, yaml.AliasEvent):
            raise ValueError(f"*{event.anchor}: an uploaded profile has no aliases (line {line})")  # noqa: TRY004
        if isinstance(event, yaml.ScalarEvent) and len(event.value) > LONGEST_VALUE:
            raise ValueError(f"a value is longer than {LONGEST_VALUE} characters in line {line}")
        if count > MOST_NODES:
            raise ValueError(f"more than {MOST_NODES} parts: this is no profile")


def _events(text: str) -> Iterator[tuple[yaml.Event, int]]:
    """Each event with its line, from 1. Raises ValueError where it is too deep."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise ValueError(f"nested deeper than {DEEPEST} levels in line {line}")
        yield event, line
