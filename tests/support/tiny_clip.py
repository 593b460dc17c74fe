"""A real clip of a second, with the head of the staff in its middle."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from pipeline.clips.encoding import ClipWriter
from pipeline.clips.staff_heads import StaffHeads
from vision.core import Image

CHECKS: Image = np.dstack([(np.indices((64, 64)).sum(axis=0) // 4 % 2 * 255).astype(np.uint8)] * 3)
HEAD = np.array([0.25, 0.25, 0.75, 0.75], np.float32)


@cache
def tiny_clip() -> tuple[bytes, bytes]:
    """Clip and poster: chess boards."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.mp4"
        writer = ClipWriter(path, 5, "a test")
        writer.staff_heads = StaffHeads.sampled(lambda _: [HEAD], (0, 1), 0.5)
        for time in (0.0, 0.2, 0.4, 0.6, 0.8):
            writer.write(CHECKS, time)
        writer.poster(CHECKS)
        writer.finish()
        return path.read_bytes(), path.with_suffix(".jpg").read_bytes()
