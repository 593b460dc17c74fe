"""E-mail through a mail server: `smtps://USER@HOST/?from=...&to=...`, or `smtp://` with STARTTLS.

The password of the user is the secret of the channel.
"""

import datetime as dt
import smtplib
import socket
import ssl
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

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

_WRITTEN = "write smtps://USER@HOST/?from=SENDER&to=RECEIVER, or smtp:// for STARTTLS"


def check(address: str) -> None:
    """Raise ValueError, one line, unless it names a mail server, one sender, and receivers."""
    try:
        parts = urlsplit(address)
        fits = parts.scheme in ("smtp", "smtps") and parts.hostname and (parts.port or 1) > 0
    except ValueError:
        fits, parts = False, urlsplit("")
    sender, receivers = _people(parts)
    if not fits or parts.password or not sender or not receivers:
        raise ValueError(f"not the address of an e-mail channel: {_WRITTEN}")
    for one in (sender, *receivers):
        if parseaddr(one)[1] != one or "@" not in one or any(letter.isspace() for letter in one):
            raise ValueError(f"{one!r} is no e-mail address: {_WRITTEN}")


class MailLine:
    """An open channel; the connection to the mail server stays open between messages."""

    def __init__(self, target: Target) -> None:
        self._target, self._parts = target, urlsplit(target.address)
        self._server: smtplib.SMTP | None = None

    def send(self, message: Message, now: float) -> None:
        """Hand it to the mail server; raises DeliveryError unless the server takes it for every receiver."""
        try:
            self._server = self._server or self._connected()
            refused = self._server.send_message(mail_of(message, self._parts, now))
        except ForbiddenTargetError as error:
            raise DeliveryError(str(error), pauses=False) from error
        except smtplib.SMTPResponseException as error:
            self._forget()
            raise _refused(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            self._forget()
            if isinstance(error, smtplib.SMTPRecipientsRefused):
                raise _refused(*next(iter(error.recipients.values()))) from error
            raise DeliveryError(
                f"{self._parts.hostname}: {type(error).__name__} {error}", pauses=True
            ) from error
        if refused:
            raise _refused(*next(iter(refused.values())))

    def close(self) -> None:
        """End the connection."""
        self._forget()

    def _connected(self) -> smtplib.SMTP:
        """A connection over TLS, signed in if there is a password.

        Without TLS only to an allowed network, and then without a password.
        """
        host, secure = str(self._parts.hostname), self._parts.scheme == "smtps"
        port = self._parts.port or (
            CHANNEL_LIMITS.submissions_port if secure else CHANNEL_LIMITS.submission_port
        )
        address = reachable(host, port, self._target.allowed, secure=True)
        server = _PinnedTls(host, address) if secure else smtplib.SMTP(timeout=LIMITS.answer_s)
        try:
            server.connect(host if secure else address, port)
            server.ehlo()
            if not secure:
                server._host = host  # type: ignore[attr-defined]  # the certificate has to be that of the name
                self._start_tls(server, host, port)
            if self._target.secrets:
                server.login(unquote(self._parts.username or ""), self._target.secrets[0])
        except BaseException:
            server.close()
            raise
        return server

    def _start_tls(self, server: smtplib.SMTP, host: str, port: int) -> None:
        if server.has_extn("starttls"):
            server.starttls(context=trusted_authorities())
            server.ehlo()
            return
        reachable(host, port, self._target.allowed, secure=False)
        if self._target.secrets:
            raise DeliveryError(f"{host}: no STARTTLS, so the password is not sent", pauses=True)

    def _forget(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None


class _PinnedTls(smtplib.SMTP_SSL):
    """TLS from the first byte, to an address that was checked, with the certificate of the host's name."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(timeout=LIMITS.answer_s, context=trusted_authorities())
        self._host, self._address = host, address

    def _get_socket(self, _host: str, port: int, timeout: float) -> ssl.SSLSocket:
        plain = socket.create_connection((self._address, port), timeout)
        try:
            return trusted_authorities().wrap_socket(plain, server_hostname=self._host)
        except BaseException:
            plain.close()
            raise


def mail_of(message: Message, parts: SplitResult, now: float) -> EmailMessage:
    """The mail. Its Message-ID is the idempotency key, so that mail programs show a repeated one once."""
    sender, receivers = _people(parts)
    mail = EmailMessage()
    mail["From"], mail["To"] = sender, ", ".join(receivers)
    mail["Subject"] = message.title
    mail["Date"] = format_datetime(dt.datetime.fromtimestamp(now, dt.UTC))
    mail["Message-ID"] = f"<{message.key}@counterwatch.invalid>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no program answers it
    mail.set_content(message.text)
    return mail


def _people(parts: SplitResult) -> tuple[str, list[str]]:
    """The sender and the receivers."""
    query = parse_qs(parts.query)
    senders = query.get("from", [])
    return senders[0] if len(senders) == 1 else "", query.get("to", [])


def _refused(code: int, said: bytes | str) -> DeliveryError:
    """The error for an answer: codes of 400 and more are for a while, of 500 and more for good."""
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return DeliveryError(
        f"SMTP {code} {text}"[: LIMITS.reason_letters], pauses=code < CHANNEL_LIMITS.smtp_for_good
    )


KIND = ChannelKind("email", check, MailLine, CHANNEL_LIMITS.other_bytes, SecretUse.GIVEN)
