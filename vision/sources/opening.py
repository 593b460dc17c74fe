"""Opening of picture sources: video files, folders of pictures, webcams, network cameras."""

import re
from pathlib import Path

from vision.errors import VisionError
from vision.sources.address import CameraAddress, public_name
from vision.sources.base import Gap, PictureSource, SourceInfo
from vision.sources.file import VideoFile
from vision.sources.images import ImageFolder
from vision.sources.live import LiveCamera

__all__ = ["Gap", "PictureSource", "SourceInfo", "open_source"]


def open_source(spec: str, *, camera: str, base: Path, start: float | None = None) -> PictureSource:
    """The source that `spec` names; close it, or use it in a `with`.

    `spec` is a path of a video file or of a folder of pictures, relative to `base` (`FOLDER?fps=5` for pictures without
    times), the address of a network camera (rtsp, http) or the number of a webcam. `start` (UTC seconds) is the time of
    the first picture of a recording; the default is the file's creation time, or else its modification time
    (`info.start_known` is False then). Raises VisionError with one line naming the source when it cannot be opened.
    """
    address = CameraAddress.of(spec)
    if address is not None:
        return LiveCamera(address, camera)
    path, rate = _path_and_rate(base, spec)
    if not path.exists():
        told = public_name(spec)  # a mistyped address may hold a password
        raise VisionError(f"{path if told == spec else told}: no such file")
    return (
        ImageFolder(path, camera, rate=rate, start=start) if path.is_dir() else VideoFile(path, camera, start)
    )


def _path_and_rate(base: Path, spec: str) -> tuple[Path, float | None]:
    found = re.fullmatch(r"(.+)\?fps=([0-9.]+)", spec)
    if found is None:
        return base / Path(spec).expanduser(), None
    try:
        return base / Path(found[1]).expanduser(), float(found[2])
    except ValueError as error:
        raise VisionError(f"{spec}: fps must be a number") from error
