"""The detector's input size for one camera: small when people in the zones are large, large when they are small."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vision.core import Basis, Detections, Zone, limit
from vision.detection.box_anchors import people_from_boxes


@dataclass(frozen=True, slots=True)
class InputSizeLimits:
    """Limits of the choice, in px of the detector's input."""

    breadth: float = limit(
        36.0,
        "pixels",
        Basis.CHOICE,
        "of a person that is detected reliably, near a rough figure: of people found at 640 px the "
        "detector found 97 % again at 30 to 44 px and 80 % at 16 to 20 px, without ground truth",
    )
    usual: int = limit(640, "pixels", Basis.CHOICE, "largest side until a person has been found")
    zone_share: float = limit(
        0.5,
        "of the zone's smaller side",
        Basis.CHOICE,
        "assumed width of a person before the first find, as a share of the zone's smaller side",
    )
    least: int = limit(256, "pixels", Basis.CHOICE, "smallest side of the input")
    most: int = limit(
        960, "pixels", Basis.CHOICE, "largest side of the input: a larger one costs more than it finds"
    )
    smallest: float = limit(
        0.1, "quantile", Basis.CHOICE, "quantile of the widths seen in the zones that decides"
    )
    memory: int = limit(100, "widths", Basis.CHOICE, "widths that are kept")
    enough: int = limit(8, "widths", Basis.CHOICE, "number of widths before another side is chosen")


class InputSize:
    """Chooses the input side from the widths of people found in `zones`, for pictures of `size` px."""

    def __init__(
        self,
        zones: Sequence[Zone],
        size: tuple[int, int],
        sides: Sequence[int],
        limits: InputSizeLimits | None = None,
    ) -> None:
        self._zones, self._longer, self._limits = zones, max(size), limits or InputSizeLimits()
        self._sides = [s for s in sides if self._limits.least <= s <= self._limits.most] or list(sides)
        self._breadths: deque[float] = deque(maxlen=self._limits.memory)
        breadth = self._limits.zone_share * min(float(np.ptp(z.polygon, axis=0).min()) for z in zones)
        self.side = self._nearest(min(self._limits.usual, self._side_for(breadth)))

    def saw(self, found: Detections) -> None:
        """Take the people of one look."""
        people = people_from_boxes(found)
        held = np.zeros(len(found), np.bool_)
        for zone in self._zones:
            held |= zone.holds(people)
        sides = found.boxes[:, 2:] - found.boxes[:, :2]
        self._breadths.extend(sides[held].min(axis=1).tolist())
        if len(self._breadths) >= self._limits.enough:
            small = float(np.quantile(np.array(self._breadths), self._limits.smallest))
            self.side = self._nearest(self._side_for(small))

    def _side_for(self, breadth: float) -> float:
        """The input side at which a person `breadth` px wide in the picture is detected reliably."""
        return self._limits.breadth / max(breadth, 1.0) * self._longer

    def _nearest(self, wanted: float) -> int:
        """The smallest accepted side of at least `wanted` px, or the largest one."""
        return next((s for s in self._sides if s >= wanted), self._sides[-1])
