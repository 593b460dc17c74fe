"""Channels to which notices are sent, for administrators, and the outbox."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException

from api.context import Admin, Parts, page_end, paging
from api.schemas import (
    ChannelChange,
    ChannelIn,
    ChannelMade,
    ChannelOut,
    ChannelPage,
    DeliveryOut,
    Id,
    OutboxPage,
    RulesIn,
    TrialOut,
    refuses,
)
from models import Action, Channel, DeliveryState, ModelError, StoreError
from models.store import Channels, Outbox, PageRequest, Repositories
from pipeline.notices.administration import (
    GivenAddress,
    add_channel,
    change_channel,
    rotate_secret,
    try_channel,
)

router = APIRouter(tags=["notices"])


@router.get("/channels", summary="Channels with their rules and the counts of their deliveries")
def channels(
    caller: Admin,
    parts: Parts,
    wanted: Annotated[PageRequest, Depends(paging(Channels.ORDERS, "name", limit=200))],
) -> ChannelPage:
    """Of an address, the scheme, host and port alone are shown."""
    parts.viewed(caller, Action.CHANNELS_VIEWED)
    found = parts.store.channels.listed(wanted)
    return ChannelPage(items=[ChannelOut.of(one) for one in found.items], **page_end(found, wanted))


@router.post("/channels", summary="Add a channel", status_code=201, responses=refuses(409))
def add(body: ChannelIn, caller: Admin, parts: Parts) -> ChannelMade:
    """It gets every notice of its halls at once, until it has other rules. 409 for a name that is taken."""
    given = GivenAddress(body.address, body.secret)
    with _refusals(), parts.store.unit_of_work("outbox") as work:
        now, by = parts.now(), caller.user.name
        made = add_channel(work, parts.sealing, body.kind, body.settings(), given, by, now)
        deed = caller.deed(Action.CHANNEL_ADDED, f"channel {body.name}", f"{body.kind} {made.channel.hint}")
        work.audit.add(deed, now)
    return ChannelMade(channel=ChannelOut.of(made.channel), signing_secret=made.signing_secret or None)


@router.patch("/channels/{channel_id}", summary="Change a channel", responses=refuses(404, 409))
def change(channel_id: Id, body: ChannelChange, caller: Admin, parts: Parts) -> ChannelOut:
    """409 for a name that is taken. A channel that is not active keeps what waits for it."""
    with _refusals(), parts.store.unit_of_work("outbox") as work:
        present = _channel(work, channel_id)
        given = None if body.address is None else GivenAddress(body.address, body.secret)
        changed = change_channel(work, parts.sealing, present, body.settings(present.settings), given)
        said = " ".join(sorted(body.model_fields_set))
        work.audit.add(caller.deed(Action.CHANNEL_CHANGED, _named(changed), said), parts.now())
    return ChannelOut.of(changed)


@router.delete("/channels/{channel_id}", summary="Remove a channel", status_code=204, responses=refuses(404))
def remove(channel_id: Id, caller: Admin, parts: Parts) -> None:
    """Its address and secret are deleted, and what still waits for it is given up."""
    with _refusals(), parts.store.unit_of_work("outbox") as work:
        removed = work.channels.remove(channel_id, parts.now())
        work.audit.add(caller.deed(Action.CHANNEL_REMOVED, _named(removed)), parts.now())


@router.put("/channels/{channel_id}/rules", summary="Set the rules of a channel", responses=refuses(404))
def rules(channel_id: Id, body: RulesIn, caller: Admin, parts: Parts) -> ChannelOut:
    """They take the place of its rules. 422 for a rule about a hall that the channel does not belong to."""
    with _refusals(), parts.store.unit_of_work("outbox") as work:
        changed = work.channels.set_rules(channel_id, [one.rule() for one in body.rules])
        said = f"{len(body.rules)} rules"
        work.audit.add(caller.deed(Action.CHANNEL_CHANGED, _named(changed), said), parts.now())
    return ChannelOut.of(changed)


@router.post(
    "/channels/{channel_id}/secret", summary="Make a new signing secret of a webhook", responses=refuses(404)
)
def secret(channel_id: Id, caller: Admin, parts: Parts) -> ChannelMade:
    """The present secret signs beside it for a day. 422 for other kinds of channels."""
    with _refusals(), parts.store.unit_of_work("outbox") as work:
        made = rotate_secret(work, parts.sealing, _channel(work, channel_id), parts.now())
        work.audit.add(caller.deed(Action.CHANNEL_CHANGED, _named(made.channel), "secret"), parts.now())
    return ChannelMade(channel=ChannelOut.of(made.channel), signing_secret=made.signing_secret)


@router.post("/channels/{channel_id}/test", summary="Send a test message now", responses=refuses(404))
def test(channel_id: Id, caller: Admin, parts: Parts) -> TrialOut:
    """It goes past rules and outbox; the answer says whether the channel's server took it."""
    with _refusals():
        channel = _channel(parts.store, channel_id)
    trial = try_channel(parts.sender, channel)
    said = "delivered" if trial.delivered else trial.detail
    parts.store.audit.add(caller.deed(Action.CHANNEL_TESTED, _named(channel), said), parts.now())
    return TrialOut.model_validate(trial)


@router.get("/outbox", summary="Deliveries of notices, newest first, page by page")
def outbox(
    caller: Admin,
    parts: Parts,
    wanted: Annotated[PageRequest, Depends(paging(Outbox.ORDERS, "-id"))],
    state: DeliveryState | None = None,
    channel_id: Id | None = None,
) -> OutboxPage:
    """Of one state or channel, if asked for."""
    parts.viewed(caller, Action.OUTBOX_VIEWED, f"channel {channel_id}" if channel_id else "", state or "")
    found = parts.store.outbox.listed(wanted, state, channel_id)
    return OutboxPage(items=[DeliveryOut.of(one) for one in found.items], **page_end(found, wanted))


@router.post(
    "/outbox/{delivery_id}/resend", summary="Send a dead delivery again", responses=refuses(404, 409)
)
def resend(delivery_id: Id, caller: Admin, parts: Parts) -> list[DeliveryOut]:
    """It keeps its key, and those of its digest go with it. 409 unless it is dead and its channel is there."""
    try:
        with parts.store.unit_of_work("outbox") as work:
            again = work.outbox.again(delivery_id, parts.now())
            said = f"{len(again)} notices"
            work.audit.add(caller.deed(Action.NOTICE_RESENT, f"delivery {delivery_id}", said), parts.now())
    except LookupError as error:
        raise HTTPException(404, str(error)) from error
    except ValueError as error:
        raise HTTPException(409, str(error)) from error
    return [DeliveryOut.of(one) for one in again]


@contextmanager
def _refusals() -> Iterator[None]:
    """Errors of what was asked for, as answers: 404 for what is not there, 409 for what is taken, 422 otherwise."""
    try:
        yield
    except StoreError:
        raise
    except LookupError as error:
        raise HTTPException(404, str(error)) from error
    except ModelError as error:
        raise HTTPException(409 if "already" in str(error) else 422, str(error)) from error
    except ValueError as error:
        raise HTTPException(422, str(error)) from error


def _channel(store: Repositories, channel_id: int) -> Channel:
    channel = store.channels.get(channel_id)
    if channel is None:
        raise LookupError(f"there is no channel {channel_id}")
    return channel


def _named(channel: Channel) -> str:
    return f"channel {channel.settings.name}"
