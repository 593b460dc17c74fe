"""Person detectors on ONNX Runtime, on the processor or a graphics card; part of every installation."""

from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from vision.core import VisionError
from vision.weights.onnx_session import OnnxSession, available_providers

PROVIDERS = {
    "cpu": (),
    "cuda": ("CUDAExecutionProvider",),
    "tensorrt": ("TensorrtExecutionProvider", "CUDAExecutionProvider"),
}
"""Execution providers by device, tried before the processor. TensorRT only on request: its first start takes minutes.
"""


class OnnxNetwork:
    """A YOLO network in an ONNX file.

    `device` is a key of PROVIDERS, or "auto" for a graphics card when one is available. `threads` is the number of
    processor threads; the default is one because a worker runs one camera. Raises VisionError in one line when the file
    is damaged or its model finds no people, or when the device is not available.
    """

    name = "onnxruntime"

    def __init__(self, weights: Path, device: str = "auto", threads: int = 1) -> None:
        wanted = device
        if device == "auto":
            wanted = "cuda" if PROVIDERS["cuda"][0] in available_providers() else "cpu"
        providers = tuple(p for p in PROVIDERS[wanted] if p in available_providers())
        self._session = OnnxSession(weights, str(weights), providers, threads)
        taken = next((d for d, ps in PROVIDERS.items() if self._session.provider in ps[:1]), "cpu")
        if device not in ("auto", taken):
            raise VisionError(
                f"{weights}: ONNX Runtime has no {device} here; install onnxruntime-gpu, or use cpu"
            )
        self.device = taken
        self.layout = self._session.layout()

    def run(self, pictures: NDArray[Any]) -> list[NDArray[Any]]:
        """See Network.run."""
        return self._session.run(pictures)

    def close(self) -> None:
        """See Network.close."""
        del self._session
