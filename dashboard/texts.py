"""Every word of the dashboard comes from one catalogue, `texts.yaml`, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from dashboard.session import Language

Catalogue = Mapping[str, Mapping[str, str]]


@cache
def catalogue() -> Catalogue:
    """Key to {language: text}."""
    raw: Catalogue = yaml.safe_load(Path(__file__).with_name("texts.yaml").read_text(encoding="utf-8"))
    return raw


@dataclass(frozen=True, slots=True)
class Texts:
    """The catalogue in one language: `t("event.number", n=3)`."""

    language: Language

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key with its places filled in; an unknown key is a KeyError."""
        return catalogue()[key][self.language].format(**values)

    def named(self, group: str, name: str) -> str:
        """The text of `group.name`, or the name made readable when the catalogue has none (a new kind)."""
        found = catalogue().get(f"{group}.{name}")
        return found[self.language] if found else name.replace("_", " ")

    def has(self, key: str) -> bool:
        """Whether the catalogue knows the key."""
        return key in catalogue()
