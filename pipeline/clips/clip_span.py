"""The span of time that a clip shows, computed without a decoder, for cutting and for playing it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePath

from models import Event

MOMENT = "%Y%m%dT%H%M%SZ"
"""How a clip's name begins: the second in which its event began when it was cut."""


@dataclass(frozen=True, slots=True)
class ClipSettings:
    """How clips are cut. Five seconds before and after show how somebody came and what came of it.

    A clip longer than `longest_s` ends early: nobody watches half an hour of an empty chair. `rate` is enough to
    see a nod; `max_side` is what a review needs, and what a phone loads. `together_s`: events closer than this
    are decoded in one go, as the way from one key frame to the next is often as long.
    """

    before_s: float = 5.0
    after_s: float = 5.0
    longest_s: float = 60.0
    rate: float = 15.0
    max_side: int = 960
    skeleton: bool = False
    together_s: float = 5.0

    def span(self, event: Event) -> tuple[float, float]:
        """Start and end of the event's clip, UTC seconds."""
        start = event.start - self.before_s
        return start, min(event.end + self.after_s, start + self.longest_s)


def clip_start(clip: str, event: Event, footage_start: float) -> float:
    """When the first picture of a kept clip was taken, UTC seconds, to a look or two.

    `clip` is its path: an event that a later judgement moved keeps the clip of its old start, which the name tells
    to the second. A clip cannot begin before its footage does.
    """
    begun = _moment(clip)
    moved = begun is not None and not begun <= event.start < begun + 1
    start = begun if moved and begun is not None else event.start
    return max(start - ClipSettings().before_s, footage_start)


def _moment(clip: str) -> float | None:
    try:
        told = datetime.strptime(PurePath(clip).name.partition("_")[0], MOMENT)
    except ValueError:
        return None
    return told.replace(tzinfo=UTC).timestamp()
