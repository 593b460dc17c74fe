"""What a detection model saw of a person, for behaviours that only grow surer or less sure by it."""

import numpy as np

from pipeline.scene.scene import Scene

# Fewer looks say nothing: detectors miss and mistake single pictures. And a model that never found the thing at this
# counter may be unable to: a small COCO model saw next to none of the phones of labelled clips, small as they are.
_LOOKS = 5


def share_seen(scene: Scene, column: str, span: tuple[float, float]) -> float | None:
    """Share of the looks of the span in which the thing of `column` was seen.

    None without a model, where it looked too seldom, or where it saw none and hardly any at this counter at all.
    """
    scores = scene.signals.columns.get(column)
    if scores is None:
        return None
    looks = scores[scene.rows(*span)]
    looks = looks[~np.isnan(looks)]
    if len(looks) < _LOOKS or ((scores > 0).sum() < _LOOKS and not (looks > 0).any()):
        return None
    return float(np.mean(looks > 0))
