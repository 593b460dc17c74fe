"""An HTTP server on this machine, which keeps what comes and answers as a story says."""

import json
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Received:
    """A request that came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def key(self) -> str:
        return self.headers["idempotency-key"]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: after `wait_s` seconds; `drop` closes the connection instead."""

    status: int = 200
    body: str = "ok"
    headers: dict[str, str] = field(default_factory=dict)
    wait_s: float = 0.0
    drop: bool = False


Answering = Callable[[Received], Reply]


class LoopbackHttp:
    """Answers with each of `replies`, then with `otherwise` (a reply, or a function of the request).

    `taken` are the requests that it answered with success.
    """

    def __init__(
        self,
        replies: Iterable[Reply] = (),
        otherwise: Reply | Answering = Reply(),
        certificate: tuple[Path, Path] | None = None,
        port: int = 0,
    ) -> None:
        self.received: list[Received] = []
        self.taken: list[Received] = []
        self._replies, self._otherwise, self._lock = list(replies), otherwise, Lock()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                got = Received(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
                reply = server._reply(got)
                if reply.wait_s:
                    time.sleep(reply.wait_s)
                if reply.drop:
                    self.connection.shutdown(socket.SHUT_RDWR)
                    self.close_connection = True
                    return
                content = reply.body.encode()
                self.send_response_only(reply.status)
                for name, value in {"Content-Length": str(len(content)), **reply.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                pass

        self._server = _Quiet(("127.0.0.1", port), Handler)
        self.scheme = "http"
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
            self.scheme = "https"
        self.port = self._server.server_address[1]
        Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def address(self, path: str = "/hook", host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    def _reply(self, got: Received) -> Reply:
        with self._lock:
            self.received.append(got)
            if self._replies:
                reply = self._replies.pop(0)
            else:
                reply = self._otherwise if isinstance(self._otherwise, Reply) else self._otherwise(got)
            if reply.status < 300 and not reply.drop:
                self.taken.append(got)
            return reply

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A client that was killed is no error of the server."""
