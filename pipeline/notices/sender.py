"""The sender: empties the outbox into the channels, again and again, and gives up what no server takes for long."""

import random
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from threading import Event

from models import Channel, FailedTry, ModelError, Parcel
from models.store import Bounds, Store
from pipeline.errors import PipelineError
from pipeline.notices.content import Writer
from pipeline.notices.limits import LIMITS, SendingLimits
from pipeline.notices.message import ChannelKind, ChannelLine, DeliveryError
from pipeline.notices.registry import channel_kind
from pipeline.notices.sealing import Sealing
from pipeline.notices.target import AllowedNetworks


@dataclass(frozen=True, slots=True)
class NoticeSettings:
    """Settings of the operator: the private networks that channels may reach, and the address of the dashboard."""

    allowed: AllowedNetworks = field(default_factory=AllowedNetworks)
    dashboard: str = ""


@dataclass(frozen=True, slots=True)
class SenderParts:
    """What a sender works with. `clock` gives UTC seconds."""

    store: Store
    sealing: Sealing
    settings: NoticeSettings = field(default_factory=NoticeSettings)
    clock: Callable[[], float] = time.time
    limits: SendingLimits = LIMITS


class Sender:
    """One sender; several may run at once, in any processes. `draw` gives 0..1 for the jitter of waits."""

    def __init__(self, parts: SenderParts, draw: Callable[[], float] = random.random) -> None:
        self._parts, self._store, self._limits = parts, parts.store, parts.limits
        self._draw, self._lease = draw, uuid.uuid4().hex

    def run(self, stop: Event, say: Callable[[str], None]) -> None:
        """Send whatever is due until `stop` is set; an error of the database is said once and waited out."""
        failing = False
        while not stop.is_set():
            try:
                self.round(stop)
                failing = False
            except ModelError as error:
                if not failing:
                    say(str(error))
                failing = True
            stop.wait(self._limits.poll_s)

    def round(self, stop: Event | None = None) -> int:
        """Send what is due now; returns the number of messages that were tried."""
        due = self._store.outbox.due_channels(self._parts.clock())
        if not due:
            return 0
        writer, ended = Writer.of(self._store, self._parts.settings.dashboard), stop or Event()
        with ThreadPoolExecutor(self._limits.channels) as pool:
            return sum(pool.map(lambda number: self._channel(number, writer, ended), due))

    def _channel(self, number: int, writer: Writer, stop: Event) -> int:
        """Empty the outbox of one channel; returns the number of tries."""
        channel = self._store.channels.get(number)
        if channel is None:
            return 0
        tried = 0
        try:
            kind = channel_kind(channel.kind)
            secrets = self._parts.sealing.opened(channel.sealed)
            line = kind.opened(secrets.target(self._parts.clock(), self._parts.settings.allowed))
        except PipelineError as error:
            return self._unusable(channel, str(error))
        with closing(line):
            while not stop.is_set() and (parcels := self._claim(channel, kind)):
                count, goes_on = self._all(parcels, channel, _OpenChannel(kind, line, writer), stop)
                tried += count
                if not goes_on:
                    break
        return tried

    def _claim(self, channel: Channel, kind: ChannelKind) -> list[Parcel]:
        now, limits = self._parts.clock(), self._limits
        bounds = Bounds(limits.claimed, limits.digest, kind.most_bytes // 2)
        return self._store.outbox.claim(channel.id, self._lease, now, now + limits.lease_s, bounds)

    def _all(
        self, parcels: list[Parcel], channel: Channel, way: "_OpenChannel", stop: Event
    ) -> tuple[int, bool]:
        """Try one after the other until the channel pauses; returns the number of tries and whether it goes on."""
        claimed_at = self._parts.clock()
        for done, parcel in enumerate(parcels):
            if self._parts.clock() - claimed_at > self._limits.lease_s / 2:
                claimed_at = self._parts.clock()
                self._store.outbox.extend(parcels[done:], self._lease, claimed_at + self._limits.lease_s)
            goes_on = self._try(parcel, channel, way)
            if not goes_on or stop.is_set():
                self._store.outbox.release(parcels[done + 1 :], self._lease)
                return done + 1, goes_on
        return len(parcels), True

    def _try(self, parcel: Parcel, channel: Channel, way: "_OpenChannel") -> bool:
        """Try one message and write down how it went; returns False when the channel pauses."""
        message = way.writer.message(channel, parcel, way.kind.most_bytes)
        try:
            way.line.send(message, self._parts.clock())
        except DeliveryError as error:
            self._failed(parcel, channel, error)
            return not error.pauses
        self._store.outbox.sent(parcel, self._lease, self._parts.clock())
        return True

    def _failed(self, parcel: Parcel, channel: Channel, error: DeliveryError) -> None:
        now = self._parts.clock()
        first = now if parcel.first_try_at is None else parcel.first_try_at
        again_at = now + self._wait(parcel.tries, error.wait_s)
        over = now - first >= channel.settings.give_up_s
        pause = 0.0
        if error.pauses:
            present = self._store.channels.get(channel.id)
            pause = now + self._wait(present.failures if present else 0, error.wait_s)
        failure = FailedTry(str(error), None if over else max(again_at, pause), pause)
        self._store.outbox.failed(parcel, self._lease, failure, now)

    def _wait(self, before: int, asked_s: float | None) -> float:
        """Seconds until the next try after so many failures: doubled each time, partly drawn, at least `asked_s`."""
        limits = self._limits
        doublings = min(before, int(limits.longest_wait_s / limits.first_wait_s).bit_length())
        full: float = min(limits.first_wait_s * 2**doublings, limits.longest_wait_s)
        return max(full * (1 - limits.jitter * self._draw()), asked_s or 0.0)

    def _unusable(self, channel: Channel, reason: str) -> int:
        """Write down for the next message why nothing can be sent to a channel, and pause it."""
        now = self._parts.clock()
        bounds = Bounds(1, 1, 0)
        for parcel in self._store.outbox.claim(
            channel.id, self._lease, now, now + self._limits.lease_s, bounds
        ):
            self._failed(parcel, channel, DeliveryError(reason, pauses=True))
        return 0


@dataclass(frozen=True, slots=True)
class _OpenChannel:
    """A channel's kind, its open line, and the writer of its messages."""

    kind: ChannelKind
    line: ChannelLine
    writer: Writer
