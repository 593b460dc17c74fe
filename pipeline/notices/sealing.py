"""Addresses and secrets of channels, encrypted with the server's own secret, so that a database does not give them."""

import base64
import hmac
import secrets
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken
from pydantic import BaseModel, ValidationError

from pipeline.errors import PipelineError
from pipeline.notices.limits import LIMITS
from pipeline.notices.message import Target
from pipeline.notices.target import AllowedNetworks

_PREFIX = "whsec_"


class ChannelSecrets(BaseModel):
    """The address of a channel and its secret; `earlier` is the secret before, which holds until `until` (UTC s)."""

    address: str
    secret: str = ""
    earlier: str = ""
    until: float = 0.0

    def target(self, now: float, allowed: AllowedNetworks) -> Target:
        """The address with the secrets that are in force at `now`."""
        in_force = (self.secret, self.earlier if now < self.until else "")
        return Target(self.address, tuple(one for one in in_force if one), allowed)

    def rotated(self, now: float) -> "ChannelSecrets":
        """With a new secret that the server makes; the present one holds for a while beside it."""
        until = now + LIMITS.overlap_s
        return ChannelSecrets(address=self.address, secret=new_secret(), earlier=self.secret, until=until)


@dataclass(frozen=True, slots=True)
class Sealing:
    """Encrypts and decrypts with a key drawn from the server's secret."""

    secret: bytes

    def sealed(self, content: ChannelSecrets) -> str:
        """The content, encrypted and authenticated."""
        return self._key().encrypt(content.model_dump_json().encode()).decode()

    def opened(self, sealed: str) -> ChannelSecrets:
        """The content. Raises PipelineError when another server sealed it, or it was changed."""
        try:
            return ChannelSecrets.model_validate_json(self._key().decrypt(sealed.encode()))
        except (InvalidToken, ValidationError) as error:
            raise PipelineError(
                "the channel was sealed with another server's secret: give its address again"
            ) from error

    def _key(self) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(hmac.digest(self.secret, b"channels", "sha256")))


def new_secret() -> str:
    """A new signing secret, as Standard Webhooks writes them."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(LIMITS.secret_bytes)).decode()


def key_of(secret: str) -> bytes:
    """The bytes that a signing secret stands for."""
    return base64.b64decode(secret.removeprefix(_PREFIX))
