"""Writes vision/weights/yolov8n_ranges.py: `python -m benchmarks.detector_ranges VIDEO...`.

The range of a layer is that of its numbers over PICTURES pictures of each video, at every side of SIDES. Use footage
of many kinds, and measure the int8 detector on other footage.
"""

import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray

from vision.core import Image
from vision.detection.letterbox import letterbox
from vision.sources.opening import open_source
from vision.weights.store import person_detector

TARGET = Path(__file__).parents[1] / "vision" / "weights" / "yolov8n_ranges.py"
SIDES = (320, 640)
PICTURES = 2
SECONDS = 8.0  # between two pictures of a video
HEADER = '''\
"""The range of the numbers that go into and come out of each convolution of YOLOv8n: least and greatest of both.

Basis: measured, by `python -m benchmarks.detector_ranges` on {count} pictures of labelled footage; do not edit by
hand. A wider range costs resolution (1/255 of it), a narrower one cuts off what is strongest.
"""

RANGES: tuple[tuple[float, float, float, float], ...] = (
'''


def main() -> None:
    """Measure the ranges and write the module."""
    installed = person_detector()
    if installed.path is None or not sys.argv[1:]:
        sys.exit(f"give videos; {installed.why}")
    pictures = [picture for name in sys.argv[1:] for picture in pictures_of(Path(name))]
    ranges = measured(onnx.load(installed.path), pictures)
    rows = "".join(f"    ({', '.join(f'{n:.4g}' for n in row)}),\n" for row in ranges)
    TARGET.write_text(HEADER.format(count=len(pictures)) + rows + ")\n", "utf-8")
    print(f"{len(pictures)} pictures, {len(ranges)} layers: {TARGET}")


def measured(model: onnx.ModelProto, pictures: list[Image]) -> NDArray[np.float64]:
    """Least and greatest input and output of each convolution (layers, 4), in the order of the file."""
    values = [
        name
        for node in model.graph.node
        if node.op_type == "Conv"
        for name in (node.input[0], node.output[0])
    ]
    model.graph.output.extend(onnx.ValueInfoProto(name=name) for name in dict.fromkeys(values))
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    extremes = np.tile([np.inf, -np.inf], (len(values), 1))
    for picture in pictures:
        for side in SIDES:
            found = dict(
                zip(
                    _names(session),
                    session.run(None, {"images": letterbox(picture, side)[0][None]}),
                    strict=True,
                )
            )
            now = np.array([(found[name].min(), found[name].max()) for name in values])
            extremes = np.stack(
                [np.minimum(extremes[:, 0], now[:, 0]), np.maximum(extremes[:, 1], now[:, 1])], axis=1
            )
    return extremes.reshape(-1, 4)


def _names(session: onnxruntime.InferenceSession) -> list[str]:
    return [output.name for output in session.get_outputs()]


def pictures_of(video: Path) -> list[Image]:
    """PICTURES pictures of a video, the first after a second."""
    with open_source(str(video.resolve()), camera="ranges", base=video.parent, start=0.0) as source:
        taken: list[Image] = []
        for frame in source.frames(1.0):
            if frame.time >= 1 + SECONDS * len(taken):
                taken.append(frame.image)
            if len(taken) == PICTURES:
                break
    return taken


if __name__ == "__main__":
    main()
