"""An enlarged second look at a zone in which the look at the whole picture found nobody."""

from dataclasses import dataclass

import cv2
import numpy as np

from vision.core.boxes import overlaps
from vision.core.detections import Detections
from vision.core.frame import Image
from vision.core.zones import CropMargins, Zone
from vision.detection.detector import Detector


@dataclass(frozen=True, slots=True)
class SecondLookLimits:
    """Limits of second looks, px of the detector's input unless said."""

    side: int = 416  # of the crop's input
    gain: float = 1.25  # a crop that is not enlarged by so much shows nothing new
    quantiles: tuple[float, float] = (
        1.0,
        99.0,
    )  # percent of the grey levels that the contrast is stretched between
    same_iou: float = 0.5  # a box that overlaps a known one by this much is the same person


# Bodies go on below the head and shoulders that zones are drawn around; beside and above there is only context.
_AROUND = CropMargins(side=0.4, up=0.3, down=0.8)


class ZoneSecondLook:
    """Looks at one zone of pictures of one `size` (width, height) px."""

    def __init__(self, zone: Zone, size: tuple[int, int], limits: SecondLookLimits | None = None) -> None:
        self._limits, self._crop, self._longer = (
            limits or SecondLookLimits(),
            zone.crop(size, _AROUND),
            max(size),
        )

    def gains(self, side: int) -> bool:
        """Whether the crop is enlarged beside a look at the whole picture with an input of `side` px."""
        x0, y0, x1, y1 = self._crop
        now = max(x1 - x0, y1 - y0) * side / self._longer
        return min(x1 - x0, y1 - y0) >= 8 and self._limits.side >= self._limits.gain * now

    def people(self, image: Image, detector: Detector, known: Detections) -> Detections:
        """The people in and around the zone who are not among the `known` ones, in px of the picture."""
        x0, y0, x1, y1 = self._crop
        found = detector.detect(self._stretched(image[y0:y1, x0:x1]), self._limits.side).moved(x0, y0)
        new = [not (overlaps(box, known.boxes) >= self._limits.same_iou).any() for box in found.boxes]
        return found[np.array(new, np.bool_)]

    def _stretched(self, crop: Image) -> Image:
        """The crop with its grey levels stretched: night and haze leave a small part of them."""
        low, high = np.percentile(crop[::4, ::4], self._limits.quantiles)
        gain = 255 / max(float(high - low), 1.0)
        return np.asarray(cv2.convertScaleAbs(crop, alpha=gain, beta=-float(low) * gain), np.uint8)
