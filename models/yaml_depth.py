"""The nesting of YAML texts from outside: libyaml ends the process on a deep one, and PyYAML exceeds its recursion."""

import yaml

DEEPEST = 60
"""Levels; a site file or a norm profile has fewer than ten."""

_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def raise_if_deep(text: str) -> None:
    """Raise ValueError if the YAML in `text` is nested deeper than DEEPEST levels, and YAMLError if it is none.

    The text is read event by event, which needs no recursion.
    """
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise ValueError(f"nested deeper than {DEEPEST} levels in line {line}")
