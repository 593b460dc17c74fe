"""What every source of pictures offers, whichever file, folder or camera it reads."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Literal, Self

from vision.core.frame import Frame

HOLE_S = 2.0  # recorders write at least one picture a second; a longer pause is time nobody could see
ROUNDING_S = 0.002  # Matroska and FLV round to 1 ms, which must not put two pictures into one slot
HOLE_STEPS = 4.0  # and so is one of that many usual intervals, in slower recordings

Kind = Literal["video", "images", "webcam", "stream"]


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What is known before the first picture is read.

    `width` and `height` are pixels as shown (rotation applied, square pixels), `duration_s` is NaN when the
    source does not say or never ends. `start` is the UTC time of the first picture; `start_known` is False
    where it is only guessed from the file's modification time.
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
    """A span, UTC seconds, in which the source gave no picture that could be judged, and why (one line)."""

    start: float
    end: float
    reason: str


class PictureSource(ABC):
    """Pictures with their times. Use it as a context manager; it is read by one thread at a time."""

    camera: str

    @property
    @abstractmethod
    def info(self) -> SourceInfo:
        """What the source says of itself."""

    @abstractmethod
    def frames(self, rate: float, max_side: int = 1280) -> Iterator[Frame]:
        """About `rate` pictures a second, chosen by presentation time; all of them if there are fewer.

        Times strictly increase. Pictures are upright BGR with square pixels, scaled down (never up) until
        no side is longer than `max_side`. Raises VisionError when not one picture can be read.
        """

    @property
    @abstractmethod
    def gaps(self) -> list[Gap]:
        """What could not be read so far, in order; complete when `frames` has ended."""

    def close(self) -> None:  # noqa: B027 - most sources hold nothing open between readings
        """Let go of the file or camera."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class FrameSampler:
    """Chooses about `rate` moments a second: the first of every 1/rate seconds.

    The choice depends on the time alone and not on what came before, so pictures can be chosen from packets
    in decoding order too.
    """

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self._slot = -1

    def slot(self, seconds: float) -> int:
        """Number of the slot that `seconds` falls into."""
        return int((seconds + ROUNDING_S) * self.rate)

    def takes(self, seconds: float) -> bool:
        """Whether the picture at `seconds` is the first of its slot; call in order of time."""
        slot = self.slot(seconds)
        taken = slot > self._slot
        self._slot = max(slot, self._slot)
        return taken
