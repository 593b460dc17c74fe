"""Access to clips and pictures: by a signed address, as in `<video>` and `<img>`, or with a token."""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated

from fastapi import Depends, HTTPException, Query, Request

from api.context import (
    AccountCaller,
    Caller,
    Context,
    Credentials,
    Parts,
    account_of,
    caller_of,
    check_allowed,
    client_of,
    ready,
)
from api.permissions import Permission
from api.schemas import Id, TextLine
from api.tokens import Claim, MediaPass


async def _given(
    user: Id | None = None,
    session: Annotated[TextLine, Query(max_length=64)] = "",
    expires: Annotated[int | None, Query(ge=0, lt=2**63)] = None,
    signature: Annotated[TextLine | None, Query(max_length=64)] = None,
) -> MediaPass | None:
    """The pass in the address, of a file that is not known yet; None without one."""
    if user is None or expires is None or signature is None:
        return None
    return MediaPass("", 0, user, session, expires, signature)


async def _asking(
    request: Request,
    parts: Parts,
    credentials: Credentials,
    given: Annotated[MediaPass | None, Depends(_given)],
) -> Callable[[str, int], Caller]:
    def admitted(kind: str, of: int) -> Caller:
        if given is not None:
            caller: Caller = _by_pass(request, parts, replace(given, kind=kind, event_id=of))
        else:
            caller = ready(caller_of(request, parts, credentials), parts)
        check_allowed(caller, Permission.OVERSEE if kind == "background" else Permission.READ)
        return caller

    return admitted


Asking = Annotated[Callable[[str, int], Caller], Depends(_asking)]
"""Call it with the kind of file and the id of its event or camera: the caller, or 401 or 403."""


def _by_pass(request: Request, parts: Context, given: MediaPass) -> AccountCaller:
    """The caller that a signed address names; 403 when the address is invalid or expired."""
    user = parts.store.accounts.get(given.user_id)
    if user is not None and parts.signer.admits(given, user.version, parts.now()):
        user = account_of(Claim(user.id, user.version, given.session), parts, by_person=False)
    else:
        user = None
    if user is None:
        raise HTTPException(403, "this address is no longer valid: open the event again")
    return AccountCaller.of(user, given.session, parts, client_of(request), given.signature)
