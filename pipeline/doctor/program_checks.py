"""Checks of the program's surroundings: open files, cores, model weights, codecs."""

from collections.abc import Iterator, Sequence
from typing import Literal

from av.codec import Codec
from av.codec.codec import UnknownCodecError

from pipeline.doctor.finding import Finding, Level
from pipeline.live.open_files import lacking_open_files
from pipeline.processes import usable_cores
from vision.weights.store import WANTED, installed

_DECODED, _ENCODED = ("h264", "hevc", "mjpeg", "mpeg4"), ("libx264",)


def check_open_file_limit(cameras: int) -> Finding:
    """Whether `live` may open as many files as so many cameras take."""
    lacking = lacking_open_files(cameras)
    if lacking is not None:
        return Finding(Level.FAULT, "open files", *lacking)
    return Finding(Level.OK, "open files", f"enough for {cameras} cameras")


def check_cores() -> Finding:
    """The cores of the affinity and the control group."""
    return Finding(Level.OK, "cores", f"{usable_cores():g} may be used")


def check_weights() -> Finding:
    """Whether all model files are there, by their hashes."""
    missing = [name for name in WANTED if name not in {one.name for one in installed(thorough=True)}]
    if missing:
        told = f"{', '.join(missing)} missing or damaged"
        return Finding(Level.FAULT, "model weights", told, "run counterwatch weights")
    return Finding(Level.OK, "model weights", "installed and intact")


def check_codecs() -> Finding:
    """Whether the video library decodes what cameras send, and encodes clips."""
    missing = [*_missing(_DECODED, "r"), *_missing(_ENCODED, "w")]
    if missing:
        advice = "install the av package again from its wheel (pip install --force-reinstall av)"
        return Finding(Level.FAULT, "codecs", f"{', '.join(missing)} missing", advice)
    return Finding(Level.OK, "codecs", f"{', '.join(_DECODED)} are read, clips are written")


def _missing(names: Sequence[str], mode: Literal["r", "w"]) -> Iterator[str]:
    for name in names:
        try:
            Codec(name, mode)
        except UnknownCodecError:
            yield name
