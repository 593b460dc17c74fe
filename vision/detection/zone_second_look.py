"""An enlarged second look at a zone that is empty in the look at the whole picture."""

from dataclasses import dataclass

import cv2
import numpy as np

from vision.camera.motion import changed_cells, thumbnail
from vision.core import Basis, CropMargins, Detections, Gray, Image, Zone, limit, overlaps
from vision.detection.detector import Detector


@dataclass(frozen=True, slots=True)
class SecondLookLimits:
    """Limits of second looks, in px of the detector's input unless stated otherwise."""

    side: int = limit(416, "pixels", Basis.CHOICE, "input side of the crop")
    gain: float = limit(1.25, "", Basis.CHOICE, "least enlargement; a smaller one shows nothing new")
    quantiles: tuple[float, float] = limit(
        (1.0, 99.0),
        "percentiles",
        Basis.CHOICE,
        "percentiles of the grey levels between which the contrast is stretched",
    )
    same_iou: float = limit(
        0.5,
        "intersection over union",
        Basis.CHOICE,
        "overlap with a known box from which a find is the same person",
    )
    still: int = limit(
        3,
        "cells",
        Basis.CHOICE,
        "of 1024: with fewer the crop shows what the last look showed (vision/camera/motion.py)",
    )
    beside: float = limit(
        0.4, "of the longer side", Basis.CHOICE, "the crop around a zone: only context is beside and above"
    )
    up: float = limit(0.3, "of the longer side", Basis.CHOICE, "the same above")
    down: float = limit(
        0.8,
        "of the longer side",
        Basis.CHOICE,
        "bodies continue below the head and shoulders that zones enclose",
    )
    least_px: int = limit(8, "pixels", Basis.CHOICE, "a smaller crop shows nobody")
    again_s: float = limit(30.0, "s", Basis.CHOICE, "after which an unchanged crop is searched again")


_LIMITS = SecondLookLimits()
_AROUND = CropMargins(_LIMITS.beside, _LIMITS.up, _LIMITS.down)


class ZoneSecondLook:
    """Searches one zone in pictures of one `size` (width, height) px."""

    def __init__(self, zone: Zone, size: tuple[int, int], limits: SecondLookLimits | None = None) -> None:
        self._limits, self._crop, self._longer = (
            limits or SecondLookLimits(),
            zone.crop(size, _AROUND),
            max(size),
        )
        self._nobody_at, self._then = -np.inf, np.zeros((32, 32), np.float32)

    def gains(self, side: int) -> bool:
        """Whether the crop is larger than in a look at the whole picture with an input of `side` px."""
        x0, y0, x1, y1 = self._crop
        now = max(x1 - x0, y1 - y0) * side / self._longer
        return min(x1 - x0, y1 - y0) >= self._limits.least_px and self._limits.side >= self._limits.gain * now

    def due(self, gray: Gray, time: float) -> bool:
        """Whether the crop changed since a search that found nobody, or that search is old; `time` is UTC s."""
        if time - self._nobody_at >= self._limits.again_s:
            return True
        return changed_cells(thumbnail(gray, self._crop), self._then) >= self._limits.still

    def searched(self, found: Detections, gray: Gray, time: float) -> None:
        """Record a search in the picture of `time` (UTC s) and the people that it `found`."""
        if len(found):
            self._nobody_at = -np.inf
        else:
            self._nobody_at, self._then = time, thumbnail(gray, self._crop)

    def people(self, image: Image, detector: Detector, known: Detections) -> Detections:
        """People in and around the zone who are not among `known`, in px of the picture."""
        x0, y0, x1, y1 = self._crop
        found = detector.detect(self._stretched(image[y0:y1, x0:x1]), self._limits.side).moved(x0, y0)
        new = [not (overlaps(box, known.boxes) >= self._limits.same_iou).any() for box in found.boxes]
        return found[np.array(new, np.bool_)]

    def _stretched(self, crop: Image) -> Image:
        """The crop with stretched contrast: night and haze leave a narrow range of grey levels."""
        low, high = np.percentile(crop[::4, ::4], self._limits.quantiles)
        gain = 255 / max(float(high - low), 1.0)
        return np.asarray(cv2.convertScaleAbs(crop, alpha=gain, beta=-float(low) * gain), np.uint8)
