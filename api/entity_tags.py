"""Entity tags of answers: a client that holds an answer asks whether it has changed, and is not sent it again."""

import hashlib
import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.versions import NEWEST

_TAG = re.compile(r'(?:W/)?("[^"]*")')
_ANY = "*"


class EntityTags:
    """Middleware that gives each JSON answer to a GET a tag, and answers 304 if `If-None-Match` names it.

    The route runs and writes its audit line in either case: a tag saves the transfer and not the question.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer back with its tag."""
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(f"{NEWEST}/"):
            await self._app(scope, receive, send)
            return
        await self._app(scope, receive, _Tagged(Headers(scope=scope).get("if-none-match", ""), send))


class _Tagged:
    """Holds the head of an answer back until its body is here, if it is a whole JSON answer without a tag."""

    def __init__(self, held: str, send: Send) -> None:
        self._held, self._send = held, send
        self._head: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _taggable(message):
            self._head = message
            return
        head, self._head = self._head, None
        if head is None:
            await self._send(message)
        elif message.get("more_body", False):  # a stream, which nobody holds as a whole
            await self._send(head)
            await self._send(message)
        else:
            await self._answer(head, message)

    async def _answer(self, head: Message, message: Message) -> None:
        tag = tag_of(message.get("body", b""))
        headers = MutableHeaders(raw=list(head["headers"]))
        headers["ETag"] = tag
        if names(self._held, tag):
            for name in ("content-length", "content-type"):
                del headers[name]
            head, message = {**head, "status": 304}, {**message, "body": b""}
        await self._send({**head, "headers": headers.raw})
        await self._send(message)


def tag_of(body: bytes) -> str:
    """The strong tag of a body, in quotes."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def names(held: str, tag: str) -> bool:
    """Whether a value of `If-None-Match` names a tag; weak and strong tags are compared alike (RFC 9110, 13.1.2)."""
    return held.strip() == _ANY or tag in _TAG.findall(held)


def _taggable(head: Message) -> bool:
    headers = Headers(raw=head["headers"])
    is_json = headers.get("content-type", "").startswith("application/json")
    return head["status"] == 200 and is_json and "etag" not in headers
