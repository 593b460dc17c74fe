"""Face detectors that check clips: another one than hides, and the one that hides at another size and line."""

import cv2
import mediapipe as mp
import numpy as np
from numpy.typing import NDArray

from vision.core import Image
from vision.detection.face_detector import FaceDetector
from vision.weights.store import bundle

_TILES, _STEP = (384, 192), 0.5
_MEDIAPIPE_SCORE, _CENTERFACE_SCORE = 0.5, 0.3
_LARGER = 1.33

Boxes = NDArray[np.float64]


class FaceCheck:
    """Looks for faces in written pictures by two detectors."""

    def __init__(self) -> None:
        options = mp.tasks.vision.FaceDetectorOptions(
            base_options=mp.tasks.BaseOptions(model_asset_path=str(bundle("face_full_range"))),
            min_detection_confidence=_MEDIAPIPE_SCORE,
        )
        self._mediapipe = mp.tasks.vision.FaceDetector.create_from_options(options)
        self._centerface = FaceDetector()

    def faces(self, image: Image) -> dict[str, Boxes]:
        """(n, 4) px of the faces in `image`, by the name of the detector."""
        found = self._centerface.detect(image, round(_LARGER * max(image.shape[:2])))
        sure = found.boxes[found.scores >= _CENTERFACE_SCORE].astype(np.float64)
        return {"MediaPipe": self._tiled(image), "CenterFace": sure}

    def close(self) -> None:
        """Release the models."""
        self._mediapipe.close()

    def _tiled(self, image: Image) -> Boxes:
        found = [self._in_tile(image, x, y, side) for x, y, side in _tiles(image)]
        boxes = [one for some in found for one in some]
        corners = [(x0, y0, x1 - x0, y1 - y0) for x0, y0, x1, y1, _ in boxes]
        rows = cv2.dnn.NMSBoxes(corners, [one[4] for one in boxes], _MEDIAPIPE_SCORE, 0.3) if boxes else []
        return np.array([boxes[int(row)][:4] for row in np.asarray(rows).reshape(-1)]).reshape(-1, 4)

    def _in_tile(self, image: Image, x: int, y: int, side: int) -> list[tuple[float, ...]]:
        tile = np.ascontiguousarray(image[y : y + side, x : x + side, ::-1])
        found = self._mediapipe.detect(mp.Image(image_format=mp.ImageFormat.SRGB, data=tile)).detections
        return [
            (
                float(x + one.bounding_box.origin_x),
                float(y + one.bounding_box.origin_y),
                float(x + one.bounding_box.origin_x + one.bounding_box.width),
                float(y + one.bounding_box.origin_y + one.bounding_box.height),
                float(one.categories[0].score),
            )
            for one in found
        ]


def _tiles(image: Image) -> list[tuple[int, int, int]]:
    """(x, y, side) px of overlapping squares that cover the picture."""
    height, width = image.shape[:2]
    places = []
    for wanted in _TILES:
        side = min(wanted, height, width)
        rows, columns = (
            sorted({*range(0, length - side, round(side * _STEP)), length - side})
            for length in (height, width)
        )
        places += [(x, y, side) for y in rows for x in columns]
    return places
