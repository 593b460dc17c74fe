"""Containers of recordings: those that may be opened, and the rate of pictures of those that store no times."""

from dataclasses import dataclass
from pathlib import Path

from av.container import InputContainer
from av.video.stream import VideoStream

from vision.core import Basis, limit
from vision.sources.mpeg4 import mpeg4_rate

# Containers of recordings. Playlists are excluded: they name other files and addresses, and a recording from a
# stranger must not make the program open those.
CONTAINERS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,gif,flv,live_flv,asf,asf_o,ivf,ogg,dv,mxf,nut,rm,apng,wtv,"
    # those of recorders and network cameras: Dahua, Mobotix, multipart MJPEG and others
    "dhav,mxg,hxvs,ifv,lvf,luodat,smjpeg,mpjpeg,"
    # streams without a container
    "h264,hevc,vvc,evc,m4v,mpegvideo,mjpeg,h261,h263,vc1,cavsvideo,avs2,avs3,av1,obu"
)
UNTIMED = frozenset(CONTAINERS[CONTAINERS.index("h264,") :].split(",")) | {"mpjpeg"}
"""Containers whose times the reader invents, at READERS_RATE pictures a second."""


@dataclass(frozen=True, slots=True)
class RateLimits:
    """Limits for the rate that a stream states."""

    least: float = limit(
        0.5, "pictures a second", Basis.STUDY, "cameras record 1 to 120; other numbers are units of a clock"
    )
    most: float = limit(
        240.0, "pictures a second", Basis.STUDY, "cameras record 1 to 120; other numbers are units of a clock"
    )
    assumed: float = limit(
        25.0,
        "pictures a second",
        Basis.STANDARD,
        "of a stream that states nothing: half of the PAL field rate, and the rate that players assume",
    )


LIMITS = RateLimits()


READERS_RATE = LIMITS.assumed


@dataclass(frozen=True, slots=True)
class PictureRate:
    """Pictures a second of a stream without times; `assumed` when neither the stream nor the operator states it."""

    per_s: float
    assumed: bool

    @classmethod
    def of(
        cls, path: Path, container: InputContainer, stream: VideoStream, given: float | None = None
    ) -> "PictureRate | None":
        """The rate that is `given`, else the one in the stream's headers; None if the container has times."""
        limits = RateLimits()
        if container.format.name not in UNTIMED:
            return None
        if given is not None:
            return cls(given, assumed=False)
        # MPEG-4 states the ticks of its clock where others state the rate.
        own = mpeg4_rate(path) if container.format.name == "m4v" else stream.codec_context.framerate
        stated = float(own or 0)
        if limits.least <= stated <= limits.most:
            return cls(stated, assumed=False)
        return cls(limits.assumed, assumed=True)
