"""The key that signs exports (Ed25519), and its public half, with which a stranger checks them.

A keyed hash would need the same secret to check it, so a stranger could make what he is to check.
"""

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from models import ModelError

NAME = "evidence-key"
"""The name of the private key in the data folder."""
SUMS, SIGNATURE, PUBLIC_KEY = "SHA256SUMS", "SHA256SUMS.sig", "public-key.pem"
"""Names in an archive: the checksums of all other files, their signature, and the key that signed."""


class ExportKey:
    """The private key of a data folder; it is made when it is first used, readable by its owner only."""

    def __init__(self, data: Path) -> None:
        """Raises ModelError when the key can be neither read nor made, or others may read it."""
        path = data / NAME
        try:
            if not path.exists():
                _make(path)
            if path.stat().st_mode & 0o077:
                raise ModelError(f"{path}: others may read the key: run chmod 600 on it")
            key = serialization.load_pem_private_key(path.read_bytes(), None)
        except OSError as error:
            raise ModelError(f"{path}: cannot keep the key: {error.strerror}") from error
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise ModelError(f"{path}: the key is damaged: restore it from a backup") from error
        if not isinstance(key, Ed25519PrivateKey):
            raise ModelError(f"{path}: the key is no Ed25519 key: restore it from a backup")
        self._key = key

    def sign(self, content: bytes) -> bytes:
        """The signature of a content, 64 bytes."""
        return self._key.sign(content)

    @property
    def public(self) -> bytes:
        """The public half as PEM."""
        return self._key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )


def fingerprint_of(public: bytes) -> str:
    """SHA-256 of a public key (PEM) in its binary form (DER), hexadecimal; ValueError when it is no such key."""
    der = _public(public).public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return hashlib.sha256(der).hexdigest()


def signed(public: bytes, content: bytes, signature: bytes) -> bool:
    """Whether a content has the signature of a public key (PEM)."""
    try:
        _public(public).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def _public(pem: bytes) -> Ed25519PublicKey:
    try:
        key = serialization.load_pem_public_key(pem)
    except (TypeError, UnsupportedAlgorithm) as error:
        raise ValueError("no public key") from error
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("no Ed25519 key")  # noqa: TRY004 - the content of the file is wrong
    return key


def _make(path: Path) -> None:
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    unfinished = path.with_name(f".{NAME}.{os.getpid()}.{os.urandom(4).hex()}")
    file = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(file, "wb") as opened:
            opened.write(pem)
        with suppress(FileExistsError):  # another process was first
            path.hardlink_to(unfinished)
    finally:
        unfinished.unlink()
