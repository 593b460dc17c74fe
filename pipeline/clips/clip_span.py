"""The span of time that a clip shows, computed without a decoder, for cutting and for playing it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePath

from models import Event
from vision.core import Basis, limit

MOMENT = "%Y%m%dT%H%M%SZ"
"""How a clip's name begins: the second in which its event began when it was cut."""


@dataclass(frozen=True, slots=True)
class ClipSettings:
    """How clips are cut."""

    before_s: float = limit(5.0, "s", Basis.CHOICE, "shows how a person came")
    after_s: float = limit(5.0, "s", Basis.CHOICE, "shows what came of it")
    longest_s: float = limit(60.0, "s", Basis.CHOICE, "nobody watches half an hour of an empty chair")
    rate: float = limit(15.0, "pictures a second", Basis.CHOICE, "enough to see a nod")
    max_side: int = limit(960, "pixels", Basis.CHOICE, "enough for a review, and a phone loads it")
    lag_s: float = limit(3.0, "s", Basis.CHOICE, "pictures of a live camera reach the spool so much later")
    skeleton: bool = False
    together_s: float = limit(
        5.0,
        "s",
        Basis.CHOICE,
        "the way between key frames is often as long: closer events are decoded in one go",
    )

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
