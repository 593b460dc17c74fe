"""The recent signals of a live camera: as much as judging needs."""

from collections.abc import Mapping

import numpy as np

from pipeline.archive.signals import merge
from vision.camera_observer import CameraObserver
from vision.core import Sighting, Signals


class SignalBuffer:
    """The signals of one camera back to a floor: from the archive, from the observer, and handed over by it.

    The observer itself keeps `recent_s` seconds: a frozen camera is only recognised minutes later and then withdraws
    what was seen, and clips need the people of as long ago. Everything older is kept as signals alone.
    """

    def __init__(self, watcher: CameraObserver, archived: Mapping[str, Signals], recent_s: float) -> None:
        self._watcher = watcher
        self._older = dict(archived)
        self._recent_s = recent_s
        self._kept: dict[str, Signals] = {}

    def unsaved(self) -> dict[str, Signals]:
        """counter -> the observer's rows that are new, or were amended, since the last call."""
        recent = self._watcher.signals()
        found = {
            counter: _changed(self._kept[counter], rows) if counter in self._kept else rows
            for counter, rows in recent.items()
        }
        self._kept = recent
        return found

    def signals(self) -> dict[str, Signals]:
        """counter -> all buffered signals."""
        recent = {counter: rows for counter, rows in self._watcher.signals().items() if len(rows)}
        older = {counter: rows for counter, rows in self._older.items() if len(rows)}
        both = {c: merge(older[c], recent[c]) for c in older.keys() & recent.keys()}
        return older | recent | both

    def since(self, moment: float) -> dict[str, Signals]:
        """counter -> the rows from `moment` (UTC s) on."""
        return {c: part(rows, moment) for c, rows in self.signals().items()}

    def sightings(self, start: float, end: float) -> list[Sighting]:
        """The people seen in `start`..`end` (UTC s), as far as they are buffered."""
        return [s for s in self._watcher.sightings() if start <= s.time <= end]

    def forget(self, now: float, floor: float) -> None:
        """Keep signals from `floor` (UTC s) on and people of the last `recent_s` seconds."""
        self._older = {c: part(rows, floor) for c, rows in self.signals().items()}
        self._watcher.forget(now - self._recent_s)


def part(rows: Signals, since: float) -> Signals:
    """The rows from `since` (UTC s) on."""
    first = int(np.searchsorted(rows.time, since))
    return Signals(rows.time[first:], {name: column[first:] for name, column in rows.columns.items()})


def _changed(before: Signals, now: Signals) -> Signals:
    """The rows of `now` that `before` does not have, or has with other values; NaN is equal to NaN here."""
    if not len(before) or not len(now):
        return now
    place = np.minimum(np.searchsorted(before.time, now.time), len(before) - 1)
    same = before.time[place] == now.time
    for name, column in now.columns.items():
        if name in before.columns:
            same &= before.columns[name][place].view(np.int32) == column.view(np.int32)
    return Signals(now.time[~same], {name: column[~same] for name, column in now.columns.items()})
