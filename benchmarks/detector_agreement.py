"""Agreement of faster detectors with the exact one: `python -m benchmarks.detector_agreement VIDEO...`.

The exact one is the installed detector by ONNX Runtime in float32. The others are compared with it on two pictures of
each video. Use videos that were not used for benchmarks/detector_ranges.py.
"""

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.detector_ranges import pictures_of
from vision.core import Detections, VisionError
from vision.detection.registry import open_detector

DEVICES = ("int8", "openvino")
SIDES = (320, 640)
SURE, LEAST, SAME = 0.4, 0.25, 0.6  # score that must be found again, with at least this score and overlap


def main() -> None:
    """Print a row per device and side."""
    pictures = [picture for name in sys.argv[1:] for picture in pictures_of(Path(name))]
    if not pictures:
        sys.exit("give videos")
    exact = open_detector(None, "cpu")
    print(
        f"{len(pictures)} pictures; box and score: difference from the exact detector, box in heights of the person"
    )
    print(
        f"{'device':10}{'side':>6}{'found again':>13}{'new':>5}{'box p50':>9}{'box p95':>9}{'score sd':>10}"
    )
    for device in DEVICES:
        try:
            other = open_detector(None, device)
        except VisionError:
            continue
        for side in SIDES:
            looks = [(exact.detect(p, side), other.detect(p, side)) for p in pictures]
            print(f"{device:10}{side:6}{_row(looks)}", flush=True)


def _row(looks: list[tuple[Detections, Detections]]) -> str:
    pairs = [_matched(a, b) for a, b in looks]
    boxes, scores = (np.concatenate(column) for column in zip(*pairs, strict=True))
    wanted = sum(int((a.scores > SURE).sum()) for a, _ in looks)
    new = sum(int((b.scores > SURE).sum()) - len(_matched(b, a)[0]) for a, b in looks)
    p50, p95 = np.percentile(boxes, (50, 95))
    return f"{len(boxes):6} of {wanted:<4}{new:5}{p50:9.3f}{p95:9.3f}{scores.std():10.3f}"


def _matched(wanted: Detections, found: Detections) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Largest difference of a box in heights, and difference of scores, of each detection that is found again."""
    sure, seen = wanted[wanted.scores > SURE], found[found.scores > LEAST]
    if not len(sure) or not len(seen):
        return np.empty(0, np.float32), np.empty(0, np.float32)
    overlap = _overlap(sure.boxes, seen.boxes)
    same, best = overlap.max(axis=1) > SAME, overlap.argmax(axis=1)
    off = np.abs(seen.boxes[best] - sure.boxes).max(axis=1) / (sure.boxes[:, 3] - sure.boxes[:, 1])
    return off[same], (seen.scores[best] - sure.scores)[same]


def _overlap(a: NDArray[np.float32], b: NDArray[np.float32]) -> NDArray[np.float32]:
    """Intersection over union of every box of `a` with every one of `b`."""
    upper, lower = np.maximum(a[:, None, :2], b[None, :, :2]), np.minimum(a[:, None, 2:], b[None, :, 2:])
    both = np.clip(lower - upper, 0, None).prod(axis=2)
    areas = [(boxes[:, 2:] - boxes[:, :2]).prod(axis=1) for boxes in (a, b)]
    return np.asarray(both / (areas[0][:, None] + areas[1] - both), np.float32)


if __name__ == "__main__":
    main()
