"""Requests for other names and from pages of other sites are refused, before any route."""

import ipaddress
import socket
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from api.error_handlers import problem

_SAFE = {"GET", "HEAD", "OPTIONS"}
_SOCKETS = (
    "/_nicegui_ws/"  # the pages' connection; its first requests can be GETs, and they carry the session
)
_OWN_SITE = {"", "same-origin", "none"}


Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class ForwardedHost:
    """Middleware that takes the host from `X-Forwarded-Host`, if a named proxy sent it."""

    def __init__(self, app: ASGIApp, proxies: Collection[Network]) -> None:
        self._app, self._proxies = app, proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with the host that the proxy was asked for."""
        peer = scope.get("client")
        if (
            peer
            and _is_address(peer[0])
            and any(ipaddress.ip_address(peer[0]) in one for one in self._proxies)
        ):
            asked = next((value for name, value in scope["headers"] if name == b"x-forwarded-host"), None)
            if asked is not None:
                others = [(name, value) for name, value in scope["headers"] if name != b"host"]
                scope = {**scope, "headers": [*others, (b"host", asked.split(b",")[0].strip())]}
        await self._app(scope, receive, send)


class SameOrigin:
    """Middleware of a served application.

    A `Host` must be an IP address, localhost, this machine's name, or one of `names`: a page of a foreign name that
    was pointed at this server would otherwise pass for one of ours. Requests that change something, and the pages'
    sockets, must come from a page of the same host, or from no page at all: a browser adds the cookies of this server
    to requests of every page.
    """

    def __init__(self, app: ASGIApp, names: Collection[str] = ()) -> None:
        self._app = app
        machine = socket.gethostname()  # not getfqdn, which waits for a name server that a closed site lacks
        own = {"localhost", machine, f"{machine}.local"}
        self._names = {name.lower().rstrip(".") for name in (*own, *names)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 421 or 403 with one line."""
        refusal = None if scope["type"] == "lifespan" else self._refusal(scope)
        if refusal is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send(
                {"type": "websocket.close", "code": 1008, "reason": refusal[1]}
            )  # a 403 before it opens
        else:
            await problem(*refusal)(scope, receive, send)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get(b"host", "")
        if not self._is_ours(host):
            return 421, "this server does not answer to that name: start it with --host-name NAME"
        reads = (
            scope["type"] == "http" and scope["method"] in _SAFE and not scope["path"].startswith(_SOCKETS)
        )
        if not reads and _is_foreign(headers, host):
            return 403, "this request comes from a page of another site"
        return None

    def _is_ours(self, host: str) -> bool:
        try:
            name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
        except ValueError:
            return False
        return name in self._names or _is_address(name)


def _is_foreign(headers: dict[bytes, str], host: str) -> bool:
    """Whether a browser says that another site's page sends this. Programs send neither of the two headers."""
    origin = headers.get(b"origin")
    if origin is not None:
        return urlsplit(origin).netloc.lower() != host.lower()  # "null" has no host
    return headers.get(b"sec-fetch-site", "") not in _OWN_SITE


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
