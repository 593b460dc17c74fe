"""A table that grows by rows and is read as Signals."""

from collections.abc import Mapping, Sequence

import numpy as np

from vision.core.signals import COLUMNS, Signals

_FIRST_ROWS = 1024


class SignalTable:
    """The rows of one counter: 4 bytes a number, so that a day of five looks a second stays under 25 MB."""

    def __init__(self, extra: Sequence[str] = ()) -> None:
        """`extra` are columns of OPT_IN in addition to COLUMNS."""
        self._names = [*COLUMNS, *extra]
        self._time = np.empty(_FIRST_ROWS, np.float64)
        self._values = np.empty((_FIRST_ROWS, len(self._names)), np.float32)
        self._count = 0

    def add(self, time: float, row: Mapping[str, float]) -> None:
        """Append a row; columns without a value are NaN. A time not after the last one is dropped."""
        if self._count and time <= self._time[self._count - 1]:
            return
        if self._count == len(self._time):
            self._time = np.concatenate([self._time, np.empty_like(self._time)])
            self._values = np.concatenate([self._values, np.empty_like(self._values)])
        self._time[self._count] = time
        self._values[self._count] = [row.get(name, np.nan) for name in self._names]
        self._count += 1

    def blank(self, since: float, health: float) -> None:
        """Set every column from `since` (UTC s) on to NaN, and `health` to the code of the fault."""
        first = int(np.searchsorted(self._time[: self._count], since))
        self._values[first : self._count] = np.nan
        self._values[first : self._count, self._names.index("health")] = health

    def amend(self, time: float, columns: Mapping[str, float]) -> None:
        """Overwrite `columns` in the row of `time` (UTC s), if it exists.

        Cells with NaN stay NaN: a value that was not visible stays unknown. Columns that are not in this table are
        ignored.
        """
        row = int(np.searchsorted(self._time[: self._count], time))
        if row == self._count or self._time[row] != time:
            return
        for name, value in columns.items():
            if name in self._names:
                place = self._names.index(name)
                if not np.isnan(self._values[row, place]):
                    self._values[row, place] = value

    def doubt(self, since: float, until: float, count: str) -> None:
        """Write NaN for each 0 in column `count` from `since` to before `until` (UTC s), which are in doubt."""
        first, end = np.searchsorted(self._time[: self._count], [since, until])
        column = self._values[first:end, self._names.index(count)]
        column[column == 0] = np.nan

    def forget(self, before: float) -> None:
        """Drop rows earlier than `before` (UTC s)."""
        first = int(np.searchsorted(self._time[: self._count], before))
        self._time, self._values = self._time[first:].copy(), self._values[first:].copy()
        self._count -= first
        if not len(self._time):
            self.__init__(self._names[len(COLUMNS) :])  # type: ignore[misc]

    def signals(self) -> Signals:
        """A copy of all rows."""
        n = self._count
        return Signals(
            self._time[:n].copy(), {name: self._values[:n, i].copy() for i, name in enumerate(self._names)}
        )
