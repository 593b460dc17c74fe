"""Folders of pictures from cameras that send stills."""

import math
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path

import numpy as np
from PIL import ExifTags, ImageOps
from PIL import Image as Pictures

from vision.core import Frame, Image, VisionError
from vision.sources.base import HOLE_S, HOLE_STEPS, FrameSampler, Gap, PictureSource, SourceInfo
from vision.sources.header import FileClock

SUFFIXES = {".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"}
# 20261123-154501, 2026-11-23_15.45.01.250, 20261123T154501Z: forms that cameras and recorders write into names.
STAMP = re.compile(
    r"(?<!\d)(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)[-_. T]*([0-2]\d)[-_.:h]?([0-5]\d)[-_.:m]?([0-5]\d)"
    r"(?:[-_.,](\d{1,6}))?(?!\d)"
)
_EXIF = ExifTags.Base
EPOCH = re.compile(r"(?<!\d)(1\d{9})(?:[-_.]?(\d{3}))?(?!\d)")  # Unix seconds, or milliseconds, 2001 to 2033


class ImageFolder(PictureSource):
    """Pictures in the order of their names, or of their times.

    The time of a picture comes, for the whole folder, from the first of these that every picture has and no two share:
    `rate` pictures a second when given; the time in the name; the EXIF time. Both are on a wall clock of `zone` unless
    they state one (`Z` behind a name's time, EXIF's offset). File dates are not used, because copying changes them and
    a wrong time would lead to wrong accusations. A folder without times is refused with a line that explains how to
    give the rate.
    """

    def __init__(
        self, folder: Path, camera: str, *, rate: float | None = None, clock: FileClock | None = None
    ) -> None:
        clock = clock or FileClock()
        start, zone = clock.start, clock.zone or UTC
        self.camera = camera
        self._folder = folder
        files = sorted((f for f in folder.iterdir() if f.suffix.lower() in SUFFIXES), key=_natural)
        if not files:
            raise VisionError(f"{folder}: there are no pictures in this folder")
        times, known = _times(folder, files, rate, zone)
        if start is not None:
            times = [start + t - times[0] for t in times]
        self._pictures = sorted(zip(times, files, strict=True))
        self._gaps: list[Gap] = []
        self._info = self._describe(known or start is not None)

    @property
    def info(self) -> SourceInfo:
        """The properties of the folder."""
        return self._info

    @property
    def gaps(self) -> list[Gap]:
        """Spans from an unreadable picture to the next readable one."""
        return list(self._gaps)

    def frames(self, rate: float, max_side: int = 1280) -> Iterator[Frame]:
        """See PictureSource.frames."""
        self._gaps = []
        pace = FrameSampler(rate)
        first = self._pictures[0][0]
        damaged: tuple[float, Path] | None = None
        last = first
        for time, file in self._pictures:
            if time - last > max(HOLE_S, HOLE_STEPS * self._usual):
                self._gaps.append(Gap(last, time, f"{self._folder.name}: no pictures were taken"))
            last = time
            if not pace.takes(time - first):
                continue
            image = _read(file, max_side)
            if image is None:
                damaged = damaged or (time, file)
                continue
            if damaged is not None:
                self._gap(damaged, time)
                damaged = None
            yield Frame(image, time, self.camera)
        if damaged is not None:
            self._gap(damaged, first + self._info.duration_s)

    def window(self, start: float, end: float, rate: float, max_side: int = 1280) -> Iterator[Frame]:
        """About `rate` readable pictures a second of `start`..`end` (UTC s)."""
        pace = FrameSampler(rate)
        for time, file in self._pictures:
            if start <= time <= end and pace.takes(time - self._pictures[0][0]):
                image = _read(file, max_side)
                if image is not None:
                    yield Frame(image, time, self.camera)

    def _gap(self, damaged: tuple[float, Path], end: float) -> None:
        begin, file = damaged
        self._gaps.append(Gap(begin, end, f"{file.name}: the picture is damaged"))

    def _describe(self, known: bool) -> SourceInfo:
        for _, file in self._pictures:
            image = _read(file, max_side=1 << 15)
            if image is not None:
                break
        else:
            raise VisionError(f"{self._folder}: not one picture of this folder can be read")
        times = [time for time, _ in self._pictures]
        usual = self._usual = float(np.median(np.diff(times))) if len(times) > 1 else 0.0
        codec = file.suffix.lower().lstrip(".")
        span = times[-1] - times[0] + usual
        return SourceInfo("images", image.shape[1], image.shape[0], codec, span, times[0], known)


def _times(folder: Path, files: Sequence[Path], rate: float | None, zone: tzinfo) -> tuple[list[float], bool]:
    """Seconds for each file, and whether they are UTC times instead of mere differences."""
    if rate is not None:
        if not 0 < rate < math.inf:
            raise VisionError(f"{folder}: fps must be a number above 0")
        begun = min(file.stat().st_mtime for file in files)
        return [begun + i / rate for i in range(len(files))], False
    for clock in (_name_time, _exif_time):
        times = [t for t in (clock(file, zone) for file in files) if t is not None]
        if len(set(times)) == len(files):
            return times, True
    raise VisionError(
        f"{folder}: the pictures carry no times: add how many were taken a second, as in {folder.name}?fps=5"
    )


def _name_time(file: Path, zone: tzinfo) -> float | None:
    if found := STAMP.search(file.stem):
        *parts, fraction = found.groups()
        try:
            stated = UTC if file.stem[found.end() :].startswith("Z") else zone
            moment = datetime(*map(int, parts), tzinfo=stated)  # type: ignore[misc,arg-type]
        except ValueError:
            return None
        return moment.timestamp() + float(f"0.{fraction or 0}")
    if found := EPOCH.search(file.stem):
        return int(found[1]) + int(found[2] or 0) / 1000
    return None


def _exif_time(file: Path, zone: tzinfo) -> float | None:
    try:
        with Pictures.open(file) as picture:
            tags = picture.getexif().get_ifd(ExifTags.IFD.Exif)
        moment = datetime.strptime(
            f"{tags[_EXIF.DateTimeOriginal]}{tags.get(_EXIF.OffsetTimeOriginal, '+00:00')}",
            "%Y:%m:%d %H:%M:%S%z",
        )
        moment = moment if _EXIF.OffsetTimeOriginal in tags else moment.replace(tzinfo=zone)
        return moment.timestamp() + float(f"0.{str(tags.get(_EXIF.SubsecTimeOriginal, 0)).strip() or 0}")
    except (KeyError, ValueError, OSError):
        return None


def _read(file: Path, max_side: int) -> Image | None:
    """The upright picture as BGR, scaled down to `max_side`; None when it cannot be read."""
    try:
        with Pictures.open(file) as picture:
            picture.draft("RGB", (max_side, max_side))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            upright.thumbnail((max_side, max_side), Pictures.Resampling.BILINEAR)
            return np.ascontiguousarray(np.asarray(upright)[:, :, ::-1])
    except (OSError, ValueError, SyntaxError, Pictures.DecompressionBombError):
        return None


def _natural(file: Path) -> list[tuple[int, str]]:
    """A sort key that puts frame 10 after frame 9."""
    return [(int(p), "") if p.isdigit() else (-1, p) for p in re.split(r"(\d+)", file.name) if p]
