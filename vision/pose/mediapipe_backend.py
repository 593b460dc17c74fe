"""MediaPipe Tasks as a pose and face backend. The only pose file that imports mediapipe."""

from dataclasses import dataclass

import cv2
import mediapipe as mp
import numpy as np
from numpy.typing import NDArray

from vision.core import Basis, FaceLook, Image, People, limit
from vision.pose.face import face_look
from vision.weights.store import bundle

# BlazePose landmark for each COCO joint.
_BLAZE = [0, 2, 5, 7, 8, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28]


@dataclass(frozen=True, slots=True)
class MediaPipeLimits:
    """Limits of MediaPipe's pose."""

    confidence: float = limit(
        0.3,
        "score",
        Basis.CHOICE,
        "placed by hand: on real counters it finds seated staff that the default of 0.5 misses in one "
        "look of four, and nobody in empty staff zones",
    )
    smallest: int = limit(
        256, "pixels", Basis.CHOICE, "the detector's input is 224: smaller crops are enlarged once, smoothly"
    )
    seen: float = limit(0.3, "score", Basis.CHOICE, "of a joint that belongs to the box")
    least_joints: int = limit(3, "joints", Basis.CHOICE, "with fewer the box is around all of them")


LIMITS = MediaPipeLimits()


def _smoothly_enlarged(image: Image) -> Image:
    factor = LIMITS.smallest / min(image.shape[:2])
    if factor <= 1:
        return image
    return np.asarray(cv2.resize(image, None, fx=factor, fy=factor), np.uint8)


def _as_mediapipe(image: Image) -> "mp.Image":
    return mp.Image(image_format=mp.ImageFormat.SRGB, data=np.ascontiguousarray(image[..., ::-1]))


class MediaPipePose:
    """The pose of the single person in a crop. One instance per thread; close it explicitly.

    Every picture is independent (image mode): the tracker of the video mode stays on a neighbour once it has switched.
    """

    name = "mediapipe"

    def __init__(self) -> None:
        options = mp.tasks.vision.PoseLandmarkerOptions(
            base_options=mp.tasks.BaseOptions(model_asset_path=str(bundle("pose"))),
            min_pose_detection_confidence=LIMITS.confidence,
            min_pose_presence_confidence=LIMITS.confidence,
        )
        self._landmarker = mp.tasks.vision.PoseLandmarker.create_from_options(options)

    def people(self, image: Image) -> People:
        """See PoseBackend.people; at most one person."""
        found = self._landmarker.detect(_as_mediapipe(_smoothly_enlarged(image)))
        if not found.pose_landmarks:
            return People.none()
        height, width = image.shape[:2]
        marks, world = found.pose_landmarks[0], found.pose_world_landmarks[0]
        joints = np.array(
            [[marks[i].x * width, marks[i].y * height, marks[i].visibility] for i in _BLAZE], np.float32
        )
        depth = np.array([[world[i].x, world[i].y, world[i].z] for i in _BLAZE], np.float32)
        return People(_box(joints)[None], joints[None], depth[None])

    def close(self) -> None:
        """See PoseBackend.close."""
        self._landmarker.close()


def _box(joints: NDArray[np.float32]) -> NDArray[np.float32]:
    """The box around the visible joints, or around all when hardly any is visible."""
    seen = joints[:, 2] >= LIMITS.seen
    points = joints[seen if seen.sum() >= LIMITS.least_joints else slice(None), :2]
    return np.concatenate([points.min(0), points.max(0)]).astype(np.float32)


class MediaPipeFace:
    """Landmarks of the largest face of a crop. One instance per thread; close it explicitly."""

    def __init__(self) -> None:
        options = mp.tasks.vision.FaceLandmarkerOptions(
            base_options=mp.tasks.BaseOptions(model_asset_path=str(bundle("face_landmarks"))),
        )
        self._landmarker = mp.tasks.vision.FaceLandmarker.create_from_options(options)

    def face(self, image: Image) -> FaceLook | None:
        """See FaceBackend.face."""
        found = self._landmarker.detect(_as_mediapipe(image))
        if not found.face_landmarks:
            return None
        height, width = image.shape[:2]
        points = np.array([[p.x * width, p.y * height] for p in found.face_landmarks[0]])
        return face_look(points, image)

    def close(self) -> None:
        """See FaceBackend.close."""
        self._landmarker.close()
