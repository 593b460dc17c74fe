"""Whether nobody found means nobody there: a picture out of focus, of coarse blocks or in glare hides people."""

from collections.abc import Mapping, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.core.zones import Points
from vision.measures.counter_view import CounterView

Gray = NDArray[np.uint8]

# Looked at as wide as this, px: people at counters are found down to a quarter of a wide picture's 960.
_WIDTH = 480
# Fine detail against coarse, at the hundredth of the picture where there is most. Measured on 46 clips of counters,
# 202 to 1280 px wide: 0.40 to 0.81 as they are, 0.25 to 0.29 (wide ones) blurred by 0.4 % of their width.
_SOFT = 0.3
_NOISE_PX, _COARSE_PX = 0.8, 4.0
# Share of all steps from pixel to pixel that the eighth of the columns (and of the rows) with most of them has.
# Measured on the same clips: 0.20 to 0.41 as they are, 1.0 in blocks of a hundredth of the width.
_BLOCKS = 0.7
# Pixels of which nothing is known but that they are white; of more than this share of a zone nothing can be said.
_WHITE, _GLARE = 250, 0.5
# Focus, line and sun change over seconds.
_EVERY_S = 1.0


class Clarity:
    """Judges the pictures of one camera: in which zones of its `counters` a person would be seen."""

    def __init__(self, counters: Sequence[CounterView]) -> None:
        self._zones = {(c.id, role): points for c in counters for role, points in c.zones.items()}
        self._at = float("-inf")
        self._hidden: frozenset[tuple[str, str]] = frozenset()

    def look(self, gray: Gray, time: float) -> None:
        """Take the picture (H, W) of `time` s; it is looked at once a second."""
        if 0 <= time - self._at < _EVERY_S:
            return
        self._at = time
        everywhere = unclear(gray)
        self._hidden = frozenset(k for k, zone in self._zones.items() if everywhere or _glaring(gray, zone))

    def doubted(self, counter: str, counts: Mapping[str, float]) -> dict[str, float]:
        """`counts` of found people by role, with NaN for nobody where nobody would have been seen."""
        return {
            role: float("nan") if count == 0 and (counter, role) in self._hidden else count
            for role, count in counts.items()
        }


def unclear(gray: Gray) -> bool:
    """Whether a picture (H, W) is so soft, or of such blocks, that a person in it may not be found."""
    return softness(gray) < _SOFT or blockiness(gray) > _BLOCKS


def softness(gray: Gray) -> float:
    """Fine detail by coarse detail, 0 for none: it falls with the square of the blur, whatever is seen."""
    size = (_WIDTH, max(1, round(gray.shape[0] * _WIDTH / gray.shape[1])))
    small = cv2.resize(gray, size, interpolation=cv2.INTER_AREA) if gray.shape[1] > _WIDTH else gray
    smooth = cv2.GaussianBlur(small.astype(np.float32), (0, 0), _NOISE_PX)
    fine = np.abs(cv2.Laplacian(smooth, cv2.CV_32F))
    coarse = np.abs(smooth - cv2.GaussianBlur(smooth, (0, 0), _COARSE_PX))
    return float(np.percentile(fine, 99) / max(float(np.percentile(coarse, 99)), 1.0))


def blockiness(gray: Gray) -> float:
    """Share 0..1 of all steps between neighbours that the eighth of columns, and of rows, with most of them has."""
    return min(_concentrated(np.diff(gray.astype(np.float32), axis=axis), 1 - axis) for axis in (0, 1))


def _concentrated(steps: NDArray[np.float32], axis: int) -> float:
    lines = np.sort(np.abs(steps).sum(axis=axis))[::-1]
    return float(lines[: max(1, len(lines) // 8)].sum() / max(float(lines.sum()), 1.0))


def _glaring(gray: Gray, zone: Points) -> bool:
    points = np.asarray(zone) * gray.shape[::-1]
    (x0, y0), (x1, y1) = points.min(0).astype(int), np.ceil(points.max(0)).astype(int)
    patch = gray[y0:y1, x0:x1]
    return bool(patch.size and (patch >= _WHITE).mean() > _GLARE)
