"""One connection to a live camera, and the packets that arrived over it."""

from __future__ import annotations  # av.Packet is generic for the type checker only

from dataclasses import dataclass, field

from av import Packet
from av.video.stream import VideoStream

from vision.sources.clock import WallClock
from vision.sources.damage import DamageTracker
from vision.sources.picture import PictureMaker
from vision.sources.spool import StreamFormat


@dataclass(eq=False)
class Connection:
    """A decoder per connection, because a camera may return with other properties."""

    format: StreamFormat
    base: float
    size: tuple[int, int]
    clock: WallClock = field(default_factory=WallClock)
    whole: bool = False  # a key frame has arrived, and nothing damaged since
    make: PictureMaker | None = None

    def __post_init__(self) -> None:
        self.decoder = self.format.decoder()
        self.pictures = DamageTracker(self.decoder)


@dataclass(slots=True)
class ArrivedPacket:
    """A packet and when it arrived, UTC seconds."""

    connection: Connection
    packet: Packet[VideoStream]
    time: float
    after_skip: bool = False

    @property
    def is_keyframe(self) -> bool:
        """Whether decoding can begin with it."""
        return self.packet.is_keyframe

    @property
    def stamp(self) -> float | None:
        """Presentation time in seconds; None when the camera has not given its start yet."""
        stamp = self.packet.pts if self.packet.pts is not None else self.packet.dts
        return None if stamp is None else stamp * self.connection.base
