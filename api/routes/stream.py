"""The stream of changes, as server-sent events."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from api.change_feed import Audience, Stream
from api.context import Caller, Context, Credentials, Parts, Reader, admitted, check_allowed, client_of
from api.permissions import Permission
from api.schemas.stream import ChangeId, StreamBegin, StreamedChange, StreamedEvent, StreamedNotice
from models import Action, StoredEvent
from models.store import EVERYTHING, StoredChange, StoredNotice

router = APIRouter(tags=["stream"])

_RETRY_MS = 3000
"""Milliseconds after which a client connects again, if it does not know better."""
_LONGEST_S = 86400


async def opened(
    caller: Reader, parts: Parts, request: Request, credentials: Credentials
) -> AsyncIterator[Stream]:
    """A dependency: a stream that is counted until its answer has ended; 429 when too many are open."""

    def renewal() -> Audience:
        now = admitted(credentials, parts, client_of(request), by_person=False)
        check_allowed(now, Permission.READ)
        return _audience(parts, now)

    stream = parts.feed.open(await run_in_threadpool(_audience, parts, caller), renewal)
    try:
        await run_in_threadpool(parts.viewed, caller, Action.EVENTS_LISTED, "stream")
        yield stream
    finally:
        parts.feed.leave(stream)


@router.get(
    "/stream",
    summary="Changes as they happen, as server-sent events",
    response_class=EventSourceResponse,
    responses={200: {"description": "messages without an end"}},
)
async def stream(
    parts: Parts,
    opened_stream: Annotated[Stream, Depends(opened)],
    last_event_id: Annotated[
        ChangeId | None, Header(alias="Last-Event-ID", description="the `id` of the last message that came")
    ] = None,
    seconds: Annotated[
        int | None,
        Query(ge=0, le=_LONGEST_S, description="after which it ends; 0: tell what has happened, and end"),
    ] = None,
) -> AsyncIterator[ServerSentEvent]:
    """New, changed, reviewed and gone events, and notices, in the order in which they were stored.

    The first message says after which change it begins. It ends with its session, or when it may not go on.
    """
    last, whole = await parts.feed.begin(last_event_id)
    yield ServerSentEvent(
        event="ready" if whole else "reset", id=str(last), data=StreamBegin(id=last), retry=_RETRY_MS
    )
    if seconds is not None:
        asyncio.get_running_loop().call_later(seconds, opened_stream.end)
    async for change in parts.feed.told(opened_stream, last):
        told = _change_out(parts, change)
        yield ServerSentEvent(event=told.type.value, id=str(told.id), data=told)


def _audience(parts: Context, caller: Caller) -> Audience:
    """The reader; notices of halls of which it may see every camera, as in their list."""
    if not caller.may(Permission.OVERSEE):
        return Audience(caller.name, caller.scope, frozenset())
    if caller.scope == EVERYTHING:
        return Audience(caller.name, caller.scope, None)
    whole = (one.site.site for one in parts.store.sites.all(caller.scope) if one.whole)
    return Audience(caller.name, caller.scope, frozenset({"", *whole}))


def _change_out(parts: Context, change: StoredChange) -> StreamedChange:
    return StreamedChange(
        id=change.id,
        type=change.kind,
        at=change.at,
        event_id=change.place.event_id if change.place else None,
        event=_event_out(parts, change.event) if change.event else None,
        notice=_notice_out(change.notice) if change.notice else None,
    )


def _event_out(parts: Context, stored: StoredEvent) -> StreamedEvent:
    event = stored.event
    return StreamedEvent(
        id=stored.id,
        kind=event.kind,
        start=event.start,
        end=event.end,
        confidence=event.confidence,
        certainty=event.certainty,
        fault=event.kind not in parts.norms.records,
        verdict=stored.verdict,
        found=stored.found,
        site=stored.site,
        camera=event.camera,
        camera_id=stored.camera_id,
        counter=event.counter,
        counter_id=stored.counter_id,
        clip=stored.clip is not None,
    )


def _notice_out(stored: StoredNotice) -> StreamedNotice:
    return StreamedNotice.model_validate(
        {
            "id": stored.id,
            "at": stored.at,
            "kind": stored.notice.kind,
            "alert": stored.notice.alert,
            "site": stored.notice.site,
            "text": stored.notice.words.model_dump(),
        }
    )
