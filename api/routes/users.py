"""Accounts and their grants, for admins."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException

from api.context import Admin, Parts, page_end, paging
from api.schemas import (
    AccountMade,
    AccountOut,
    AccountPage,
    GrantIn,
    GrantOut,
    Id,
    UserAdd,
    UserChange,
    refuses,
)
from models import Action, Grant, User
from models.passwords import FIRST_PASSWORD, random_password
from models.store import AccountChange, Accounts, PageRequest, Repositories

router = APIRouter(prefix="/users", tags=["accounts"])


@router.get("", summary="All accounts by name, with the halls that each may see")
def users(
    caller: Admin,
    parts: Parts,
    wanted: Annotated[PageRequest, Depends(paging(Accounts.ORDERS, "name", limit=200))],
) -> AccountPage:
    """Inactive accounts are included, because their reviews remain."""
    parts.viewed(caller, Action.ACCOUNTS_VIEWED)
    found = parts.store.accounts.listed(wanted)
    return AccountPage(items=[_out(parts.store, user) for user in found.items], **page_end(found, wanted))


@router.post("", summary="A new account", status_code=201, responses=refuses(409))
def add_user(body: UserAdd, caller: Admin, parts: Parts) -> AccountMade:
    """409 when the name is taken or a hall is not known. A clerk sees the own shifts in the granted halls.

    The first password is in this answer if the server made it, ends after three days, and has to be changed.
    """
    now, until = parts.now(), parts.now() + FIRST_PASSWORD.valid_s
    made = None if body.password else random_password()
    with parts.store.unit_of_work("accounts") as work:
        password = body.password or str(made)
        user = work.accounts.add(body.name, password, body.role, body.language, now, until)
        work.grants.replace(user.id, _grants(body.grants), caller.user.name, now)
        if body.person is not None:
            user = work.accounts.change(user.id, AccountChange(person=body.person))
        what = f"{user.role.value}{_of(user.person)}{_told(body.grants)}"
        work.audit.add(caller.deed(Action.USER_ADDED, f"user {user.name}", what), now)
        return _made(work, user, made)


@router.patch(
    "/{user_id}",
    summary="Change role, language, password, grants, or make inactive",
    responses=refuses(404, 409),
)
def change_user(user_id: Id, body: UserChange, caller: Admin, parts: Parts) -> AccountMade:
    """404 when there is no such account; 409 when it is the last active admin, a hall is not known, or a clerk has no
    person or another role is given one.

    A new role, password or activity ends its sessions. New grants and a new person hold from the
    next request on. A new password ends after three days, and has to be changed.
    """
    made = random_password() if body.first_password else None
    until = parts.now() + FIRST_PASSWORD.valid_s
    change = AccountChange(body.role, body.language, body.active, made or body.password, until, body.person)
    # The names of the fields only, apart from person and grants: one of the values is a password.
    what = ", ".join(sorted(body.model_fields_set)) + _of(body.person) + _told(body.grants)
    try:
        with parts.store.unit_of_work("accounts") as work:
            user = work.accounts.change(user_id, change)
            if body.grants is not None:
                work.grants.replace(user_id, _grants(body.grants), caller.user.name, parts.now())
            work.audit.add(caller.deed(Action.USER_CHANGED, f"user {user.name}", what), parts.now())
            return _made(work, user, made)
    except LookupError as error:
        raise HTTPException(404, str(error)) from error


def _grants(said: tuple[GrantIn, ...] | None) -> list[Grant]:
    return [one.grant for one in said or ()]


def _of(person: str | None) -> str:
    return f" of {person}" if person else ""


def _told(said: tuple[GrantIn, ...] | None) -> str:
    return "" if said is None else f" [{' '.join(str(grant) for grant in sorted(_grants(said)))}]"


def _made(store: Repositories, user: User, first_password: str | None) -> AccountMade:
    out = _out(store, user).model_dump()
    return AccountMade(**out, first_password=first_password, first_until=user.first_until)


def _out(store: Repositories, user: User) -> AccountOut:
    identity = next(iter(store.identities.of(user.id)), None)
    return AccountOut(
        id=user.id,
        name=user.name,
        role=user.role,
        language=user.language,
        active=user.active,
        person=user.person or None,
        grants=[GrantOut.of(grant) for grant in store.grants.of(user.id)],
        subject=identity.subject if identity else None,
    )
