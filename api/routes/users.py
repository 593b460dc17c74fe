"""Accounts and their grants, for admins."""

from fastapi import APIRouter, HTTPException

from api.context import Admin, Parts
from api.schemas import AccountOut, GrantIn, GrantOut, Id, UserAdd, UserChange, refuses
from models import Action, Grant, User
from models.store import AccountChange, Repositories

router = APIRouter(prefix="/users", tags=["accounts"])


@router.get("", summary="All accounts by name, with the halls that each may see")
def users(caller: Admin, parts: Parts) -> list[AccountOut]:
    """Inactive accounts are included, because their reviews remain."""
    parts.viewed(caller, Action.ACCOUNTS_VIEWED)
    return [_out(parts.store, user) for user in parts.store.accounts.all()]


@router.post("", summary="A new account", status_code=201, responses=refuses(409))
def add_user(body: UserAdd, caller: Admin, parts: Parts) -> AccountOut:
    """409 when the name is taken or a hall is not known."""
    now = parts.now()
    with parts.store.unit_of_work("accounts") as work:
        user = work.accounts.add(body.name, body.password, body.role, body.language, now)
        work.grants.replace(user.id, _grants(body.grants), caller.user.name, now)
        what = f"{user.role.value}{_told(body.grants)}"
        work.audit.add(caller.deed(Action.USER_ADDED, f"user {user.name}", what), now)
        return _out(work, user)


@router.patch(
    "/{user_id}",
    summary="Change role, language, password, grants, or make inactive",
    responses=refuses(404, 409),
)
def change_user(user_id: Id, body: UserChange, caller: Admin, parts: Parts) -> AccountOut:
    """404 when there is no such account; 409 when it is the last active admin or a hall is not known.

    A new role, password or activity ends its sessions. New grants hold from the next request on.
    """
    change = AccountChange(role=body.role, language=body.language, active=body.active, password=body.password)
    # The names of the fields only, apart from the grants: one of the values is a password.
    what = ", ".join(sorted(body.model_fields_set)) + _told(body.grants)
    try:
        with parts.store.unit_of_work("accounts") as work:
            user = work.accounts.change(user_id, change)
            if body.grants is not None:
                work.grants.replace(user_id, _grants(body.grants), caller.user.name, parts.now())
            work.audit.add(caller.deed(Action.USER_CHANGED, f"user {user.name}", what), parts.now())
            return _out(work, user)
    except LookupError as error:
        raise HTTPException(404, str(error)) from error


def _grants(said: tuple[GrantIn, ...] | None) -> list[Grant]:
    return [one.grant for one in said or ()]


def _told(said: tuple[GrantIn, ...] | None) -> str:
    return "" if said is None else f" [{' '.join(str(grant) for grant in sorted(_grants(said)))}]"


def _out(store: Repositories, user: User) -> AccountOut:
    return AccountOut(
        id=user.id,
        name=user.name,
        role=user.role,
        language=user.language,
        active=user.active,
        grants=[GrantOut.of(grant) for grant in store.grants.of(user.id)],
    )
