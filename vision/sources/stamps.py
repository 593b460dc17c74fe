"""Presentation times of the pictures of one stream: stored in its container, or counted."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from av import VideoFrame
from av.container import InputContainer
from av.error import FFmpegError
from av.video.stream import VideoStream

from vision.sources.clock import LIMITS, seconds
from vision.sources.containers import READERS_RATE, PictureRate
from vision.sources.multipart import part_times


class Stamps:
    """The times that a container stores.

    `reliable` is False when packets do not tell the time of their picture, so that all must be decoded in order.
    `origin` is the time of the first picture in seconds, None when unknown, `step` the stated interval in seconds.
    """

    def __init__(self, container: InputContainer, stream: VideoStream) -> None:
        # AVI stores no presentation times: the times that the reader derives are wrong for reordered pictures.
        self.reliable = container.format.name != "avi" or stream.codec_context.codec.intra_only
        self._container, self._stream = container, stream
        self._base = float(stream.time_base or math.nan)
        self.origin = seconds(stream.start_time, self._base) if self.reliable else None
        self.step = float(1 / stream.average_rate) if stream.average_rate else LIMITS.step_s

    def of(self, picture: VideoFrame) -> float | None:
        """Seconds, None when the recording gives no time. Call it once for each decoded picture, in order."""
        stamp = picture.pts if self.reliable and picture.pts is not None else picture.dts
        return seconds(stamp, self._base)

    def lost(self) -> None:
        """Record that a packet gave no picture."""

    def seek(self, begin: float) -> bool:
        """Seek to the last key frame at or before `begin` (seconds); False when the file cannot be searched."""
        if not self.reliable:
            return False
        try:
            self._container.seek(
                int((begin + (self.origin or 0.0)) / self._base), stream=self._stream, backward=True
            )
        except (FFmpegError, ValueError, OverflowError):
            self._container.seek(0)
            return False
        return True

    def since_origin(self, stamp: int) -> float:
        """Seconds from the first picture to this timestamp."""
        return stamp * self._base - (self.origin or 0.0)


class CountedStamps(Stamps):
    """The times of a stream without any: pictures follow each other at `rate`, or at the `times` that are listed."""

    def __init__(
        self, container: InputContainer, stream: VideoStream, rate: PictureRate, times: Sequence[float] = ()
    ) -> None:
        super().__init__(container, stream)
        # The reader numbers the packets of complete pictures; packets of other codecs are reordered.
        self.reliable = stream.codec_context.codec.intra_only and container.format.name in ("mjpeg", "mpjpeg")
        self.origin, self.step = 0.0, 1 / rate.per_s
        self._times, self._count = times, 0

    def of(self, picture: VideoFrame) -> float | None:
        """See Stamps.of."""
        if self.reliable and picture.pts is not None:
            return self.since_origin(picture.pts)
        self._count += 1
        return self._time_of(self._count - 1)

    def lost(self) -> None:
        """See Stamps.lost: the pictures after it are as late as if it had been shown."""
        self._count += 1

    def seek(self, begin: float) -> bool:  # noqa: ARG002 - without times there is nothing to seek
        """False: a stream without times is read from its beginning."""
        return False

    def since_origin(self, stamp: int) -> float:
        """Seconds from the first picture to the one with this timestamp of the reader."""
        return self._time_of(round(stamp * self._base * READERS_RATE) if self.reliable else self._count)

    def _time_of(self, number: int) -> float:
        return self._times[number] - self._times[0] if number < len(self._times) else number * self.step


@dataclass(frozen=True, slots=True)
class StreamTimes:
    """Where a stream has its times from: its container, if `rate` is None, the `listed` ones, or a rate."""

    rate: PictureRate | None
    listed: Sequence[float] = ()

    @classmethod
    def of(
        cls, path: Path, container: InputContainer, stream: VideoStream, given: float | None
    ) -> "StreamTimes":
        """Those of the main stream of a file, whose rate may be `given`."""
        rate = PictureRate.of(path, container, stream, given)
        return cls(rate, part_times(path) if rate else ())

    @property
    def counted(self) -> bool:
        """Whether the rate alone gives the times."""
        return self.rate is not None and not self.listed

    def stamps(self, container: InputContainer, stream: VideoStream) -> Stamps:
        """The times for a new reading."""
        if self.rate is None:
            return Stamps(container, stream)
        return CountedStamps(container, stream, self.rate, self.listed)

    def assumed(self) -> str | None:
        """A line about a rate that was assumed, None if none was."""
        if self.rate is None or not self.counted or not self.rate.assumed:
            return None
        return (
            f"it does not say how many pictures a second it has: {self.rate.per_s:g} were assumed, and all"
            " durations depend on it; state them with --fps"
        )
