"""Copies of clips and posters without the faces of the staff, for roles that need no faces."""

import hashlib
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import cv2
import numpy as np
from av.error import FFmpegError

from pipeline.clips.encoding import POSTER_QUALITY, ClipWriter
from pipeline.clips.privacy import hide_head
from pipeline.clips.staff_heads import HEADS, StaffHeads
from pipeline.errors import PipelineError
from vision.core import Image

UNKNOWN = "this one does not say where the faces of the staff are, so they cannot be hidden: an earlier release made it"


def faceless_copy(_url: str, data: Path, path: str, sha256: str, clip: str | None) -> bytes | str:
    """A clip, or the poster of the clip `clip`, without the faces of the staff; a text says why there is none.

    For the process beside the server. Paths are those of the store; `sha256` is the hash of the file that was checked.
    """
    try:
        if clip is None:
            return faceless_clip(data / path, sha256)
        return faceless_poster(data / path, sha256, data / clip)
    except PipelineError as error:
        return str(error)


def faceless_clip(path: Path, sha256: str) -> bytes:
    """A clip (MP4) in which the heads of the staff are hidden as well, from the file with this hash.

    Raises PipelineError for another file, and for a clip that does not say where the heads are.
    """
    try:
        with av.open(BytesIO(_content(path, sha256)), "r") as clip, TemporaryDirectory() as folder:
            heads, stream = _heads(clip.metadata), clip.streams.video[0]
            copy = Path(folder) / "copy.mp4"
            writer = ClipWriter(copy, float(stream.average_rate or 1), "faces of the staff hidden")
            for picture in clip.decode(stream):
                time = float(picture.time or 0)
                image = np.asarray(picture.to_ndarray(format="bgr24"), np.uint8)
                writer.write(_hidden(image, heads, time), time)
            writer.finish()
            return copy.read_bytes()
    except FFmpegError as error:
        raise PipelineError(f"the clip cannot be read: {error}") from error


def faceless_poster(path: Path, sha256: str, clip: Path) -> bytes:
    """A poster (JPEG) in which the heads of the staff are hidden; `clip` is its clip. Raises as `faceless_clip`."""
    image = cv2.imdecode(np.frombuffer(_content(path, sha256), np.uint8), cv2.IMREAD_COLOR)
    try:
        with av.open(str(clip)) as opened:
            heads = _heads(opened.metadata)
    except (FFmpegError, OSError) as error:
        raise PipelineError(f"the clip cannot be read: {error}") from error
    if image is None:
        raise PipelineError("the poster is no picture")
    hidden = _hidden(np.asarray(image, np.uint8), heads, heads.poster)
    return cv2.imencode(".jpg", hidden, [cv2.IMWRITE_JPEG_QUALITY, POSTER_QUALITY])[1].tobytes()


def _content(path: Path, sha256: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise PipelineError(f"the file cannot be read: {error}") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise PipelineError("the file was changed while it was read")
    return content


def _heads(metadata: dict[str, str]) -> StaffHeads:
    heads = StaffHeads.read(metadata.get(HEADS, ""))
    if heads is None:
        raise PipelineError(UNKNOWN)
    return heads


def _hidden(image: Image, heads: StaffHeads, time: float) -> Image:
    for head in heads.near(time):
        hide_head(image, head)
    return image
