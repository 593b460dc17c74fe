"""Opening of picture sources: video files, folders of pictures, webcams, network cameras."""

import re
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

from vision.core import Basis, VisionError, limit
from vision.sources.address import CameraAddress, public_name
from vision.sources.base import Gap, PictureSource, SourceInfo
from vision.sources.file import VideoFile
from vision.sources.header import FileClock
from vision.sources.images import ImageFolder
from vision.sources.live import LiveCamera

__all__ = [
    "CameraAddress",
    "Gap",
    "LiveCamera",
    "PictureSource",
    "SourceInfo",
    "open_source",
    "public_name",
]


@dataclass(frozen=True, slots=True)
class OpeningLimits:
    """Limits of opening a source."""

    fastest: float = limit(1000.0, "pictures a second", Basis.CHOICE, "no camera is faster")
    first_read_s: float = limit(
        10.0,
        "s",
        Basis.CHOICE,
        "to wait for the first byte of a file: a disk that sleeps needs a few, a network drive that is "
        "away all",
    )


LIMITS = OpeningLimits()


def open_source(
    spec: str, *, camera: str, base: Path, start: float | None = None, zone: tzinfo | None = None
) -> PictureSource:
    """The source that `spec` names; close it, or use it in a `with`.

    `spec` is a path of a video file or of a folder of pictures, relative to `base` (`FOLDER?fps=5` or `FILE?fps=5` for
    pictures without times), the address of a network camera (rtsp, http) or the number of a webcam. `start` (UTC
    seconds) is the time of the first picture of a recording; the default is the time in the file, on a wall clock of
    `zone` if the file states no zone, or else its modification time (`info.start_known` is False then). Raises
    VisionError with one line naming the source when it cannot be opened.
    """
    address = CameraAddress.of(spec)
    if address is not None:
        return LiveCamera(address, camera)
    path, rate = _path_and_rate(base, spec)
    told = public_name(spec)  # a mistyped address may hold a password
    if told != spec and not path.exists():
        raise VisionError(f"{told}: no such file")
    if is_folder(path):
        return ImageFolder(path, camera, rate=rate, clock=FileClock(start, zone))
    return VideoFile(path, camera, FileClock(start, zone), rate)


def is_folder(path: Path, patience_s: float = LIMITS.first_read_s) -> bool:
    """Whether it is a folder; raises VisionError for anything but a folder or a file that can be read now."""
    answers: SimpleQueue[bool | VisionError] = SimpleQueue()
    # A read that hangs in the kernel cannot be interrupted, so it has a thread that may be left behind.
    Thread(target=lambda: answers.put(_first_look(path)), daemon=True).start()
    try:
        answer = answers.get(timeout=patience_s)
    except Empty as error:
        raise VisionError(
            f"{path}: nothing could be read for {patience_s:.0f} s: is the drive that it lies on away?"
        ) from error
    if isinstance(answer, VisionError):
        raise answer
    return answer


def _first_look(path: Path) -> bool | VisionError:
    try:
        if path.is_dir():
            return True
        if not path.exists():
            return VisionError(f"{path}: no such file")
        if not path.is_file():
            return VisionError(
                f"{path}: is a pipe or a device, which can be read once only: save the recording to a file first"
            )
        with path.open("rb", buffering=0) as file:
            file.read(1)
    except OSError as error:
        return VisionError(f"{path}: cannot be read: {error.strerror}")
    return False


def _path_and_rate(base: Path, spec: str) -> tuple[Path, float | None]:
    found = re.fullmatch(r"(.+)\?fps=([0-9.]+)", spec)
    if found is None:
        return base / Path(spec).expanduser(), None
    try:
        rate = float(found[2])
    except ValueError as error:
        raise VisionError(f"{spec}: fps must be a number") from error
    if not 0 < rate <= LIMITS.fastest:
        raise VisionError(f"{spec}: fps must be a number above 0 and at most {LIMITS.fastest:g}")
    return base / Path(found[1]).expanduser(), rate
