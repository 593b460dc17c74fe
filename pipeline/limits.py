"""Limits of measuring and judging: a dataclass per subject, each field with a unit and a basis."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum


class Basis(StrEnum):
    """The kind of source a number has; a CHOICE follows from reasoning and was not measured."""

    STANDARD = "standard"
    STUDY = "study"
    MEASURED = "measured"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Origin:
    """The unit of a limit ("" for a share), the kind of its source, and the reason for its value in words."""

    unit: str
    basis: Basis
    reason: str


def limit(value: float, unit: str, basis: Basis, reason: str) -> float:
    """A field of a frozen dataclass of limits, with its origin as metadata."""
    return field(default=value, metadata={"origin": Origin(unit, basis, reason)})


def origins(limits: type) -> Mapping[str, Origin]:
    """The origin of each field of a limits dataclass, by the field's name."""
    return {part.name: part.metadata["origin"] for part in fields(limits)}
