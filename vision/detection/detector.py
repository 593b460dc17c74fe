"""The interface of person detectors and their capabilities."""

from dataclasses import dataclass
from typing import Protocol

from vision.core import Detections, Image


@dataclass(frozen=True, slots=True)
class Capabilities:
    """The abilities of a detector.

    `keypoints`: it returns keypoints beside boxes. `classes` are the class names it returns. `batch` is the largest
    number of pictures per call. `device` is the name its runtime gives: "cpu", "cuda", "tensorrt". `sides` (px) are the
    accepted longer input sides, smallest first; one entry means a fixed input size.
    """

    keypoints: bool
    classes: tuple[str, ...]
    batch: int
    device: str
    sides: tuple[int, ...]


class Detector(Protocol):
    """Finds the people in whole pictures. One instance per thread."""

    name: str
    capabilities: Capabilities

    def detect(self, image: Image, side: int) -> Detections:
        """People in `image` (H, W, 3) uint8 BGR, in its pixels, by falling score, from score 0.1 on.

        The picture is letterboxed to a rectangle with longer side `side` px (the nearest accepted one).
        """
        ...

    def detect_batch(self, images: list[Image], side: int) -> list[Detections]:
        """Detections of several pictures, each as in `detect`; one inference when the runtime supports batches."""
        ...

    def close(self) -> None:
        """Release the model's memory. No call may follow."""
        ...
