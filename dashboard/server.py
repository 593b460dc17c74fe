"""Serve the API and the dashboard in one process. The socket is opened first, before slow work starts."""

import os
import socket

import uvicorn

from api.app import create_app
from api.settings import Settings
from dashboard.app import mount
from models import ModelError


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises ModelError with one line when the port is in use or not permitted."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        why = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)
        raise ModelError(f"cannot serve on {host}:{port}: {why.lower()}; choose another --port") from error


def address_of(listening: socket.socket) -> str:
    """The address for a browser."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve_on(listening: socket.socket, settings: Settings) -> None:
    """Serve until interrupted. Raises ModelError when the database or the secret cannot be used."""
    app = create_app(settings)
    mount(app, settings.data)
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listening])
