"""Service tokens of other systems, for admins."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException

from api.context import Admin, Parts, page_end, paging
from api.schemas import GrantOut, Id, TokenAdd, TokenMade, TokenOut, TokenPage, refuses
from models import Action, ServiceToken, TokenOrder
from models.store import PageRequest, Repositories, ServiceTokens

router = APIRouter(prefix="/tokens", tags=["accounts"])


@router.get("", summary="All service tokens by name, without their secrets")
def tokens(
    caller: Admin,
    parts: Parts,
    wanted: Annotated[PageRequest, Depends(paging(ServiceTokens.ORDERS, "name", limit=200))],
) -> TokenPage:
    """Revoked and expired ones are included, because lines of the audit log name them."""
    parts.viewed(caller, Action.TOKENS_VIEWED)
    found = parts.store.service_tokens.listed(wanted)
    return TokenPage(items=[_out(parts.store, token) for token in found.items], **page_end(found, wanted))


@router.post("", summary="A new service token", status_code=201, responses=refuses(409))
def add_token(body: TokenAdd, caller: Admin, parts: Parts) -> TokenMade:
    """Its secret is in this answer and nowhere else. 409 when the name was used before or a hall is not known."""
    now, grants = parts.now(), sorted({said.grant for said in body.grants})
    order = TokenOrder(body.name, body.may, body.days, caller.user.name)
    with parts.store.unit_of_work("service tokens") as work:
        token, secret = work.service_tokens.make(order, now)
        work.token_grants.replace(token.id, grants, caller.user.name, now)
        work.audit.add(caller.deed(Action.TOKEN_MADE, f"token {token.name}", order.told(grants)), now)
        return TokenMade(**_out(work, token).model_dump(), secret=secret)


@router.delete("/{token_id}", summary="Revoke a service token", status_code=204, responses=refuses(404))
def revoke_token(token_id: Id, caller: Admin, parts: Parts) -> None:
    """It opens nothing from the next request on. 404 when there is none."""
    try:
        with parts.store.unit_of_work("service tokens") as work:
            token = work.service_tokens.revoke(token_id, parts.now())
            work.audit.add(caller.deed(Action.TOKEN_REVOKED, f"token {token.name}"), parts.now())
    except LookupError as error:
        raise HTTPException(404, str(error)) from error


def _out(store: Repositories, token: ServiceToken) -> TokenOut:
    return TokenOut(
        id=token.id,
        name=token.name,
        hint=token.hint,
        may=sorted(token.may),
        grants=[GrantOut.of(grant) for grant in store.token_grants.of(token.id)],
        made_by=token.made_by,
        made_at=token.made_at,
        expires_at=token.expires_at,
        used_at=token.used_at,
        revoked_at=token.revoked_at,
    )
