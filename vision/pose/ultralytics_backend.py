"""Any YOLO weights as backends: pose finds everybody in a picture, detection things. The only file with ultralytics."""

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from vision.core.errors import VisionError
from vision.core.frame import Image
from vision.core.objects import DetectedObjects, ObjectClasses
from vision.core.people import COCO_JOINTS, People

if TYPE_CHECKING:
    from ultralytics import YOLO
    from ultralytics.engine.results import Results

# As surely as MediaPipe must find somebody (vision/pose/mediapipe_backend.py): zones tell who counts, not scores.
_CONFIDENCE = 0.3
# A phone in a hand is a few pixels: less sure than people, and it only adds to what a gesture says.
_THING_CONFIDENCE = 0.25
_KINDS = {"pose": "pose", "detect": "detection"}
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


class UltralyticsThings:
    """Things in a picture by YOLO detection weights, of which some classes are wanted.

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
        """See ThingBackend.things."""
        found = self._model.predict(
            image, verbose=False, conf=_THING_CONFIDENCE, classes=self._wanted, save=False
        )[0]
        if found.boxes is None or not len(found.boxes):
            return DetectedObjects.none()
        names = tuple(self._model.names[int(number)] for number in found.boxes.cls)
        boxes, scores = found.boxes.xyxy.cpu().numpy(), found.boxes.conf.cpu().numpy()
        return DetectedObjects(boxes.astype(np.float32), scores.astype(np.float32), names)

    def close(self) -> None:
        """See ThingBackend.close."""
        del self._model


def _check_place(weights: Path, what: str) -> None:
    """Before ultralytics, which takes a name that is no file for one to download."""
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
        model = YOLO(str(weights), task=task)
        _predicted(model, np.zeros((64, 64, 3), np.uint8))
    except Exception as error:  # whatever torch, ONNX Runtime or OpenVINO raise for a file that is not theirs
        raise VisionError(
            f"{weights}: cannot be used as YOLO {_KINDS[task]} weights: {_line(error)}"
        ) from error
    return model


def model_task(model: "YOLO") -> tuple[str, tuple[int, ...] | None]:
    """The task that a model is for, and the shape of the joints that it finds, if any.

    A .pt file tells the model its task; of an exported file only the network knows, from its metadata.
    """
    network = model.predictor.model
    return network.task or model.task, getattr(network, "kpt_shape", None)


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
