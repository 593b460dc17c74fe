"""Service tokens that come with a request: valid ones are admitted, and unknown ones are counted and slowed down."""

import math

from fastapi import HTTPException

from models import Action, ServiceToken
from models.store import SYSTEM, Deed, Store, guesses_of_token

_CHALLENGE = {"WWW-Authenticate": "Bearer"}


def admitted_token(secret: str, store: Store, client: str, now: float) -> ServiceToken:
    """The valid token of a secret, noted as used; 401 for any other, and 429 after many unknown ones.

    A valid token is admitted whatever others try from its address: a secret of 256 bits cannot be guessed, and a
    stranger behind the same address must not stop a system.
    """
    token = store.service_tokens.of_secret(secret)
    if token is None:
        raise _unknown(store, client, now)
    fault = token.fault(now)
    if fault is not None:
        once = f"{Action.TOKEN_REFUSED.value} {token.id} {fault} {now // 3600:.0f}"
        store.audit.add(
            Deed(token.actor, Action.TOKEN_REFUSED, f"token {token.name}", fault, client, once), now
        )
        how = "was revoked" if fault == "revoked" else "has expired"
        raise HTTPException(
            401, f"this service token {how}: ask an administrator for another one", _CHALLENGE
        )
    store.service_tokens.used(token, now)
    return token


def _unknown(store: Store, client: str, now: float) -> HTTPException:
    """The refusal of an unknown token; one line in the log for each address and quarter of an hour."""
    once = f"{Action.TOKEN_REFUSED.value} {now // 900:.0f} {client}"[:128]
    store.audit.add(Deed(SYSTEM, Action.TOKEN_REFUSED, "unknown token", "", client, once), now)
    wait = math.ceil(store.throttle.admit(guesses_of_token(client), now))
    if wait > 0:
        said = f"too many unknown service tokens: try again in {wait} s"
        return HTTPException(429, said, {"Retry-After": str(wait)})
    return HTTPException(401, "this service token is not known here", _CHALLENGE)
