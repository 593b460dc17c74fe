"""Notices: what the night and the cameras have to tell, with who has read what."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.context import Caller, Context, Parts, Reader
from api.norms import text_of
from api.schemas import NoticeOut, NoticesOut, NoticesRead, UnreadOut
from models.store import EVERYTHING, StoredNotice

router = APIRouter(prefix="/notices", tags=["notices"])


@router.get("", summary="What the account should know, unread alerts first, then newest first")
def notices(caller: Reader, parts: Parts, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> NoticesOut:
    """Of the halls that the caller may see."""
    found = parts.store.notices.of(caller.user.id, _sites(parts, caller), limit)
    return NoticesOut(items=[_notice_out(one) for one in found], unread=unread(caller, parts))


@router.get("/unread", summary="How much of it is unread")
def unread(caller: Reader, parts: Parts) -> UnreadOut:
    """For a mark in the corner of every page."""
    return UnreadOut.model_validate(parts.store.notices.unread(caller.user.id, _sites(parts, caller)))


@router.post("/read", summary="Mark notices as read")
def read(body: NoticesRead, caller: Reader, parts: Parts) -> UnreadOut:
    """For this account alone; a notice that is renewed later is unread again. Answers what is left."""
    parts.store.notices.mark_read(caller.user.id, parts.now(), body.ids, _sites(parts, caller))
    return unread(caller, parts)


def _sites(parts: Context, caller: Caller) -> list[str] | None:
    if caller.scope == EVERYTHING:
        return None
    return [one.site.site for one in parts.store.sites.all(caller.scope)]


def _notice_out(stored: StoredNotice) -> NoticeOut:
    notice = stored.notice
    return NoticeOut(
        id=stored.id,
        at=stored.at,
        kind=notice.kind,
        alert=notice.alert,
        site=notice.site,
        day=notice.day,
        text=text_of(notice.words),
        read=stored.read,
    )
