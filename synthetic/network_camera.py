"""A network camera on loopback that can be switched off and on again."""

import socket
import subprocess
from functools import cache
from pathlib import Path
from typing import Self

SYSTEM_PYTHON = "/usr/bin/python3"
NEEDS = "needs gir1.2-gst-rtsp-server-1.0, python3-gi and gstreamer1.0-plugins-{base,good,bad,ugly}"


@cache
def available() -> bool:
    """Whether this machine can serve RTSP."""
    ask = "import gi; gi.require_version('GstRtspServer', '1.0'); from gi.repository import GstRtspServer"
    ready = Path(SYSTEM_PYTHON).exists()
    return (
        ready and subprocess.run([SYSTEM_PYTHON, "-c", ask], capture_output=True, check=False).returncode == 0
    )


class NetworkCamera:
    """Serves a file on loopback while it is switched on; every connection sees it from its beginning."""

    def __init__(self, file: Path) -> None:
        self._file = file
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.address = f"rtsp://127.0.0.1:{self._port}/hall"
        self._server: subprocess.Popen[str] | None = None

    def on(self) -> None:
        """Switch it on; returns when it serves."""
        script = Path(__file__).with_name("rtsp_server.py")
        command = [SYSTEM_PYTHON, str(script), str(self._file), str(self._port)]
        self._server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._server.stdout is not None
        assert self._server.stdout.readline().strip() == "serving"

    def off(self) -> None:
        """Pull the plug."""
        if self._server is not None:
            self._server.kill()
            self._server.communicate()
            self._server = None

    def __enter__(self) -> Self:
        self.on()
        return self

    def __exit__(self, *_: object) -> None:
        self.off()
