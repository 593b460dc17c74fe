"""Any YOLO pose weights as a backend that finds everybody in a picture. The only file that imports ultralytics."""

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from vision.errors import VisionError
from vision.frame import Image
from vision.people import COCO_JOINTS, People

if TYPE_CHECKING:
    from ultralytics import YOLO
    from ultralytics.engine.results import Results

# As surely as MediaPipe must find somebody (vision/mediapipe_backend.py): who counts is told by zones, not by score.
_CONFIDENCE = 0.3
_FILES = (".pt", ".onnx")
# Whoever watches counters has no business on the internet: no telemetry, no downloads, no packages installed by itself.
_SETTINGS = {"YOLO_OFFLINE": "true", "YOLO_AUTOINSTALL": "false", "YOLO_VERBOSE": "false"}


class UltralyticsPose:
    """Everybody in a picture by YOLO pose weights: a .pt or .onnx file, or a folder that OpenVINO exported.

    Only weights from a source that you trust: a .pt file is a Python pickle and may run code when it is opened.
    Raises VisionError for weights that are missing, cannot be read, or are not of 17 COCO joints. No depth: `world`
    is NaN.
    """

    name = "ultralytics"

    def __init__(self, weights: Path) -> None:
        _check_place(weights)
        self._model = _opened(weights)

    def people(self, image: Image) -> People:
        """See PoseBackend.people."""
        return _as_people(_predicted(self._model, image))

    def close(self) -> None:
        """See PoseBackend.close."""
        del self._model


def _check_place(weights: Path) -> None:
    """Before ultralytics, which takes a name that is no file for one to download."""
    if weights.is_dir():
        if not any(weights.glob("*.xml")):
            raise VisionError(
                f"{weights}: a folder of weights must be an OpenVINO export, with an .xml file in it"
            )
    elif not weights.is_file():
        raise VisionError(
            f"{weights}: no such weights; give a YOLO pose model (.pt, .onnx or an OpenVINO folder)"
        )
    elif weights.suffix not in _FILES:
        raise VisionError(
            f"{weights}: cannot be weights; give a YOLO pose model (.pt, .onnx or an OpenVINO folder)"
        )


def _opened(weights: Path) -> "YOLO":
    """The model after a first, empty picture: weights of the wrong kind fail there, not on the first customer."""
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
        model = YOLO(str(weights), task="pose")
        _predicted(model, np.zeros((64, 64, 3), np.uint8))
        network = model.predictor.model
        # A .pt file tells the model its task; of an exported file only the network knows, from its metadata.
        kind, joints = network.task or model.task, getattr(network, "kpt_shape", None)
    except Exception as error:  # whatever torch, ONNX Runtime or OpenVINO raise for a file that is not theirs
        raise VisionError(f"{weights}: cannot be used as YOLO pose weights: {_line(error)}") from error
    if kind != "pose" or joints is None or joints[0] != len(COCO_JOINTS):
        found = f"{joints[0]} joints" if kind == "pose" and joints else f"a model for '{kind}'"
        raise VisionError(f"{weights}: {found}; weights must find the 17 COCO joints, as yolo26s-pose does")
    return model


def _predicted(model: "YOLO", image: Image) -> "Results":
    return model.predict(image, verbose=False, conf=_CONFIDENCE, save=False)[0]


def _as_people(found: "Results") -> People:
    if found.keypoints is None or found.boxes is None or not len(found.boxes):
        return People.none()
    joints = found.keypoints.data.cpu().numpy().astype(np.float32)
    if joints.shape[2] == 2:  # weights that give no score for joints
        joints = np.concatenate([joints, np.ones_like(joints[..., :1])], axis=2)
    joints[..., 2] = joints[..., 2].clip(0, 1)  # int8 weights overshoot
    boxes, order = found.boxes.xyxy.cpu().numpy(), np.argsort(-found.boxes.conf.cpu().numpy())
    return People(boxes, joints, np.full(joints.shape, np.nan, np.float32))[order]


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
