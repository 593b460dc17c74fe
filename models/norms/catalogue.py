"""The catalogue: every clause of every document, and the kinds of events that touch it."""

import functools
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from models.norms.files import Name, Strict
from models.norms.yamlfile import YamlFile, read_yaml
from models.words import Words

HERE = Path(__file__).parent
Measure = Literal["occurrences", "duration", "time_to", "rate"]
Need = Literal["customer_zone", "waiting_zone", "hours", "smile", "uniform", "desk", "badge"]
Judged = Literal["automatic", "assisted", "auditor"]


class Document(Strict):
    """A norm document and who is held to it."""

    title: Words
    users: Words


class Clause(Strict):
    """One clause in our words, with its place in the source document.

    `see` is what a fixed camera can decide of it, `camera` what it looks for, `kinds` the events that touch
    it.
    """

    id: Name
    document: Name
    article: Name
    see: Literal["yes", "part", "no"]
    judged: Judged
    wording: Words
    camera: Words
    kinds: tuple[Name, ...] = ()

    @model_validator(mode="after")
    def _kinds_need_a_camera(self) -> "Clause":
        if self.judged == "auditor" and self.kinds:
            raise ValueError(f"{self.id} is judged by the auditor alone, so no event can touch it")
        if self.judged == "automatic" and not self.kinds:
            raise ValueError(
                f"{self.id} is judged automatically, so it needs the kinds of events that touch it"
            )
        return self


class Kind(Strict):
    """A kind of event: how it is measured, whether it can be a fault, whether a behaviour detects it today.

    `needs` is what a counter must have for it to be found there.
    """

    measure: Measure
    fault: bool
    looked_for: bool
    occasion: Name | None = None
    needs: tuple[Need, ...] = ()


class _CatalogueFile(Strict):
    documents: dict[str, Document]
    clauses: list[Clause] = Field(min_length=1)


class _KindsFile(Strict):
    kinds: dict[str, Kind]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All clauses by id, in the order of the file; all documents by key; all kinds by name."""

    documents: Mapping[str, Document]
    clauses: Mapping[str, Clause]
    kinds: Mapping[str, Kind]

    def clauses_of(self, kind: str, among: Collection[str] | None = None) -> tuple[Clause, ...]:
        """The clauses that events of `kind` touch, of those in `among` where it is given; empty when none."""
        return tuple(
            clause
            for clause in self.clauses.values()
            if kind in clause.kinds and (among is None or clause.id in among)
        )

    def looked_for(self, having: Collection[Need] | None = None) -> frozenset[str]:
        """Kinds that a behaviour finds today: at a counter that has this, at any where None is given."""
        return frozenset(
            name
            for name, kind in self.kinds.items()
            if kind.looked_for and (having is None or set(kind.needs) <= set(having))
        )

    def is_fault(self, kind: str) -> bool:
        """Whether events of this kind can be a fault; True for a kind that nobody has named here."""
        return self.kinds[kind].fault if kind in self.kinds else True


@functools.cache
def load_catalogue() -> Catalogue:
    """The catalogue that comes with the product."""
    return read_catalogue(HERE / "catalogue.yaml", HERE / "kinds.yaml")


def read_catalogue(path: Path, kinds_path: Path) -> Catalogue:
    """Read and check both files; raises ModelError with one line that names file, line and clause."""
    file, kinds_file = read_yaml(path), read_yaml(kinds_path)
    content, kinds = file.parse(_CatalogueFile), kinds_file.parse(_KindsFile).kinds
    for name, kind in kinds.items():
        if kind.occasion is not None and kind.occasion not in kinds:
            raise kinds_file.error(("kinds", name, "occasion"), f"no such kind {kind.occasion!r}")
    _check_clauses(file, content, kinds)
    return Catalogue(content.documents, {clause.id: clause for clause in content.clauses}, kinds)


def _check_clauses(file: YamlFile, content: _CatalogueFile, kinds: Mapping[str, Kind]) -> None:
    seen: set[str] = set()
    for row, clause in enumerate(content.clauses):
        unknown = sorted(set(clause.kinds) - set(kinds))
        if clause.id in seen:
            raise file.error(("clauses", row), "this id is given twice")
        if clause.document not in content.documents:
            raise file.error(("clauses", row, "document"), "no such document")
        if unknown:
            raise file.error(("clauses", row, "kinds"), f"no such kind {unknown[0]!r}")
        seen.add(clause.id)
