"""Signing in, and the settings of one's own account."""

import math

from fastapi import APIRouter, HTTPException, Request

from api.context import Context, Parts, SignedIn, client_of
from api.permissions import ALLOWED
from api.schemas import Me, MeChange, SignIn, Token, refuses
from models import Action, User
from models.store import AccountChange, Deed

router = APIRouter(tags=["account"])


@router.post("/sign-in", summary="A token for a name and a password", responses=refuses(401, 429))
def sign_in(body: SignIn, request: Request, parts: Parts) -> Token:
    """401 when name or password is wrong, without saying which; 429 while the name has to wait."""
    now, name, client = parts.now(), body.name.casefold(), client_of(request)
    _refuse_while_waiting(parts, name, client, now)
    user = parts.store.accounts.check(name, body.password)
    with parts.store.unit_of_work(f"throttle {name}") as work:
        if user is None:
            work.accounts.failed(name, now)
        else:
            work.accounts.succeeded(name)
        action = Action.SIGN_IN if user else Action.SIGN_IN_FAILED
        work.audit.add(Deed(name, action, client=client), now)
    if user is None:
        raise HTTPException(401, "name or password is wrong")
    return _session(user, client, parts)


def _session(user: User, client: str, parts: Context) -> Token:
    """A new session: its id is drawn here, and nothing that the client sent has a part in it."""
    now = parts.now()
    expires = now + parts.settings.token_s
    started = parts.store.sign_ins.start(user.id, client, now, expires)
    token = parts.signer.token(user, started, now, expires)
    return Token(token=token, expires=expires, me=me_of(user))


@router.delete("/sign-in", summary="Sign out", status_code=204)
def sign_out(caller: SignedIn, parts: Parts) -> None:
    """The session ends: its token and its media addresses open nothing any more."""
    with parts.store.unit_of_work("sessions") as work:
        work.sign_ins.end(caller.session)
        work.audit.add(caller.deed(Action.SIGN_OUT), parts.now())


def _refuse_while_waiting(parts: Context, name: str, client: str, now: float) -> None:
    wait = math.ceil(parts.store.accounts.wait(name, now))
    if wait > 0:
        parts.store.audit.add(Deed(name, Action.SIGN_IN_BLOCKED, client=client), now)
        detail = f"too many wrong passwords for this name: try again in {wait} s"
        raise HTTPException(429, detail, {"Retry-After": str(wait)})


@router.get("/me", summary="Who is signed in, and what the account may do")
def me(caller: SignedIn) -> Me:
    """The account of the token."""
    return me_of(caller.user)


@router.patch("/me", summary="Change one's own language or password", responses=refuses(409, 429))
def change_me(body: MeChange, caller: SignedIn, parts: Parts) -> Me:
    """A new password needs the present one and ends every session, this one too."""
    if body.password is not None:
        _check_present(body, caller.user, parts)
    change = AccountChange(language=body.language, password=body.password)
    with parts.store.unit_of_work("accounts") as work:
        changed = work.accounts.change(caller.user.id, change)
        if body.password is not None:
            work.audit.add(caller.deed(Action.PASSWORD_CHANGED), parts.now())
    return me_of(changed)


def _check_present(body: MeChange, user: User, parts: Context) -> None:
    # The same delay as at sign-in: an open session must not become a way to guess the password.
    now = parts.now()
    if parts.store.accounts.wait(user.name, now) > 0:
        raise HTTPException(429, "too many wrong passwords: try again later")
    if parts.store.accounts.check(user.name, body.present_password or "") is None:
        parts.store.accounts.failed(user.name, now)
        raise HTTPException(403, "the present password is wrong")


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
