"""Signals: what the cameras saw of one counter, as rows of plain numbers."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Signals:
    """One counter's rows. `time` is (t,) float64 UTC seconds, strictly increasing.

    `columns` maps a name to a (t,) float32 array; NaN means *could not see*. No pixels, no names of people.
    """

    time: NDArray[np.float64]
    columns: Mapping[str, NDArray[np.float32]]

    def __post_init__(self) -> None:
        if self.time.ndim != 1 or np.any(np.diff(self.time) <= 0):
            raise ValueError("signals: time must be one strictly increasing row")
        for name, column in self.columns.items():
            if column.shape != self.time.shape:
                raise ValueError(f"signals: column {name} has shape {column.shape}, time has {self.time.shape}")

    def __len__(self) -> int:
        return len(self.time)

    def __getitem__(self, name: str) -> NDArray[np.float32]:
        return self.columns[name]
