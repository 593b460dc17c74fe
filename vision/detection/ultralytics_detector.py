"""Person detectors in PyTorch's own format on Ultralytics; needs the extra `yolo`."""

from pathlib import Path

import numpy as np

from vision.core import Detections, Image, VisionError
from vision.detection.detector import Capabilities
from vision.detection.network_detector import BATCH, SIDES
from vision.detection.yolo_decoding import LIMITS
from vision.pose.ultralytics_backend import model_task, open_weights
from vision.weights.yolo_layout import PERSON, TASKS


class UltralyticsDetector:
    """People by YOLO weights in a .pt file, or in an .engine file that TensorRT built on this machine.

    Use only weights from a trusted source: a .pt file is a Python pickle and may run code when it is opened. Raises
    VisionError in one line for weights that cannot be read or find no people.
    """

    name = "ultralytics"

    def __init__(self, weights: Path, device: str | None = None) -> None:
        self._model, self._device = open_weights(weights, "detect"), device
        task, joints = model_task(self._model)
        if task not in TASKS:
            raise VisionError(
                f"{weights}: is a model for {task!r}; detection, pose or segmentation weights find people"
            )
        self._person = [n for n, name in self._model.names.items() if name.lower() == PERSON]
        if not self._person and joints is None:
            raise VisionError(f"{weights}: finds no {PERSON}")
        taken = "cuda" if str(self._model.device).startswith("cuda") else "cpu"
        self.capabilities = Capabilities(joints is not None, (PERSON,), BATCH, taken, SIDES)

    def detect(self, image: Image, side: int) -> Detections:
        """See Detector.detect."""
        return self.detect_batch([image], side)[0]

    def detect_batch(self, images: list[Image], side: int) -> list[Detections]:
        """See Detector.detect_batch."""
        if not images:
            return []
        nearest = min(SIDES, key=lambda s: abs(s - side))
        answers = self._model.predict(
            images,
            imgsz=nearest,
            conf=LIMITS.score,
            iou=LIMITS.overlap,
            classes=self._person or None,
            device=self._device,
            verbose=False,
            save=False,
        )
        return [_people(answer.boxes) for answer in answers]

    def close(self) -> None:
        """See Detector.close."""
        del self._model


def _people(boxes: object) -> Detections:
    """Ultralytics boxes as Detections, by falling score."""
    if boxes is None or not len(boxes):  # type: ignore[arg-type]
        return Detections.none()
    corners, scores = (getattr(boxes, n).cpu().numpy().astype(np.float32) for n in ("xyxy", "conf"))
    return Detections(corners, scores)[np.argsort(-scores, kind="stable")]
