"""The camera that took a video, and the name of the video's file."""

from pathlib import Path

from models import Camera, Site
from pipeline.errors import PipelineError


def content_of(video: Path) -> Path:
    """The file or folder itself, which may be named with its rate: `FOLDER?fps=5`."""
    name, with_rate, _ = video.name.partition("?fps=")
    return video.with_name(name) if with_rate else video


def at_rate(video: Path, fps: float | None) -> Path:
    """The name of a video with its rate, pictures a second; a rate that it has already stays."""
    return video if fps is None or "?fps=" in video.name else video.with_name(f"{video.name}?fps={fps:g}")


def camera_of(video: Path, site: Site, site_file: Path) -> Camera:
    """The camera whose source is this file, else whose source or id has its name, else the only camera.

    Raises PipelineError when several cameras are left to choose from.
    """
    file = content_of(video)
    for fits in (
        lambda camera: content_of(site_file.parent / camera.source).resolve() == file.resolve(),
        lambda camera: content_of(Path(camera.source)).name == file.name,
        lambda camera: camera.id == file.stem,
        lambda _camera: len(site.cameras) == 1,
    ):
        found = [camera for camera in site.cameras if fits(camera)]
        if len(found) == 1:
            return found[0]
    known = ", ".join(camera.id for camera in site.cameras)
    raise PipelineError(f"{file}: taken by which camera of {site_file}? Name the file after one of: {known}")
