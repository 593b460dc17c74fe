"""Accounts, for admins."""

from fastapi import APIRouter, HTTPException

from api.context import Admin, Parts
from api.schemas import Id, UserAdd, UserChange, UserOut, refuses
from models import Action
from models.store import AccountChange

router = APIRouter(prefix="/users", tags=["accounts"])


@router.get("", summary="All accounts by name")
def users(_caller: Admin, parts: Parts) -> list[UserOut]:
    """Inactive accounts are included, because their reviews remain."""
    return [UserOut.model_validate(user) for user in parts.store.accounts.all()]


@router.post("", summary="A new account", status_code=201, responses=refuses(409))
def add_user(body: UserAdd, caller: Admin, parts: Parts) -> UserOut:
    """409 when the name is taken."""
    now = parts.now()
    with parts.store.unit_of_work("accounts") as work:
        user = work.accounts.add(body.name, body.password, body.role, body.language, now)
        work.audit.add(caller.deed(Action.USER_ADDED, f"user {user.name}", user.role.value), now)
    return UserOut.model_validate(user)


@router.patch(
    "/{user_id}", summary="Change role, language, password, or make inactive", responses=refuses(404, 409)
)
def change_user(user_id: Id, body: UserChange, caller: Admin, parts: Parts) -> UserOut:
    """404 when there is no such account; 409 when it is the last active admin. Its sessions end."""
    change = AccountChange(role=body.role, language=body.language, active=body.active, password=body.password)
    # The names of the fields only: one of the values is a password.
    what = ", ".join(sorted(body.model_fields_set))
    try:
        with parts.store.unit_of_work("accounts") as work:
            user = work.accounts.change(user_id, change)
            work.audit.add(caller.deed(Action.USER_CHANGED, f"user {user.name}", what), parts.now())
    except LookupError as error:
        raise HTTPException(404, str(error)) from error
    return UserOut.model_validate(user)
