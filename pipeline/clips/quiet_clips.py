"""Clips of quiet minutes: drawn minutes of a counter in which nothing was flagged, rendered as clips of events are."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from models import MINUTE_S, Event
from pipeline.clips.clip_span import ClipSettings
from vision.core import Basis, limit

_KIND = "quiet"


@dataclass(frozen=True, slots=True)
class QuietClipLimits:
    """Limits of clips of quiet minutes."""

    around_s: float = limit(
        5.0, "s", Basis.CHOICE, "to either side: what begins at the edge of the minute can be recognised"
    )
    moment_s: float = limit(1.0, "s", Basis.CHOICE, "an event's moment is widened by so much to either side")
    settle_s: float = limit(
        60.0, "s", Basis.CHOICE, "after a live minute: what is flagged in it is published by then"
    )


LIMITS = QuietClipLimits()


def quiet_event(camera: str, counter: str, start: float) -> Event:
    """A quiet minute in the form in which clips are cut; it is no event that is stored."""
    return Event(camera, counter, _KIND, start, start + MINUTE_S, 1.0)


def quiet_settings(settings: ClipSettings) -> ClipSettings:
    """The settings with which the whole minute is cut."""
    around = LIMITS.around_s
    return replace(settings, before_s=around, after_s=around, longest_s=MINUTE_S + 2 * around)


def is_quiet(minute: Event, faults: Iterable[Event]) -> bool:
    """Whether no fault at its counter touches the minute."""
    return not any(
        one.counter == minute.counter
        and one.start - LIMITS.moment_s < minute.end
        and one.end + LIMITS.moment_s > minute.start
        for one in faults
    )
