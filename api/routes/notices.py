"""Notices of the nightly run and the cameras, and whether the account has read them."""

from typing import Annotated

from fastapi import APIRouter, Depends

from api.context import AccountReader, Caller, Context, Parts, page_end, paging
from api.schemas import NoticeOut, NoticesOut, NoticesRead, Text, UnreadOut
from models.store import EVERYTHING, Notices, PageRequest, StoredNotice

router = APIRouter(prefix="/notices", tags=["notices"])


@router.get("", summary="Notices for the account: unread alerts first, then newest first")
def notices(
    caller: AccountReader,
    parts: Parts,
    wanted: Annotated[PageRequest, Depends(paging(Notices.ORDERS, "-urgent"))],
) -> NoticesOut:
    """Notices of halls of which the caller may see every camera: a notice may name any of them."""
    found = parts.store.notices.listed(caller.user.id, wanted, _sites(parts, caller))
    items = [_notice_out(one) for one in found.items]
    return NoticesOut(items=items, unread=unread(caller, parts), **page_end(found, wanted))


@router.get("/unread", summary="Number of unread notices")
def unread(caller: AccountReader, parts: Parts) -> UnreadOut:
    """For the badge on every page."""
    return UnreadOut.model_validate(parts.store.notices.unread(caller.user.id, _sites(parts, caller)))


@router.post("/read", summary="Mark notices as read")
def read(body: NoticesRead, caller: AccountReader, parts: Parts) -> UnreadOut:
    """For this account only. A notice that is renewed later is unread again. Returns the number still unread."""
    parts.store.notices.mark_read(caller.user.id, parts.now(), body.ids, _sites(parts, caller))
    return unread(caller, parts)


def _sites(parts: Context, caller: Caller) -> list[str] | None:
    if caller.scope == EVERYTHING:
        return None
    return [one.site.site for one in parts.store.sites.all(caller.scope) if one.whole]


def _notice_out(stored: StoredNotice) -> NoticeOut:
    notice = stored.notice
    return NoticeOut(
        id=stored.id,
        at=stored.at,
        kind=notice.kind,
        alert=notice.alert,
        site=notice.site,
        day=notice.day,
        text=Text.from_words(notice.words),
        read=stored.read,
    )
