"""What earlier looks claimed and is taken back when a later look knows better."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Doubt:
    """Looks at zone `role` of `counter`, at `times` (UTC s), that found nobody and may have missed somebody."""

    counter: str
    role: str
    times: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Corrections:
    """`withdrawn` are ids of tracks that were no people: everything that was claimed by them is taken back."""

    withdrawn: frozenset[int] = frozenset()
    doubts: tuple[Doubt, ...] = field(default=())


NO_CORRECTIONS = Corrections()
