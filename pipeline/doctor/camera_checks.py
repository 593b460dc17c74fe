"""Checks of the cameras of a site: each is connected to, all at once, until its first picture."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass

from models import Camera
from pipeline.doctor.finding import Finding, Level
from vision.core import Basis, VisionError, limit
from vision.sources.opening import CameraAddress, LiveCamera, public_name


@dataclass(frozen=True, slots=True)
class CameraCheckLimits:
    """Limits of waiting for a camera."""

    first_s: float = limit(20.0, "s", Basis.CHOICE, "to connect, and to wait for a key frame")
    rate: float = limit(5.0, "pictures a second", Basis.CHOICE, "asked for, as live does")
    wait_s: float = limit(0.2, "s", Basis.CHOICE, "between two looks for a picture")


LIMITS = CameraCheckLimits()


def check_cameras(cameras: Sequence[Camera]) -> Iterator[Finding]:
    """A finding for each camera, in their order. An address that is no camera's is one, too."""
    with ThreadPoolExecutor(max(1, len(cameras))) as at_once:
        yield from at_once.map(_check, cameras)


def _check(camera: Camera) -> Finding:
    subject, name = f"camera {camera.id}", public_name(camera.source)
    try:
        address = CameraAddress.of(camera.source, camera.transport)
    except VisionError as error:
        return Finding(Level.FAULT, subject, str(error))
    if address is None:
        return Finding(Level.OK, subject, f"{name}: a recording, not connected to")
    with ExitStack() as opened:
        live = opened.enter_context(LiveCamera(address, camera.id))
        until, frame = time.monotonic() + LIMITS.first_s, None
        while frame is None and time.monotonic() < until and not _refused(live):
            frame = live.poll(LIMITS.rate, wait_s=LIMITS.wait_s)
        if frame is None:
            told = live.trouble or f"{name}: no picture in {LIMITS.first_s:.0f} s"
            return Finding(Level.FAULT, subject, told, "see its address, its network and its password")
        info = live.info
    return Finding(Level.OK, subject, f"{name}: {info.width} x {info.height}, {info.codec}")


def _refused(live: LiveCamera) -> bool:
    """Whether the first attempt has failed: a camera that has to be switched on first is not waited for."""
    return live.trouble is not None and not live.trouble.endswith("not connected yet")
