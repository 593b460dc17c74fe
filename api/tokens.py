"""Tokens of accounts and signatures of media addresses; both become invalid when the account changes."""

import hashlib
import hmac
from dataclasses import dataclass

import jwt

from models import User

_STEP_S = 300.0  # media addresses made within this time are equal, so that a browser's cache can work


@dataclass(frozen=True, slots=True)
class Claim:
    """The account of a token, at one of its versions. `id` identifies the token."""

    user_id: int
    version: int
    id: str


@dataclass(frozen=True, slots=True)
class MediaPass:
    """The right of one account to one file of one event, or of one camera, until `expires` (UTC seconds)."""

    kind: str
    event_id: int
    user_id: int
    expires: int
    signature: str

    def query(self) -> str:
        """The pass as the query of an address."""
        return f"user={self.user_id}&expires={self.expires}&signature={self.signature}"


class Signer:
    """Makes and checks tokens and passes with keys drawn from the server's secret."""

    def __init__(self, secret: bytes) -> None:
        self._token_key = hmac.digest(secret, b"token", "sha256")
        self._media_key = hmac.digest(secret, b"media", "sha256")

    def token(self, user: User, now: float, expires: float) -> str:
        """A token (JWT, HS256) for this account as it is now."""
        claims = {"sub": str(user.id), "ver": user.version, "iat": int(now), "exp": int(expires)}
        return jwt.encode(claims, self._token_key, algorithm="HS256")

    def read(self, token: str, now: float) -> Claim | None:
        """The claim of a token; None when the token is foreign, damaged, or expired at `now`."""
        try:
            # The expiry is compared with our clock below, which tests and replays set.
            options: jwt.types.Options = {
                "require": ["sub", "ver", "exp"],
                "verify_exp": False,
                "verify_iat": False,
            }
            claims = jwt.decode(token, self._token_key, algorithms=["HS256"], options=options)
            if not now < float(claims["exp"]):
                return None
            mark = hashlib.sha256(token.encode()).hexdigest()[:32]
            return Claim(int(claims["sub"]), int(claims["ver"]), mark)
        except (jwt.InvalidTokenError, TypeError, ValueError):
            return None

    def media_pass(self, kind: str, event_id: int, user: User, expires: float) -> MediaPass:
        """A pass that is valid until `expires`, rounded up to the next five minutes."""
        until = int(-(-expires // _STEP_S) * _STEP_S)
        signature = self._sign(kind, event_id, user, until)
        return MediaPass(kind, event_id, user.id, until, signature)

    def admits(self, given: MediaPass, user: User, now: float) -> bool:
        """Whether a pass has our signature for this account as it is now, and has not expired."""
        right = self._sign(given.kind, given.event_id, user, given.expires)
        return hmac.compare_digest(right.encode(), given.signature.encode()) and now < given.expires

    def _sign(self, kind: str, event_id: int, user: User, expires: int) -> str:
        text = f"{kind}|{event_id}|{user.id}|{user.version}|{expires}"
        return hmac.new(self._media_key, text.encode(), hashlib.sha256).hexdigest()
