"""The table of kinds: everything the program knows of a kind of event beside the function that finds it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from models.events import Certainty
from models.norms.files import Figure, MatterFile, Name, NormBasis, ProfileFile, Strict, Tier
from models.norms.yamlfile import YamlFile, read_yaml
from models.thresholds import Thresholds
from models.words import Words

Measure = Literal["occurrences", "duration", "time_to", "rate"]
Need = Literal["customer_zone", "waiting_zone", "hours", "smile", "uniform", "desk", "badge"]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class BaseCharge(Strict):
    """What the base profile charges for a kind: its matter, and the tiers of its price.

    The first kind of a matter gives the `clause` and the `source` for all of its kinds.
    """

    matter: Name
    tiers: tuple[Tier, ...]
    clause: Name | None = None
    source: Name | None = None


class KindNumber(Figure):
    """A number of one kind: value, basis and source of the base profile, its name and its meaning for people."""

    value: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    basis: NormBasis
    name: Words
    meaning: Name


class Kind(Strict):
    """A kind of event; the comment at the top of `kinds.yaml` describes every field.

    `certainty` is that of its events unless the behaviour knows a reason for another one. `needs` is what a counter
    must have for it to be found there.
    """

    name: Words
    measure: Measure
    fault: bool
    certainty: Certainty = Certainty.FACT
    about: Literal["counter", "camera"] = "counter"
    looked_for: bool = True
    occasion: Key | None = None
    needs: tuple[Need, ...] = ()
    threshold: Name | None = None
    numbers: dict[Key, KindNumber] = Field(default_factory=dict)
    state: Key | None = None
    decided_at_end: bool = False
    clauses: tuple[Name, ...] = ()
    charge: BaseCharge | None = None
    sentence: Words | None = None
    told: Key | None = None
    words: dict[Key, Words] = Field(default_factory=dict)
    unlabelled: Name | None = None

    @model_validator(mode="after")
    def _holds_together(self) -> "Kind":
        if not self.fault and self.charge is not None:
            raise ValueError("a record is not a fault: it cannot cost points, so it has no charge")
        if self.threshold is not None and self.threshold not in {*Thresholds.model_fields, *self.numbers}:
            raise ValueError(f"there is no threshold {self.threshold!r}")
        if self.sentence is not None and self.told is not None:
            raise ValueError("give a sentence, or the form in which it is told, and not both")
        return self


class _KindsFile(Strict):
    kinds: dict[Key, Kind]


def read_kinds(path: Path) -> tuple[YamlFile, dict[str, Kind]]:
    """The file and its kinds by name, in the order of the file.

    Raises ModelError with one line that names file, line and kind.
    """
    file = read_yaml(path)
    kinds = file.parse(_KindsFile).kinds
    for name, kind in kinds.items():
        if kind.occasion is not None and kind.occasion not in kinds:
            raise file.error(("kinds", name, "occasion"), f"no such kind {kind.occasion!r}")
    _check_numbers(file, kinds)
    _check_matters(file, kinds)
    return file, kinds


def _check_numbers(file: YamlFile, kinds: Mapping[str, Kind]) -> None:
    known = set(Thresholds.model_fields)
    for name, kind in kinds.items():
        for number in kind.numbers:
            if number in known:
                raise file.error(("kinds", name, "numbers", number), "there is a number with this name")
            known.add(number)


def _check_matters(file: YamlFile, kinds: Mapping[str, Kind]) -> None:
    known: set[str] = set()
    for name, kind in kinds.items():
        if (charge := kind.charge) is None:
            continue
        if charge.matter in known and (charge.clause or charge.source):
            what = f"the first kind of the matter {charge.matter} gives its clause and source"
            raise file.error(("kinds", name, "charge"), what)
        if charge.matter not in known and charge.source is None:
            what = f'the first kind of the matter {charge.matter} needs a `source`; "our choice" is one'
            raise file.error(("kinds", name, "charge"), what)
        known.add(charge.matter)


def with_kinds(base: ProfileFile, kinds: Mapping[str, Kind]) -> ProfileFile:
    """The base profile with the numbers and the charges of all kinds."""
    numbers = {
        name: Figure(value=number.value, basis=number.basis, source=number.source)
        for kind in kinds.values()
        for name, number in kind.numbers.items()
    }
    return base.model_copy(
        update={"thresholds": {**base.thresholds, **numbers}, "matters": _base_matters(kinds)}
    )


def _base_matters(kinds: Mapping[str, Kind]) -> dict[str, MatterFile]:
    """The matters of the base profile, from the charges of all kinds, in the order of the table."""
    matters: dict[str, MatterFile] = {}
    for name, kind in kinds.items():
        if (charge := kind.charge) is None:
            continue
        matter = matters.get(charge.matter) or MatterFile(clause=charge.clause, source=charge.source)
        tiers = {**matter.kinds, name: list(charge.tiers)}
        matters[charge.matter] = matter.model_copy(update={"kinds": tiers})
    return matters
