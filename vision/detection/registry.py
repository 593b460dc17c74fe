"""Registry of the runtimes of person detectors: accepted files, requirements, and the choice for a given file.

A new runtime is one more file in this folder and one more row in RUNTIMES.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from vision.core import VisionError
from vision.detection.detector import Detector
from vision.detection.network_detector import NetworkDetector
from vision.weights.store import person_detector

_QUANTISED = b"QuantizeLinear"


@dataclass(frozen=True, slots=True)
class Runtime:
    """A runtime: its `name`, the file `suffixes` it opens ("" is a folder), the `devices` it serves.

    `package` is the module that must be importable, `extra` the extra that installs it. `opened` returns the detector
    of a file on a device.
    """

    name: str
    suffixes: tuple[str, ...]
    devices: tuple[str, ...]
    package: str
    extra: str
    opened: Callable[[Path, str], Detector]

    @property
    def installed(self) -> bool:
        """Whether its package can be imported."""
        return find_spec(self.package) is not None


def _openvino(weights: Path, _: str) -> Detector:
    from vision.detection.openvino_detector import OpenvinoNetwork  # noqa: PLC0415 - half a second and 100 MB

    return NetworkDetector(OpenvinoNetwork(weights))


def _onnx(weights: Path, device: str) -> Detector:
    from vision.detection.onnx_detector import OnnxNetwork  # noqa: PLC0415

    return NetworkDetector(OnnxNetwork(weights, device))


def _tflite(weights: Path, _: str) -> Detector:
    from vision.detection.tflite_detector import TfliteNetwork  # noqa: PLC0415

    return NetworkDetector(TfliteNetwork(weights))


def _ultralytics(weights: Path, device: str) -> Detector:
    from vision.detection.ultralytics_detector import UltralyticsDetector  # noqa: PLC0415 - torch: seconds, a gigabyte

    return UltralyticsDetector(weights, None if device == "auto" else device)


RUNTIMES = (
    Runtime("openvino", (".onnx", ".xml", ""), ("auto", "openvino"), "openvino", "openvino", _openvino),
    Runtime("onnxruntime", (".onnx",), ("auto", "cpu", "cuda", "tensorrt"), "onnxruntime", "", _onnx),
    Runtime("litert", (".tflite",), ("auto", "cpu"), "ai_edge_litert", "litert", _tflite),
    Runtime("ultralytics", (".pt", ".engine"), ("auto", "cpu", "cuda"), "ultralytics", "yolo", _ultralytics),
)
"""Runtimes in order of preference: the first that opens the file, serves the device and is installed is used."""


def open_detector(path: Path | None = None, device: str = "auto") -> Detector:
    """The detector of the weights at `path`, or of the installed person detector when it is None.

    `device`: "auto" selects a graphics card that ONNX Runtime can use, else OpenVINO when installed, else the processor
    by ONNX Runtime. "cpu", "cuda", "tensorrt" and "openvino" select one of them. "int8" selects the installed detector
    in 8-bit numbers on the processor, or its usual numbers when no 8-bit version exists. Raises VisionError in one line
    for weights that are missing, damaged or find no people, and for a runtime or device that is not available.
    """
    weights, device = _installed(device) if path is None else (path, device)
    if not weights.exists():
        raise VisionError(
            f"{weights}: no such weights; give a YOLO model (.onnx, .pt, .tflite or an OpenVINO folder)"
        )
    fitting = [r for r in RUNTIMES if _suffix(weights) in r.suffixes]
    if not fitting:
        raise VisionError(
            f"{weights}: cannot be weights; give a YOLO model (.onnx, .pt, .tflite or an OpenVINO folder)"
        )
    if weights.is_dir() and not any(weights.glob("*.xml")):
        raise VisionError(f"{weights}: is no OpenVINO export, which has an .xml file in its folder")
    able = [r for r in fitting if device in r.devices]
    if not able:
        devices = sorted({d for r in fitting for d in r.devices})
        raise VisionError(f"{weights}: does not run on {device!r}, only on {', '.join(devices)}")
    chosen = next((r for r in able if r.installed and not (device == "auto" and _avoided(r, weights))), None)
    if chosen is None:
        raise VisionError(f"{weights}: needs {able[-1].name}: pip install 'counterwatch[{able[-1].extra}]'")
    return chosen.opened(weights, device)


def _installed(device: str) -> tuple[Path, str]:
    """The file of the installed detector for a device, and the device name for its runtime."""
    installed = person_detector()
    if installed.path is None:
        raise VisionError(installed.why)
    if device == "int8":
        return installed.int8 or installed.path, "cpu"
    return installed.path, device


def _suffix(weights: Path) -> str:
    return "" if weights.is_dir() else weights.suffix.lower()


def _avoided(runtime: Runtime, weights: Path) -> bool:
    """Whether another runtime is preferred for this file although this one opens it.

    OpenVINO reads some int8 files without an error and then finds no people; a graphics card is faster than it.
    """
    if runtime.name != "openvino" or weights.suffix != ".onnx":
        return False
    from vision.detection.onnx_detector import PROVIDERS  # noqa: PLC0415
    from vision.weights.onnx_session import available_providers  # noqa: PLC0415

    return _QUANTISED in weights.read_bytes() or PROVIDERS["cuda"][0] in available_providers()
