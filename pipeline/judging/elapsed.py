"""Times inside a judgement are seconds since the beginning of what is judged, to the microsecond.

The same story at another hour or on another day then has the same times to the last bit, and is judged the same.
"""

from dataclasses import dataclass, replace

import numpy as np

from models import Coverage, Event
from pipeline.scene import Duty, Excuse, Floats, Spans
from vision.core import Signals

_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Elapsed:
    """Seconds since `zero` in place of UTC seconds, and back; what is judged is from `zero` to `until` (UTC s)."""

    zero: float
    until: float

    @property
    def seconds(self) -> float:
        """When what is judged ends, by elapsed time."""
        return self.since(self.until)

    def since(self, moment: float) -> float:
        """A moment (UTC s) as seconds since zero."""
        return round(moment - self.zero, _DIGITS)

    def rows(self, signals: Signals) -> Signals:
        """The signals by elapsed time; of looks in the same microsecond the first one stays."""
        time = np.round(signals.time - self.zero, _DIGITS)
        first = np.diff(time, prepend=-np.inf) > 0
        if first.all():
            return Signals(time, signals.columns)
        return Signals(time[first], {name: column[first] for name, column in signals.columns.items()})

    def spans(self, spans: Spans) -> Spans:
        """Spans of UTC seconds by elapsed time."""
        return Spans.merged(self._all(spans.start), self._all(spans.end))

    def duty(self, duty: Duty) -> Duty:
        """A counter's hours and excuses by elapsed time."""
        return replace(
            duty,
            opened=self.spans(duty.opened),
            excuses=tuple(
                Excuse(self.since(one.start), self.since(one.end), one.reason) for one in duty.excuses
            ),
            accounted=None if duty.accounted is None else self.spans(duty.accounted),
            empty=None if duty.empty is None else self.spans(duty.empty),
            guessed=self.spans(duty.guessed),
        )

    def event(self, event: Event) -> Event:
        """An event by elapsed time with its UTC seconds."""
        return replace(event, start=event.start + self.zero, end=event.end + self.zero)

    def coverage(self, coverage: Coverage) -> Coverage:
        """A coverage by elapsed time with its UTC seconds."""
        return replace(coverage, start=coverage.start + self.zero, end=coverage.end + self.zero)

    def _all(self, moments: Floats) -> Floats:
        return np.asarray(np.round(moments - self.zero, _DIGITS), np.float64)
