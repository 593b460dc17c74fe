"""Prints constraints.txt anew: the newest releases that fit pyproject.toml together. Run it by `make pins`.

Only PyTorch and what comes with it stay open: which build is right (CPU, CUDA) depends on the machine.
"""

import json
import re
import subprocess
import sys

OURS = "counterwatch"
OPEN = re.compile(r"torch(vision)?|triton|nvidia-|cuda-|cuda_")
HEADER = """\
# Exact versions for every machine, Python 3.11 and newer. Made by `make pins`; do not edit by hand.
# Covers the program, its extras (PyTorch itself stays open: the right build depends on the machine) and `dev`.
"""


def resolved() -> dict[str, str]:
    """Name to version of everything that pip would install for all extras, installing nothing."""
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet"]
    report = subprocess.run(
        [*command, "--report", "-", ".[dev,litert,mqtt,openvino,postgres,yolo]"],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
    packages = (item["metadata"] for item in json.loads(report)["install"])
    return {p["name"]: p["version"] for p in packages if p["name"] != OURS and not OPEN.match(p["name"])}


def main() -> int:
    """Print the constraints; exit code 1 where OpenCV would come in two versions."""
    pins = resolved()
    # Both packages write cv2/: with two versions, half of each would be loaded.
    if pins["opencv-python"] != pins["opencv-contrib-python"]:
        print(
            "opencv-python and opencv-contrib-python differ; bound the newer in pyproject.toml",
            file=sys.stderr,
        )
        return 1
    print(HEADER + "\n".join(f"{name}=={pins[name]}" for name in sorted(pins, key=str.lower)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
