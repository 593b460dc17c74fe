"""The models that look, loaded once and used for every recording of a batch or every camera of a worker."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from models.site import Camera
from vision.backend import FaceBackend, PoseBackend
from vision.watcher import CounterView, Watcher

# Looks a second. Rising takes two seconds and a nod half of one: five see both.
LOOK_RATE = 5.0


@dataclass(frozen=True, slots=True)
class Eyes:
    """A pose and a face model. They remember nothing between pictures, so cameras may share them; threads may not."""

    pose: PoseBackend
    face: FaceBackend | None

    def watcher(self, camera: Camera) -> Watcher:
        """A watcher of this camera's counters."""
        return Watcher(camera.id, views_of(camera), self.pose, self.face)


def views_of(camera: Camera) -> list[CounterView]:
    """The camera's counters as vision knows them."""
    return [CounterView(c.id, c.staff_zone, c.customer_zone, c.waiting_zone) for c in camera.counters]


@contextmanager
def open_eyes() -> Iterator[Eyes]:
    """Load the models; raises VisionError with one line when they are not installed."""
    from vision.mediapipe_backend import MediaPipeFace, MediaPipePose  # noqa: PLC0415 - a second and 200 MB

    pose = MediaPipePose()
    try:
        face = MediaPipeFace()
        try:
            yield Eyes(pose, face)
        finally:
            face.close()
    finally:
        pose.close()
