"""The visibility of people: a picture out of focus, in coarse blocks or in glare hides them.

An empty zone is an absence only in a clear picture.
"""

from collections.abc import Mapping, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.camera.zone_sight import Sight, ZoneSight, blockiness
from vision.core import Gray, Points
from vision.measures.counter_view import CounterView

Zone = tuple[str, str]
"""A counter and the role of one of its zones."""

# Width of the examined picture in px: people at counters are found down to a quarter of a wide picture's 960.
_WIDTH = 480
# Ratio of fine to coarse detail, at the hundredth of the picture with the most. Measured on 46 clips of counters, 202
# to 1280 px wide: 0.40 to 0.81 unchanged, 0.25 to 0.29 (wide ones) blurred by 0.4 % of their width.
_SOFT = 0.3
_NOISE_PX, _COARSE_PX = 0.8, 4.0
# Share of all differences between neighbouring pixels in the eighth of the columns (and of the rows) with the most.
# Measured on the same clips: 0.20 to 0.41 unchanged, 1.0 in blocks of a hundredth of the width.
_BLOCKS = 0.7
# White level; share of white in a glaring zone; level to which glare fades; and width of the ring around white, as a
# divisor of the picture's width. The darkest quarter around a lit wall is at 130 (measured), around glare above 210.
_WHITE, _GLARE, _FADES, _RING = 250, 0.5, 190, 60
# Focus, line and sun change over seconds. A cover appears at once: a zone is examined when one cell in seven of it
# has changed by this many grey levels.
_EVERY_S = 2.0
_CELL_PX, _CHANGED, _CHANGED_SHARE = 8, 10, 0.15


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
        cells = patch[_CELL_PX // 2 :: _CELL_PX, _CELL_PX // 2 :: _CELL_PX]
        before = self._cells.get(zone)
        if before is not None and before.shape == cells.shape and 0 <= time - self._at[zone] < _EVERY_S:
            changed = cv2.absdiff(cells, before) >= _CHANGED
            if changed.mean() < _CHANGED_SHARE:
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

    FOLLOW_S = 60.0

    def __init__(self) -> None:
        self.share, self.unclear = 1.0, False
        self._usual: NDArray[np.float64] | None = None
        self._at = self._clear_at = float("-inf")

    def look(self, gray: Gray, time: float) -> None:
        if not 0 <= time - self._clear_at < _EVERY_S:
            self._clear_at, self.unclear = time, unclear(gray)
        cells = gray[::_CELL_PX, ::_CELL_PX]
        now = np.array([cells.mean(), cells.std()])
        usual = now if self._usual is None else self._usual
        weight = min(1.0, max(0.0, time - self._at) / self.FOLLOW_S)
        self._usual, self._at = usual + weight * (now - usual), time
        self.share = float((now / np.maximum(self._usual, 1e-3)).max())


def unclear(gray: Gray) -> bool:
    """Whether a picture (H, W) is so blurred or blocky that a person in it may not be found."""
    return softness(gray) < _SOFT or blockiness(gray) > _BLOCKS


def softness(gray: Gray) -> float:
    """Fine detail by coarse detail, 0 without detail: it falls with the square of the blur, for any content."""
    size = (_WIDTH, max(1, round(gray.shape[0] * _WIDTH / gray.shape[1])))
    small = cv2.resize(gray, size, interpolation=cv2.INTER_AREA) if gray.shape[1] > _WIDTH else gray
    smooth = cv2.GaussianBlur(small.astype(np.float32), (0, 0), _NOISE_PX)
    fine = np.abs(cv2.Laplacian(smooth, cv2.CV_32F))
    coarse = np.abs(smooth - cv2.GaussianBlur(smooth, (0, 0), _COARSE_PX))
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
    white = (patch >= _WHITE).astype(np.uint8)
    if white.mean() <= _GLARE:
        return False
    reach = 2 * max(2, width // _RING) + 1
    ring = (cv2.dilate(white, np.ones((reach, reach), np.uint8)) - white).astype(np.bool_)
    return ring.mean() < 0.02 or bool(np.percentile(patch[ring], 25) >= _FADES)
