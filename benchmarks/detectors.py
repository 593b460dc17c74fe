"""Processor time of one look by each runtime that is installed: `python -m benchmarks.detectors [WEIGHTS...]`.

Without weights the installed person detector is measured. Each figure is the median of LOOKS looks at one picture of
the demo footage (960x540), one thread, whole detection: letterbox, network, decoding. Processor time counts what this
process used, so another process on the machine changes it less than the time on the clock.
"""

import platform
import statistics
import sys
import time
from pathlib import Path

from counterwatch.demo_footage import FOOTAGE
from vision.core import Image, VisionError
from vision.detection.detector import Detector
from vision.detection.registry import RUNTIMES, open_detector
from vision.sources.opening import open_source
from vision.weights.store import person_detector

CLIP = FOOTAGE / "full_service_A.mp4"
SIDES = (320, 640, 960)
LOOKS, WARM = 20, 3


def main() -> None:
    """Print one row per file of weights, runtime and side."""
    given = [Path(name) for name in sys.argv[1:]]
    installed = person_detector()
    weights = given or [file for file in (installed.path, installed.int8) if file]
    if not weights:
        sys.exit(installed.why)
    picture = _picture()
    print(
        f"{platform.processor() or platform.machine()}, one thread, picture {picture.shape[1]}x{picture.shape[0]}"
    )
    print(f"{'weights':28}{'runtime':14}{'side':>6}{'CPU ms':>9}{'clock ms':>10}{'people':>8}")
    for file in weights:
        for device in dict.fromkeys(d for r in RUNTIMES for d in r.devices if d != "auto"):
            _rows(file, device, picture)


def _rows(weights: Path, device: str, picture: Image) -> None:
    try:
        detector = open_detector(weights, device)
    except VisionError:
        return  # a runtime that is not installed, or is for other files
    can = detector.capabilities.sides
    for side in SIDES if len(can) > 1 else can:
        processor, clock = _cost(detector, picture, side)
        people = sum(detector.detect(picture, side).scores > 0.5)
        name = f"{detector.name} {device}" if device in ("cuda", "tensorrt") else detector.name
        print(f"{weights.name:28}{name:14}{side:6}{processor:9.1f}{clock:10.1f}{people:8}", flush=True)
    detector.close()


def _cost(detector: Detector, picture: Image, side: int) -> tuple[float, float]:
    """Median milliseconds of the processor and on the clock of one look."""
    looks = []
    for _ in range(WARM + LOOKS):
        began = time.process_time(), time.perf_counter()
        detector.detect(picture, side)
        looks.append((time.process_time() - began[0], time.perf_counter() - began[1]))
    processor, clock = (1000 * statistics.median(column) for column in zip(*looks[WARM:], strict=True))
    return processor, clock


def _picture() -> Image:
    """The picture at 16 s, in which there are a clerk and a customer."""
    with open_source(str(CLIP), camera="bench", base=CLIP.parent, start=0.0) as source:
        return next(frame.image for frame in source.frames(5.0) if frame.time >= 16)


if __name__ == "__main__":
    main()
