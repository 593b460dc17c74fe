"""Messages posted over HTTP: pinned to a checked address, without redirects and proxies, within a time."""

import asyncio
import email.utils
import json
import logging
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Never
from urllib.parse import urlsplit

import httpx

from pipeline.notices.channel_parts import (
    CHANNEL_LIMITS,
    LIMITS,
    ChannelKind,
    DeliveryError,
    ForbiddenTargetError,
    Message,
    SecretUse,
    Target,
    reachable,
    trusted_authorities,
)


@dataclass(frozen=True, slots=True)
class Posted:
    """A request: its address, body, and headers beside the usual ones."""

    address: str
    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer; `wait_s` is the wait that the server asked for."""

    status: int
    text: str
    wait_s: float | None = None

    def refuse(self, reason: str, *, pauses: bool = False) -> Never:
        """Raise DeliveryError with a reason that the server gave."""
        raise DeliveryError(reason[: LIMITS.reason_letters], pauses=pauses, wait_s=self.wait_s)

    def raise_unless_taken(self) -> None:
        """Raise DeliveryError for every status but success."""
        if not httpx.codes.is_success(self.status):
            pauses = self.status == HTTPStatus.TOO_MANY_REQUESTS or httpx.codes.is_server_error(self.status)
            self.refuse(f"HTTP {self.status} {self.text}", pauses=pauses)


Compose = Callable[[Message, Target, float], Posted]
Judge = Callable[[Answer], None]


def check_web_address(address: str) -> None:
    """Raise ValueError, one line, unless it is an address of http or https with a host and without credentials."""
    try:
        parts = urlsplit(address)
        fits = parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1) > 0
    except ValueError:
        fits, parts = False, urlsplit("")
    if not fits or parts.username or parts.password or parts.fragment:
        raise ValueError("not an address: write https://HOST/PATH, without a password and without #")


def web_kind(
    key: str, compose: Compose, judge: Judge, most_bytes: int, secret: SecretUse = SecretUse.NONE
) -> ChannelKind:
    """A kind of channel whose messages are posted to its address."""

    def opened(target: Target) -> HttpLine:
        return HttpLine(target, compose, judge)

    return ChannelKind(key, check_web_address, opened, most_bytes, secret)


def code_of(answer: Answer, name: str) -> int:
    """The code in an answer of JSON, 0 for success; raises DeliveryError where there is none."""
    try:
        return int(json.loads(answer.text)[name])
    except (ValueError, KeyError, TypeError):
        answer.refuse(f"no {name} in the answer: {answer.text}", pauses=True)


class HttpLine:
    """An open channel that posts. The connection stays open between messages."""

    def __init__(self, target: Target, compose: Compose, judge: Judge) -> None:
        self._target, self._compose, self._judge = target, compose, judge
        # It would write whole addresses, and addresses of robots are secrets.
        logging.getLogger("httpx").setLevel(logging.WARNING)
        self._loop = asyncio.Runner()
        self._client = httpx.AsyncClient(
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(LIMITS.answer_s, connect=LIMITS.connect_s),
            verify=trusted_authorities(),
        )

    def send(self, message: Message, now: float) -> None:
        """Post it; raises DeliveryError unless the server says that it has taken it."""
        posted = self._compose(message, self._target, now)
        parts = urlsplit(posted.address)
        host, secure = str(parts.hostname), parts.scheme == "https"
        port = parts.port or (CHANNEL_LIMITS.https_port if secure else CHANNEL_LIMITS.http_port)
        try:
            address = reachable(host, port, self._target.allowed, secure=secure)
            answer = self._loop.run(self._post(posted, address, message.key))
        except ForbiddenTargetError as error:
            raise DeliveryError(str(error), pauses=False) from error
        except (OSError, httpx.HTTPError, TimeoutError, ssl.SSLError) as error:
            raise DeliveryError(f"{host}: {type(error).__name__} {error}", pauses=True) from error
        self._judge(answer)

    def close(self) -> None:
        """Close the connection."""
        self._loop.run(self._client.aclose())
        self._loop.close()

    async def _post(self, posted: Posted, address: str, key: str) -> Answer:
        url = httpx.URL(posted.address)
        headers = {
            "Host": url.netloc.decode(),
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Counterwatch",
            "Idempotency-Key": key,
        } | posted.headers
        asked = self._client.build_request(
            "POST",
            url.copy_with(host=address),
            content=posted.body,
            headers=headers,
            extensions={"sni_hostname": url.host},  # the certificate has to be that of the name
        )
        async with asyncio.timeout(LIMITS.total_s):
            response = await self._client.send(asked, stream=True)
            try:
                return Answer(response.status_code, await _beginning(response), _wait(response))
            finally:
                await response.aclose()


async def _beginning(response: httpx.Response) -> str:
    """The first bytes of an answer as a text of one line."""
    content = b""
    async for part in response.aiter_bytes():
        content += part
        if len(content) >= LIMITS.answer_bytes:
            break
    return content[: LIMITS.answer_bytes].decode(errors="replace").strip()


def _wait(response: httpx.Response) -> float | None:
    """The seconds of Retry-After, by number or by date; None for anything else."""
    said = response.headers.get("Retry-After", "")
    if said.isdecimal():
        return min(float(said), LIMITS.longest_asked_s)
    try:
        until = email.utils.parsedate_to_datetime(said)
        sent = email.utils.parsedate_to_datetime(response.headers.get("Date", ""))
        return min(max(0.0, (until - sent).total_seconds()), LIMITS.longest_asked_s)
    except (TypeError, ValueError):
        return None
