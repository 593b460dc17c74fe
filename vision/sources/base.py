"""The common interface of all picture sources: files, folders and cameras."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Literal, Self

from vision.core import Basis, Frame, limit


@dataclass(frozen=True, slots=True)
class GapLimits:
    """Limits of pauses between pictures."""

    hole_s: float = limit(
        2.0, "s", Basis.CHOICE, "recorders write at least one picture a second; a longer pause is unseen time"
    )
    rounding_s: float = limit(
        0.002,
        "s",
        Basis.STANDARD,
        "Matroska and FLV round to 0.001, which must not put two pictures into one slot",
    )
    one_gap_s: float = limit(
        0.5, "s", Basis.CHOICE, "a few pictures between two gaps get no entry of their own"
    )
    hole_steps: float = limit(4.0, "usual intervals", Basis.CHOICE, "the same limit for slower recordings")


LIMITS = GapLimits()
HOLE_S, HOLE_STEPS, ROUNDING_S = LIMITS.hole_s, LIMITS.hole_steps, LIMITS.rounding_s


Kind = Literal["video", "images", "webcam", "stream"]


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """Properties of a source before the first picture is read.

    `width` and `height` are pixels as shown (rotation applied, square pixels). `duration_s` is NaN when the source
    gives none or never ends. `start` is the UTC time of the first picture; `start_known` is False when it is estimated
    from the file's modification time.
    """

    kind: Kind
    width: int
    height: int
    codec: str
    duration_s: float
    start: float
    start_known: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """A span (UTC seconds) without a picture that could be judged, and its reason as one line."""

    start: float
    end: float
    reason: str


class PictureSource(ABC):
    """Pictures with their times. Use it as a context manager; one thread at a time reads it."""

    camera: str

    @property
    @abstractmethod
    def info(self) -> SourceInfo:
        """The properties of the source."""

    @abstractmethod
    def frames(self, rate: float, max_side: int = 1280) -> Iterator[Frame]:
        """About `rate` pictures a second, chosen by presentation time; all of them when there are fewer.

        Times strictly increase. Pictures are upright BGR with square pixels, scaled down (never up) until no side is
        longer than `max_side`. Raises VisionError when not one picture can be read.
        """

    @property
    @abstractmethod
    def gaps(self) -> list[Gap]:
        """The unreadable spans so far, in order; complete when `frames` has ended."""

    @property
    def notes(self) -> tuple[str, ...]:
        """Lines for the operator about times that cannot be trusted; complete when `frames` has ended."""
        return ()

    def close(self) -> None:  # noqa: B027 - most sources hold nothing open between readings
        """Release the file or camera."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class FrameSampler:
    """Chooses about `rate` moments a second: the first of every 1/rate seconds.

    The choice depends on the time alone, not on earlier pictures, so pictures can also be chosen from packets in
    decoding order.
    """

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self._slot = -1

    def slot(self, seconds: float) -> int:
        """Number of the slot that contains `seconds`."""
        return int((seconds + ROUNDING_S) * self.rate)

    def takes(self, seconds: float) -> bool:
        """Whether the picture at `seconds` is the first of its slot. Call in order of time."""
        slot = self.slot(seconds)
        taken = slot > self._slot
        self._slot = max(slot, self._slot)
        return taken
