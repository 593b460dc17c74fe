"""Idempotency keys of writes: a request that is repeated with its key is answered as it was, and done once.

All routes that write are behind this middleware; none of them knows of it. A refusal changes nothing, so it is not
kept, and its key may be used again.
"""

import base64
import hashlib
import re
from functools import partial

from fastapi import HTTPException, Response
from fastapi.security import HTTPAuthorizationCredentials
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.context import Caller, Context, admitted
from api.error_handlers import problem
from api.schemas import BACKGROUND, FieldProblem
from models.store import KeyState, RequestKey, StoreError

HEADER = "Idempotency-Key"
LONGEST_KEY = 255
PATTERN = rf"^[!-~]{{1,{LONGEST_KEY}}}$"
"""A key: visible ASCII letters, such as a UUID."""
REPLAYED = "Idempotent-Replayed"

WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_LONGEST = 256_000
"""Bytes of an answer that is kept. Longer ones are exports, which change nothing and may be made again."""
_RUNS = "a request with this key runs, or broke off before it was answered: try again in a moment, or look what it did"


class _Answer(BaseModel):
    """An answer as it is kept."""

    status: int
    headers: list[tuple[str, str]]
    body: str

    def response(self) -> Response:
        response = Response(base64.b64decode(self.body), self.status)
        kept = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in self.headers]
        response.raw_headers = [*kept, (REPLAYED.lower().encode(), b"true")]
        return response


class IdempotentWrites:
    """Middleware that answers a repeated write from what is kept, for each account and service token by itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, unless it was answered before, runs, or has the key of another one."""
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        key, sent_with = headers.get(HEADER), headers.get("authorization", "").partition(" ")
        # Without a token there is nobody whose key it could be: signing in, and what is refused anyway.
        if key is None or scope["method"] not in WRITES or sent_with[0].lower() != "bearer":
            await self._app(scope, receive, send)
            return
        if not re.fullmatch(PATTERN, key):
            wrong = FieldProblem(detail="1 to 255 visible ASCII letters", parameter=HEADER)
            await problem(422, f"{HEADER}: {wrong.detail}", [wrong])(scope, receive, send)
            return
        parts: Context = scope["app"].state.context
        credentials = HTTPAuthorizationCredentials(scheme="Bearer", credentials=sent_with[2])
        client = scope["client"][0] if scope.get("client") else ""
        admit = partial(admitted, credentials, parts, client, by_person=BACKGROUND not in headers)
        body = await _body(receive)
        if body is None:
            return
        try:
            caller: Caller = await run_in_threadpool(admit)
            given = RequestKey(caller.name, key, _digest(scope, body))
            found = await run_in_threadpool(parts.store.request_keys.begin, given, parts.now())
        except HTTPException as error:
            await problem(error.status_code, error.detail, headers=error.headers)(scope, receive, send)
            return
        except StoreError:
            await problem(503, "the database does not answer: try again in a moment")(scope, receive, send)
            return
        if found is KeyState.BEGUN:
            held = _HeldAnswer(parts, given, send)
            await self._app(scope, _Again(body, receive), held)
            await held.finish()
        else:
            await _repeated(parts, found)(scope, receive, send)


def _repeated(parts: Context, found: KeyState | str) -> Response:
    if found is KeyState.OTHER:
        said = "another request came with this key: a key belongs to one method, address and body"
        return problem(422, f"{HEADER}: {said}", [FieldProblem(detail=said, parameter=HEADER)])
    kept = parts.signer.unseal(found) if isinstance(found, str) else None
    return problem(409, _RUNS) if kept is None else _Answer.model_validate_json(kept).response()


def _digest(scope: Scope, body: bytes) -> str:
    head = f"{scope['method']} {scope['path']}?".encode() + scope["query_string"]
    return hashlib.sha256(hashlib.sha256(head).digest() + body).hexdigest()


async def _body(receive: Receive) -> bytes | None:
    """The whole body, whose length is bounded already; None when the client went away before its end."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return bytes(body)


class _Again:
    """Gives the body that was read as one message, and afterwards the messages of the connection."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}


class _HeldAnswer:
    """Holds an answer back until it is kept; a long one is passed on.

    An error that is no refusal leaves the key as it is: what the request has done is not known then.
    """

    def __init__(self, parts: Context, given: RequestKey, send: Send) -> None:
        self._parts, self._given, self._send = parts, given, send
        self._messages: list[Message] = []
        self._size, self._long = 0, False

    async def __call__(self, message: Message) -> None:
        self._messages.append(message)
        self._size += len(message.get("body", b""))
        if self._long or self._size > _LONGEST:
            self._long = True
            await self._pass_on()

    async def finish(self) -> None:
        """Keep the answer of a request that was done, or forget its key, and send what was held."""
        keys = self._parts.store.request_keys
        try:
            if not self._long and 200 <= self._messages[0]["status"] < 300:
                sealed = self._parts.signer.seal(self._kept().model_dump_json())
                await run_in_threadpool(keys.keep, self._given, sealed)
            else:
                await run_in_threadpool(keys.forget, self._given)
        except StoreError:
            pass  # the request was done; its repetition is told that it is not known how it ended
        await self._pass_on()

    def _kept(self) -> _Answer:
        start, *parts = self._messages
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in start["headers"]]
        body = b"".join(part.get("body", b"") for part in parts)
        return _Answer(status=start["status"], headers=headers, body=base64.b64encode(body).decode())

    async def _pass_on(self) -> None:
        messages, self._messages = self._messages, []
        for message in messages:
            await self._send(message)
