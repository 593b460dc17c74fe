"""What earlier looks claimed and is taken back when a later look knows better."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Doubt:
    """A zone `role` of `counter` in which nobody was found from `since` to before `until` (UTC s), wrongly perhaps."""

    counter: str
    role: str
    since: float
    until: float


@dataclass(frozen=True, slots=True)
class Corrections:
    """`withdrawn` are ids of tracks that were no people from a time on (UTC s): their claims since are taken back."""

    withdrawn: Mapping[int, float] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()

    def takes_back(self, track: int | None, time: float) -> bool:
        """Whether what the track claimed at `time` (UTC s) is taken back."""
        return track is not None and track in self.withdrawn and time >= self.withdrawn[track]


NO_CORRECTIONS = Corrections()
