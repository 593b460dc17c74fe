"""The texts of the dashboard in the reader's language."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from models.texts import catalogue

Names = Mapping[str, Mapping[str, Mapping[str, str]]]

GROUPS = {
    "kind": "kinds",
    "state": "states",
    "judged": "judged",
    "severity": "severities",
    "certainty": "certainties",
    "verdict": "verdicts",
    "status": "statuses",
    "role": "roles",
    "loss": "losses",
    "excuse": "excuses",
    "profile": "profiles",
    "figure": "attributes",
}
"""The API's groups of names by the prefix that the pages use; each name is defined in one place only."""
TITLES = frozenset({"kind", "state", "status", "verdict", "certainty", "role", "excuse", "figure"})
"""Groups whose names stand alone and therefore begin with a capital."""


@dataclass(frozen=True, slots=True)
class PageTexts:
    """The texts in one language: `t("event.number", n=3)`. `names` come from the API by group, key and language."""

    language: str
    names: Names = field(default_factory=dict, repr=False)

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key with its placeholders filled in. Raises KeyError for an unknown key."""
        return catalogue.text(key, self.language, **values)

    def named(self, group: str, name: str) -> str:
        """The name of a key from the texts, else from the API, else the key itself without underscores (a new kind)."""
        if catalogue.has(f"{group}.{name}"):
            text = catalogue.text(f"{group}.{name}", self.language)
        else:
            known = self.names.get(GROUPS.get(group, group), {}).get(name)
            if known is None:
                return name.replace("_", " ")
            text = known.get(self.language) or known[catalogue.REFERENCE]
        return text[:1].upper() + text[1:] if group in TITLES else text

    def has(self, key: str) -> bool:
        """Whether there is a text for the key."""
        return catalogue.has(key)

    def groups(self, names: Collection[str]) -> dict[str, str]:
        """All texts by key whose keys begin with one of these names."""
        texts = catalogue.texts(self.language)
        return {key: text for key, text in texts.items() if key.split(".")[0] in names}

    def names_of(self, group: str) -> dict[str, str]:
        """The API's names of a group by key; English stands in for a name that this language lacks."""
        known = self.names.get(group, {})
        return {key: words.get(self.language) or words[catalogue.REFERENCE] for key, words in known.items()}

    @property
    def tag(self) -> str:
        """The language as HTML names it, such as "zh-CN"."""
        return self("language.tag")
