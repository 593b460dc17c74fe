"""The interface of person detectors, and what each of them can do."""

from dataclasses import dataclass
from typing import Protocol

from vision.core.detections import Detections
from vision.core.frame import Image


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a detector gives: `keypoints` beside boxes, the `classes` it names, the largest `batch` it takes at once.

    `device` is where it runs, as its runtime calls it: "cpu", "cuda", "tensorrt" ... `sides` (px) are the longer sides
    of its input that it accepts, smallest first; one entry is a fixed input size.
    """

    keypoints: bool
    classes: tuple[str, ...]
    batch: int
    device: str
    sides: tuple[int, ...]


class Detector(Protocol):
    """Finds the people of whole pictures. One instance per thread."""

    name: str
    capabilities: Capabilities

    def detect(self, image: Image, side: int) -> Detections:
        """People in `image` (H, W, 3) uint8 BGR, in its pixels, by falling score, from score 0.1 on.

        The picture is letterboxed to a rectangle whose longer side is `side` px (the nearest one that it accepts).
        """
        ...

    def detect_batch(self, images: list[Image], side: int) -> list[Detections]:
        """`detect` for several pictures, at once where the runtime can."""
        ...

    def close(self) -> None:
        """Release the model's memory; no call after this."""
        ...
