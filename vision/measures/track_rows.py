"""Rows of signals by track, so that the rows of a track that was no person can be amended."""

from collections import deque
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from vision.core import COLUMNS, OPT_IN, Basis, Corrections, ZoneView, limit
from vision.measures.columns import COUNTS

_NAN = float("nan")
# Columns that describe no person: they stay valid when no person was present.
_OF_THE_CAMERA = ("health", "detector", "desk_changed")


@dataclass(frozen=True, slots=True)
class TrackRowLimits:
    """Limits of the remembered rows."""

    kept_s: float = limit(
        600.0,
        "s",
        Basis.CHOICE,
        "seconds of memory; tracks of objects that people pass all the time take minutes to be recognised",
    )


@dataclass(frozen=True, slots=True)
class Amendment:
    """New values of columns in the row of `time` (UTC s); cells with NaN in that row stay NaN."""

    time: float
    columns: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _TrackedRow:
    """The tracks found in one zone at one look, the measured one first."""

    time: float
    role: str
    ids: tuple[int, ...]


class TrackRows:
    """The tracks behind the rows of one counter. Times (UTC s) must not decrease."""

    def __init__(self, limits: TrackRowLimits | None = None) -> None:
        self._limits = limits or TrackRowLimits()
        self._claims: deque[_TrackedRow] = deque()

    def note(self, time: float, views: Mapping[str, ZoneView]) -> None:
        """Record the tracks in each zone at `time`."""
        for role, view in views.items():
            if len(view.ids):
                self._claims.append(_TrackedRow(time, role, tuple(view.ids.tolist())))
        while self._claims and time - self._claims[0].time > self._limits.kept_s:
            self._claims.popleft()

    def amendments(self, corrections: Corrections) -> Iterator[Amendment]:
        """The rows of tracks that `corrections` withdraw, each with its new values."""
        if not corrections.withdrawn:
            return
        for place, claim in enumerate(self._claims):
            gone = {track for track in claim.ids if corrections.takes_back(track, claim.time)}
            if gone:
                yield Amendment(claim.time, _columns_without(claim, gone))
                self._claims[place] = replace(claim, ids=tuple(i for i in claim.ids if i not in gone))


def _columns_without(claim: _TrackedRow, withdrawn: Collection[int]) -> dict[str, float]:
    """The columns of a row that change when these tracks are removed."""
    changed = {COUNTS[claim.role]: float(len(claim.ids) - len(withdrawn))}
    if claim.ids[0] in withdrawn:
        changed |= dict.fromkeys(measures_of(claim.role), _NAN)
    for place, track in enumerate(claim.ids[1:], start=2):
        if track in withdrawn:
            changed |= dict.fromkeys(_starting(f"{claim.role}{place}_"), _NAN)
    return changed


def measures_of(role: str) -> list[str]:
    """The columns that measure the first person in a zone of `role`, and the likeness of the place."""
    if role != "staff":
        return _starting(f"{role}_")
    others = (*_OF_THE_CAMERA, *COUNTS.values())
    return [
        name
        for name in (*COLUMNS, *OPT_IN)
        if name not in others and not name.startswith(("customer", "waiting"))
    ]


def _starting(prefix: str) -> list[str]:
    return [name for name in COLUMNS if name.startswith(prefix)]
