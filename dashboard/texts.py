"""Every word of the dashboard comes from one catalogue, `texts.yaml`, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from dashboard.session import Language

Catalogue = Mapping[str, Mapping[str, str]]
Names = Mapping[str, Catalogue]

GROUPS = {
    "kind": "kinds",
    "state": "states",
    "judged": "judged",
    "severity": "severities",
    "verdict": "verdicts",
    "status": "statuses",
    "role": "roles",
    "loss": "losses",
    "excuse": "excuses",
    "profile": "profiles",
    "figure": "attributes",
}
"""The API's groups of names, by what the pages call them: a name stands in one place and reads the same everywhere."""
TITLES = frozenset({"kind", "state", "status", "verdict", "role", "excuse", "figure"})
"""Groups whose names stand alone and begin with a capital where the script has any."""


@cache
def catalogue() -> Catalogue:
    """Key to {language: text}."""
    raw: Catalogue = yaml.safe_load(Path(__file__).with_name("texts.yaml").read_text(encoding="utf-8"))
    return raw


@dataclass(frozen=True, slots=True)
class Texts:
    """The catalogue in one language: `t("event.number", n=3)`. `names` are the API's, by group and key."""

    language: Language
    names: Names = field(default_factory=dict, repr=False)

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key with its places filled in; an unknown key is a KeyError."""
        return catalogue()[key][self.language].format(**values)

    def named(self, group: str, name: str) -> str:
        """The catalogue's own name of a key, else the API's, else the key made readable (a new kind)."""
        known = catalogue().get(f"{group}.{name}") or self.names.get(GROUPS.get(group, group), {}).get(name)
        if known is None:
            return name.replace("_", " ")
        text = known[self.language]
        return text[:1].upper() + text[1:] if group in TITLES else text

    def has(self, key: str) -> bool:
        """Whether the catalogue knows the key."""
        return key in catalogue()
