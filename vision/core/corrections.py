"""Corrections of earlier results that follow from a later look."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Doubt:
    """A zone `role` of `counter` found empty from `since` to before `until` (UTC s), possibly by mistake."""

    counter: str
    role: str
    since: float
    until: float


@dataclass(frozen=True, slots=True)
class Corrections:
    """Results of earlier looks that are withdrawn or in doubt.

    `withdrawn` are track ids that were not people from a time on (UTC s): their results since then are withdrawn.
    """

    withdrawn: Mapping[int, float] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()

    def takes_back(self, track: int | None, time: float) -> bool:
        """Whether the results of the track at `time` (UTC s) are withdrawn."""
        return track is not None and track in self.withdrawn and time >= self.withdrawn[track]


NO_CORRECTIONS = Corrections()
