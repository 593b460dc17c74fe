"""Clips: the evidence of an event, cut from the recording without decoding it from its beginning again."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from models import Event
from pipeline.archive.signals import safe_name
from pipeline.clips.clip_span import MOMENT, ClipSettings
from pipeline.clips.encoding import ClipWriter, note_of, sha256_of
from pipeline.clips.privacy import ObservedPeople, RedactionMask
from pipeline.clips.skeleton import draw_skeleton
from pipeline.clips.staff_heads import StaffHeads
from vision.core import Basis, Frame, Image, limit
from vision.detection.people_search import LIMITS as SEARCH
from vision.detection.people_search import FoundPeople, searched

__all__ = ["Clip", "ClipFootage", "ClipSettings", "ObservedPeople", "clip_name", "cut_clips"]

LOOK = 4  # part of every clip's note: raise it when clips are to be cut anew because they look different


@dataclass(frozen=True, slots=True)
class PosterLimits:
    """Limits of the moment that a poster shows."""

    after_s: float = limit(0.8, "s", Basis.CHOICE, "after a point event, when the movement is seen")
    within_s: float = limit(3.0, "s", Basis.CHOICE, "into a long one: what is shown has begun")


LIMITS = PosterLimits()


class ClipFootage(Protocol):
    """A source of the pictures of a span: a recording, a folder of stills, the buffer of a live camera."""

    def window(self, start: float, end: float, rate: float, max_side: int = 1280) -> Iterator[Frame]:
        """About `rate` pictures a second of `start`..`end` (UTC s)."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip on disk with its `poster` (a JPEG beside it) and the SHA-256 of the clip.

    `fresh` is False where the files lay there before: nothing says that they are still as they were cut.
    """

    path: Path
    poster: Path
    sha256: str
    fresh: bool = field(default=True, compare=False)


@dataclass
class _ClipJob:
    """One clip to be cut."""

    event: Event
    start: float
    end: float
    writer: ClipWriter
    poster: Image | None = field(default=None, init=False)

    def take(self, image: Image, time: float) -> None:
        """Take a picture that may be of this clip."""
        if not self.start <= time <= self.end:
            return
        self.writer.write(image, time)
        # The last picture up to the poster's moment: there is one also when the recording breaks off before.
        if self.poster is None or time <= poster_moment(self.event):
            self.poster = image

    def finish(self) -> bool:
        """Move clip and poster to their places; False where there is no picture."""
        if self.poster is not None:
            self.writer.poster(self.poster)
        return self.writer.finish()


def cut_clips(
    footage: ClipFootage,
    events: Sequence[Event],
    observed: ObservedPeople,
    folder: Path,
    settings: ClipSettings | None = None,
) -> list[Clip | None]:
    """A clip for each event, in the order of `events`; None where no picture of it can be read.

    A clip that is there already, of the same span and cut in the same way, stays as it is. Clips appear in
    `folder` when they are complete. Raises PipelineError when they cannot be written.
    """
    settings = settings or ClipSettings()
    paths = [folder / f"{clip_name(event)}.mp4" for event in events]
    missing = [
        (event, path)
        for event, path in zip(events, paths, strict=True)
        if note_of(path) != _note(event, settings) or not path.with_suffix(".jpg").exists()
    ]
    fresh: set[Path] = set()
    for group in _together(missing, settings):
        fresh |= _cut(footage, group, observed, settings)
    return [_found(path, fresh=path in fresh) for path in paths]


def clip_name(event: Event) -> str:
    """A file name without suffix, the same for the same event: `20261123T120005Z_W1_absence_1f0c...`."""
    moment = datetime.fromtimestamp(event.start, UTC).strftime(MOMENT)
    identity = f"{event.camera}\n{event.counter}\n{event.kind}\n{round(event.start * 1000)}"
    return f"{moment}_{safe_name(event.counter)[:60]}_{event.kind}_{hashlib.sha256(identity.encode()).hexdigest()[:12]}"


def poster_moment(event: Event) -> float:
    """The moment of the poster (UTC s): a point event a moment after it, a span in its middle or three seconds in."""
    return event.start + (LIMITS.after_s if event.seconds == 0 else min(event.seconds / 2, LIMITS.within_s))


def _cut(
    footage: ClipFootage,
    group: Sequence[tuple[Event, Path]],
    observed: ObservedPeople,
    settings: ClipSettings,
) -> set[Path]:
    """The paths of the clips that were written."""
    with ExitStack() as undo:
        orders = []
        for event, path in group:
            writer = ClipWriter(path, settings.rate, _note(event, settings))
            undo.callback(writer.abandon)
            orders.append(_ClipJob(event, *settings.span(event), writer))
        first, last = min(o.start for o in orders), max(o.end for o in orders)
        found = searched(footage.window(first, last, SEARCH.rate, settings.max_side))
        artists = {
            counter: _ClipRenderer(observed, counter, settings, found)
            for counter in {order.event.counter for order in orders}
        }
        for order in orders:
            order.writer.staff_heads = artists[order.event.counter].staff_heads(order)
        for frame in footage.window(first, last, settings.rate, settings.max_side):
            for counter, artist in artists.items():
                wanting = [o for o in orders if o.event.counter == counter and o.start <= frame.time <= o.end]
                if wanting:
                    image = artist.drawn(frame)
                    for order in wanting:
                        order.take(image, frame.time)
        return {path for order, (_event, path) in zip(orders, group, strict=True) if order.finish()}


class _ClipRenderer:
    """Draws the pictures of one counter's clips."""

    def __init__(
        self,
        observed: ObservedPeople,
        counter: str,
        settings: ClipSettings,
        found: Sequence[FoundPeople] | None,
    ) -> None:
        self._mask = RedactionMask(observed, counter, found)
        mine = [s for s in observed.sightings if s.role == "staff" and s.counter == counter]
        self._staff = mine if settings.skeleton else []

    def staff_heads(self, order: _ClipJob) -> StaffHeads:
        """Where the heads of the staff are in a clip."""
        return StaffHeads.sampled(
            self._mask.staff_heads, (order.start, order.end), poster_moment(order.event)
        )

    def drawn(self, frame: Frame) -> Image:
        image = self._mask.drawn(frame)
        draw_skeleton(frame, image, self._staff)
        return image


def _together(
    missing: Sequence[tuple[Event, Path]], settings: ClipSettings
) -> Iterator[list[tuple[Event, Path]]]:
    """Groups of events with overlapping or nearly overlapping clips."""
    group: list[tuple[Event, Path]] = []
    end = float("-inf")
    for event, path in sorted(missing, key=lambda m: settings.span(m[0])):
        start, stop = settings.span(event)
        if group and start > end + settings.together_s:
            yield group
            group = []
        group.append((event, path))
        end = stop if len(group) == 1 else max(end, stop)
    if group:
        yield group


def _note(event: Event, settings: ClipSettings) -> str:
    start, end = settings.span(event)
    return f"counterwatch {LOOK} {event.camera} {start:.2f} {end:.2f} {settings.max_side} {int(settings.skeleton)}"


def _found(path: Path, *, fresh: bool) -> Clip | None:
    return Clip(path, path.with_suffix(".jpg"), sha256_of(path), fresh) if path.exists() else None
