"""A camera that looks elsewhere than its zones were drawn for: never anybody's fault, always less coverage."""

from models.events import Event
from pipeline.behaviours.blind import spans_of
from pipeline.scene.scene import Scene
from vision.camera.health import CameraState


def camera_moved(scene: Scene) -> list[Event]:
    """The picture went elsewhere for `blind_after_s`; until new zones are drawn nothing is judged."""
    needed = scene.limits.blind_after_s
    return [
        scene.event(
            "camera_moved", span, 1.0, {"seconds": round(span[1] - span[0], 2), "threshold_s": needed}
        )
        for span in spans_of(scene, [CameraState.MOVED]).longer_than(needed)
    ]
