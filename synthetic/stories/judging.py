"""Stories judged by the pipeline, with times in seconds from the begin of the story."""

from dataclasses import dataclass

from models import Event, Thresholds
from models.norms import load_profile
from pipeline.intervals import Spans
from pipeline.judging.judge import Judgement, judge
from synthetic.stories.story import Story
from synthetic.stories.world import POST, SIDE, START, View

EVALUATION = load_profile("evaluation").thresholds


def limits(**changes: float) -> Thresholds:
    """The evaluation profile's thresholds with some changes."""
    return EVALUATION.model_copy(update=changes)


@dataclass(frozen=True, slots=True)
class Told:
    """A judged story. Times are seconds from its begin."""

    judgement: Judgement
    start: float

    def all(self, kind: str) -> list[tuple[float, float]]:
        """(start, end) of every event of a kind, rounded to tenths."""
        return [(round(e.start - self.start, 1), round(e.end - self.start, 1)) for e in self.events(kind)]

    def events(self, kind: str) -> list[Event]:
        """Every event of a kind, in order."""
        return [e for e in self.judgement.events if e.kind == kind]

    def one(self, kind: str) -> Event:
        """The only event of a kind; AssertionError if there are others or none."""
        found = self.events(kind)
        assert len(found) == 1, f"{len(found)} events of kind {kind}: {found}"
        return found[0]

    @property
    def kinds(self) -> set[str]:
        """The events, without records of an empty window."""
        return {e.kind for e in self.judgement.events} - {"idle_time"}

    @property
    def faults(self) -> set[str]:
        """The kinds that are no records."""
        return self.kinds - {"arrival", "departure", "camera_blind", "camera_moved", "idle_time"}

    def when(self, name: str) -> list[tuple[float, float]]:
        """(start, end) of every span of a state, rounded to tenths."""
        return [(round(start, 1), round(end, 1)) for start, end in self.state(name)]

    def state(self, name: str) -> Spans:
        """The spans in which a state holds."""
        return Spans.of(
            *((s.start - self.start, s.end - self.start) for s in self.judgement.states if s.state == name)
        )


def judged(
    story: Story,
    view: View = SIDE,
    thresholds: Thresholds = EVALUATION,
    *,
    opened: tuple[tuple[float, float], ...] | None = None,
    customers: bool = True,
    start: float = START,
) -> Told:
    """The judgement of the story by the pipeline; `opened` in seconds of the story."""
    hours = None if opened is None else Spans.of(*((start + a, start + b) for a, b in opened))
    signals = story.signals(view, start=start, customers=customers)
    return Told(judge("hall", {POST: signals}, thresholds, (start, start + story.seconds), hours), start)
