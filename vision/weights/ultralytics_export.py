"""Export of weights to ONNX by Ultralytics in a separate process, which frees PyTorch's gigabyte when it ends."""

import os
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from vision.core import VisionError

# Ultralytics takes a name without a file for one to download into its working directory.
_SCRIPT = """
import sys
from ultralytics import YOLO
print("\\n" + str(YOLO(sys.argv[1]).export(format="onnx", dynamic=True, simplify=False, verbose=False)))
"""
_SETTINGS = {"YOLO_AUTOINSTALL": "false", "YOLO_VERBOSE": "false"}


def export(weights: str) -> bytes:
    """The ONNX file of `weights`: a .pt file, or a name such as yolo26s that Ultralytics downloads.

    Raises VisionError in one line when Ultralytics is not installed, has no network or cannot read the file.
    """
    if find_spec("ultralytics") is None:
        raise VisionError(
            f"{weights}: needs ultralytics for download and export: pip install 'counterwatch[yolo]', "
            "or put an exported .onnx into a folder and run counterwatch weights --from FOLDER"
        )
    with tempfile.TemporaryDirectory(prefix="counterwatch-") as folder:
        file = weights if weights.endswith(".pt") else f"{weights}.pt"
        result = subprocess.run(
            [sys.executable, "-c", _SCRIPT, file],
            cwd=folder,
            env=os.environ | _SETTINGS | {"YOLO_CONFIG_DIR": folder},
            capture_output=True,
            text=True,
            check=False,
        )
        lines = (result.stdout if result.returncode == 0 else result.stderr).strip().splitlines() or [
            "no reason"
        ]
        if result.returncode:
            raise VisionError(f"{weights}: ultralytics cannot export it: {lines[-1][:300]}")
        return (Path(folder) / lines[-1]).read_bytes()
