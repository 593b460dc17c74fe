"""Mirror images of people in glass, lacquered walls and dark screens, found by the motion they share."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from vision.camera.recent_pictures import RecentPictures, SmallPicture
from vision.core import Basis, Box, covered, limit, overlaps
from vision.detection.motion_correlation import MotionCorrelation, motion_correlation


@dataclass(frozen=True, slots=True)
class ReflectionLimits:
    """Limits that tell a mirror image from a second person; grey levels are 0..255 of small pictures."""

    alike: float = limit(
        0.55,
        "correlation",
        Basis.CHOICE,
        "placed by hand: correlation of image and original 0.62 to 0.80, of two people up to 0.42",
    )
    alike_still: float = limit(
        0.4,
        "correlation",
        Basis.CHOICE,
        "placed by hand: the same at little motion, images 0.41 to 0.62, two people up to 0.19",
    )
    unlike: float = limit(
        0.25,
        "correlation",
        Basis.CHOICE,
        "placed by hand: an image that stands still beside a still original has 0.22 to 0.35",
    )
    strength: tuple[float, float] = limit(
        (0.08, 0.8),
        "of the original",
        Basis.CHOICE,
        "an image of 15 to 70 % strength after a codec; one as strong as its original is a second person",
    )
    motion: float = limit(
        0.3,
        "grey levels",
        Basis.CHOICE,
        "placed by hand: an original with less motion (grey levels) leaves no image after a codec",
    )
    moving: float = limit(
        1.0,
        "grey levels",
        Basis.CHOICE,
        "placed by hand: motion from which an image correlates, so that a pair without correlation is "
        "two people",
    )
    own: float = limit(
        3.0, "grey levels", Basis.CHOICE, "an image of a still original changes less than this"
    )
    over_s: float = limit(
        5.0, "s", Basis.CHOICE, "placed by hand: correlations of two people over 2 s reach 0.5 by chance"
    )
    looks: int = limit(12, "looks", Basis.CHOICE, "fewer looks are not enough to decide")
    apart: float = limit(
        0.2,
        "intersection over union",
        Basis.CHOICE,
        "boxes that cover each other by more show the same pixels",
    )
    again_s: float = limit(1.0, "s", Basis.CHOICE, "seconds between comparisons of a pair")
    rarer: float = limit(
        0.1,
        "of the time",
        Basis.CHOICE,
        "the interval grows by this share of the time both have been present: images appear with light",
    )
    settled_s: float = limit(
        30.0, "s", Basis.CHOICE, "longest interval, used at once for a pair without correlation"
    )
    gap_s: float = limit(
        1.0, "s", Basis.CHOICE, "after this long without a detection the box may show another person"
    )
    early_s: float = limit(0.05, "s", Basis.CHOICE, "looks come a little early or late")
    same_box: float = limit(
        0.3,
        "intersection over union",
        Basis.CHOICE,
        "least overlap of successive boxes of one person or image",
    )


@dataclass(slots=True)
class _Stay:
    """A track without jumps and gaps: its begin, and its last time (UTC s) and box.

    `missed` is True when looks since then did not find it.
    """

    since: float
    seen: float
    box: Box
    missed: bool = False

    def over(self, time: float, limits: ReflectionLimits) -> bool:
        """Whether looks missed the track for too long. Time without looks is no gap, because nothing moves then."""
        return self.missed and time - self.seen > limits.gap_s


class Reflections:
    """Finds the tracks of one camera that are mirror images of others. Times must increase.

    One pair of tracks is compared per picture, so that a crowd costs no more than two people.
    """

    def __init__(self, limits: ReflectionLimits | None = None) -> None:
        self._limits = limits or ReflectionLimits()
        self._stays: dict[int, _Stay] = {}
        self._due: dict[tuple[int, int], float] = {}
        self._originals: dict[int, int] = {}

    def images(self, pictures: RecentPictures, now: SmallPicture) -> NDArray[np.bool_]:
        """(n,) which boxes of `now` are mirror images."""
        self._follow(now)
        pair = min(self._pairs(now), key=lambda pair: self._due.get(pair, -np.inf), default=None)
        if pair is not None:
            self._compare(pair, pictures, now.time)
        return np.array([track in self._originals for track in now.ids.tolist()], np.bool_)

    def since(self, track: int) -> float:
        """The time (UTC s) from which the track has been at its place."""
        return self._stays[track].since

    def _follow(self, now: SmallPicture) -> None:
        limits = self._limits
        for track, box in zip(now.ids.tolist(), now.boxes, strict=True):
            stay = self._stays.get(track)
            if (
                stay is None
                or stay.over(now.time, limits)
                or overlaps(box, stay.box[None])[0] < limits.same_box
            ):
                self._stays[track] = stay = _Stay(now.time, now.time, box)
                self._originals.pop(track, None)
            stay.seen, stay.box, stay.missed = now.time, box, False
        for track, stay in self._stays.items():
            stay.missed |= track not in now.ids
        self._stays = {i: s for i, s in self._stays.items() if not s.over(now.time, limits)}
        self._originals = {i: o for i, o in self._originals.items() if i in self._stays and o in self._stays}
        self._due = {p: t for p, t in self._due.items() if all(track in self._stays for track in p)}

    def _pairs(self, now: SmallPicture) -> Iterator[tuple[int, int]]:
        """The pairs that are due for comparison, lower id first."""
        old = [
            i
            for i in sorted(now.ids.tolist())
            if now.time - self._stays[i].since >= self._limits.over_s - self._limits.early_s
        ]
        for one, two in combinations(old, 2):
            if self._due.get((one, two), -np.inf) <= now.time and self._apart(one, two):
                yield one, two

    def _apart(self, one: int, two: int) -> bool:
        first, second = self._stays[one].box, self._stays[two].box
        shared = max(covered(first, second[None])[0], covered(second, first[None])[0])
        return bool(shared <= self._limits.apart)

    def _compare(self, pair: tuple[int, int], pictures: RecentPictures, time: float) -> None:
        limits = self._limits
        self._due[pair] = time + limits.again_s
        both = [
            (picture.gray, picture.box_of(pair[0]), picture.box_of(pair[1]))
            for picture in pictures.since(time - limits.over_s - limits.early_s)
        ]
        both = [seen for seen in both if seen[1] is not None and seen[2] is not None]
        if len(both) < limits.looks:
            return
        together = time - max(self._stays[track].since for track in pair)
        self._due[pair] += min(limits.rarer * together, limits.settled_s)
        boxes = [np.median([seen[k] for seen in both], axis=0).astype(np.float32) for k in (1, 2)]
        grays = [seen[0] for seen in both]
        for (original, image), (first, second) in ((pair, boxes), (pair[::-1], boxes[::-1])):
            if self._originals.get(original) != image:
                self._judge(original, image, motion_correlation(grays, first, second, limits.motion), time)

    def _judge(self, original: int, image: int, alike: MotionCorrelation, time: float) -> None:
        limits, moving = self._limits, alike.motion >= self._limits.moving
        needed = limits.alike if moving else limits.alike_still
        low, high = limits.strength
        if self._originals.get(image) == original:
            self._due[min(original, image), max(original, image)] = time + limits.again_s
            if alike.correlation < limits.unlike and (moving or alike.own >= limits.own):
                del self._originals[image]
        elif alike.correlation >= needed and low <= alike.strength <= high:
            self._originals[image] = original
        elif moving and alike.correlation < limits.unlike:
            self._due[min(original, image), max(original, image)] = time + limits.settled_s
