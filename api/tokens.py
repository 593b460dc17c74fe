"""Tokens of sessions and signatures of media addresses; both end with the session, or when the account changes."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

import jwt
from cryptography.fernet import Fernet, InvalidToken

from models import User

_STEP_S = 300.0  # media addresses made within this time are equal, so that a browser's cache can work


@dataclass(frozen=True, slots=True)
class Claim:
    """An account at one of its versions, in the session `id`."""

    user_id: int
    version: int
    id: str


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """A device from which an account signed in before."""

    user_id: int
    id: str


@dataclass(frozen=True, slots=True)
class MediaPass:
    """The right of one session to one file of one event, or of one camera, until `expires` (UTC seconds)."""

    kind: str
    event_id: int
    user_id: int
    session: str
    expires: int
    signature: str

    def query(self) -> str:
        """The pass as the query of an address."""
        return f"user={self.user_id}&session={self.session}&expires={self.expires}&signature={self.signature}"


class Signer:
    """Makes and checks tokens and passes with keys drawn from the server's secret."""

    def __init__(self, secret: bytes) -> None:
        self._token_key = hmac.digest(secret, b"token", "sha256")
        self._device_key = hmac.digest(secret, b"device", "sha256")
        self._challenge_key = hmac.digest(secret, b"challenge", "sha256")
        self._sealing = Fernet(base64.urlsafe_b64encode(hmac.digest(secret, b"seal", "sha256")))
        self._media_key = hmac.digest(secret, b"media", "sha256")

    def token(self, user: User, session: str, now: float, expires: float) -> str:
        """A token (JWT, HS256) for this session of the account as it is now."""
        claims = {
            "sub": str(user.id),
            "ver": user.version,
            "jti": session,
            "iat": int(now),
            "exp": int(expires),
        }
        return jwt.encode(claims, self._token_key, algorithm="HS256")

    def read(self, token: str, now: float) -> Claim | None:
        """The claim of a token; None when the token is foreign, damaged, or expired at `now`."""
        return self._read(token, self._token_key, now)

    @staticmethod
    def _read(token: str, key: bytes, now: float) -> Claim | None:
        try:
            claims = _claims(token, key, now)
            return Claim(int(str(claims["sub"])), int(str(claims["ver"])), str(claims["jti"]))
        except (jwt.InvalidTokenError, KeyError, TypeError, ValueError):
            return None

    def device_token(self, device: KnownDevice, expires: float) -> str:
        """A token that says that this account signed in from this device."""
        claims = {"sub": str(device.user_id), "jti": device.id, "exp": int(expires)}
        return jwt.encode(claims, self._device_key, algorithm="HS256")

    def read_device(self, token: str, now: float) -> KnownDevice | None:
        """The device of a token; None when the token is foreign, damaged, or expired at `now`."""
        try:
            claims = _claims(token, self._device_key, now)
            return KnownDevice(int(str(claims["sub"])), str(claims["jti"]))
        except (jwt.InvalidTokenError, KeyError, TypeError, ValueError):
            return None

    def challenge(self, claim: Claim, expires: float) -> str:
        """A token that says that the password was right and a code is due; `claim.id` is the device, or empty."""
        claims = {"sub": str(claim.user_id), "ver": claim.version, "jti": claim.id, "exp": int(expires)}
        return jwt.encode(claims, self._challenge_key, algorithm="HS256")

    def read_challenge(self, token: str, now: float) -> Claim | None:
        """The claim of a challenge; None when it is foreign, damaged, or expired at `now`."""
        return self._read(token, self._challenge_key, now)

    def seal(self, secret: str) -> str:
        """A secret, encrypted and authenticated with the server's own, so that a copied database does not give it."""
        return self._sealing.encrypt(secret.encode()).decode()

    def unseal(self, sealed: str) -> str | None:
        """The secret; None when another server sealed it, or it was changed."""
        try:
            return self._sealing.decrypt(sealed.encode()).decode()
        except InvalidToken:
            return None

    def media_pass(self, kind: str, event_id: int, holder: Claim, expires: float) -> MediaPass:
        """A pass that is valid until `expires`, rounded up to the next five minutes."""
        until = int(-(-expires // _STEP_S) * _STEP_S)
        signature = self._sign(kind, event_id, holder, until)
        return MediaPass(kind, event_id, holder.user_id, holder.id, until, signature)

    def admits(self, given: MediaPass, version: int, now: float) -> bool:
        """Whether a pass has our signature for the account at this version, and has not expired."""
        holder = Claim(given.user_id, version, given.session)
        right = self._sign(given.kind, given.event_id, holder, given.expires)
        return hmac.compare_digest(right.encode(), given.signature.encode()) and now < given.expires

    def _sign(self, kind: str, event_id: int, holder: Claim, expires: int) -> str:
        text = f"{kind}|{event_id}|{holder.user_id}|{holder.version}|{holder.id}|{expires}"
        return hmac.new(self._media_key, text.encode(), hashlib.sha256).hexdigest()


def _claims(token: str, key: bytes, now: float) -> Mapping[str, object]:
    # The expiry is compared with our clock, which tests and replays set.
    options: jwt.types.Options = {"require": ["sub", "jti", "exp"], "verify_exp": False, "verify_iat": False}
    claims: Mapping[str, object] = jwt.decode(token, key, algorithms=["HS256"], options=options)
    if not now < float(str(claims["exp"])):
        raise jwt.ExpiredSignatureError
    return claims
