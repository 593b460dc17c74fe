"""Limits of seeing and judging: a dataclass per subject, each field with its value, a unit and a basis.

Every number that decides something is such a field, and code uses it as `LIMITS.name`. Indices, conversions of units,
halves, guards against a division by zero, and sizes that a format prescribes decide nothing and stay in the code.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import TypeVar

Value = TypeVar("Value")


class Basis(StrEnum):
    """The kind of source a number has.

    MEASURED is a number that a command of the project fits. A CHOICE follows from reasoning or was placed by hand
    near figures that were seen; no command fits it.
    """

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


def limit(value: Value, unit: str, basis: Basis, reason: str) -> Value:
    """A field of a frozen dataclass of limits, with its origin as metadata."""
    found: Value = field(default=value, metadata={"origin": Origin(unit, basis, reason)})
    return found


def origins(limits: type) -> Mapping[str, Origin]:
    """The origin of each field of a limits dataclass, by the field's name."""
    return {part.name: part.metadata["origin"] for part in fields(limits)}
