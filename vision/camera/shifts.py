"""Shifts of the whole picture: relative to the usual picture (moved) and to the last one (shaken)."""

from collections import deque
from dataclasses import dataclass

import cv2
import numpy as np

from vision.camera.thumbnail import SMALL, SmallGray
from vision.core import Basis, limit


@dataclass(frozen=True, slots=True)
class ShiftLimits:
    """Limits of a shifted or shaken picture.

    Figures are from 34 rendered and 13 real clips of counters, 202x360 to 1080x1920, and on shifted copies.
    """

    moved: float = limit(
        0.07,
        "of the width",
        Basis.CHOICE,
        "shift from the usual picture; zones are about twice as wide, placed by hand near slow pans of "
        "real clips stay below 0.055",
    )
    shaken: float = limit(
        0.02, "of the width", Basis.CHOICE, "from the look before, in half of the looks of `shaken_s`"
    )
    shaken_s: float = limit(2.0, "s", Basis.CHOICE, "the time over which shaking is counted")
    jolts: int = limit(3, "looks", Basis.CHOICE, "fewer are a passing lorry")
    response: float = limit(
        0.12,
        "correlation",
        Basis.CHOICE,
        "least response of the phase correlation, placed by hand near true shifts of real clips 0.13 to "
        "0.99, chance below 0.1",
    )
    explained: float = limit(
        0.4,
        "of the difference",
        Basis.CHOICE,
        "least share of the difference that shifting back removes; below it people moved, placed by "
        "hand near 0.43 to 0.96",
    )
    difference: float = limit(
        2.0,
        "grey levels",
        Basis.CHOICE,
        "least mean difference in grey levels after a relevant shift, placed by hand near 8 and more",
    )


class Shifts:
    """Follows the pictures of one camera."""

    def __init__(self, limits: ShiftLimits | None = None) -> None:
        self._limits = limits or ShiftLimits()
        self._window: deque[tuple[float, bool]] = deque()

    def clear(self) -> None:
        """Forget the last pictures."""
        self._window.clear()

    def shaken(self, small: SmallGray, previous: SmallGray | None, time: float) -> bool:
        """Whether the camera swings."""
        limits = self._limits
        jolt = previous is not None and shift(previous, small, limits) > limits.shaken
        window = self._window
        window.append((time, jolt))
        while time - window[0][0] > limits.shaken_s:
            window.popleft()
        jolts = sum(j for _, j in window)
        return jolts >= self._limits.jolts and 2 * jolts >= len(window)

    def moved(self, small: SmallGray, usual: SmallGray | None) -> bool:
        """Whether the picture is a shifted copy of the usual one."""
        return usual is not None and shift(usual, small, self._limits) > self._limits.moved


def shift(before: SmallGray, after: SmallGray, limits: ShiftLimits) -> float:
    """Shift of the whole picture as a share of its width; 0 when it stood still or only parts of it moved."""
    # A change of light is removed; otherwise a lamp turned on would look like a difference that a shift explains.
    change = cv2.subtract(after, before)
    difference = cv2.norm(change, np.full_like(change, cv2.mean(change)[0]), cv2.NORM_L1) / change.size
    if difference < limits.difference:
        return 0.0
    before, after = before - before.mean(), after - after.mean()
    # phaseCorrelate applies its window in place (OpenCV 5.0), so it gets copies.
    (dx, dy), response = cv2.phaseCorrelate(before.copy(), after.copy(), _WINDOW)
    if response < limits.response:
        return 0.0
    unmove = np.array([[1, 0, -dx], [0, 1, -dy]], np.float32)
    back = cv2.warpAffine(after, unmove, SMALL, borderMode=cv2.BORDER_REPLICATE)
    explained = 1 - float(np.abs(back - before).mean()) / difference
    return float(np.hypot(dx, dy)) / SMALL[0] if explained >= limits.explained else 0.0


_WINDOW: SmallGray = cv2.createHanningWindow(SMALL, cv2.CV_32F).astype(np.float32)
