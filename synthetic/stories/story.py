"""A story: the steps of a scene in seconds, and the signals of a camera that observes it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from synthetic.stories.rows import SceneRows
from synthetic.stories.world import SIDE, START, View, World
from vision.core import Signals


@dataclass(frozen=True, slots=True)
class Story:
    """Steps of (seconds, changes from then on)."""

    steps: tuple[tuple[float, Mapping[str, object]], ...] = ()

    def __add__(self, other: "Story") -> "Story":
        return Story(self.steps + other.steps)

    def __mul__(self, times: int) -> "Story":
        return Story(self.steps * times)

    @property
    def seconds(self) -> float:
        """The length of the story."""
        return sum(seconds for seconds, _ in self.steps)

    def signals(self, view: View = SIDE, *, start: float = START, customers: bool = True) -> Signals:
        """The rows of a camera that observes the story, five looks a second; `customers` False: no such zone."""
        return SceneRows(view, start, customers).of(self.worlds())

    def worlds(self) -> Iterator[tuple[float, World]]:
        """(seconds, state of the world) in order."""
        now = World()
        for seconds, changes in self.steps:
            now = replace(now, **changes)  # type: ignore[arg-type]
            yield seconds, now
