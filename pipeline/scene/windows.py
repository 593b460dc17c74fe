"""Another window of the hall, as one window sees it: staffed, closed, or empty because it may be."""

from dataclasses import dataclass

from pipeline.intervals.spans import Spans
from pipeline.scene.duty import Duty


@dataclass(frozen=True, slots=True)
class Window:
    """Another window. `empty` is where its post was seen empty, whether or not it should have been staffed then."""

    counter: str
    empty: Spans
    duty: Duty

    @property
    def closed(self) -> Spans:
        """Seen empty while it should have been staffed and nothing excuses it."""
        return (self.empty & self.duty.opened) - self.duty.excused
