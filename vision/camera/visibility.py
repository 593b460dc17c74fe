"""The visibility of people: a picture out of focus, in coarse blocks or in glare hides them.

An empty zone is an absence only in a clear picture.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.camera.zone_sight import Sight, ZoneSight, blockiness
from vision.core import Basis, Gray, Points, limit
from vision.measures.counter_view import CounterView

Zone = tuple[str, str]
"""A counter and the role of one of its zones."""


@dataclass(frozen=True, slots=True)
class VisibilityLimits:
    """Limits of visibility, against 46 clips of counters, 202 to 1280 px wide."""

    width: int = limit(
        480,
        "pixels",
        Basis.CHOICE,
        "of the examined picture: people are found down to a quarter of a wide picture's 960",
    )
    soft: float = limit(
        0.3,
        "fine by coarse detail",
        Basis.CHOICE,
        "placed by hand near 0.40 to 0.81 unchanged and 0.25 to 0.29 blurred by 0.4 % of the width",
    )
    noise_px: float = limit(0.8, "pixels", Basis.CHOICE, "a filter that removes noise before fine detail")
    coarse_px: float = limit(4.0, "pixels", Basis.CHOICE, "a filter that leaves coarse detail")
    blocks: float = limit(
        0.7,
        "of all differences",
        Basis.CHOICE,
        "in an eighth of the lines, placed by hand near 0.20 to 0.41 unchanged and 1.0 in blocks",
    )
    white: int = limit(250, "grey level", Basis.CHOICE, "of white")
    glare: float = limit(0.5, "of the zone", Basis.CHOICE, "is white in a glaring zone")
    fades: int = limit(
        190,
        "grey level",
        Basis.CHOICE,
        "to which glare fades, placed by hand near 130 around a lit wall and 210 around glare",
    )
    ring: int = limit(60, "of the width", Basis.CHOICE, "its part that the ring around white is wide")
    least_ring: float = limit(0.02, "of the zone", Basis.CHOICE, "a smaller ring shows no surroundings")
    darkest: int = limit(25, "percentile", Basis.CHOICE, "of the ring: its darkest quarter")
    every_s: float = limit(2.0, "s", Basis.CHOICE, "focus, line and sun change over seconds")
    cell_px: int = limit(
        8, "pixels", Basis.CHOICE, "a cover appears at once: a zone is examined when cells change"
    )
    changed: int = limit(10, "grey levels", Basis.CHOICE, "of a changed cell")
    changed_share: float = limit(0.15, "of the cells", Basis.CHOICE, "one in seven")
    follow_s: float = limit(60.0, "s", Basis.CHOICE, "over which the usual light is followed")


LIMITS = VisibilityLimits()


class VisibilityWatch:
    """Judges the pictures of one camera: the zones of its `counters` in which a person would be visible."""

    def __init__(self, counters: Sequence[CounterView]) -> None:
        self._zones: dict[Zone, Points] = {
            (c.id, role): points for c in counters for role, points in c.zones.items()
        }
        self._watches = {zone: ZoneSight() for zone in self._zones}
        self._at: dict[Zone, float] = {}
        self._cells: dict[Zone, Gray] = {}
        self._sights: dict[Zone, Sight] = {}
        self._picture = _PictureLight()
        self._looked_at = float("-inf")

    def look(self, gray: Gray, time: float) -> None:
        """Take the picture (H, W) of `time` s; unchanged zones are examined every other second."""
        patches = {zone: _patch(gray, points) for zone, points in self._zones.items()}
        due = [zone for zone, patch in patches.items() if patch.size and self._due(zone, patch, time)]
        if due:
            self._picture.look(gray, time)
        for zone in due:
            self._sights[zone] = self._seen(zone, patches[zone], gray.shape[1], time)
        self._looked_at = time

    def sight(self, counter: str, role: str) -> Sight:
        """The visibility of a zone."""
        if self._picture.unclear:
            return max(Sight.DOUBTFUL, self._sights.get((counter, role), Sight.CLEAR))
        return self._sights.get((counter, role), Sight.CLEAR)

    def doubted(self, counter: str, counts: Mapping[str, float]) -> dict[str, float]:
        """`counts` of found people by role, with NaN for zones in which people would not be visible."""
        sights = {role: self.sight(counter, role) for role in counts}
        return {
            role: float("nan") if sights[role] >= (Sight.DOUBTFUL if count == 0 else Sight.COVERED) else count
            for role, count in counts.items()
        }

    def _due(self, zone: Zone, patch: Gray, time: float) -> bool:
        cells = patch[LIMITS.cell_px // 2 :: LIMITS.cell_px, LIMITS.cell_px // 2 :: LIMITS.cell_px]
        before = self._cells.get(zone)
        if before is not None and before.shape == cells.shape and 0 <= time - self._at[zone] < LIMITS.every_s:
            changed = cv2.absdiff(cells, before) >= LIMITS.changed
            if changed.mean() < LIMITS.changed_share:
                return False
        self._cells[zone], self._at[zone] = cells.copy(), time
        return True

    def _seen(self, zone: Zone, patch: Gray, width: int, time: float) -> Sight:
        sight = self._watches[zone].look(patch, self._picture.share, time, time - self._looked_at)
        return max(sight, Sight.DOUBTFUL) if _glaring(patch, width) else sight


class _PictureLight:
    """The light of the whole picture: `share` of the usual light, and whether the picture is `unclear`.

    Less light lowers level and contrast alike; a patch lowers one of them.
    """

    def __init__(self) -> None:
        self.share, self.unclear = 1.0, False
        self._usual: NDArray[np.float64] | None = None
        self._at = self._clear_at = float("-inf")

    def look(self, gray: Gray, time: float) -> None:
        if not 0 <= time - self._clear_at < LIMITS.every_s:
            self._clear_at, self.unclear = time, unclear(gray)
        cells = gray[:: LIMITS.cell_px, :: LIMITS.cell_px]
        now = np.array([cells.mean(), cells.std()])
        usual = now if self._usual is None else self._usual
        weight = min(1.0, max(0.0, time - self._at) / LIMITS.follow_s)
        self._usual, self._at = usual + weight * (now - usual), time
        self.share = float((now / np.maximum(self._usual, 1e-3)).max())


def unclear(gray: Gray) -> bool:
    """Whether a picture (H, W) is so blurred or blocky that a person in it may not be found."""
    return softness(gray) < LIMITS.soft or blockiness(gray) > LIMITS.blocks


def softness(gray: Gray) -> float:
    """Fine detail by coarse detail, 0 without detail: it falls with the square of the blur, for any content."""
    size = (LIMITS.width, max(1, round(gray.shape[0] * LIMITS.width / gray.shape[1])))
    small = cv2.resize(gray, size, interpolation=cv2.INTER_AREA) if gray.shape[1] > LIMITS.width else gray
    smooth = cv2.GaussianBlur(small.astype(np.float32), (0, 0), LIMITS.noise_px)
    fine = np.abs(cv2.Laplacian(smooth, cv2.CV_32F))
    coarse = np.abs(smooth - cv2.GaussianBlur(smooth, (0, 0), LIMITS.coarse_px))
    return _most(fine) / max(_most(coarse), 1.0)


def _most(detail: NDArray[np.float32]) -> float:
    """The 99th percentile of every other pixel, which is that of all pixels at a quarter of the cost."""
    some = detail[::2, ::2].ravel()
    place = (some.size - 1) * 99 // 100
    return float(np.partition(some, place)[place])


def _patch(gray: Gray, zone: Points) -> Gray:
    """The pixels of the rectangle around a zone."""
    points = np.asarray(zone) * gray.shape[::-1]
    (x0, y0), (x1, y1) = np.maximum(points.min(0), 0).astype(int), np.ceil(points.max(0)).astype(int)
    return gray[y0:y1, x0:x1]


def _glaring(patch: Gray, width: int) -> bool:
    """Whether white fades into its surroundings; a window or a lit wall has an edge."""
    white = (patch >= LIMITS.white).astype(np.uint8)
    if white.mean() <= LIMITS.glare:
        return False
    reach = 2 * max(2, width // LIMITS.ring) + 1
    ring = (cv2.dilate(white, np.ones((reach, reach), np.uint8)) - white).astype(np.bool_)
    return ring.mean() < LIMITS.least_ring or bool(np.percentile(patch[ring], LIMITS.darkest) >= LIMITS.fades)
