"""The streams of a camera that speaks ONVIF: their addresses, sizes and rates, asked of the camera itself."""

import asyncio
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from vision.core import Basis, VisionError, limit


@dataclass(frozen=True, slots=True)
class StreamLimits:
    """Limits of asking a camera."""

    answer_s: float = limit(
        15.0, "s", Basis.CHOICE, "for all questions; a small camera takes a second for each"
    )
    low: int = limit(
        360, "pixels", Basis.CHOICE, "of height; people at the counter are smaller than in a lower one"
    )
    shape: float = limit(
        0.02, "of the ratio of sides", Basis.CHOICE, "streams of one shape, but for rounding"
    )


LIMITS = StreamLimits()


@dataclass(frozen=True, slots=True)
class CameraStream:
    """One stream: its address without a password, its size in pixels (0 where unknown), codec and pictures a second."""

    name: str
    address: str
    size: tuple[int, int]
    codec: str
    rate: float

    def signed_in(self, user: str, password: str) -> str:
        """The address with a user and a password, which may be a reference such as `${EAST_PASSWORD}`."""
        parts = urlsplit(self.address)
        host = parts.netloc.rpartition("@")[2]
        return (
            urlunsplit(parts._replace(netloc=f"{quote(user, safe='')}:{password}@{host}"))
            if user
            else self.address
        )


@dataclass(frozen=True, slots=True)
class AskedCamera:
    """What a camera says of itself. `clock_s` is how far its clock is ahead of this machine's; None when not said."""

    maker: str
    model: str
    firmware: str
    clock_s: float | None
    streams: Sequence[CameraStream]

    @property
    def main(self) -> CameraStream:
        """The largest stream, from which clips are cut."""
        return max(self.streams, key=lambda one: one.size[0] * one.size[1])

    @property
    def small(self) -> CameraStream | None:
        """The smallest stream of the same shape that is not too small to look at; None when that is the main one."""
        main = self.main
        fits = [one for one in self.streams if one.size[1] >= LIMITS.low and _alike(one, main)]
        least = min(fits, key=lambda one: one.size[0] * one.size[1], default=main)
        return least if least.size != main.size else None


def ask_camera(address: str, user: str, password: str) -> AskedCamera:
    """What the camera at an ONVIF address says. Raises VisionError with one line, without the password."""
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        secure, host, port = parts.scheme == "https", parts.hostname, parts.port
    except ValueError:
        secure, host, port = False, None, None
    if not host or parts.scheme not in {"http", "https"}:
        raise VisionError(f"{address}: no address of a camera: write http://HOST:PORT/onvif/device_service")
    port = port or (443 if secure else 80)
    where = f"{host}:{port}"
    try:
        return asyncio.run(_ask(f"https://{host}" if secure else host, port, user, password))
    except TimeoutError:
        raise VisionError(f"{where}: the camera does not answer within {LIMITS.answer_s:g} s") from None
    except VisionError as error:
        raise VisionError(f"{where}: {error}") from error
    except Exception as error:  # the library hands on what its parts raise: XML, SOAP, HTTP, sockets
        raise VisionError(f"{where}: {_why(error)}") from error


async def _ask(host: str, port: int, user: str, password: str) -> AskedCamera:
    from onvif import ONVIFCamera  # noqa: PLC0415 - an extra, and slow to load

    async with asyncio.timeout(LIMITS.answer_s):
        # It signs requests with the time of the camera: those with a wrong clock refuse every password else.
        camera = ONVIFCamera(host, port, user, password, adjust_time=True)
        try:
            await camera.update_xaddrs()
            device = await camera.create_devicemgmt_service()
            about = await device.GetDeviceInformation()
            media = await camera.create_media_service()
            streams = [await _stream(media, profile) for profile in await media.GetProfiles()]
        finally:
            await camera.close()
    if not streams:
        raise VisionError("it has no stream: set one up on the page of the camera")
    off = camera.dt_diff.total_seconds() if isinstance(camera.dt_diff, dt.timedelta) else None
    said = (_line(about.Manufacturer), _line(about.Model), _line(about.FirmwareVersion))
    return AskedCamera(*said, off, streams)


async def _stream(media: Any, profile: Any) -> CameraStream:
    setup = {"Stream": "RTP-Unicast", "Transport": {"Protocol": "RTSP"}}
    told = await media.GetStreamUri({"StreamSetup": setup, "ProfileToken": profile.token})
    encoder = profile.VideoEncoderConfiguration
    size = (int(encoder.Resolution.Width), int(encoder.Resolution.Height)) if encoder else (0, 0)
    rate = float(encoder.RateControl.FrameRateLimit) if encoder and encoder.RateControl else 0.0
    codec = _line(encoder.Encoding) if encoder else ""
    return CameraStream(_line(profile.Name), _plain(_line(told.Uri)), size, codec, rate)


def _plain(address: str) -> str:
    """The address without a user and a password, which some cameras write into it."""
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise VisionError(f"it names an address of its pictures that is none: {error}") from error
    if parts.scheme not in {"rtsp", "rtsps"}:
        raise VisionError(
            f"it names {parts.scheme or 'no'} as the way to its pictures: only RTSP can be watched"
        )
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _alike(one: CameraStream, other: CameraStream) -> bool:
    ratios = [stream.size[0] / max(stream.size[1], 1) for stream in (one, other)]
    return abs(ratios[0] - ratios[1]) <= LIMITS.shape * ratios[1]


def _line(told: object) -> str:
    return "".join(letter for letter in str(told or "") if letter.isprintable())


def _why(error: Exception) -> str:
    """What went wrong, in one line of plain words."""
    told = " ".join(_line(error).split())
    wrong = ("not authorized", "notauthorized", "unauthorized", "401", "authority failure")
    if any(word in told.lower() for word in wrong):
        return "the camera refuses this user and password"
    return f"the camera does not answer as ONVIF says: {told[:200] or type(error).__name__}"
