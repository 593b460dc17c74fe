"""`counterwatch serve` as a process of its own on loopback, and raw requests to it."""

import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx

from tests.support.browser import free_port, stop
from tests.support.command_line import COMMAND, environment

PATIENCE_S = 180.0

get = partial(httpx.get, timeout=PATIENCE_S)
post = partial(httpx.post, timeout=PATIENCE_S)


@dataclass(frozen=True, slots=True)
class ServedProgram:
    """A running server: its port, data folder, process id, and the file with all that it says."""

    port: int
    data: Path
    pid: int
    log: Path
    scheme: str = "http"

    @property
    def address(self) -> str:
        """The address for a client."""
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def connect(self) -> socket.socket:
        """An open connection on which nothing was sent yet."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_S)

    def answer(self, request: bytes) -> bytes:
        """All that comes back after these bytes, until the server closes the connection."""
        with self.connect() as line:
            line.sendall(request)
            return rest(line)

    def status(self, request: bytes) -> int:
        """The status code of the answer to these bytes."""
        return int(self.answer(request).split(b" ", 2)[1])


def rest(line: socket.socket) -> bytes:
    """What still comes on a connection until it is closed."""
    parts = []
    try:
        while part := line.recv(65536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


@contextmanager
def program(
    data: Path, *options: object, verify: Path | bool = True, port: int | None = None
) -> Iterator[ServedProgram]:
    """Serve a data folder with these options until the block is left; `verify` is the certificate to trust."""
    port, log = port or free_port(), data.parent / "serve.log"
    scheme = "https" if "--tls-cert" in options else "http"
    command = [*COMMAND, "serve", "--data", data, "--port", port, "--nightly", "off", *options]
    with log.open("wb") as said:
        process = subprocess.Popen(list(map(str, command)), env=environment(), stdout=said, stderr=said)
    served = ServedProgram(port, data, process.pid, log, scheme)
    try:
        _wait(served, process, verify)
        yield served
    finally:
        stop(process)


def _wait(served: ServedProgram, process: "subprocess.Popen[bytes]", verify: Path | bool) -> None:
    trusted = ssl.create_default_context(cafile=str(verify)) if isinstance(verify, Path) else verify
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(f"{served.address}/api/v1/health", verify=trusted, timeout=5).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError(served.log.read_text("utf-8"))
