"""One camera's counters as a hall: each with the other windows around it, before this camera and before others."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from pipeline.scene.duty import Duty
from pipeline.scene.scene import Scene
from pipeline.scene.windows import Window


def with_windows(scenes: Sequence[Scene], duties: Mapping[str, Duty]) -> list[Scene]:
    """The scenes of one camera, each with the other windows of its hall.

    Those of other cameras are the `duties` of which somebody says where the post was seen empty. A queue that several
    counters share is one queue, and the first of them sees the windows.
    """
    elsewhere = [Window(key, duty.empty, duty) for key, duty in duties.items() if duty.empty is not None]
    here = [Window(scene.counter, scene.states.present.false, scene.duty) for scene in scenes]
    return [
        scene
        if any(_same_queue(scene, earlier) for earlier in scenes[:row])
        else replace(scene, windows=(*here[:row], *here[row + 1 :], *elsewhere))
        for row, scene in enumerate(scenes)
    ]


def _same_queue(one: Scene, other: Scene) -> bool:
    return np.array_equal(one.signals["waiting"], other.signals["waiting"], equal_nan=True)
