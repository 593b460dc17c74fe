"""Limits of a request, checked before any route: its head, its body, and the time that the body takes to arrive.

A body is read here as a whole. Routes therefore never wait for a slow sender, and an answer that refuses a long body
does not depend on the code that would have read it.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.error_handlers import problem


@dataclass(frozen=True, slots=True)
class RequestLimits:
    """Sizes in bytes. `bodies` is the length of a body by the beginning of its path, the first that fits.

    The longest body is a profile for a what-if: 200,000 characters, each of at most six bytes in JSON. `together`
    bounds the bodies that are being received, so that many senders cannot fill the memory either.
    """

    url: int = 8_192
    headers: int = 32_768
    header_count: int = 100
    depth: int = 32
    body_s: float = 30.0
    bodies: tuple[tuple[str, int], ...] = (
        ("/api/v1/sign-in", 4_096),
        ("/api/v1/what-if", 1_250_000),
        ("/_nicegui/client/", 1_000_000),
        ("/", 256_000),
    )
    together: int = 32_000_000
    drained: int = 4_000_000
    drain_s: float = 1.0

    def body(self, path: str) -> int:
        """The longest body of this path."""
        return next((most for start, most in self.bodies if path.startswith(start)), 0)


class _RefusedError(Exception):
    """A request that is refused: status and one line."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail


class _GoneError(Exception):
    """The sender closed the connection."""


class BoundedRequests:
    """Middleware that refuses what is beyond the limits: 400, 408, 413, 414, 431 or 503 with one line."""

    def __init__(self, app: ASGIApp, limits: RequestLimits | None = None) -> None:
        self._app, self._limits, self._held = app, limits or RequestLimits(), 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request within the limits on, its body complete."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        try:
            self._check_head(scope)
            given = await self._received(scope, receive) if scope["type"] == "http" else receive
        except _GoneError:
            return
        except _RefusedError as error:
            await _refuse(error, scope, receive, send)
            return
        await self._app(scope, given, send)

    def _check_head(self, scope: Scope) -> None:
        limits = self._limits
        if len(scope.get("raw_path") or scope["path"]) + len(scope["query_string"]) > limits.url:
            raise _RefusedError(414, f"the address is longer than {limits.url} bytes")
        size = sum(len(name) + len(value) for name, value in scope["headers"])
        if size > limits.headers or len(scope["headers"]) > limits.header_count:
            raise _RefusedError(
                431, f"the headers are more than {limits.header_count} or longer than {limits.headers} bytes"
            )

    async def _received(self, scope: Scope, receive: Receive) -> Receive:
        """A source of messages that gives the whole body at once."""
        headers = dict(scope["headers"])
        if b"content-length" not in headers and b"transfer-encoding" not in headers:
            return receive
        most = self._limits.body(scope["path"])
        announced = _length(headers)
        if announced > most:
            if announced <= self._limits.drained and b"expect" not in headers:
                await self._drain(receive)
            raise _too_long(most)
        body = await self._body(receive, most)
        if scope["path"].startswith("/api/"):
            _check_depth(body, self._limits.depth)
        return _Replay(body, receive)

    async def _body(self, receive: Receive, most: int) -> bytes:
        if self._held + most > self._limits.together:
            raise _RefusedError(503, "too many long requests arrive at the same time: try again in a moment")
        self._held += most
        try:
            async with asyncio.timeout(self._limits.body_s):
                body = bytearray()
                async for part in _parts(receive):
                    body += part
                    if len(body) > most:
                        break
        except TimeoutError as error:
            raise _RefusedError(408, f"the body did not arrive in {self._limits.body_s:g} s") from error
        finally:
            self._held -= most
        if len(body) > most:
            await self._drain(receive)
            raise _too_long(most)
        return bytes(body)

    async def _drain(self, receive: Receive) -> None:
        """Read and forget the rest for a moment: a sender that is cut off while it sends reads no answer."""
        size = 0
        try:
            async with asyncio.timeout(self._limits.drain_s):
                async for part in _parts(receive):
                    size += len(part)
                    if size > self._limits.drained:
                        return
        except TimeoutError:
            return


async def _parts(receive: Receive) -> AsyncIterator[bytes]:
    """The parts of a body in the order of their arrival; raises _GoneError when the sender leaves."""
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _GoneError
        yield message.get("body", b"")
        more = message.get("more_body", False)


class _Replay:
    """Gives a body that was read as one message, and afterwards the messages of the connection."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        """The next message."""
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}


# A string may lack its end, and possessive repeats never go back: the time grows with the length of the body only.
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)


def _check_depth(body: bytes, most: int) -> None:
    """A reader of JSON calls itself once for each level."""
    depth = 0
    for token in _TOKEN.finditer(body):
        first = token[0][:1]
        depth += (first in b"[{") - (first in b"]}")
        if depth > most:
            raise _RefusedError(400, f"the body is nested deeper than {most} levels")


def _length(headers: dict[bytes, bytes]) -> int:
    try:
        return int(headers.get(b"content-length", b"0"))
    except ValueError as error:
        raise _RefusedError(400, "Content-Length is not a number") from error


def _too_long(most: int) -> _RefusedError:
    return _RefusedError(413, f"the body is longer than {most} bytes")


async def _refuse(error: _RefusedError, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1009, "reason": error.detail})
        return
    # The rest of the request may still be on its way, and must not be read as the next one.
    headers = {"Connection": "close"} | ({"Retry-After": "5"} if error.status == 503 else {})
    await problem(error.status, error.detail, headers=headers)(scope, receive, send)
