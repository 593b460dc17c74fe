"""Which side of the desk somebody belongs to: told by the zone they are in and by how long they stay there.

A clerk who walks through the customers' place is no customer, and a customer who leans over the desk is no clerk.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.core.people import People
from vision.core.zone_view import Ids
from vision.core.zones import Zone, zone_members

STAFF = "staff"
# Whoever was on one side for less than this was on the way: no visit is as short (`visit_min_s`).
_STAYED_S = 2.0
# Nobody leans over a desk, or tidies the place before it, for longer than this without a step back.
_MOVES_S = 5.0
# Tracks end after MEMORY_S of not being found; what is known of them is kept a little longer.
_KEPT_S = 10.0


@dataclass
class _TrackSide:
    """The side of one track, since when it is there, when it was last seen there, and since when on the other one."""

    staff: bool
    since: float
    seen: float
    away: float = np.inf

    @property
    def settled(self) -> bool:
        return self.seen - self.since >= _STAYED_S

    def stays(self, here: bool, deepest: bool, time: float) -> bool:
        """Whether they are `here`, in a zone of their side; `deepest`: in no zone of the other side more so."""
        self.seen = time if here else self.seen
        self.away = np.inf if deepest else self.away
        return here

    def leaves(self, time: float) -> bool:
        """Whether they have been on the other side for so long that they belong there now."""
        self.away = min(self.away, time)
        return time - self.away >= _MOVES_S


class DeskSides:
    """Remembers on which side of the desk the tracks of one camera belong. `zones` are all of it, with their roles."""

    def __init__(self, zones: Sequence[tuple[str, Zone]] = ()) -> None:
        self._zones = [zone for _, zone in zones]
        self._staff = np.array([role == STAFF for role, _ in zones], np.bool_)
        self._homes: dict[int, _TrackSide] = {}

    def here(self, place: int, people: People, ids: Ids, time: float) -> NDArray[np.bool_]:
        """(n,) who of `people` with these tracks, found at `time` (UTC s), belongs to the zone number `place`.

        Whoever is new belongs to the zone that holds them deepest, whoever is known to that of their side.
        """
        self._homes = {track: home for track, home in self._homes.items() if time - home.seen <= _KEPT_S}
        side = np.flatnonzero(self._staff == self._staff[place])
        deepest = zone_members(people, self._zones)[place]
        own = zone_members(people, [self._zones[k] for k in side])[int(np.flatnonzero(side == place)[0])]
        if self._staff[place]:
            own |= self._zones[place].leant_out(people) & ~self._held(people)
        rows = zip(ids, deepest, own, strict=True)
        return np.array(
            [self._belongs(int(i), place, (bool(d), bool(o)), time) for i, d, o in rows], np.bool_
        )

    def _held(self, people: People) -> NDArray[np.bool_]:
        """(n,) who is in any zone."""
        return np.asarray(np.any([zone.holds(people) for zone in self._zones], axis=0), np.bool_)

    def _belongs(self, track: int, place: int, held: tuple[bool, bool], time: float) -> bool:
        (deepest, own), staff, home = held, bool(self._staff[place]), self._homes.get(track)
        if home is None or (home.staff != staff and not home.settled):
            if deepest:
                self._homes[track] = _TrackSide(staff, time, time)
            return deepest
        if home.staff == staff:
            return home.stays(own if home.settled else deepest, deepest, time)
        if deepest and home.leaves(time):
            self._homes[track] = _TrackSide(staff, home.away, time)
            return True
        return False
