"""Detection of a moved camera, compared with one that stands still: `make bench-moved`, or
`python -m benchmarks.moved --footage DIR [--out PAGE]`.

The framing watch gets clips unchanged, in other light, with furniture elsewhere, and shifted, turned and zoomed as by a
knock. People remain in them and their boxes are not given to the watch, which is harder.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from models import load_site
from pipeline.evaluation.truth import EvaluationClip, load_clips
from scripts.marked_page import replace_table
from vision.camera.background import ViewOffset, small
from vision.camera.view_watch import MOVED, SHIFTED, Fit, FramingWatch
from vision.core import Gray, Points, VisionError
from vision.sources.opening import open_source

_SECONDS, _LEAST, _PLAYED_S, _A_MINUTE = 45.0, 5, 240, 60
_LIGHTS = (1.3, 0.5, 0.3)
# x and y in shares of the width, degrees, zoom.
_KNOCKS = (
    (0.02, 0.0, 0.0, 1.0), (0.04, 0.02, 0.0, 1.0), (0.08, 0.0, 0.0, 1.0), (-0.06, 0.06, 0.0, 1.0),
    (0.0, 0.0, 3.0, 1.0), (0.0, 0.0, 8.0, 1.0), (0.0, 0.0, 0.0, 1.12), (0.0, 0.0, 0.0, 0.9), (0.03, 0.02, 2.0, 1.05),
    (0.1, 0.05, 5.0, 1.1),
)  # fmt: skip
# A knock this close to a limit may be classified either way.
_NEAR = 0.02
_NOBODY = np.empty((0, 4), np.float32)
QUESTIONS = (
    "stands still for four minutes",
    "in other light",
    "with furniture elsewhere",
    "shifted, turned, zoomed",
    "knocked half way",
)
Pictures = Sequence[Gray]


@dataclass(frozen=True, slots=True)
class Shown:
    """One answer of the watch to a question about a clip of a `folder`; `seconds` of processor time for its `looks`."""

    folder: str
    question: str
    right: bool
    seconds: float = 0.0
    looks: int = 0


def shown(clip: EvaluationClip) -> Iterator[Shown]:
    """All tests of one clip; none for a clip shorter than five seconds or without a stable background."""
    pictures, zones = _pictures(clip), _zones(clip)
    folder = clip.name.partition("/")[0]
    first = FramingWatch(zones)
    began = time.process_time()
    fit = _played(first, pictures, _PLAYED_S)
    cost = time.process_time() - began
    kept = first.reference
    if len(pictures) < _LEAST or kept is None:
        return

    def fits(seen: Pictures) -> Fit:
        return _played(FramingWatch(zones, kept), seen, _A_MINUTE)

    yield Shown(folder, QUESTIONS[0], fit is not Fit.MOVED, cost, _PLAYED_S)
    for light in _LIGHTS:
        yield Shown(folder, QUESTIONS[1], fits([_lit(p, light) for p in pictures]) is not Fit.MOVED)
    yield Shown(folder, QUESTIONS[2], fits([_rearranged(p) for p in pictures]) is not Fit.MOVED)
    for knock in _KNOCKS:
        seen, went = _knocked(pictures, *knock), _went(pictures[0], zones, *knock)
        yield Shown(folder, QUESTIONS[3], _as_it_went(fits([_lit(p, 0.8) for p in seen]), went))
    watch = FramingWatch(zones)
    _played(watch, pictures, 80)
    after = _played(watch, _knocked(pictures, *_KNOCKS[-1]), 80, 80.0)
    yield Shown(folder, QUESTIONS[4], _as_it_went(after, _went(pictures[0], zones, *_KNOCKS[-1])))


def _pictures(clip: EvaluationClip) -> list[Gray]:
    with open_source(str(clip.video.resolve()), camera="c", base=clip.video.parent, start=0.0) as source:
        frames = (frame for frame in source.frames(1.0) if frame.time <= _SECONDS)
        return [small(np.asarray(cv2.cvtColor(f.image, cv2.COLOR_BGR2GRAY), np.uint8)) for f in frames]


def _zones(clip: EvaluationClip) -> list[Points]:
    counters = load_site(clip.site).cameras[0].counters
    return [z for k in counters for z in (k.staff_zone, k.customer_zone, k.waiting_zone) if z]


def _played(watch: FramingWatch, pictures: Pictures, seconds: int, since: float = 0.0) -> Fit:
    """One picture a second, forwards and then backwards."""
    there_and_back = [*pictures, *pictures[::-1]]
    for k in range(seconds):
        watch.look(there_and_back[k % len(there_and_back)], _NOBODY, since + k)
    return watch.framing.fit


def _lit(picture: Gray, by: float) -> Gray:
    return np.asarray(np.clip(picture * by + 4 * (by < 1), 0, 255), np.uint8)


def _rearranged(picture: Gray) -> Gray:
    """A sixth of the picture, as large as a cabinet, moved elsewhere, with its old place painted over."""
    made, (high, wide) = picture.copy(), picture.shape
    part = picture[high // 4 : high // 4 + high // 2, wide // 10 : wide // 10 + wide // 3].copy()
    made[high // 4 : high // 4 + high // 2, wide // 10 : wide // 10 + wide // 3] = int(np.median(part))
    made[high // 3 : high // 3 + high // 2, wide // 2 : wide // 2 + wide // 3] = part
    return made


def _matrix(picture: Gray, x: float, y: float, turn: float, zoom: float) -> NDArray[np.float64]:
    height, width = picture.shape
    matrix = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), turn, zoom), np.float64)
    matrix[:, 2] += (x * width, y * width)
    return matrix


def _knocked(pictures: Pictures, *knock: float) -> list[Gray]:
    matrix, size = _matrix(pictures[0], *knock), pictures[0].shape[::-1]
    return [np.asarray(cv2.warpAffine(p, matrix, size), np.uint8) for p in pictures]


def _went(picture: Gray, zones: Sequence[Points], *knock: float) -> float:
    """The true distance of the zone that moved farthest, in units of its size."""
    height, width = picture.shape
    matrix = _matrix(picture, *knock)
    matrix[:, 2] /= width
    return ViewOffset(matrix, 1, 1, 1).displaced(zones, height / width)


def _as_it_went(found: Fit, went: float) -> bool:
    right = Fit.MOVED if went >= MOVED else Fit.SHIFTED if went >= SHIFTED else Fit.FITS
    return found is right or min(abs(went - MOVED), abs(went - SHIFTED)) < _NEAR


def table(found: Sequence[Shown]) -> list[str]:
    """Right answers of all answers, one row per test and one column per folder."""
    folders = sorted({one.folder for one in found})
    lines = ["| a camera that | " + " | ".join(folders) + " |", "|---|" + "---|" * len(folders)]
    for question in QUESTIONS:
        cells = [[one.right for one in found if (one.question, one.folder) == (question, f)] for f in folders]
        lines.append(f"| {question} | " + " | ".join(f"{sum(cell)} of {len(cell)}" for cell in cells) + " |")
    seconds, looks = sum(one.seconds for one in found), sum(one.looks for one in found)
    return [
        *lines,
        "",
        f"The watch costs {1000 * seconds / max(looks, 1) * 60:.0f} ms of a processor a minute.",
    ]


def _all(clips: Sequence[EvaluationClip]) -> Iterator[Shown]:
    for clip in clips:
        try:
            yield from shown(clip)
        except VisionError as error:
            print(f"{clip.name}: {error}")


def main() -> None:
    """Print the table, or write it into a page between its markers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--footage", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    lines = table(list(_all(load_clips(asked.footage))))
    print("\n".join(lines))
    if asked.out:
        sys.exit(replace_table(asked.out, "\n".join(lines), "measured"))


if __name__ == "__main__":
    main()
