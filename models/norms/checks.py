"""Checks between the parts of a profile, and between a profile and the catalogue."""

import difflib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import get_args

from pydantic import ValidationError

from models.errors import ModelError
from models.norms.catalogue import Catalogue
from models.norms.files import Figure, MatterFile, NormBasis, ProfileFile, ScoringFile
from models.norms.layers import Layers
from models.norms.yamlfile import Loc
from models.thresholds import Thresholds

Fault = tuple[Loc, str]

# Lowest and highest value that makes sense for each number of scoring.
_SCORING_RANGES = {
    "clause_cap": (0, 100),
    "coverage_min": (0, 1),
    "certain_from": (0, 1),
    "review_days": (0, 366),
    "precision_min": (0, 1),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """A profile file that holds together, its thresholds, and the ids of the clauses that apply."""

    file: ProfileFile
    thresholds: Thresholds
    applying: tuple[str, ...]


def check(layers: Layers, file: ProfileFile, catalogue: Catalogue) -> Checked:
    """Check a merged profile; raises ModelError about the first thing wrong, at the line that says it."""
    for layer in layers.layers:
        for loc, what in (*_twice(layer.content), *(_without_basis(layer.content) if layer.built_in else ())):
            raise layer.file.error(loc, what)
    for loc, what in _names(file, catalogue):
        raise layers.error(loc, what)
    thresholds = _thresholds(layers, file, catalogue)
    applying = _applying(file, catalogue)
    for loc, what in (
        *_scoring(file.scoring),
        *_learned(file),
        *_clauses(file),
        *_matters(file, applying, catalogue),
    ):
        raise layers.error(loc, what)
    return Checked(file, thresholds, applying)


def _applying(file: ProfileFile, catalogue: Catalogue) -> tuple[str, ...]:
    """Clauses of the profile's documents, and what single ones say of themselves; the catalogue's order."""
    said = {key: rule.applies for key, rule in file.clauses.items() if rule.applies is not None}
    documents = file.documents or ()
    return tuple(key for key, one in catalogue.clauses.items() if said.get(key, one.document in documents))


def _twice(file: ProfileFile) -> Iterator[Fault]:
    home: dict[str, str] = {}
    for key, matter in file.matters.items():
        for kind in matter.kinds:
            if kind in home:
                yield ("matters", key, "kinds", kind), f"this kind is already in the matter {home[kind]}"
            home[kind] = key


def _without_basis(file: ProfileFile) -> Iterator[Fault]:
    """Numbers that do not say what kind of source they have."""
    for loc, figure in _figures(file):
        if figure.basis is None:
            yield loc, f"needs a basis: one of {', '.join(get_args(NormBasis))}"


def _figures(file: ProfileFile) -> Iterator[tuple[Loc, Figure]]:
    yield from ((("thresholds", name), figure) for name, figure in file.thresholds.items())
    parts = {("scoring",): file.scoring} | {("clauses", key): rule for key, rule in file.clauses.items()}
    for loc, part in parts.items():
        for name in type(part).model_fields:
            if isinstance(figure := getattr(part, name), Figure):
                yield (*loc, name), figure


def _names(file: ProfileFile, catalogue: Catalogue) -> Iterator[Fault]:
    kinds, clauses = list(catalogue.kinds), list(catalogue.clauses)
    for row, key in enumerate(file.documents or ()):
        yield from _known(key, list(catalogue.documents), "document", ("documents", row))
    for name in file.thresholds:
        yield from _known(name, catalogue.number_names, "threshold", ("thresholds", name))
    for key in file.clauses:
        yield from _known(key, clauses, "clause", ("clauses", key))
    for key, matter in file.matters.items():
        yield from _known(matter.clause, clauses, "clause", ("matters", key, "clause"))
        for kind in matter.kinds:
            yield from _known(kind, kinds, "kind", ("matters", key, "kinds", kind))
    for key in file.learned:
        yield from _known(key.partition("@")[0], kinds, "kind", ("learned", key))
    for key, rate in file.rates.items():
        yield from _known(rate.of, kinds, "kind", ("rates", key, "of"))
        yield from _known(rate.misses, kinds, "kind", ("rates", key, "misses"))
        for row, clause in enumerate(rate.clauses):
            yield from _known(clause, clauses, "clause", ("rates", key, "clauses", row))


def _known(name: str | None, known: list[str], what: str, loc: Loc) -> Iterator[Fault]:
    if name is not None and name not in known:
        near = difflib.get_close_matches(name, known, 1)
        yield loc, f"no such {what} {name!r}" + (f": did you mean {near[0]}?" if near else "")


def _thresholds(layers: Layers, file: ProfileFile, catalogue: Catalogue) -> Thresholds:
    try:
        found = Thresholds.model_validate({name: figure.value for name, figure in file.thresholds.items()})
    except ValidationError as error:
        raise _threshold_error(layers, error) from error
    for name in catalogue.numbers:
        if name not in file.thresholds:
            raise layers.error(("thresholds", name), "no value, neither here nor in a parent")
    return found


def _threshold_error(layers: Layers, error: ValidationError) -> ModelError:
    first = error.errors()[0]
    if first["type"] == "missing":
        return layers.error(("thresholds", *first["loc"]), "no value, neither here nor in a parent")
    if not first["loc"]:
        return layers.error(("thresholds",), first["msg"].removeprefix("Value error, "))
    return layers.error(("thresholds", *first["loc"], "value"), f"{first['msg']} (here: {first['input']})")


def _scoring(scoring: ScoringFile) -> Iterator[Fault]:
    for name, (low, high) in _SCORING_RANGES.items():
        figure: Figure | None = getattr(scoring, name)
        if figure is None:
            yield ("scoring", name), "no value, neither here nor in a parent"
        elif not low <= figure.value <= high:
            yield ("scoring", name, "value"), f"must be {low} to {high} (here: {figure.value})"


def _learned(file: ProfileFile) -> Iterator[Fault]:
    for key, figure in file.learned.items():
        if not 0 <= figure.value <= 1:
            yield ("learned", key, "value"), f"must be 0 to 1 (here: {figure.value})"


def _clauses(file: ProfileFile) -> Iterator[Fault]:
    for key, rule in file.clauses.items():
        if rule.applies is False and rule.why is None:
            yield ("clauses", key), "a clause that does not apply needs a `why`"
        for name, figure in (("cap", rule.cap), ("weight", rule.weight), ("grace", rule.grace)):
            if figure is not None and not 0 <= figure.value <= 100:
                yield ("clauses", key, name, "value"), f"must be 0 to 100 (here: {figure.value})"


def _matters(file: ProfileFile, applying: Collection[str], catalogue: Catalogue) -> Iterator[Fault]:
    for key, matter in file.matters.items():
        if matter.clause is not None and matter.clause not in applying:
            yield ("matters", key, "clause"), f"clause {matter.clause} does not apply in this profile"
        for kind in matter.kinds:
            yield from _tiers(matter, kind, ("matters", key, "kinds", kind), catalogue)


def _tiers(matter: MatterFile, kind: str, loc: Loc, catalogue: Catalogue) -> Iterator[Fault]:
    tiers = matter.kinds[kind]
    if tiers and matter.source is None:
        yield loc[:2], 'points need a `source`; "our choice" is one'
    if tiers and matter.clause is not None and kind not in catalogue.clauses[matter.clause].kinds:
        yield loc, f"clause {matter.clause} asks nothing that {kind} could break: give it no tiers ([]) here"
    if tiers and not catalogue.is_fault(kind):
        yield loc, f"{kind} is a record, not a fault: it cannot cost points"
    for row, tier in enumerate(tiers):
        if isinstance(tier.after, str):
            yield from _known(tier.after, catalogue.number_names, "threshold", (*loc, row, "after"))
