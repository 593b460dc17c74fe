"""Serve the API and the dashboard in one process. The socket is opened first, before slow work starts."""

import asyncio
import os
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import uvicorn
from starlette.types import ASGIApp
from uvicorn.config import LOGGING_CONFIG
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from api.app import create_app
from api.connections import LIMITS, BoundedConnection
from api.json_logs import install_json_logs
from api.log_scrubbing import install_scrubbing
from api.same_origin import ForwardedHost, Network, SameOrigin
from api.settings import Settings
from dashboard.app import mount
from models import ModelError


@dataclass(frozen=True, slots=True)
class Exposure:
    """How a server meets its network.

    `tls` is None for connections that are not encrypted. Forwarded headers count if one of `proxies` sent them. `names`
    are host names of the server beside localhost and the machine's own.
    """

    tls: ssl.SSLContext | None = None
    proxies: tuple[Network, ...] = ()
    names: tuple[str, ...] = ()


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises ModelError with one line when the port is in use or not permitted."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        why = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)
        raise ModelError(f"cannot serve on {host}:{port}: {why.lower()}; choose another --port") from error


def address_of(listening: socket.socket, scheme: str = "http") -> str:
    """The address for a browser."""
    host, port = listening.getsockname()[:2]
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def serve_on(
    listening: socket.socket,
    settings: Settings,
    exposure: Exposure | None = None,
    *,
    json_logs: bool = False,
) -> None:
    """Serve until interrupted; `json_logs` writes the log as JSON.

    Raises ModelError when the database or the secret cannot be used.
    """
    install_scrubbing()
    if json_logs:
        install_json_logs()
    exposure = exposure or Exposure()
    app = create_app(settings)
    mount(app, settings.data, https=exposure.tls is not None)
    tls = exposure.tls
    config = uvicorn.Config(
        _met(app, exposure),
        http=BoundedConnection,
        log_config=None if json_logs else LOGGING_CONFIG,
        log_level="warning",
        access_log=False,  # lines would have the signatures of media addresses
        proxy_headers=False,  # `_met` does that, for named proxies only
        server_header=False,
        timeout_keep_alive=LIMITS.idle_s,
        ws_max_size=1_000_000,
        ssl_context_factory=None if tls is None else lambda *_: tls,
    )
    _Server(config, app.state.context.feed.close).run(sockets=[listening])


def _met(app: ASGIApp, exposure: Exposure) -> ASGIApp:
    checked: ASGIApp = SameOrigin(app, exposure.names)
    if not exposure.proxies:
        return checked
    trusted = [str(proxy) for proxy in exposure.proxies]
    return ForwardedHost(ProxyHeadersMiddleware(checked, trusted), exposure.proxies)  # type: ignore[arg-type]


class _Server(uvicorn.Server):
    """The server, with a limit of time for the beginning of an encrypted connection as for a request's head.

    `before_stop` ends answers that have no end, for which a stop would wait.
    """

    def __init__(self, config: uvicorn.Config, before_stop: Callable[[], None]) -> None:
        super().__init__(config)
        self._before_stop = before_stop

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._before_stop()
        await super().shutdown(sockets)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        loop = asyncio.get_running_loop()
        if self.config.is_ssl:
            limited = partial(loop.create_server, ssl_handshake_timeout=LIMITS.head_s)
            setattr(loop, "create_server", limited)  # noqa: B010 - uvicorn has no setting for it
        await super().startup(sockets)
