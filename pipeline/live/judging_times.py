"""When a live camera is judged: at the moments at which time alone decides, and soon after people change."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import inf

from models import Thresholds
from models.norms import load_catalogue
from pipeline.intervals import TICK
from pipeline.judging.judge import Judgement, StateSpan
from pipeline.scene.duty import Duty
from vision.core import Basis, LookCounts, limit


@dataclass(frozen=True, slots=True)
class JudgingLimits:
    """Limits of how often a live camera is judged. Times are those of its looks."""

    quiet_s: float = limit(
        5.0,
        "s",
        Basis.CHOICE,
        "while nobody comes or goes: the limits of postures are longer, so their ends are known before",
    )
    lively_s: float = limit(
        2.0, "s", Basis.CHOICE, "while a customer is there: what hands do is an event when it ends"
    )
    changed_s: tuple[float, ...] = limit(
        (0.6, 2.4),
        "s",
        Basis.CHOICE,
        "after somebody came or went: what was seen, and what misses of two seconds left of it",
    )
    changes: int = limit(
        4, "spans", Basis.CHOICE, "a post that was left, and returned to for moments: the first edge counts"
    )
    soonest_s: float = limit(
        0.4, "s", Basis.CHOICE, "two looks: what one look says and the next one takes back"
    )
    seldom_s: float = limit(60.0, "s", Basis.CHOICE, "the longest pause if judging is slow")
    quiet_share: float = limit(
        0.02, "of a core", Basis.CHOICE, "judging a quiet camera: the more is buffered, the less often"
    )
    lively_share: float = limit(0.06, "of a core", Basis.CHOICE, "the same while customers are there")
    most_share: float = limit(0.2, "of a core", Basis.CHOICE, "the same when one moment follows another")


LIMITS = JudgingLimits()
# The states whose beginnings and ends every duration of a norm may count from.
_PRESENCE = frozenset({"staff_present", "customer_present", "customer_waiting"})


@dataclass
class JudgingTimes:
    """`due` says whether it is time to judge; `begun` is when the session began, UTC seconds."""

    begun: float
    _at: float = field(init=False)
    _next: float = field(default=inf, init=False)
    _cost_s: float = field(default=0.0, init=False)
    _counts: Sequence[LookCounts] = field(default=(), init=False)
    _changed: list[float] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        self._at = self.begun

    def looked(self, moment: float, counts: Sequence[LookCounts]) -> None:
        """Note the people of a look at `moment` (UTC s)."""
        if counts != self._counts:
            self._counts, self._changed = counts, [moment + after for after in LIMITS.changed_s]

    def due(self, until: float) -> bool:
        """Whether everything up to `until` (UTC s), the last moment looked at, is to be judged now."""
        passed = until - self._at
        if passed < max(LIMITS.soonest_s, self._cost_s / LIMITS.most_share) - TICK:
            return False
        following = min([self._next, self._at + self._pause_s, *self._changed])
        return until >= following - TICK

    def judged(self, until: float, following: float, cost_s: float) -> None:
        """Note a judgement up to `until`, which took `cost_s` of the processor; `following` is the next moment due."""
        self._at, self._next, self._cost_s = until, following, cost_s
        self._changed = [moment for moment in self._changed if moment > until]

    @property
    def _pause_s(self) -> float:
        lively = any(one.customers > 0 for one in self._counts)
        least, share = (
            (LIMITS.lively_s, LIMITS.lively_share) if lively else (LIMITS.quiet_s, LIMITS.quiet_share)
        )
        return min(LIMITS.seldom_s, max(least, self._cost_s / share))


def next_due(found: Judgement, hours: Iterable[float], limits: Thresholds, until: float) -> float:
    """The next moment after `until` (UTC s) at which time alone can decide an event; inf without one.

    Such a moment is a duration of the norms after a change: absence 30 s after the post was left. `hours` are moments
    at which the counters open, close, or an excuse begins or ends.
    """
    moments = (moment for moment in _moments(found, hours, limits) if moment > until + TICK)
    return min(moments, default=inf)


def edges(duties: Iterable[Duty]) -> tuple[float, ...]:
    """The moments (UTC s) at which norms begin or cease to hold, and excuses begin or end."""
    found = {
        float(moment)
        for duty in duties
        for spans in (duty.opened, duty.excused)
        for span in spans
        for moment in span
    }
    return tuple(sorted(found))


def _moments(found: Judgement, hours: Iterable[float], limits: Thresholds) -> Iterator[float]:
    durations = _durations(limits)
    own = _own_durations(limits)
    latest: dict[tuple[str, str], list[StateSpan]] = {}
    for span in found.states:
        latest.setdefault((span.counter, span.state), []).append(span)
    for (_, state), spans in latest.items():
        if state in _PRESENCE:
            times = (edge for span in spans[-LIMITS.changes :] for edge in (span.start, span.end))
            yield from (edge + length for edge in times for length in durations)
        yield from (spans[-1].start + length for length in own.get(state, ()))
    yield from (event.end + length for event in found.events if not event.seconds for length in durations)
    yield from (edge + length for edge in hours for length in (0.0, *durations))


def _durations(limits: Thresholds) -> list[float]:
    """The durations of the norms, seconds; a speed has another unit."""
    numbers = limits.model_dump()
    names = (name for name in numbers if name.endswith("_s") and not name.endswith("_m_s"))
    return sorted({float(numbers[name]) for name in names})


def _own_durations(limits: Thresholds) -> dict[str, list[float]]:
    """state -> the durations from which on it is an event, seconds."""
    found: dict[str, list[float]] = {}
    for kind in load_catalogue().kinds.values():
        if kind.state is not None and kind.threshold is not None:
            found.setdefault(kind.state, []).append(limits.number(kind.threshold))
    return found
