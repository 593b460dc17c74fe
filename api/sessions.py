"""Steps of signing in that several routes take: tries are counted, factors are asked for, sessions are started."""

import math
import secrets
from collections.abc import Sequence
from dataclasses import replace

from fastapi import HTTPException

from api.context import AccountCaller, Context
from api.one_time_codes import recovery_hash, step_of
from api.permissions import ALLOWED
from api.schemas import CodeNeeded, Me, Token
from api.tokens import Claim, KnownDevice
from models import Action, User
from models.store import Deed, Guess, guesses_of_known

_CHALLENGE_S = 300.0  # to unlock a phone, open a program and type six figures


def known_device(name: str, token: str | None, parts: Context) -> KnownDevice | None:
    """The device of the token when the account of this name signed in from it before, else None."""
    device = parts.signer.read_device(token, parts.now()) if token else None
    user = parts.store.accounts.named(name) if device else None
    return device if device and user and user.id == device.user_id else None


def admit(guesses: Sequence[Guess], blocked: Deed, parts: Context) -> None:
    """Count a try before it is made; 429 when it has to wait."""
    now = parts.now()
    wait = math.ceil(parts.store.throttle.admit(guesses, now))
    if wait > 0:
        # One line in a quarter of an hour: a flood of tries must not become a flood of lines.
        once = f"blocked {int(now // 900)} {blocked.client} {blocked.user}"[:128]
        parts.store.audit.add(replace(blocked, once=once), now)
        detail = f"too many wrong passwords: try again in {wait} s"
        raise HTTPException(429, detail, {"Retry-After": str(wait)})


def proved(user: User, device: KnownDevice | None, client: str, parts: Context) -> Token | CodeNeeded:
    """The answer to somebody who proved to be this account: a session, or a challenge for a second factor."""
    if not has_factor(user, parts):
        return session_of(user, device, client, parts)
    expires = parts.now() + _CHALLENGE_S
    claim = Claim(user.id, user.version, device.id if device else "")
    return CodeNeeded(challenge=parts.signer.challenge(claim, expires), expires=expires)


def has_factor(user: User, parts: Context) -> bool:
    """Whether the account has a second factor that was confirmed."""
    factor = parts.store.second_factors.get(user.id)
    return factor is not None and factor.confirmed


def accepts(user: User, code: str, parts: Context) -> bool:
    """Whether this is the present code of the account, or a recovery code, and was not used before."""
    factor = parts.store.second_factors.get(user.id)
    secret = parts.signer.unseal(factor.sealed) if factor and factor.confirmed else None
    step = step_of(secret, code, parts.now()) if secret else None
    if step is not None:
        return parts.store.second_factors.accept(user.id, step)
    return parts.store.second_factors.recover(user.id, recovery_hash(code))


def session_of(
    user: User, device: KnownDevice | None, client: str, parts: Context, *, provider_factor: bool = False
) -> Token:
    """A new session: its id is drawn here, and nothing that the client sent has a part in it.

    `provider_factor` says that an OpenID provider asked for a second factor that counts.
    """
    now, settings = parts.now(), parts.settings
    expires = now + settings.token_s
    with parts.store.unit_of_work("sessions") as work:
        started = work.sign_ins.start(user.id, client, now, expires, provider_factor=provider_factor)
        work.audit.add(Deed(user.name, Action.SIGN_IN, client=client), now)
    known = device or KnownDevice(user.id, secrets.token_hex(16))
    return Token(
        token=parts.signer.token(user, started, now, expires),
        expires=expires,
        device=parts.signer.device_token(known, now + settings.device_s),
        me=me_of(user, started, parts),
    )


def check_present(password: str | None, caller: AccountCaller, parts: Context) -> None:
    """403 without the present password of the account that is signed in; 429 after too many wrong ones."""
    # As at sign-in: an open session must not become a way to guess the password.
    guesses = guesses_of_known("account", caller.user.id)
    admit(guesses, caller.deed(Action.SIGN_IN_BLOCKED), parts)
    if parts.store.accounts.check(caller.user.name, password or "") is None:
        raise HTTPException(403, "the present password is wrong")
    parts.store.throttle.right(guesses, parts.now())


def me_of(user: User, session: str, parts: Context) -> Me:
    """An account as it sees itself in one of its sessions."""
    return Me(
        id=user.id,
        name=user.name,
        role=user.role,
        language=user.language,
        active=user.active,
        person=user.person or None,
        second_factor=has_factor(user, parts),
        must_set_up=parts.must_set_up(user, session),
        must_change_password=user.first_until is not None,
        permissions=sorted(ALLOWED[user.role]),
    )
