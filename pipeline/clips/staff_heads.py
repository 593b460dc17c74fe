"""Where the heads of the staff are in a clip: kept in the clip itself, so that whoever needs no faces gets none.

Boxes (4,) are x0, y0, x1, y1 in picture heights.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from vision.core import Basis, Box, limit

HEADS = "description"
"""The field of a clip's metadata; mp4 keeps only those that it knows by name."""


@dataclass(frozen=True, slots=True)
class HeadLimits:
    """Limits of the moments at which heads are kept."""

    step_s: float = limit(0.2, "s", Basis.CHOICE, "people are looked at five times a second")
    near_s: float = limit(
        0.3, "s", Basis.CHOICE, "a step, and a half for the head on its way to the next one"
    )
    parts: int = limit(1000, "of the picture's height", Basis.CHOICE, "a pixel or less")


LIMITS = HeadLimits()


@dataclass(frozen=True, slots=True)
class StaffHeads:
    """The heads at some moments, and the moment of the poster. Times are seconds, all with the same beginning."""

    moments: Sequence[tuple[float, Sequence[Box]]]
    poster: float

    @classmethod
    def sampled(cls, heads: Callable[[float], list[Box]], span: tuple[float, float], poster: float) -> Self:
        """The heads that `heads` gives in a span of time."""
        times = np.arange(span[0], span[1] + LIMITS.step_s, LIMITS.step_s).tolist()
        return cls([(time, heads(time)) for time in times], poster)

    def told(self, first: float) -> str:
        """As text, with times from `first` on, that of the clip's first picture."""
        moments = [
            [round(1000 * (time - first)), [[round(float(v) * LIMITS.parts) for v in box] for box in boxes]]
            for time, boxes in self.moments
            if boxes
        ]
        told = {"poster": round(1000 * (self.poster - first)), "heads": moments}
        return json.dumps(told, separators=(",", ":"))

    @classmethod
    def read(cls, told: str) -> Self | None:
        """The heads of a text, with times from the clip's first picture on; None when it is no such text."""
        try:
            read = json.loads(told)
            moments = [
                (time / 1000, [(np.array(box).reshape(4) / LIMITS.parts).astype(np.float32) for box in boxes])
                for time, boxes in read["heads"]
            ]
            return cls(moments, read["poster"] / 1000)
        except (ValueError, TypeError, KeyError):
            return None

    def near(self, time: float) -> list[Box]:
        """The heads around `time`."""
        return [box for at, boxes in self.moments if abs(at - time) <= LIMITS.near_s for box in boxes]
