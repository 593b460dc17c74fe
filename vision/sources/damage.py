"""Tracking of damaged pictures: one decoded from lost references shows an outdated scene."""

from __future__ import annotations  # av.Packet is generic for the type checker only

from dataclasses import dataclass

from av import Packet, VideoFrame
from av.codec.context import CodecContext
from av.video.stream import VideoStream

from vision.core import Basis, limit
from vision.sources.h264 import H264Headers, PictureHeader

_SAYS = frozenset({"h264", "hevc"})  # codecs that mark the picture from which all are undamaged


@dataclass(frozen=True, slots=True)
class LossLimits:
    """Limits for lost packets."""

    smeared_s: float = limit(
        10.0,
        "s",
        Basis.STUDY,
        "a damaged picture counts as undamaged after a refresh without a mark: cycles of 1 to 10 s",
    )
    key_s: float = limit(
        300.0,
        "s",
        Basis.STUDY,
        "the same for H.264 and HEVC, which mark it: the longest key interval that camera makers offer",
    )
    jumps_share: float = limit(
        0.5,
        "of the pictures",
        Basis.STANDARD,
        "numbers rise by one with each reference picture (H.264, 7.4.3); more jumps: the stream numbers "
        "in its own way",
    )
    jumps_after: int = limit(20, "pictures", Basis.CHOICE, "after which that share is computed")
    step_tolerance: float = limit(
        0.1,
        "of a step",
        Basis.CHOICE,
        "a pause so near to a multiple of the step is one of lost pictures, placed by hand near 0.03 of "
        "rounding",
    )
    kept: int = limit(64, "pictures", Basis.CHOICE, "whose damage is remembered: decoders reorder 16 at most")
    pause_steps: float = limit(
        0.5, "steps", Basis.CHOICE, "missing steps from which a stream has pauses of its own: half of one"
    )


LIMITS = LossLimits()


class DamageTracker:
    """Follows the packets and pictures of one stream; pictures of a damaged stream are unusable until it recovers.

    `since` (seconds) is the begin of the present damage, None while the pictures are undamaged.
    """

    def __init__(self, codec: CodecContext, limits: LossLimits | None = None) -> None:
        self._limits = limits or LossLimits()
        self._numbers = _Numbers(codec.extradata, self._limits) if codec.name == "h264" else None
        self._smeared_s = self._limits.key_s if codec.name in _SAYS else self._limits.smeared_s
        self._dependent: dict[int, bool] = {}
        self._lost_at: float | None = None
        self._whole_from: int | None = None
        self.since: float | None = None
        self._just_ended = False

    @classmethod
    def of(cls, stream: VideoStream) -> DamageTracker:
        """A DamageTracker for the pictures of `stream`."""
        return cls(stream.codec_context)

    def packet(self, packet: Packet[VideoStream], time: float) -> None:
        """Record the next packet before decoding, in decoding order, at about `time` seconds."""
        if not packet.size:
            return
        if self._numbers is None:
            if packet.is_corrupt and not packet.is_disposable:
                self.broken(time)
            return
        header = self._numbers.read(packet)
        if header is not None and self._numbers.recovered:
            self._recover(packet, header)
        elif self._numbers.lost:
            self._lose(time)
        if packet.is_corrupt and (header is None or header.reference):
            self._lose(time)
        if self._lost_at is not None and time - self._lost_at > self._limits.key_s:
            self._lost_at = None
        if packet.pts is not None:
            self._note(packet.pts)

    def broken(self, time: float) -> None:
        """Record a packet of about `time` seconds that could not be decoded."""
        self.since = time if self.since is None else self.since
        if self._numbers is not None:
            self._lose(time)

    def readable(self, picture: VideoFrame, time: float) -> bool:
        """Whether the picture of `time` seconds is undamaged."""
        if picture.is_corrupt or self._depends(picture):
            self.since = time
            return False
        if self.since is None or self._lost_at is not None:
            return True  # a picture decoded before the loss may be shown after it
        if self._numbers is not None or picture.key_frame or time - self.since > self._smeared_s:
            self.since = None
            self._just_ended = True
            return True
        return False

    def ended(self) -> bool:
        """True once after the end of damage."""
        ended, self._just_ended = self._just_ended, False
        return ended

    def _lose(self, time: float) -> None:
        self._lost_at = time if self._lost_at is None else self._lost_at

    def _recover(self, packet: Packet[VideoStream], header: PictureHeader) -> None:
        """Record that all pictures from this one on are undamaged; pictures shown earlier may need older ones."""
        if self._lost_at is not None and not header.idr:
            self._whole_from = packet.pts
        elif header.idr:
            self._whole_from = None
        self._lost_at = None

    def _note(self, stamp: int) -> None:
        early = self._whole_from is not None and stamp < self._whole_from
        self._dependent[stamp] = self._lost_at is not None or early
        if len(self._dependent) > LIMITS.kept:
            del self._dependent[next(iter(self._dependent))]

    def _depends(self, picture: VideoFrame) -> bool:
        if picture.pts is None or picture.pts not in self._dependent:
            return self._lost_at is not None
        return self._dependent.pop(picture.pts)


class _Numbers:
    """The picture numbers of an H.264 stream: `lost` when some are missing before the last packet.

    `recovered` is True when the last packet starts anew, or completes a refresh.
    """

    def __init__(self, extradata: bytes | None, limits: LossLimits) -> None:
        self._headers, self._limits = H264Headers(extradata), limits
        self._last: int | None = None
        self._refreshed: int | None = None
        self._pictures = self._jumps = 0
        self._steps = _Steps(limits)
        self.lost = self.recovered = False

    def read(self, packet: Packet[VideoStream]) -> PictureHeader | None:
        """Take the next packet in decoding order; its header, None without one."""
        header = self._headers.read(memoryview(packet))
        self.lost = self.recovered = False
        if header is None:
            return None
        self._pictures += 1
        missing = self._missing(header)
        self._jumps += missing
        strange = self._pictures > self._limits.jumps_after and (
            self._jumps > self._limits.jumps_share * self._pictures
        )
        cycles = self._steps.whole_cycles(packet, header, self._headers.numbers)
        self.lost = (missing and not strange) or cycles
        self.recovered = self._refresh_ends(header)
        if header.reference:
            self._last = header.number
        return header

    def _missing(self, header: PictureHeader) -> bool:
        """Whether reference pictures are missing between the last one and this one."""
        known = self._headers.numbers
        if header.idr or self._last is None or not known:
            return False
        return header.number not in (self._last, (self._last + 1) % known)

    def _refresh_ends(self, header: PictureHeader) -> bool:
        """Whether this picture starts anew, or ends a refresh that lost nothing since its begin."""
        if self.lost and header.recovery is None:
            self._refreshed = None
        if header.recovery is not None and self._headers.numbers:
            self._refreshed = (header.number + header.recovery) % self._headers.numbers
        done = header.idr or header.recovery == 0 or (header.reference and header.number == self._refreshed)
        if done:
            self._refreshed = None
        return done


class _Steps:
    """Detects the loss of a whole cycle of picture numbers by time, which the numbers do not reveal.

    It applies only when every picture is a reference, so that numbers count pictures.
    """

    def __init__(self, limits: LossLimits) -> None:
        self._limits = limits
        self._last: int | None = None
        self._usual: int | None = None
        self._steady = True

    def whole_cycles(self, packet: Packet[VideoStream], header: PictureHeader, numbers: int) -> bool:
        """Whether the pause before this packet is one of whole cycles of numbers, in a steady stream."""
        stamp = packet.dts
        self._steady = self._steady and header.reference and stamp is not None
        if not self._steady or stamp is None:
            return False
        step, self._last = (None if self._last is None else stamp - self._last), stamp
        if step is None or step <= 0:
            return False
        if self._usual is None:
            self._usual = step
        self._usual = min(self._usual, step)
        missing = step / self._usual - 1
        if not numbers or missing < numbers / 2:
            # a camera that sends fewer pictures when little happens
            self._steady = missing < self._limits.pause_steps
            return False
        off = abs((missing + numbers / 2) % numbers - numbers / 2)
        return not header.idr and off < self._limits.step_tolerance
