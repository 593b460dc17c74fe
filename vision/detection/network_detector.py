"""A detector for any runtime that runs a YOLO network: letterbox, inference, decoding."""

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from vision.core import Detections, Image
from vision.detection.detector import Capabilities
from vision.detection.letterbox import STRIDE, letterbox, stacked
from vision.detection.yolo_decoding import decoded
from vision.weights.yolo_layout import PERSON, Layout

SIDES = tuple(range(160, 1921, STRIDE))
"""Pixels: accepted longer sides of a network with a dynamic input size."""
BATCH = 16
"""Pictures per batch for a network with a dynamic batch size; larger ones gain nothing and cost memory."""


class Network(Protocol):
    """A YOLO network that a runtime has loaded."""

    name: str
    device: str
    layout: Layout

    def run(self, pictures: NDArray[Any]) -> list[NDArray[Any]]:
        """All outputs for pictures in the shape that `layout` gives."""
        ...

    def close(self) -> None:
        """Release the model's memory. No call may follow."""
        ...


class NetworkDetector:
    """A Detector (vision/detection/detector.py) around a loaded network."""

    def __init__(self, network: Network) -> None:
        self._network, layout = network, network.layout
        self.name = network.name
        sides = SIDES if layout.side is None else (layout.side,)
        self.capabilities = Capabilities(
            layout.keypoints, (PERSON,), layout.batch or BATCH, network.device, sides
        )

    def detect(self, image: Image, side: int) -> Detections:
        """See Detector.detect."""
        return self.detect_batch([image], side)[0]

    def detect_batch(self, images: list[Image], side: int) -> list[Detections]:
        """See Detector.detect_batch."""
        nearest = min(self.capabilities.sides, key=lambda s: abs(s - side))
        square = self._network.layout.side is not None
        boxed = [letterbox(image, nearest, square=square) for image in images]
        found: list[Detections] = [Detections.none()] * len(images)
        for rows in _alike([canvas.shape for canvas, _ in boxed], self.capabilities.batch):
            answers = self._ask([boxed[row][0] for row in rows])
            for row, people in zip(rows, answers, strict=True):
                found[row] = _in_picture(people, boxed[row][1], images[row])
        return found

    def close(self) -> None:
        """See Detector.close."""
        self._network.close()

    def _ask(self, canvases: list[Image]) -> list[Detections]:
        layout, asked = self._network.layout, canvases
        if layout.batch is not None:  # a fixed batch is padded with the last picture
            asked = canvases + canvases[-1:] * (layout.batch - len(canvases))
        pictures = stacked(asked, planes=layout.planes, learned_on_rgb=layout.form != "cells")
        height, width = canvases[0].shape[:2]
        return decoded(layout, self._network.run(pictures), (height, width))[: len(canvases)]


def _alike(shapes: list[tuple[int, ...]], most: int) -> list[list[int]]:
    """Row numbers grouped by shape, at most `most` per group."""
    groups: dict[tuple[int, ...], list[int]] = {}
    for row, shape in enumerate(shapes):
        groups.setdefault(shape, []).append(row)
    return [rows[i : i + most] for rows in groups.values() for i in range(0, len(rows), most)]


def _in_picture(people: Detections, scale: float, image: Image) -> Detections:
    """People in pixels of the picture instead of the network's input, without boxes inside the padding."""
    height, width = image.shape[:2]
    boxes = people.boxes / np.float32(scale)
    boxes[:, 0::2] = boxes[:, 0::2].clip(0, width)
    boxes[:, 1::2] = boxes[:, 1::2].clip(0, height)
    inside = (boxes[:, 2] - boxes[:, 0] >= 1) & (boxes[:, 3] - boxes[:, 1] >= 1)
    return Detections(boxes, people.scores)[inside]
