"""The identity at the provider that may sign in as an account, for admins."""

from fastapi import APIRouter, HTTPException

from api.context import Admin, Context, Parts
from api.schemas import Id, IdentityIn, refuses
from models import Action, User
from models.store import Identity

router = APIRouter(prefix="/users", tags=["accounts"])


@router.put("/{user_id}/identity", summary="Bind an account", status_code=204, responses=refuses(404, 409))
def bind(user_id: Id, body: IdentityIn, caller: Admin, parts: Parts) -> None:
    """Somebody at the provider of this server may sign in as the account, in place of who could before.

    409 where no provider is set up, or they sign in as another account. The sessions of the account end.
    """
    user = _account(user_id, parts)
    if parts.settings.oidc is None:
        raise HTTPException(409, "no provider is set up: start the server with --oidc")
    identity = Identity(parts.settings.oidc.issuer, body.subject)
    with parts.store.unit_of_work("identities") as work:
        work.identities.bind(user_id, identity, caller.user.name, parts.now())
        work.accounts.end_sessions(user_id)
        what = f"{identity.issuer} {identity.subject}"
        work.audit.add(caller.deed(Action.IDENTITY_BOUND, f"user {user.name}", what), parts.now())


@router.delete(
    "/{user_id}/identity",
    summary="Take the binding of an account back",
    status_code=204,
    responses=refuses(404),
)
def remove(user_id: Id, caller: Admin, parts: Parts) -> None:
    """Nobody at the provider may sign in as the account any more, and its sessions end."""
    user = _account(user_id, parts)
    with parts.store.unit_of_work("identities") as work:
        if work.identities.remove(user_id):
            work.accounts.end_sessions(user_id)
            work.audit.add(caller.deed(Action.IDENTITY_REMOVED, f"user {user.name}"), parts.now())


def _account(user_id: int, parts: Context) -> User:
    user = parts.store.accounts.get(user_id)
    if user is None:
        raise HTTPException(404, f"there is no account {user_id}")
    return user
