"""The certificate and the key of `serve`, checked before the server listens."""

import datetime as dt
import ssl
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509

from models import ModelError


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """PEM files: the server's certificate with those that sign it, and its key without a password."""

    cert: Path
    key: Path

    def context(self, now: dt.datetime) -> ssl.SSLContext:
        """The settings of encrypted connections, TLS 1.2 at least, at `now` (UTC).

        Raises ModelError with one line that names the file: missing, unreadable, no PEM, expired, not yet valid, a key
        with a password, a key that others can read, or one of another certificate.
        """
        self._check_certificate(now)
        self._check_key()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        try:
            context.load_cert_chain(self.cert, self.key, password=self._refuse_password)
        except ssl.SSLError as error:
            if error.reason == "KEY_VALUES_MISMATCH":
                raise ModelError(
                    f"{self.key}: this key does not belong to the certificate {self.cert}"
                ) from error
            raise ModelError(
                f"{self.key}: no private key in PEM form ({error.reason or 'unknown'})"
            ) from error
        return context

    def _check_certificate(self, now: dt.datetime) -> None:
        try:
            first = x509.load_pem_x509_certificates(_content(self.cert))[0]
        except ValueError as error:
            raise ModelError(f"{self.cert}: no certificate in PEM form") from error
        if now > first.not_valid_after_utc:
            raise ModelError(
                f"{self.cert}: the certificate expired on {first.not_valid_after_utc:%Y-%m-%d}: renew it"
            )
        if now < first.not_valid_before_utc:
            raise ModelError(
                f"{self.cert}: the certificate is not valid before {first.not_valid_before_utc:%Y-%m-%d}"
            )

    def _check_key(self) -> None:
        _content(self.key)
        if self.key.stat().st_mode & 0o007:
            raise ModelError(f"{self.key}: every account can read this key: run chmod 600 on it")

    def _refuse_password(self) -> str:
        # Without this, OpenSSL would ask at the terminal of a server that has none.
        raise ModelError(
            f"{self.key}: the key has a password: give a key without one, readable by this account only"
        )


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path}: cannot be read: {error.strerror}") from error
