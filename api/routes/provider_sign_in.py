"""Signing in by an OpenID provider: a browser is sent there, and comes back with a code."""

import json
import secrets
from dataclasses import asdict, replace

from fastapi import APIRouter, HTTPException, Request

from api.context import Context, Parts, client_of
from api.identity_provider import (
    Flow,
    IdentityProvider,
    ProvenIdentity,
    ProviderAwayError,
    ProviderRefusalError,
)
from api.schemas import CodeNeeded, ProviderAnswer, ProviderOut, ProviderStart, Text, Token, refuses
from api.sessions import admit, known_device, proved, session_of
from models import Action, User
from models.store import SYSTEM, Deed, Identity, guesses_of_provider

router = APIRouter(prefix="/sign-in/provider", tags=["account"])

_FLOW_S = 600.0
"""Time to sign in at the provider, with a second factor there."""
_PURPOSE = "provider"


@router.get("", summary="The provider by which people may sign in")
def provider(parts: Parts) -> ProviderOut:
    """For the button of the sign-in page."""
    return ProviderOut(label=Text.from_words(parts.settings.oidc.words) if parts.settings.oidc else None)


@router.post("", summary="The address of the provider", responses=refuses(404))
def begin(parts: Parts) -> ProviderStart:
    """404 where no provider is set up, 503 when it does not answer: passwords work all the same."""
    asked, expires = _provider(parts), parts.now() + _FLOW_S
    try:
        address, flow = asked.begin(parts.now())
    except ProviderAwayError as error:
        raise _away(error) from error
    kept = parts.signer.seal(json.dumps({"for": _PURPOSE, "until": expires, **asdict(flow)}))
    return ProviderStart(address=address, flow=kept, expires=expires)


@router.post("/code", summary="A token for a code of the provider", responses=refuses(401, 403, 404, 429))
def finish(body: ProviderAnswer, request: Request, parts: Parts) -> Token | CodeNeeded:
    """401 when the answer does not prove who it is; 403 when nobody bound them to an account, or it is inactive.

    An account with a second factor gets a challenge, unless the provider asked for one that counts.
    """
    asked, client = _provider(parts), client_of(request)
    guesses = guesses_of_provider(client)
    admit(guesses, Deed(SYSTEM, Action.SIGN_IN_BLOCKED, "provider", client=client), parts)
    flow = _flow(body, parts)
    if flow is None:
        raise _refusal("the answer belongs to no sign-in that was begun here", client, parts)
    try:
        found = asked.finish(flow, body.code, parts.now())
    except ProviderAwayError as error:
        raise _away(error) from error
    except ProviderRefusalError as error:
        raise _refusal(str(error), client, parts) from error
    user = _account(found, client, parts)
    parts.store.throttle.right(guesses, parts.now())
    if user.first_until is not None:  # nobody needs it any more, and somebody else knows it
        parts.store.accounts.end_first_password(user.id)
        user = replace(user, first_until=None)
    device = known_device(user.name, body.device, parts)
    if found.second_factor:
        return session_of(user, device, client, parts, provider_factor=True)
    return proved(user, device, client, parts)


def _provider(parts: Context) -> IdentityProvider:
    if parts.provider is None:
        raise HTTPException(404, "no provider is set up: sign in with a password")
    return parts.provider


def _flow(body: ProviderAnswer, parts: Context) -> Flow | None:
    """What was remembered of the sign-in that this answer belongs to; None for an answer to none."""
    opened = parts.signer.unseal(body.flow)
    kept = json.loads(opened) if opened and opened.startswith("{") else {}
    if kept.pop("for", "") != _PURPOSE or parts.now() >= kept.pop("until"):
        return None
    flow, issuer = Flow(**kept), parts.settings.oidc.issuer if parts.settings.oidc else ""
    same = secrets.compare_digest(flow.state.encode(), body.state.encode())
    return flow if same and body.issuer in (None, issuer) else None


def _account(found: ProvenIdentity, client: str, parts: Context) -> User:
    """The account that an identity is bound to; 403 when there is none, or it is inactive."""
    user_id = parts.store.identities.user_of(Identity(found.issuer, found.subject))
    user = parts.store.accounts.get(user_id) if user_id is not None else None
    if user is not None and user.active:
        return user
    why = "is not bound to an account" if user is None else "is bound to an inactive account"
    name = SYSTEM if user is None else user.name
    # An administrator binds the account by the subject that this line names.
    deed = Deed(name, Action.SIGN_IN_FAILED, f"identity {found.subject}", f"{why}: {found.issuer}", client)
    parts.store.audit.add(deed, parts.now())
    raise HTTPException(403, f"who you are at the provider {why} here: ask an administrator")


def _refusal(why: str, client: str, parts: Context) -> HTTPException:
    deed = Deed(SYSTEM, Action.SIGN_IN_FAILED, "provider", why, client)
    parts.store.audit.add(deed, parts.now())
    return HTTPException(401, "the answer of the provider is not valid: sign in again")


def _away(error: ProviderAwayError) -> HTTPException:
    return HTTPException(503, f"the provider does not answer ({error}): sign in with your password")
