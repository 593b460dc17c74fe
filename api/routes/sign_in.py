"""Signing in, and the settings of one's own account."""

import math
import secrets
from collections.abc import Sequence
from dataclasses import replace

from fastapi import APIRouter, HTTPException, Request

from api.context import Caller, Context, Parts, SignedIn, client_of
from api.permissions import ALLOWED
from api.schemas import Me, MeChange, SignIn, Token, refuses
from api.tokens import KnownDevice
from models import Action, User
from models.store import AccountChange, Deed, Guess, guesses_of_known, guesses_of_stranger

router = APIRouter(tags=["account"])


@router.post("/sign-in", summary="A token for a name and a password", responses=refuses(401, 429))
def sign_in(body: SignIn, request: Request, parts: Parts) -> Token:
    """401 when name or password is wrong, without saying which; 429 while such tries have to wait."""
    now, name, client = parts.now(), body.name.casefold(), client_of(request)
    device = _known_device(name, body.device, parts)
    guesses = guesses_of_known("device", device.id) if device else guesses_of_stranger(name, client)
    _admit(guesses, Deed(name, Action.SIGN_IN_BLOCKED, client=client), parts)
    user = parts.store.accounts.check(name, body.password)
    with parts.store.unit_of_work("throttle") as work:
        if user is not None:
            work.throttle.right(guesses, now)
        action = Action.SIGN_IN if user else Action.SIGN_IN_FAILED
        work.audit.add(Deed(name, action, client=client), now)
    if user is None:
        raise HTTPException(401, "name or password is wrong")
    return _session(user, device, client, parts)


def _known_device(name: str, token: str | None, parts: Context) -> KnownDevice | None:
    """The device of the token when the account of this name signed in from it before, else None."""
    device = parts.signer.read_device(token, parts.now()) if token else None
    user = parts.store.accounts.named(name) if device else None
    return device if device and user and user.id == device.user_id else None


def _admit(guesses: Sequence[Guess], blocked: Deed, parts: Context) -> None:
    """Count a try before it is made; 429 when it has to wait."""
    now = parts.now()
    wait = math.ceil(parts.store.throttle.admit(guesses, now))
    if wait > 0:
        # One line in a quarter of an hour: a flood of tries must not become a flood of lines.
        once = f"blocked {int(now // 900)} {blocked.client} {blocked.user}"[:128]
        parts.store.audit.add(replace(blocked, once=once), now)
        detail = f"too many wrong passwords: try again in {wait} s"
        raise HTTPException(429, detail, {"Retry-After": str(wait)})


def _session(user: User, device: KnownDevice | None, client: str, parts: Context) -> Token:
    """A new session: its id is drawn here, and nothing that the client sent has a part in it."""
    now, settings = parts.now(), parts.settings
    expires = now + settings.token_s
    started = parts.store.sign_ins.start(user.id, client, now, expires)
    known = device or KnownDevice(user.id, secrets.token_hex(16))
    return Token(
        token=parts.signer.token(user, started, now, expires),
        expires=expires,
        device=parts.signer.device_token(known, now + settings.device_s),
        me=me_of(user),
    )


@router.delete("/sign-in", summary="Sign out", status_code=204)
def sign_out(caller: SignedIn, parts: Parts) -> None:
    """The session ends: its token and its media addresses open nothing any more."""
    with parts.store.unit_of_work("sessions") as work:
        work.sign_ins.end(caller.session)
        work.audit.add(caller.deed(Action.SIGN_OUT), parts.now())


@router.get("/me", summary="Who is signed in, and what the account may do")
def me(caller: SignedIn) -> Me:
    """The account of the token."""
    return me_of(caller.user)


@router.patch("/me", summary="Change one's own language or password", responses=refuses(409, 429))
def change_me(body: MeChange, caller: SignedIn, parts: Parts) -> Me:
    """A new password needs the present one and ends every session, this one too."""
    if body.password is not None:
        _check_present(body, caller, parts)
    change = AccountChange(language=body.language, password=body.password)
    with parts.store.unit_of_work("accounts") as work:
        changed = work.accounts.change(caller.user.id, change)
        if body.password is not None:
            work.audit.add(caller.deed(Action.PASSWORD_CHANGED), parts.now())
    return me_of(changed)


def _check_present(body: MeChange, caller: Caller, parts: Context) -> None:
    # As at sign-in: an open session must not become a way to guess the password.
    guesses = guesses_of_known("account", caller.user.id)
    _admit(guesses, caller.deed(Action.SIGN_IN_BLOCKED), parts)
    if parts.store.accounts.check(caller.user.name, body.present_password or "") is None:
        raise HTTPException(403, "the present password is wrong")
    parts.store.throttle.right(guesses, parts.now())


def me_of(user: User) -> Me:
    """An account as it sees itself."""
    return Me(
        id=user.id,
        name=user.name,
        role=user.role,
        language=user.language,
        active=user.active,
        permissions=sorted(ALLOWED[user.role]),
    )
