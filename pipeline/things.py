"""What a detection model saw of a person, for behaviours that only grow surer or less sure by it."""

import numpy as np

from pipeline.scene import Scene

# Fewer looks say nothing: detectors miss and mistake single pictures.
_LOOKS = 5


def share_seen(scene: Scene, column: str, span: tuple[float, float]) -> float | None:
    """Share of the looks of the span in which the thing of `column` was seen; None: no model, or it saw too seldom."""
    scores = scene.signals.columns.get(column)
    if scores is None:
        return None
    looks = scores[scene.rows(*span)]
    looks = looks[~np.isnan(looks)]
    return float(np.mean(looks > 0)) if len(looks) >= _LOOKS else None
