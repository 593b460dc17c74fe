"""The content of a profile's YAML file, before inheritance is resolved."""

from collections.abc import Collection
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from models.site import OpenSpan
from models.words import Words

Severity = Literal["candidate", "warning", "violation"]
NormBasis = Literal["standard", "study", "vendor", "measured", "choice"]
"""The kind of source: a choice was placed by hand, and measured is only what a command of the project fits."""
Name = Annotated[str, Field(min_length=1)]


class Strict(BaseModel):
    """Nothing unknown passes in silence, nothing changes later."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Figure(Strict):
    """A number and where it comes from; "our choice" is an honest source, none is not.

    `basis` is the kind of source; profiles that come with the program must give it, others may leave it out.
    """

    value: Annotated[float, Field(allow_inf_nan=False)]
    basis: NormBasis | None = None
    source: Name


class Tier(Strict):
    """The price of one occurrence that lasts `after` (a threshold's name, or seconds) and meets all of `when`.

    The last tier in the list that holds for an event counts.
    """

    severity: Severity
    points: Annotated[float, Field(ge=0, le=100)]
    after: Annotated[float, Field(ge=0)] | str | None = None
    when: dict[str, bool | int | str] = Field(default_factory=dict)


class MatterFile(Strict):
    """Kinds whose overlapping events are the same facts, and the one clause that they are charged to.

    `clause` null: recorded and cited, never charged, because no clause of the profile asks for it. A child
    replaces a kind's tiers as a whole.
    """

    clause: str | None = None
    kinds: dict[str, list[Tier]] = Field(default_factory=dict)
    source: Name | None = None


class AppliesTo(Strict):
    """The scope of a clause: hall tiers, roles of counters, hours in the site's time zone. An empty part means all.

    The clause applies if the site does not state its tier, or the role of a counter.
    """

    tiers: tuple[int, ...] = ()
    roles: tuple[Name, ...] = ()
    hours: tuple[OpenSpan, ...] = ()
    source: Name


class ClauseFile(Strict):
    """The rules of a profile for one clause; parts that are left out come from the parent.

    `grace`: the first so many points of a period are forgiven.
    """

    applies: bool | None = None
    why: Name | None = None
    cap: Figure | None = None
    weight: Figure | None = None
    grace: Figure | None = None
    applies_to: AppliesTo | None = None


class Rate(Strict):
    """Share of the records of kind `of` whose attribute `attribute` is `at_least` or more (or true).

    `misses` is the kind of event that a failed record leads to: a rate stands with its clauses, and with `clauses`.
    If `among` names another attribute, both attributes are counts, and the share is that of all counts together.
    """

    title: Words
    of: Name
    attribute: Name
    at_least: float = 1
    misses: Name
    among: Name | None = None
    clauses: tuple[Name, ...] = ()

    def stands_with(self, clause: str, kinds: Collection[str]) -> bool:
        """Whether it is shown with a clause that these kinds touch."""
        return self.misses in kinds or clause in self.clauses


class ScoringFile(Strict):
    """How points are taken; what is left out comes from the parent."""

    clause_cap: Figure | None = None
    coverage_min: Figure | None = None
    certain_from: Figure | None = None
    review_days: Figure | None = None
    precision_min: Figure | None = None


class ProfileFile(Strict):
    """A profile as it is written.

    `learned` are lines by KIND or KIND@COUNTER in place of `certain_from`. The store writes them: at a site the lines
    that an administrator accepted hold, whatever a file says.
    """

    profile: Name
    title: Words
    extends: Name | None = None
    documents: list[Name] | None = None
    thresholds: dict[str, Figure] = Field(default_factory=dict)
    scoring: ScoringFile = Field(default_factory=ScoringFile)
    matters: dict[str, MatterFile] = Field(default_factory=dict)
    clauses: dict[str, ClauseFile] = Field(default_factory=dict)
    rates: dict[str, Rate] = Field(default_factory=dict)
    learned: dict[str, Figure] = Field(default_factory=dict)
