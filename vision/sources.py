"""Where pictures come from: video files, folders of pictures, webcams, network cameras."""

from pathlib import Path

from vision.errors import VisionError
from vision.sources_base import Gap, Source, SourceInfo
from vision.sources_file import VideoFile

__all__ = ["Gap", "Source", "SourceInfo", "open_source"]


def open_source(spec: str, *, camera: str, base: Path, start: float | None = None) -> Source:
    """The source that `spec` names; close it, or use it in a `with`.

    `spec` is a path relative to `base`. `start` (UTC seconds) is when the first picture was taken;
    without it the file's creation time is used, and without that its modification time (`info.start_known`
    is False then).
    Raises VisionError with one line naming the source when it cannot be opened.
    """
    path = base / Path(spec).expanduser()
    if not path.exists():
        raise VisionError(f"{path}: no such file")
    return VideoFile(path, camera, start)
