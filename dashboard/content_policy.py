"""The content security policy of the dashboard's pages."""

import gzip
import re
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_INLINE = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)


def policy(scripts: Sequence[bytes] = ()) -> str:
    """Pages load from this server only, send to it only, and run these `scripts` beside its files.

    A script that a text brings into a page is not among them. NiceGUI compiles its elements in the browser, which
    needs 'unsafe-eval', and writes styles into them.
    """
    hashes = "".join(f" 'sha256-{b64encode(sha256(script).digest()).decode()}'" for script in scripts)
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src 'self' 'unsafe-eval'{hashes}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )


class PagePolicy:
    """Middleware that adds the content security policy to pages; the API sets its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request; responses without a policy get one."""
        is_page = scope["type"] == "http" and not scope["path"].startswith("/api/")
        await self._app(scope, receive, _WithPolicy(send) if is_page else send)


class _WithPolicy:
    """Sends an answer with its policy; a page is held until it is complete, because a header names its scripts."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = bytearray()

    async def __call__(self, message: Message) -> None:
        """Send this part of the answer, or keep it."""
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if headers.get("content-type", "").startswith("text/html"):
                self._start = message
                return
            headers.setdefault("Content-Security-Policy", policy())
        elif message["type"] == "http.response.body" and self._start is not None:
            self._body += message.get("body", b"")
            if message.get("more_body", False):
                return
            await self._send(_with_scripts(self._start, bytes(self._body)))
            message, self._start = {"type": "http.response.body", "body": bytes(self._body)}, None
        await self._send(message)


def _with_scripts(start: Message, body: bytes) -> Message:
    headers = MutableHeaders(scope=start)
    page = gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body
    headers.setdefault("Content-Security-Policy", policy(_INLINE.findall(page)))
    return start
