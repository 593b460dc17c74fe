"""Cameras on loopback: a film as multipart JPEG over HTTP, in real time, each camera at another place of it."""

import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Self

import cv2
import numpy as np

from vision.sources.opening import open_source

_BOUNDARY = b"--picture\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n"


class FilmServer:
    """Serves the films at `rate` pictures a second to whoever asks, at `address`/NUMBER.mjpg."""

    def __init__(self, films: list[Path], rate: float, size: tuple[int, int]) -> None:
        self._pictures = [jpeg for film in films for jpeg in _jpegs(film, rate, size)]
        self._rate = rate
        server = self

        class Handler(BaseHTTPRequestHandler):
            """One camera that is watched."""

            def do_GET(self) -> None:
                """Send pictures until the watcher goes."""
                number = int("".join(c for c in self.path if c.isdigit()) or 0)
                self.send_response(200)
                self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=picture")
                self.end_headers()
                try:
                    server.play(self.wfile.write, number)
                except OSError:
                    return  # the watcher went

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def play(self, write: Callable[[bytes], object], number: int) -> None:
        """The film of camera `number`, in real time and without an end."""
        began, total = time.monotonic(), len(self._pictures)
        for step in count():
            jpeg = self._pictures[(step + number * total // 7) % total]
            write(_BOUNDARY % len(jpeg) + jpeg + b"\r\n")
            time.sleep(max(0.0, began + (step + 1) / self._rate - time.monotonic()))


def _jpegs(film: Path, rate: float, size: tuple[int, int]) -> list[bytes]:
    with open_source(str(film), camera="film", base=film.parent, start=0.0) as source:
        pictures = [
            cv2.resize(frame.image, size, interpolation=cv2.INTER_AREA) for frame in source.frames(rate)
        ]
    return [np.asarray(cv2.imencode(".jpg", picture)[1], np.uint8).tobytes() for picture in pictures]
