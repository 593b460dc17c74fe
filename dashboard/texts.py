"""The texts of the dashboard, read from `texts.yaml` in all languages."""

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
"""The API's groups of names by the prefix that the pages use; each name is defined in one place only."""
TITLES = frozenset({"kind", "state", "status", "verdict", "role", "excuse", "figure"})
"""Groups whose names stand alone and therefore begin with a capital."""


@cache
def catalogue() -> Catalogue:
    """Key to {language: text}."""
    raw: Catalogue = yaml.safe_load(Path(__file__).with_name("texts.yaml").read_text(encoding="utf-8"))
    return raw


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts in one language: `t("event.number", n=3)`. `names` come from the API, by group and key."""

    language: Language
    names: Names = field(default_factory=dict, repr=False)

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key with its placeholders filled in. Raises KeyError for an unknown key."""
        return catalogue()[key][self.language].format(**values)

    def named(self, group: str, name: str) -> str:
        """The name of a key from the texts, else from the API, else the key itself without underscores (a new kind)."""
        known = catalogue().get(f"{group}.{name}") or self.names.get(GROUPS.get(group, group), {}).get(name)
        if known is None:
            return name.replace("_", " ")
        text = known[self.language]
        return text[:1].upper() + text[1:] if group in TITLES else text

    def has(self, key: str) -> bool:
        """Whether there is a text for the key."""
        return key in catalogue()
