"""Objects that the detector takes for people: prints, standees, coats, chair backs. They never move by themselves."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vision.camera.recent_pictures import RecentPictures, SmallPicture
from vision.core import Basis, Box, covered, limit, overlaps
from vision.detection.box_motion import motion_in_boxes
from vision.detection.static_object_places import StaticObjectPlaces


@dataclass(frozen=True, slots=True)
class StaticObjectLimits:
    """Limits that tell an object from a person by its motion."""

    after_s: float = limit(
        20.0,
        "s",
        Basis.CHOICE,
        "placed by hand: of 198 people in 80 clips the stillest moved within 5.6 s, 17.6 s at worst",
    )
    motion: float = limit(
        2.5,
        "times the noise",
        Basis.CHOICE,
        "placed by hand: multiples of the noise; prints up to 1.0, people 2.5 and more within seconds",
    )
    apart_s: float = limit(
        1.0, "s", Basis.CHOICE, "seconds between compared pictures; breath and sway take about a second"
    )
    apart_most_s: float = limit(
        5.0, "s", Basis.CHOICE, "longest gap between compared pictures; over longer ones the light changes"
    )
    alive_s: float = limit(
        1.5, "s", Basis.CHOICE, "seconds of motion that prove a person; a passing shadow or step lasts 1 s"
    )
    fades_s: float = limit(
        10.0,
        "s",
        Basis.CHOICE,
        "time constant of forgetting motion, so that key frames of hours do not add up",
    )
    new_s: float = limit(
        2.0, "s", Basis.CHOICE, "a track this new may be a person, and hides the box behind it"
    )
    same_box: float = limit(
        0.5,
        "intersection over union",
        Basis.CHOICE,
        "overlap at which a lost still track continues under a new id",
    )
    early_s: float = limit(0.05, "s", Basis.CHOICE, "looks come a little early or late")
    forget_s: float = limit(60.0, "s", Basis.CHOICE, "tracks not seen for this long have ended")


@dataclass(slots=True)
class _Track:
    """The state of one track: times in UTC s, seconds under observation, and seconds of recent motion.

    `ids` are its own id and the ids under which the same still object was tracked before.
    """

    first: float
    seen: float
    box: Box
    ids: set[int] = field(default_factory=set)
    watched_s: float = 0.0
    moved_s: float = 0.0
    watched_at: float = -np.inf
    alive: bool = False
    thing: bool = False

    def watch(self, moved: bool, limits: StaticObjectLimits, time: float) -> None:
        """Record one look without another person nearby."""
        step = min(time - self.seen, limits.apart_most_s)
        self.moved_s *= float(np.exp(-min(time - self.watched_at, 1e6) / limits.fades_s))
        self.moved_s += min(step, limits.apart_s) if moved else 0.0
        self.watched_s, self.watched_at = self.watched_s + step, time

    def starts_anew(self) -> None:
        """Reset the observation, because the track is at another place."""
        self.watched_s = self.moved_s = 0.0


class StaticObjects:
    """Finds the tracks of one camera that are objects. Times must increase.

    A track that moved by itself is a person until it ends, except at the place of a known object that it resembles. An
    object that moves by itself is a person from then on.
    """

    def __init__(self, limits: StaticObjectLimits | None = None) -> None:
        self._limits, self._places = limits or StaticObjectLimits(), StaticObjectPlaces()
        self._tracks: dict[int, _Track] = {}

    def things(self, pictures: RecentPictures, now: SmallPicture) -> NDArray[np.bool_]:
        """(n,) which boxes of `now` are objects."""
        self._tracks = {i: t for i, t in self._tracks.items() if now.time - t.seen <= self._limits.forget_s}
        for track, box in zip(now.ids.tolist(), now.boxes, strict=True):
            if track not in self._tracks:
                self._tracks[track] = self._begun(track, box, now)
        self._watch(pictures, now)
        told = [self._thing(int(i), box, now) for i, box in zip(now.ids, now.boxes, strict=True)]
        for track, box in zip(now.ids.tolist(), now.boxes, strict=True):
            self._tracks[track].seen, self._tracks[track].box = now.time, box
        for box in self._places.clear_away(now):
            self._tracks = {i: t for i, t in self._tracks.items() if not self._lost_at(i, box, now)}
        return np.array(told, np.bool_)

    def claimed_by(self, track: int) -> frozenset[int]:
        """The ids under which an object was tracked; empty for a track that moved, because a person's results stand."""
        known = self._tracks[track]
        return frozenset() if known.alive else frozenset(known.ids)

    def _begun(self, track: int, box: Box, now: SmallPicture) -> _Track:
        """A new track, which continues a lost still object at the same place."""
        begun = _Track(now.time, now.time, box, {track})
        for other, known in self._tracks.items():
            if self._lost_at(other, box, now):
                begun.ids |= known.ids
                begun.watched_s, begun.moved_s = known.watched_s, known.moved_s
                begun.watched_at = known.watched_at
        return begun

    def _lost_at(self, track: int, box: Box, now: SmallPicture) -> bool:
        """Whether a track that never moved was last seen at `box` and is not seen now."""
        known = self._tracks[track]
        lost = track not in now.ids and not known.alive
        return lost and bool(overlaps(box, known.box[None])[0] >= self._limits.same_box)

    def _watch(self, pictures: RecentPictures, now: SmallPicture) -> None:
        """Measure the motion of the tracks that may be objects."""
        limits = self._limits
        then = pictures.latest(now.time - limits.apart_s + limits.early_s)
        if then is None or now.time - then.time > limits.apart_most_s or _frozen(now, then):
            return
        between = pictures.since(then.time)
        rows = [row for row, track in enumerate(now.ids) if self._open(int(track), now.boxes[row], then.time)]
        free = [row for row in rows if not self._crossed(row, between, now)]
        if not free:
            return
        others = np.concatenate([picture.boxes for picture in between])
        moved = motion_in_boxes(now, then, now.boxes[free], others) >= limits.motion
        for row, moves in zip(free, moved.tolist(), strict=True):
            self._tracks[int(now.ids[row])].watch(moves, limits, now.time)

    def _open(self, track: int, box: Box, since: float) -> bool:
        """Whether it is undecided that the track is a person, and it was present at `since` (UTC s)."""
        known = self._tracks[track]
        return known.first <= since and (not known.alive or self._places.near(box))

    def _crossed(self, row: int, pictures: list[SmallPicture], now: SmallPicture) -> bool:
        """Whether another box that is or may be a person overlapped the box in these pictures."""
        ids = np.concatenate([picture.ids for picture in pictures])
        beside = covered(now.boxes[row], np.concatenate([picture.boxes for picture in pictures])) > 0
        return any(self._may_live(int(i), now.time) for i in np.unique(ids[beside]) if i != now.ids[row])

    def _may_live(self, track: int, time: float) -> bool:
        known = self._tracks.get(track)
        return known is None or known.alive or time - known.first < self._limits.new_s

    def _thing(self, track: int, box: Box, now: SmallPicture) -> bool:
        known = self._tracks[track]
        if self._places.holds(box, now):
            self._at_place(known, box)
        elif known.moved_s >= self._limits.alive_s:
            known.alive, known.thing = True, False
        elif known.thing and not self._places.near(box):
            known.thing = False
            known.starts_anew()
        elif not known.alive and not known.thing and known.watched_s >= self._limits.after_s:
            known.thing = True
            self._places.add(box, now)
        return known.thing

    def _at_place(self, known: _Track, box: Box) -> None:
        """Classify a track at the place of an object that it resembles: an object, unless it moves by itself there."""
        if known.thing and known.moved_s >= self._limits.alive_s:
            self._places.forget(box)
            known.alive, known.thing = True, False
        elif not known.thing:
            known.thing = True
            known.starts_anew()


def _frozen(now: SmallPicture, then: SmallPicture) -> bool:
    """Whether no pixel has changed: a frozen picture shows no motion of people."""
    return now.gray.shape == then.gray.shape and np.array_equal(now.gray, then.gray)
