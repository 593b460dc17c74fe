"""The side of the desk a person belongs to, from the zone they are in and the time they stay there.

A clerk who walks through the customer area is no customer. A customer who leans over the desk is no clerk.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from vision.core import Basis, Ids, People, Zone, limit, overlaps, zone_members

STAFF = "staff"


@dataclass(frozen=True, slots=True)
class DeskSideLimits:
    """Limits of the side of the desk."""

    stayed_s: float = limit(
        2.0, "s", Basis.CHOICE, "a shorter stay only passes through: no visit is as short (`visit_min_s`)"
    )
    moves_s: float = limit(
        5.0,
        "s",
        Basis.CHOICE,
        "people who lean over a desk, or tidy the area in front of it, step back earlier",
    )
    lost_s: float = limit(
        1.0,
        "s",
        Basis.CHOICE,
        "a track that appears outside its side after it is another person: trackers pass the track of a "
        "lost person on",
    )
    same_box: float = limit(
        0.3,
        "intersection over union",
        Basis.STUDY,
        "a new track with so much of a lost box is the same person; trackers link boxes from it on "
        "(SORT, Bewley et al. 2016)",
    )
    kept_s: float = limit(
        10.0, "s", Basis.CHOICE, "sides are kept a little longer than tracks without a find"
    )


LIMITS = DeskSideLimits()


@dataclass
class _TrackSide:
    """The side of one track: begin of its stay, last time seen there, and begin of a stay on the other side (UTC s).

    `box` (4,) px is that of the last find, `own` that of the last find in which no zone of the other side held the
    track deeper.
    """

    staff: bool
    since: float
    seen: float
    away: float = np.inf
    found: float = np.inf
    box: NDArray[np.float32] = field(default_factory=lambda: np.zeros(4, np.float32))
    own: NDArray[np.float32] = field(default_factory=lambda: np.zeros(4, np.float32))

    def look(self, box: NDArray[np.float32], time: float) -> float:
        """Record a find anywhere on the box (4,) px, and return the seconds since the find before."""
        lost_s, self.found, self.box = time - self.found, time, box
        return lost_s

    @property
    def settled(self) -> bool:
        return self.seen - self.since >= LIMITS.stayed_s

    def stays(self, here: bool, deepest: bool, time: float) -> bool:
        """Record a look in a zone of the own side and return `here`.

        `here`: the track is in the asked zone. `deepest`: no zone of the other side holds it deeper.
        """
        self.seen = time if here else self.seen
        if deepest:
            self.away, self.own = np.inf, self.box
        return here

    def leaves(self, time: float) -> bool:
        """Whether the track has been on the other side long enough to belong there.

        A person whose box is where it was on the own side bends over the border and goes nowhere.
        """
        if float(overlaps(self.box, self.own)[0]) >= LIMITS.same_box:
            self.seen, self.away = time, np.inf
            return False
        self.away = min(self.away, time)
        return time - self.away >= LIMITS.moves_s


class DeskSides:
    """Remembers the desk side of each track of one camera. `zones` are all (role, zone) pairs of the camera."""

    def __init__(self, zones: Sequence[tuple[str, Zone]] = ()) -> None:
        self._zones = [zone for _, zone in zones]
        self._staff = np.array([role == STAFF for role, _ in zones], np.bool_)
        self._homes: dict[int, _TrackSide] = {}
        self._followed: dict[
            int, float
        ] = {}  # the last find (UTC s) of each track, also of those outside all zones
        self._look_at = self._look_before = -np.inf

    def here(self, place: int, people: People, ids: Ids, time: float) -> NDArray[np.bool_]:
        """(n,) which of `people` with track `ids`, found at `time` (UTC s), belong to zone number `place`.

        A new track belongs to the zone that holds it deepest, a known track to the deepest zone of its side.
        """
        self._homes = {
            track: home for track, home in self._homes.items() if time - home.seen <= LIMITS.kept_s
        }
        self._found(people, ids, time)
        side = np.flatnonzero(self._staff == self._staff[place])
        deepest = zone_members(people, self._zones)[place]
        own = zone_members(people, [self._zones[k] for k in side])[int(np.flatnonzero(side == place)[0])]
        if self._staff[place]:
            own |= self._zones[place].leant_out(people) & ~self._held(people)
        rows = zip(ids, deepest, own, strict=True)
        return np.array(
            [self._belongs(int(i), place, (bool(d), bool(o)), time) for i, d, o in rows], np.bool_
        )

    def _found(self, people: People, ids: Ids, time: float) -> None:
        """Record the finds of known tracks; one that was lost and is found on no zone of its side is another person.

        A hall in which nothing moves is not looked at: a track was lost only if an earlier look missed it.
        """
        if time > self._look_at:
            self._look_before, self._look_at = self._look_at, time
        known = [row for row, track in enumerate(ids.tolist()) if track in self._homes]
        for row in known:
            home = self._homes[int(ids[row])]
            missed = home.found < self._look_before
            lost_s = home.look(people.boxes[row], time)
            if missed and lost_s > LIMITS.lost_s and not self._on_side(people[row : row + 1], home.staff):
                del self._homes[int(ids[row])]
        self._inherited(people, ids, time)

    def _inherited(self, people: People, ids: Ids, time: float) -> None:
        """Give a new track on the box of a person who was just lost that person's side."""
        for row, track in enumerate(ids.tolist()):
            lost = self._lost_at(people.boxes[row], time) if track not in self._followed else None
            if lost is not None:
                self._homes[track] = replace(self._homes[lost], found=time, box=people.boxes[row])
        self._followed = {i: at for i, at in self._followed.items() if time - at <= LIMITS.kept_s}
        self._followed |= dict.fromkeys(ids.tolist(), time)

    def _lost_at(self, box: NDArray[np.float32], time: float) -> int | None:
        """The settled track that was lost on this box (4,) px in the last looks; None without one."""
        lost = [
            (float(overlaps(box, home.box)[0]), track)
            for track, home in self._homes.items()
            if home.settled and home.found < time and time - home.found <= LIMITS.lost_s
        ]
        share, track = max(lost, default=(0.0, None))
        return track if share >= LIMITS.same_box else None

    def _on_side(self, person: People, staff: bool) -> bool:
        """Whether a zone of the staff's or of the customers' side holds the person."""
        zones = zip(self._zones, self._staff, strict=True)
        return any(bool(zone.holds(person)[0]) for zone, of_staff in zones if of_staff == staff)

    def _held(self, people: People) -> NDArray[np.bool_]:
        """(n,) whether a person is in any zone."""
        return np.asarray(np.any([zone.holds(people) for zone in self._zones], axis=0), np.bool_)

    def _belongs(self, track: int, place: int, held: tuple[bool, bool], time: float) -> bool:
        (deepest, own), staff, home = held, bool(self._staff[place]), self._homes.get(track)
        if home is None or (home.staff != staff and not home.settled):
            if deepest:
                self._homes[track] = _TrackSide(staff, time, time, found=time)
            return deepest
        if home.staff == staff:
            return home.stays(own if home.settled else deepest, deepest, time)
        if deepest and home.leaves(time):
            self._homes[track] = _TrackSide(staff, home.away, time, found=time, box=home.box)
            return True
        return False
