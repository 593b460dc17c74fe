"""The catalogue: every clause of every document, and every kind of event with the clauses that it touches."""

import functools
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field

from models.norms.files import Name, Strict
from models.norms.kinds import Kind, KindNumber, Need, read_kinds
from models.norms.yamlfile import YamlFile, read_yaml
from models.thresholds import Thresholds
from models.words import Words

HERE = Path(__file__).parent
Judged = Literal["automatic", "assisted", "auditor"]


class Document(Strict):
    """A norm document and who is held to it."""

    title: Words
    users: Words


class ClauseText(Strict):
    """One clause in our words, with its place in the source document.

    `see` is what a fixed camera can decide of it, `camera` what it looks for.
    """

    id: Name
    document: Name
    article: Name
    see: Literal["yes", "part", "no"]
    judged: Judged
    wording: Words
    camera: Words


class Clause(ClauseText):
    """A clause with the kinds of events that touch it, in the order of the table of kinds."""

    kinds: tuple[Name, ...] = ()


class _CatalogueFile(Strict):
    documents: dict[str, Document]
    clauses: list[ClauseText] = Field(min_length=1)


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

    @property
    def numbers(self) -> dict[str, KindNumber]:
        """The numbers that single kinds bring, by their names."""
        return {name: number for kind in self.kinds.values() for name, number in kind.numbers.items()}

    @property
    def number_names(self) -> list[str]:
        """The names of all numbers that a profile sets."""
        return [*Thresholds.model_fields, *self.numbers]

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
    """Read and check both files; raises ModelError with one line that names file, line, and clause or kind."""
    file, (kinds_file, kinds) = read_yaml(path), read_kinds(kinds_path)
    content = file.parse(_CatalogueFile)
    _check_documents(file, content)
    _check_clauses_of(kinds_file, kinds, {clause.id for clause in content.clauses})
    clauses = [_with_kinds(clause, kinds) for clause in content.clauses]
    for row, clause in enumerate(clauses):
        if clause.judged == "auditor" and clause.kinds:
            raise file.error(("clauses", row), "judged by the auditor alone, so no event can touch it")
        if clause.judged == "automatic" and not clause.kinds:
            raise file.error(("clauses", row), "judged automatically, so kinds of events have to touch it")
    return Catalogue(content.documents, {clause.id: clause for clause in clauses}, kinds)


def _with_kinds(clause: ClauseText, kinds: Mapping[str, Kind]) -> Clause:
    touching = tuple(name for name, kind in kinds.items() if clause.id in kind.clauses)
    return Clause(**dict(clause), kinds=touching)


def _check_documents(file: YamlFile, content: _CatalogueFile) -> None:
    seen: set[str] = set()
    for row, clause in enumerate(content.clauses):
        if clause.id in seen:
            raise file.error(("clauses", row), "this id is given twice")
        if clause.document not in content.documents:
            raise file.error(("clauses", row, "document"), "no such document")
        seen.add(clause.id)


def _check_clauses_of(file: YamlFile, kinds: Mapping[str, Kind], known: Collection[str]) -> None:
    for name, kind in kinds.items():
        for clause in kind.clauses:
            if clause not in known:
                raise file.error(("kinds", name, "clauses"), f"no such clause {clause!r}")
