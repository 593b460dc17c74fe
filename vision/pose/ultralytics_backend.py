"""YOLO weights as pose and object backends. The only pose file that imports ultralytics."""

import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from vision.core import COCO_JOINTS, Basis, DetectedObjects, Image, ObjectClasses, People, VisionError, limit

if TYPE_CHECKING:
    from ultralytics import YOLO
    from ultralytics.engine.results import Results


@dataclass(frozen=True, slots=True)
class UltralyticsLimits:
    """Limits of YOLO pose weights."""

    confidence: float = limit(
        0.3,
        "score",
        Basis.CHOICE,
        "as for MediaPipe (vision/pose/mediapipe_backend.py): zones select people, not scores",
    )
    thing_confidence: float = limit(
        0.25, "score", Basis.CHOICE, "a phone in a hand is a few pixels, and only supplements gestures"
    )


LIMITS = UltralyticsLimits()


_KINDS = {"pose": "pose", "detect": "detection"}
_FILES = (".pt", ".onnx")
# A program that watches counters must not use the internet: no telemetry, no downloads, no packages installed by
# itself.
_SETTINGS = {"YOLO_OFFLINE": "true", "YOLO_AUTOINSTALL": "false", "YOLO_VERBOSE": "false"}


class UltralyticsPose:
    """Everybody in a picture by YOLO pose weights: a .pt or .onnx file, or a folder that OpenVINO exported.

    Use only weights from a trusted source: a .pt file is a Python pickle and may run code when it is opened. Raises
    VisionError for weights that are missing, cannot be read, or do not have 17 COCO joints. There is no depth: `world`
    is NaN.
    """

    name = "ultralytics"

    def __init__(self, weights: Path) -> None:
        _check_place(weights, "pose")
        self._model = open_weights(weights, "pose")
        kind, joints = model_task(self._model)
        if kind != "pose" or joints is None or joints[0] != len(COCO_JOINTS):
            found = f"{joints[0]} joints" if kind == "pose" and joints else f"a model for '{kind}'"
            raise VisionError(
                f"{weights}: {found}; weights must find the 17 COCO joints, as yolo26s-pose does"
            )

    def people(self, image: Image) -> People:
        """See PoseBackend.people."""
        return _as_people(_predicted(self._model, image))

    def close(self) -> None:
        """See PoseBackend.close."""
        del self._model


class UltralyticsObjects:
    """Objects of the wanted classes in a picture by YOLO detection weights.

    The weights are files as for UltralyticsPose. Raises VisionError for weights that are missing, cannot be read, are
    no detection model, or do not know one of the wanted `classes`.
    """

    def __init__(self, weights: Path, classes: ObjectClasses) -> None:
        self.classes = classes
        _check_place(weights, "detection")
        self._model = open_weights(weights, "detect")
        kind, _ = model_task(self._model)
        if kind != "detect":
            raise VisionError(f"{weights}: a model for '{kind}'; give YOLO detection weights, as yolo26s is")
        known = self._model.names
        missing = [name for name in classes.names if name not in known.values()]
        if missing:
            raise VisionError(
                f"{weights}: finds no {' or '.join(missing)}; its classes are: {', '.join(known.values())}"
            )
        self._wanted = [number for number, name in known.items() if name in classes.names]

    def things(self, image: Image) -> DetectedObjects:
        """See ObjectBackend.things."""
        found = self._model.predict(
            image, verbose=False, conf=LIMITS.thing_confidence, classes=self._wanted, save=False
        )[0]
        if found.boxes is None or not len(found.boxes):
            return DetectedObjects.none()
        names = tuple(self._model.names[int(number)] for number in found.boxes.cls)
        boxes, scores = found.boxes.xyxy.cpu().numpy(), found.boxes.conf.cpu().numpy()
        return DetectedObjects(boxes.astype(np.float32), scores.astype(np.float32), names)

    def close(self) -> None:
        """See ObjectBackend.close."""
        del self._model


def _check_place(weights: Path, what: str) -> None:
    """Raise VisionError for a missing file, before ultralytics takes its name for one to download."""
    if weights.is_dir():
        if not any(weights.glob("*.xml")):
            raise VisionError(
                f"{weights}: a folder of weights must be an OpenVINO export, with an .xml file in it"
            )
    elif not weights.is_file():
        raise VisionError(
            f"{weights}: no such weights; give a YOLO {what} model (.pt, .onnx or an OpenVINO folder)"
        )
    elif weights.suffix not in _FILES:
        raise VisionError(
            f"{weights}: cannot be weights; give a YOLO {what} model (.pt, .onnx or an OpenVINO folder)"
        )


def open_weights(weights: Path, task: str) -> "YOLO":
    """The model after a first, empty picture, so that weights of the wrong kind fail before the first customer."""
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)
    try:
        from ultralytics import YOLO  # noqa: PLC0415 - the settings must come first, and torch takes seconds
    except ImportError as error:
        raise VisionError(
            f"ultralytics cannot be loaded ({error}): pip install 'counterwatch[yolo]'"
        ) from error
    logging.getLogger("ultralytics").setLevel(logging.ERROR)
    try:
        model = YOLO(str(weights), task=task)
        _predicted(model, np.zeros((64, 64, 3), np.uint8))
    except Exception as error:  # torch, ONNX Runtime and OpenVINO raise various exceptions for foreign files
        raise VisionError(
            f"{weights}: cannot be used as YOLO {_KINDS[task]} weights: {_line(error)}"
        ) from error
    return model


def model_task(model: "YOLO") -> tuple[str, tuple[int, ...] | None]:
    """The task of a model, and the shape of its keypoints, if any.

    A .pt file gives the model its task. For an exported file only the network's metadata gives it.
    """
    network = model.predictor.model
    return network.task or model.task, getattr(network, "kpt_shape", None)


def _predicted(model: "YOLO", image: Image) -> "Results":
    return model.predict(image, verbose=False, conf=LIMITS.confidence, save=False)[0]


def _as_people(found: "Results") -> People:
    if found.keypoints is None or found.boxes is None or not len(found.boxes):
        return People.none()
    joints = found.keypoints.data.cpu().numpy().astype(np.float32)
    if joints.shape[2] == 2:  # weights without scores for joints
        joints = np.concatenate([joints, np.ones_like(joints[..., :1])], axis=2)
    joints[..., 2] = joints[..., 2].clip(0, 1)  # int8 weights exceed 1
    boxes, order = found.boxes.xyxy.cpu().numpy(), np.argsort(-found.boxes.conf.cpu().numpy())
    return People(boxes, joints, np.full(joints.shape, np.nan, np.float32))[order]


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
