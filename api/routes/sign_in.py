"""Signing in, and the settings of one's own account."""

from fastapi import APIRouter, HTTPException, Request

from api.context import OwnAccount, Parts, client_of
from api.schemas import CodeIn, CodeNeeded, Me, MeChange, SignIn, Token, refuses
from api.sessions import accepts, admit, check_present, known_device, me_of, proved, session_of
from api.tokens import KnownDevice
from models import Action
from models.account_names import folded
from models.store import AccountChange, Deed, guesses_of_known, guesses_of_stranger

router = APIRouter(tags=["account"])


@router.post("/sign-in", summary="A token for a name and a password", responses=refuses(401, 429))
def sign_in(body: SignIn, request: Request, parts: Parts) -> Token | CodeNeeded:
    """401 when name or password is wrong, without saying which; 429 while such tries have to wait.

    401 also for a first password that has ended.

    An account with a second factor gets a challenge, to be answered with a code at `POST /sign-in/code`.
    """
    now, name, client = parts.now(), folded(body.name), client_of(request)
    device = known_device(name, body.device, parts)
    guesses = guesses_of_known("device", device.id) if device else guesses_of_stranger(name, client)
    admit(guesses, Deed(name, Action.SIGN_IN_BLOCKED, client=client), parts)
    user = parts.store.accounts.check(name, body.password)
    if user is None:
        parts.store.audit.add(Deed(name, Action.SIGN_IN_FAILED, client=client), now)
        raise HTTPException(401, "name or password is wrong")
    parts.store.throttle.right(guesses, now)
    if user.first_until is not None and now >= user.first_until:
        parts.store.audit.add(Deed(name, Action.SIGN_IN_FAILED, detail="first password", client=client), now)
        raise HTTPException(401, "the first password has ended: ask an administrator for another one")
    return proved(user, device, client, parts)


@router.post("/sign-in/code", summary="A token for a challenge and a code", responses=refuses(401, 429))
def sign_in_with_code(body: CodeIn, request: Request, parts: Parts) -> Token:
    """401 when the code is wrong or was used before, or the challenge is no longer valid."""
    client = client_of(request)
    challenge = parts.signer.read_challenge(body.challenge, parts.now())
    user = parts.store.accounts.get(challenge.user_id) if challenge else None
    if challenge is None or user is None or not user.active or user.version != challenge.version:
        raise HTTPException(401, "the challenge is no longer valid: sign in again")
    device = KnownDevice(user.id, challenge.id) if challenge.id else None
    if device is not None:
        guesses = guesses_of_known("codes of device", device.id)
    else:
        guesses = guesses_of_stranger(f"codes of account {user.id}", client)
    admit(guesses, Deed(user.name, Action.SIGN_IN_BLOCKED, client=client), parts)
    if not accepts(user, body.code, parts):
        parts.store.audit.add(
            Deed(user.name, Action.SIGN_IN_FAILED, detail="code", client=client), parts.now()
        )
        raise HTTPException(401, "the code is wrong or was used before")
    parts.store.throttle.right(guesses, parts.now())
    return session_of(user, device, client, parts)


@router.delete("/sign-in", summary="Sign out", status_code=204)
def sign_out(caller: OwnAccount, parts: Parts) -> None:
    """The session ends: its token and its media addresses open nothing any more."""
    with parts.store.unit_of_work("sessions") as work:
        work.sign_ins.end(caller.session)
        work.audit.add(caller.deed(Action.SIGN_OUT), parts.now())


@router.get("/me", summary="Who is signed in, and what the account may do")
def me(caller: OwnAccount, parts: Parts) -> Me:
    """The account of the token."""
    return me_of(caller.user, caller.session, parts)


@router.patch("/me", summary="Change one's own language or password", responses=refuses(409, 429))
def change_me(body: MeChange, caller: OwnAccount, parts: Parts) -> Me:
    """A new password needs the present one and ends every session, this one too."""
    if body.password is not None:
        check_present(body.present_password, caller, parts)
        if body.password == body.present_password:
            raise HTTPException(409, "this is the present password: choose another one")
    change = AccountChange(language=body.language, password=body.password)
    with parts.store.unit_of_work("accounts") as work:
        changed = work.accounts.change(caller.user.id, change)
        if body.password is not None:
            work.audit.add(caller.deed(Action.PASSWORD_CHANGED), parts.now())
    return me_of(changed, caller.session, parts)
