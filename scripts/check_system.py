"""Says which system libraries OpenCV, MediaPipe and ONNX Runtime miss here, by the names apt knows them under.

Prints nothing and exits 0 when all is there; otherwise one line on stderr and exit code 2.
"""

import importlib
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

PACKAGES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libGLESv2.so.2": "libgles2",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgomp.so.1": "libgomp1",
    "libstdc++.so.6": "libstdc++6",
    "libX11.so.6": "libx11-6",
    "libxcb.so.1": "libxcb1",
}


def missing_libraries() -> set[str]:
    """Sonames that the loader does not find for the compiled parts of cv2, mediapipe and onnxruntime."""
    site = Path(sysconfig.get_path("platlib"))
    parts = [*site.glob("cv2/*.so"), *site.glob("mediapipe/**/*.so"), *site.glob("onnxruntime/**/*.so")]
    listing = subprocess.run(["ldd", *map(str, parts)], capture_output=True, text=True, check=False).stdout
    return set(re.findall(r"^\s*(\S+) => not found", listing, re.MULTILINE))


def complaint() -> str | None:
    """One line that says what to install; None when all three load."""
    missing = missing_libraries()
    if packages := sorted({PACKAGES[name] for name in missing if name in PACKAGES}):
        return f"missing system libraries: run apt-get install {' '.join(packages)}"
    for name in ("cv2", "mediapipe", "onnxruntime"):
        try:
            importlib.import_module(name)
        except (ImportError, OSError) as error:
            return f"{name} does not load: {error}; install the system library it names"
    return None


if __name__ == "__main__":
    if line := complaint():
        print(f"counterwatch: {line}", file=sys.stderr)
        sys.exit(2)
