"""People as boxes: manual detections, and a detector that finds the people of painted_people.py."""

from dataclasses import dataclass, field

import numpy as np

from tests.support.painted_people import HEAD
from vision.core import Detections, Image
from vision.detection.detector import Capabilities

Corners = tuple[float, float, float, float]
SIDES = (256, 320, 416, 512, 640, 768, 960)


def boxes(*corners: Corners, score: float = 0.9) -> Detections:
    """Detections with these corners (x0, y0, x1, y1 px) and one score, without tracks."""
    return Detections(np.array(corners, np.float32).reshape(-1, 4), np.full(len(corners), score, np.float32))


def tracked(*people: tuple[int, Corners]) -> Detections:
    """Detections with tracks, given as track id and corners."""
    found = boxes(*(corners for _, corners in people))
    return Detections(found.boxes, found.scores, np.array([track for track, _ in people], np.intp))


def painted_box(x: float, y: float) -> Corners:
    """The corners of a painted person, head and body, with the middle of the head at (x, y) px."""
    return (x - HEAD, y - HEAD / 2, x + HEAD, y + 2 * HEAD)


@dataclass
class BoxDetector:
    """Finds painted people at least `least` px wide in its input; remembers sides and the `last` picture."""

    least: float = 0.0
    blind: bool = False
    sides: list[int] = field(default_factory=list)
    last: Image | None = None
    name: str = "boxes"
    capabilities: Capabilities = field(
        default_factory=lambda: Capabilities(
            keypoints=False, classes=("person",), batch=1, device="cpu", sides=SIDES
        )
    )

    def detect(self, image: Image, side: int) -> Detections:
        self.sides.append(side)
        self.last = image
        red = (image[..., 2] > 200) & (image[..., 1] < 60) & (image[..., 0] < 60)
        columns = np.flatnonzero(red.sum(0) > HEAD / 4)
        breadth = 2 * HEAD * side / max(image.shape)
        if self.blind or not len(columns) or breadth < self.least:
            return Detections.none()
        found = []
        for part in np.split(columns, np.flatnonzero(np.diff(columns) > 3) + 1):
            rows = np.flatnonzero(red[:, part].any(1))
            found.append(painted_box(float(part.mean()) + 0.5, float(rows.min()) + HEAD / 2))
        return boxes(*found)

    def detect_batch(self, images: list[Image], side: int) -> list[Detections]:
        return [self.detect(image, side) for image in images]

    def close(self) -> None: ...
