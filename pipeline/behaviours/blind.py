"""A camera that shows nothing that could be judged: never anybody's fault, always less coverage."""

import numpy as np

from models.events import Event
from pipeline.scene import Scene
from pipeline.spans import Spans


def camera_blind(scene: Scene) -> list[Event]:
    """Nothing to be seen for `blind_after_s` while the counter is open: a hall that is dark at night is none."""
    signals, needed = scene.signals, scene.limits.blind_after_s
    blind = Spans.from_samples(signals.time, np.asarray(signals["health"] > 0, np.bool_), scene.states.hold)
    blind &= scene.opened
    return [
        scene.event(
            "camera_blind", span, 1.0, {"seconds": round(span[1] - span[0], 2), "threshold_s": needed}
        )
        for span in blind.longer_than(needed)
    ]
