"""The second factor of an account: set up and removed by its owner, reset by an administrator."""

from fastapi import APIRouter, HTTPException

from api.context import Admin, OwnAccount, Parts
from api.one_time_codes import new_recovery_codes, new_secret, recovery_hash, setup_address, step_of
from api.schemas import FactorConfirm, FactorSetup, Id, PresentPassword, RecoveryCodes, refuses
from api.sessions import admit, check_present
from models import Action
from models.store import guesses_of_known

router = APIRouter(tags=["account"])


@router.post("/me/second-factor", summary="Begin to set up a second factor", responses=refuses(403, 409, 429))
def begin(body: PresentPassword, caller: OwnAccount, parts: Parts) -> FactorSetup:
    """A new secret, which counts once a code of it was sent. 409 when the account has a second factor."""
    check_present(body.present_password, caller, parts)
    secret = new_secret()
    parts.store.second_factors.begin(caller.user.id, parts.signer.seal(secret), parts.now())
    return FactorSetup(secret=secret, address=setup_address(secret, caller.user.name))


@router.put("/me/second-factor", summary="Confirm the second factor", responses=refuses(403, 409, 429))
def confirm(body: FactorConfirm, caller: OwnAccount, parts: Parts) -> RecoveryCodes:
    """From now on a sign-in needs a code. 403 for a wrong code; 409 when nothing was begun."""
    factor = parts.store.second_factors.get(caller.user.id)
    secret = parts.signer.unseal(factor.sealed) if factor and not factor.confirmed else None
    if secret is None:
        raise HTTPException(409, "no second factor is being set up: begin again")
    guesses = guesses_of_known("new factor", caller.user.id)
    admit(guesses, caller.deed(Action.SIGN_IN_BLOCKED), parts)
    step, codes = step_of(secret, body.code, parts.now()), new_recovery_codes()
    if step is None:
        raise HTTPException(403, "the code is wrong: look at the clock of the phone, and try the next code")
    with parts.store.unit_of_work("accounts") as work:
        work.throttle.right(guesses, parts.now())
        work.second_factors.confirm(caller.user.id, step, [recovery_hash(code) for code in codes])
        work.audit.add(caller.deed(Action.FACTOR_SET), parts.now())
    return RecoveryCodes(codes=codes)


@router.delete(
    "/me/second-factor",
    summary="Remove one's own second factor",
    status_code=204,
    responses=refuses(403, 404, 429),
)
def remove(body: PresentPassword, caller: OwnAccount, parts: Parts) -> None:
    """Needs the present password. 404 when there is none."""
    check_present(body.present_password, caller, parts)
    with parts.store.unit_of_work("accounts") as work:
        if not work.second_factors.remove(caller.user.id):
            raise HTTPException(404, "the account has no second factor")
        work.audit.add(caller.deed(Action.FACTOR_REMOVED), parts.now())


@router.delete(
    "/users/{user_id}/second-factor",
    summary="Reset a lost second factor",
    status_code=204,
    responses=refuses(404),
)
def reset(user_id: Id, caller: Admin, parts: Parts) -> None:
    """The account signs in with its password alone until it sets up another one. Its sessions end."""
    with parts.store.unit_of_work("accounts") as work:
        user = work.accounts.get(user_id)
        if user is None:
            raise HTTPException(404, f"there is no account {user_id}")
        if work.second_factors.remove(user_id):
            work.accounts.end_sessions(user_id)
            work.audit.add(caller.deed(Action.FACTOR_REMOVED, f"user {user.name}"), parts.now())
