"""The usual loops: each looks at every picture that it is given, and says who is in which zone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.core import Image

Zones = Mapping[tuple[str, str], NDArray[np.float32]]
"""Polygon (k,2) px of each zone, by counter and role."""
There = dict[tuple[str, str], bool]


class Loop(Protocol):
    """One camera's loop."""

    def look(self, image: Image, /) -> There:
        """Whether somebody is in each zone of the picture."""


MakeLoop = Callable[[Zones], Loop]


class DecodingAlone:
    """Looks at nothing: what decoding and conversion cost."""

    def __init__(self, _: Zones) -> None:
        pass

    def look(self, _image: Image) -> There:
        """See Loop.look."""
        return {}


class MediaPipeLoop:
    """MediaPipe's pose on a crop around every zone, at every look, as its examples do it."""

    def __init__(self, zones: Zones) -> None:
        import mediapipe as mp  # noqa: PLC0415 - each loop runs in a process of its own

        from vision.weights.store import bundle  # noqa: PLC0415

        options = mp.tasks.vision.PoseLandmarkerOptions(
            base_options=mp.tasks.BaseOptions(model_asset_path=str(bundle("pose")))
        )
        self._zones, self._mp = zones, mp
        self._model = mp.tasks.vision.PoseLandmarker.create_from_options(options)

    def look(self, image: Image) -> There:
        """See Loop.look."""
        return {name: self._there(image, zone) for name, zone in self._zones.items()}

    def _there(self, image: Image, zone: NDArray[np.float32]) -> bool:
        (x0, y0), (x1, y1) = zone.min(0), zone.max(0)
        more = 0.4 * max(x1 - x0, y1 - y0)  # arms and trunk beside a zone of heads
        left, top = int(max(0, x0 - more)), int(max(0, y0 - more))
        crop = np.ascontiguousarray(image[top : int(y1 + more), left : int(x1 + more), ::-1])
        found = self._model.detect(self._mp.Image(image_format=self._mp.ImageFormat.SRGB, data=crop))
        height, width = crop.shape[:2]
        heads = [(left + p[0].x * width, top + p[0].y * height) for p in found.pose_landmarks]
        return any(_inside(zone, head) for head in heads)


class TimeInZone:
    """A person detector, ByteTrack and PolygonZone at every look: the time-in-zone loop of `supervision`.

    The detector is the installed one with ONNX Runtime, which is cheaper than the example's PyTorch.
    """

    def __init__(self, zones: Zones) -> None:
        import supervision as sv  # noqa: PLC0415
        from trackers import ByteTrackTracker  # noqa: PLC0415

        from vision.detection.registry import open_detector  # noqa: PLC0415

        self._sv, self._detector, self._tracker = sv, open_detector(device="cpu"), ByteTrackTracker()
        top = (sv.Position.TOP_CENTER,)
        self._zones = {
            name: sv.PolygonZone(zone.astype(np.int64), triggering_anchors=top)
            for name, zone in zones.items()
        }

    def look(self, image: Image) -> There:
        """See Loop.look."""
        found = self._detector.detect(image, 640)
        sure = found.scores >= 0.25  # the usual confidence of the examples
        given = self._sv.Detections(
            xyxy=_heads(found.boxes[sure]),
            confidence=found.scores[sure],
            class_id=np.zeros(int(sure.sum()), np.int64),
        )
        tracked = self._tracker.update(given)
        return {name: bool(zone.trigger(tracked).any()) for name, zone in self._zones.items()}


class YoloPoseTracking:
    """Ultralytics' YOLO pose with its own tracker at every look."""

    weights: Path | None = None

    def __init__(self, zones: Zones) -> None:
        from ultralytics import YOLO  # noqa: PLC0415 - only in the environment of the extra `yolo`

        self._zones, self._model = zones, YOLO(str(self.weights), task="pose")

    def look(self, image: Image) -> There:
        """See Loop.look."""
        found = self._model.track(image, persist=True, verbose=False, device="cpu")[0].keypoints
        heads = [] if found is None or found.xy is None else [tuple(p[0]) for p in np.asarray(found.xy.cpu())]
        return {name: any(_inside(zone, head) for head in heads) for name, zone in self._zones.items()}


@dataclass(frozen=True, slots=True)
class Peer:
    """A loop with its name in the table."""

    title: str
    make: MakeLoop


PEERS: Mapping[str, Peer] = {
    "decoding": Peer("decoding alone", DecodingAlone),
    "mediapipe": Peer("MediaPipe pose on every zone at every look", MediaPipeLoop),
    "time_in_zone": Peer("person detector, ByteTrack and PolygonZone at every look", TimeInZone),
    "yolo_pose": Peer("ultralytics YOLO pose tracking at every look", YoloPoseTracking),
}


def _heads(boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    """Boxes (n,4) whose upper edge is where head and shoulders are: zones are drawn around these."""
    moved = boxes.copy()
    height = np.minimum(boxes[:, 3] - boxes[:, 1], 2.2 * (boxes[:, 2] - boxes[:, 0]))
    moved[:, 1] += 0.18 * height
    return moved


def _inside(zone: NDArray[np.float32], point: tuple[float, float]) -> bool:
    return cv2.pointPolygonTest(zone.reshape(-1, 1, 2), (float(point[0]), float(point[1])), False) >= 0
