"""Column types that keep values unchanged in every database: figures that may be NaN."""

import math
from collections.abc import Mapping

from sqlalchemy import JSON, Dialect
from sqlalchemy.types import TypeDecorator

from models.events import Scalar

Figures = dict[str, Scalar]
FiguresInJson = Mapping[str, Scalar | None]


class FigureMap(TypeDecorator[Figures]):
    """A mapping of names to plain scalars. NaN is kept as JSON null, since JSON proper has no NaN."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, Scalar] | None, _dialect: Dialect) -> object:
        """The mapping as JSON takes it: keys sorted, NaN as null."""
        return None if value is None else as_json(value)

    def process_result_value(self, value: FiguresInJson | None, _dialect: Dialect) -> Figures | None:
        """The mapping as it was given, null as NaN again."""
        if value is None:
            return None
        return {k: math.nan if v is None else v for k, v in value.items()}


def as_json(figures: Mapping[str, Scalar]) -> dict[str, Scalar | None]:
    """Figures as they are kept: keys sorted, None for NaN; equal when the figures are the same."""
    return {k: None if _is_nan(v) else v for k, v in sorted(figures.items())}


def _is_nan(value: Scalar) -> bool:
    return isinstance(value, float) and math.isnan(value)
