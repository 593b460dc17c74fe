"""Detection and smoothing of grain: in poor light the noise of amplified pictures hides people from pose models."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from vision.camera.motion import grey
from vision.core import Basis, Frame, Gray, limit


@dataclass(frozen=True, slots=True)
class GrainLimits:
    """Limits of grain."""

    grainy: float = limit(
        1.6,
        "grey levels",
        Basis.CHOICE,
        "standard deviation, placed by hand near 1.25 at most on 46 clips and 2 and 4 with noise of 3 "
        "and 6 added; in the dark the pose model finds the customer in 3 of 60 unsmoothed looks and in "
        "58 smoothed ones",
    )
    over_px: int = limit(5, "pixels", Basis.CHOICE, "of the filter: two grains, and far less than an eye")
    again_s: float = limit(
        10.0, "s", Basis.CHOICE, "light changes slowly, and a measurement costs as much as decoding"
    )
    gain: float = limit(
        6.0, "", Basis.STUDY, "by which the mask amplifies noise (J. Immerkaer, CVIU 64, 1996)"
    )
    median: float = limit(
        0.6745,
        "standard deviations",
        Basis.STANDARD,
        "half of normal noise lies within; unlike the mean, the median excludes texture",
    )


LIMITS = GrainLimits()


# J. Immerkaer, Fast noise variance estimation, CVIU 64 (1996): the mask cancels edges and amplifies noise.
_MASK = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)


def grain(gray: Gray) -> float:
    """Standard deviation of the noise in a picture (H, W), in grey levels."""
    answer = np.abs(cv2.filter2D(gray, cv2.CV_32F, _MASK))
    # Every other pixel has the same median at a quarter of the cost.
    return float(np.median(answer[1:-1:2, 1:-1:2])) / LIMITS.median / LIMITS.gain


class Smoother:
    """Smooths grainy pictures of one camera. Times must not decrease."""

    def __init__(self) -> None:
        self._grainy, self._measured_at = False, -np.inf

    def smoothed(self, frame: Frame, gray: Gray) -> tuple[Frame, Gray]:
        """The picture for the search for people and its grey levels; unchanged when it is not grainy."""
        if frame.time - self._measured_at >= LIMITS.again_s:
            self._grainy, self._measured_at = grain(gray) >= LIMITS.grainy, frame.time
        if not self._grainy:
            return frame, gray
        image = np.asarray(cv2.GaussianBlur(frame.image, (LIMITS.over_px, LIMITS.over_px), 0), np.uint8)
        return replace(frame, image=image), grey(image)
