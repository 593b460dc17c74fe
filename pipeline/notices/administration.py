"""Channels as administrators manage them: added, changed, given new secrets, and tested."""

import uuid
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlsplit

from models import Channel, ChannelSettings
from models.store import Repositories, SealedAddress
from pipeline.errors import PipelineError
from pipeline.notices.content import Writer
from pipeline.notices.message import DeliveryError, SecretUse
from pipeline.notices.registry import channel_kind
from pipeline.notices.sealing import ChannelSecrets, Sealing, new_secret
from pipeline.notices.sender import SenderParts


@dataclass(frozen=True, slots=True)
class GivenAddress:
    """The address of a channel as an administrator gave it, and a secret, or "" for none."""

    address: str
    secret: str = ""


@dataclass(frozen=True, slots=True)
class MadeChannel:
    """A channel that was added or changed; `signing_secret` is the new one, to be shown once, or ""."""

    channel: Channel
    signing_secret: str = ""


@dataclass(frozen=True, slots=True)
class ChannelTrial:
    """Whether the server of a channel took the test message of this `key`, and why not."""

    delivered: bool
    detail: str
    key: str


def add_channel(  # noqa: PLR0913, PLR0917 - each part is of another kind
    work: Repositories,
    sealing: Sealing,
    kind: str,
    settings: ChannelSettings,
    given: GivenAddress,
    by: str,
    now: float,
) -> MadeChannel:
    """A new channel. Raises ValueError for an address that is none of the kind, ModelError for a name or a hall."""
    secrets = _secrets(kind, given)
    made = secrets.secret if channel_kind(kind).secret is SecretUse.MADE else ""
    channel = work.channels.add(kind, settings, _sealed(sealing, secrets), by, now)
    return MadeChannel(channel, made)


def change_channel(
    work: Repositories,
    sealing: Sealing,
    channel: Channel,
    settings: ChannelSettings,
    given: GivenAddress | None,
) -> Channel:
    """The channel with other settings, and with another address if one is given; a webhook keeps its signing secret.

    Raises as `add_channel`, and LookupError where the channel was removed meanwhile.
    """
    if given is None:
        return work.channels.change(channel.id, settings)
    secrets = _secrets(channel.kind, given)
    if channel_kind(channel.kind).secret is SecretUse.MADE:
        kept = sealing.opened(channel.sealed)
        secrets = kept.model_copy(update={"address": given.address})
    return work.channels.change(channel.id, settings, _sealed(sealing, secrets))


def rotate_secret(work: Repositories, sealing: Sealing, channel: Channel, now: float) -> MadeChannel:
    """The channel with a new signing secret; the present one signs too for a day. Raises ValueError for other kinds."""
    if channel_kind(channel.kind).secret is not SecretUse.MADE:
        raise ValueError(f"a channel of kind {channel.kind} has no signing secret")
    secrets = sealing.opened(channel.sealed).rotated(now)
    changed = work.channels.change(channel.id, channel.settings, _sealed(sealing, secrets))
    return MadeChannel(changed, secrets.secret)


def try_channel(parts: SenderParts, channel: Channel) -> ChannelTrial:
    """Send a test message at once, past rules and outbox, and say how it went."""
    now, key = parts.clock(), f"test_{uuid.uuid4().hex}"
    try:
        kind = channel_kind(channel.kind)
        target = parts.sealing.opened(channel.sealed).target(now, parts.settings.allowed)
        writer = Writer.of(parts.store, parts.settings.dashboard)
        with closing(kind.opened(target)) as line:
            line.send(writer.test(channel, key, now, kind.most_bytes), now)
    except (DeliveryError, PipelineError) as error:
        return ChannelTrial(delivered=False, detail=str(error), key=key)
    return ChannelTrial(delivered=True, detail="", key=key)


def hint_of(address: str) -> str:
    """The part of an address that may be shown: scheme, host and port."""
    parts = urlsplit(address)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname or ''}{port}"


def _secrets(kind: str, given: GivenAddress) -> ChannelSecrets:
    """The checked address with its secret; raises ValueError with one line."""
    known = channel_kind(kind)
    known.check(given.address)
    if known.secret is SecretUse.MADE:
        if given.secret:
            raise ValueError("the server makes the secret of a webhook: give none")
        return ChannelSecrets(address=given.address, secret=new_secret())
    if given.secret and known.secret is SecretUse.NONE:
        raise ValueError(f"a channel of kind {kind} takes no secret beside its address")
    return ChannelSecrets(address=given.address, secret=given.secret)


def _sealed(sealing: Sealing, secrets: ChannelSecrets) -> SealedAddress:
    return SealedAddress(sealing.sealed(secrets), hint_of(secrets.address))
