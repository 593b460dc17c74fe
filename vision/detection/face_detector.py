"""The face detector CenterFace: faces of all sizes in a whole picture, for hiding them.

It keeps no identity and no landmarks.
"""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.core import Basis, Detections, Image, VisionError, limit
from vision.detection.letterbox import letterbox
from vision.weights.store import bundle


@dataclass(frozen=True, slots=True)
class FaceFindingLimits:
    """Limits of finding faces."""

    score: float = limit(
        0.2,
        "score",
        Basis.CHOICE,
        "a poster that is hidden harms less than a face that is shown (decision 0038)",
    )
    same: float = limit(0.3, "intersection over union", Basis.STUDY, "of two boxes of one face (CenterFace)")

    cell: int = limit(4, "pixels", Basis.STUDY, "side of a cell of the network's output (CenterFace)")


LIMITS = FaceFindingLimits()

# Outputs of the network on a grid of cells: a score, the logarithm of height and width in cells, the middle's
# place in its cell (row before column), and landmarks, which are not used.
_OUTPUTS = ("537", "538", "539", "540")


class FaceDetector:
    """Finds faces. One instance per thread. Raises VisionError when the weights are missing or damaged."""

    def __init__(self, weights: Path | None = None) -> None:
        path = weights or bundle("face_detector")
        try:
            self._network = cv2.dnn.readNetFromONNX(str(path))
        except cv2.error as error:
            raise VisionError(f"{path}: cannot be read as the face detector") from error

    def detect(self, image: Image, side: int) -> Detections:
        """Faces in `image` (H, W, 3) uint8 BGR, in its pixels, by falling score.

        The picture is letterboxed to a rectangle with longer side `side` px.
        """
        canvas, scale = letterbox(image, side)
        self._network.setInput(cv2.dnn.blobFromImage(canvas, swapRB=True))
        scores, sizes, offsets, _landmarks = (np.asarray(a) for a in self._network.forward(_OUTPUTS))
        found = _decoded(scores[0, 0], sizes[0], offsets[0])
        return Detections(found.boxes / np.float32(scale), found.scores)


def _decoded(
    scores: NDArray[np.float32], sizes: NDArray[np.float32], offsets: NDArray[np.float32]
) -> Detections:
    """Faces in px of the network's input, from (h, w) scores and (2, h, w) sizes and offsets."""
    row, column = np.nonzero(scores > LIMITS.score)
    cells = np.stack([column + offsets[1, row, column], row + offsets[0, row, column]], 1) + 1 / 2
    middle = LIMITS.cell * cells
    half = LIMITS.cell / 2 * np.exp(np.stack([sizes[1, row, column], sizes[0, row, column]], 1))
    boxes = np.concatenate([middle - half, middle + half], axis=1, dtype=np.float32)
    found = Detections(boxes, scores[row, column])
    corners = np.concatenate([boxes[:, :2], boxes[:, 2:] - boxes[:, :2]], axis=1)
    best = cv2.dnn.NMSBoxes(corners.tolist(), found.scores.tolist(), LIMITS.score, LIMITS.same)
    return found[np.asarray(best, np.intp).reshape(-1)]
