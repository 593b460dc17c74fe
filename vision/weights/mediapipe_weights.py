"""MediaPipe's bundles: their contents and the origin of their models.

MediaPipe 1.x ships no models. They come from a folder that the operator names, or from the last wheel of MediaPipe that
contained them (Apache-2.0).
"""

import zipfile
from dataclasses import dataclass
from pathlib import Path

from vision.core import VisionError
from vision.weights.manifest import WeightsContent
from vision.weights.mediapipe_bundles import BundleMember, packed, prepared
from vision.weights.wheels import Wheel

WHEEL = Wheel(
    "mediapipe==0.10.21",
    "mediapipe-0.10.21-cp311-cp311-manylinux_2_28_x86_64.whl",
    "05dc4a9e593655a79558d05d6227d31018c2537a4bd3362b51e230cf22aecfe3",
    ("--implementation=cp", "--abi=cp311", "--platform=manylinux_2_28_x86_64"),
)
RECIPE = 2
"""Version of the packing; increased when the same sources give other bundles."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """The file of a bundle, its members, and the official file names that take precedence over it."""

    file: str
    members: tuple[BundleMember, ...]
    official: tuple[str, ...] = ()

    @property
    def bare(self) -> bool:
        """Whether the bundle is a single tflite file, not a zip."""
        return self.file.endswith(".tflite")


BUNDLES = {
    "pose": Bundle(
        "pose.task",
        (
            BundleMember("pose_detector.tflite", "pose_detection/pose_detection.tflite", 127.5, 127.5),
            BundleMember("pose_landmarks_detector.tflite", "pose_landmark/pose_landmark_full.tflite", 0, 255),
        ),
        (
            "pose_landmarker_full.task",
            "pose_landmarker.task",
            "pose_landmarker_heavy.task",
            "pose_landmarker_lite.task",
        ),
    ),
    "face_landmarks": Bundle(
        "face_landmarks.task",
        (
            BundleMember("face_detector.tflite", "face_detection/face_detection_short_range.tflite"),
            BundleMember(
                "face_landmarks_detector.tflite", "face_landmark/face_landmark.tflite", 0, 255, output=478 * 3
            ),
        ),
        ("face_landmarker.task",),
    ),
    "hands": Bundle(
        "hands.task",
        (
            BundleMember("hand_detector.tflite", "palm_detection/palm_detection_lite.tflite", 0, 255),
            BundleMember("hand_landmarks_detector.tflite", "hand_landmark/hand_landmark_lite.tflite", 0, 255),
        ),
        ("hand_landmarker.task",),
    ),
    "face_full_range": Bundle(
        "face_full_range.tflite",
        (BundleMember("face_full_range.tflite", "face_detection/face_detection_full_range_sparse.tflite"),),
        ("blaze_face_full_range_sparse.tflite", "blaze_face_full_range.tflite"),
    ),
    "face_short_range": Bundle(
        "face_short_range.tflite",
        (BundleMember("face_short_range.tflite", "face_detection/face_detection_short_range.tflite"),),
        ("blaze_face_short_range.tflite",),
    ),
    "selfie": Bundle(
        "selfie.tflite",
        (BundleMember("selfie.tflite", "selfie_segmentation/selfie_segmentation.tflite", 0, 255),),
        ("selfie_segmenter.tflite",),
    ),
}


def from_folder(folder: Path) -> dict[str, WeightsContent]:
    """The bundles from `folder`, by name: official .task files, our bundles, tflite files or the wheel.

    Raises VisionError for a file with a bundle's name that is none.
    """
    wheel = WHEEL.in_folder(folder)
    models = _wheel_models(WHEEL.members(wheel, _members())) if wheel else {}
    models |= {f.name: f.read_bytes() for f in folder.rglob("*.tflite")}
    files = {f.name: f for f in sorted(folder.rglob("*"), reverse=True) if f.suffix in (".task", ".tflite")}
    found = {}
    for name, wanted in BUNDLES.items():
        ready = next((files[f] for f in (*wanted.official, wanted.file) if f in files), None)
        if ready is not None:
            found[name] = WeightsContent(wanted.file, _checked(ready), ready.name, RECIPE)
        elif all(m.file in models for m in wanted.members):
            found[name] = WeightsContent(wanted.file, _built(wanted, models), folder.name, RECIPE)
    return found


def from_index(names: list[str]) -> dict[str, WeightsContent]:
    """The bundles with these names, from the wheel on pip's index; raises VisionError."""
    models = _wheel_models(WHEEL.fetched(_members()))
    return {n: WeightsContent(BUNDLES[n].file, _built(BUNDLES[n], models), WHEEL.file, RECIPE) for n in names}


def _members() -> list[str]:
    return sorted({f"mediapipe/modules/{m.path}" for b in BUNDLES.values() for m in b.members})


def _wheel_models(members: dict[str, bytes]) -> dict[str, bytes]:
    return {path.rpartition("/")[2]: content for path, content in members.items()}


def _built(wanted: Bundle, models: dict[str, bytes]) -> bytes:
    parts = {m.name: prepared(models[m.file], m) for m in wanted.members}
    return parts[wanted.members[0].name] if wanted.bare else packed(parts)


def _checked(file: Path) -> bytes:
    """Content of a ready-made bundle; raises VisionError when it is neither a zip of models nor a tflite file."""
    content = file.read_bytes()
    if content[4:8] != b"TFL3" and not zipfile.is_zipfile(file):
        raise VisionError(f"{file}: is neither a task bundle nor a tflite model; replace it or take it away")
    return content
