"""A camera that is blind or has moved: never a fault of staff, always less coverage."""

from collections.abc import Iterable

import numpy as np

from pipeline.scene import Event, Scene, Spans, behaviour
from vision.camera.health import CameraState

# A moved camera shows enough, but not the scene that the zones were drawn for: see `camera_moved`. Pictures that were
# skipped say nothing about the camera.
_NOTHING_TO_SEE = [
    state for state in CameraState if state not in (CameraState.OK, CameraState.MOVED, CameraState.SKIPPED)
]


@behaviour("camera_blind")
def camera_blind(scene: Scene) -> list[Event]:
    """No usable picture for `blind_after_s` while the counter is open: a hall that is dark at night is no fault."""
    needed = scene.limits.blind_after_s
    return [
        scene.event(
            "camera_blind", span, 1.0, {"seconds": round(span[1] - span[0], 2), "threshold_s": needed}
        )
        for span in spans_of(scene, _NOTHING_TO_SEE).longer_than(needed)
    ]


def spans_of(scene: Scene, states: Iterable[CameraState]) -> Spans:
    """The time in which the camera was in one of these states while the counter was open."""
    codes = [list(CameraState).index(state) for state in states]
    rows = np.isin(scene.signals["health"], codes)
    return Spans.from_samples(scene.signals.time, rows, scene.states.hold) & scene.opened


@behaviour("camera_moved")
def camera_moved(scene: Scene) -> list[Event]:
    """The picture went elsewhere for `blind_after_s`; until new zones are drawn nothing is judged."""
    needed = scene.limits.blind_after_s
    return [
        scene.event(
            "camera_moved", span, 1.0, {"seconds": round(span[1] - span[0], 2), "threshold_s": needed}
        )
        for span in spans_of(scene, [CameraState.MOVED]).longer_than(needed)
    ]
