"""A mail server on this machine, with TLS and passwords if a story asks for them."""

import asyncio
import ssl
import warnings
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from threading import Thread
from typing import Any, Self, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = b"hall", b"s3cret"


@dataclass(frozen=True, slots=True)
class MailRules:
    """How the server is reached: `certificate` for STARTTLS, or for TLS from the first byte with `at_once`."""

    certificate: tuple[Path, Path] | None = None
    at_once: bool = False
    password: bool = False


class LoopbackMail:
    """Keeps every mail; answers to the first ones with `replies`, for example `451 later`."""

    def __init__(self, rules: MailRules = MailRules(), replies: tuple[str, ...] = (), port: int = 0) -> None:
        self.mails: list[EmailMessage] = []
        self._replies = list(replies)
        context = None
        if rules.certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*rules.certificate)
        more: dict[str, Any] = {}
        if context is not None and not rules.at_once:
            more |= {"tls_context": context, "require_starttls": True}
        if rules.password:
            more |= {"authenticator": _right, "auth_required": True, "auth_require_tls": not rules.at_once}
        self._sessions: list[SMTP] = []
        self._loop = asyncio.new_event_loop()
        # In a thread from the beginning: the one of the test has a loop already when a browser was started before.
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        serving = self._loop.create_server(
            lambda: self._session(more), "127.0.0.1", port, ssl=context if rules.at_once else None
        )
        self._server = asyncio.run_coroutine_threadsafe(serving, self._loop).result(10)
        self.port = int(self._server.sockets[0].getsockname()[1])

    def _session(self, more: dict[str, Any]) -> SMTP:
        with warnings.catch_warnings():
            # With TLS from the first byte, the library does not know of it and warns about passwords.
            warnings.simplefilter("ignore", UserWarning)
            self._sessions.append(SMTP(self, loop=self._loop, **more))
        return self._sessions[-1]

    async def handle_DATA(  # noqa: N802 - the name that the library calls
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self._replies:
            return self._replies.pop(0)
        mail = message_from_bytes(cast("bytes", envelope.content), policy=policy.default)
        self.mails.append(cast("EmailMessage", mail))
        return "250 taken"

    def address(self, scheme: str = "smtp", user: str = "", to: str = "manager@bank.example") -> str:
        return f"{scheme}://{user}127.0.0.1:{self.port}/?from=hall@bank.example&to={to}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for one in others:
            one.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        for one in self._sessions:
            if one.transport is not None:
                one.transport.abort()
        await asyncio.sleep(0.01)


def _right(_server: SMTP, _session: Session, _envelope: Envelope, _way: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (USER, PASSWORD)
    return AuthResult(success=right)
