"""The message that a channel sends, the interface of channels, and the error of a try."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from models import Words
from pipeline.errors import PipelineError
from pipeline.notices.target import AllowedNetworks


@dataclass(frozen=True, slots=True)
class MessagePart:
    """One notice of a message. `hall` is the name of its hall, "" for none; `at` is UTC seconds."""

    kind: str
    site: str
    hall: str
    day: dt.date | None
    at: float
    alert: bool
    words: Words


@dataclass(frozen=True, slots=True)
class Message:
    """A message in the language of its channel. `key` is the same in every try; `link` leads to the dashboard or is "".

    `text` has everything to read, without the title, and fits into the bytes that the channel takes.
    """

    key: str
    title: str
    text: str
    link: str
    parts: tuple[MessagePart, ...]

    @property
    def whole(self) -> str:
        """Title and text."""
        return f"{self.title}\n{self.text}"


@dataclass(frozen=True, slots=True)
class Target:
    """The address of a channel with its secrets; the second one is the one before, while both are in force."""

    address: str
    secrets: tuple[str, ...] = ()
    allowed: AllowedNetworks = field(default_factory=AllowedNetworks)


class DeliveryError(PipelineError):
    """A try failed, for a reason in one line without anything secret.

    `pauses` says that the server is away or busy, so that nothing else is tried before `wait_s` seconds, if it named
    some, or before the next wait.
    """

    def __init__(self, reason: str, *, pauses: bool, wait_s: float | None = None) -> None:
        super().__init__(" ".join(reason.split()))
        self.pauses, self.wait_s = pauses, wait_s


class ChannelLine(Protocol):
    """An open channel. A method that raises DeliveryError leaves it fit for the next message."""

    def send(self, message: Message, now: float) -> None:
        """Return when the server has taken the message. `now` is UTC seconds."""

    def close(self) -> None:
        """End the connection."""


class SecretUse(StrEnum):
    """What a kind of channel does with a secret besides its address."""

    NONE = "none"
    GIVEN = "given"
    """The administrator may give one: a signing key of the robot, a password of the account."""
    MADE = "made"
    """The server makes one and shows it once: the receiver checks signatures with it."""


@dataclass(frozen=True, slots=True)
class ChannelKind:
    """A kind of channel, registered by being in a module of `pipeline.notices.channels`.

    `check` raises ValueError, one line, for an address that is none of this kind. `opened` connects nothing yet.
    """

    key: str
    check: Callable[[str], None]
    opened: Callable[[Target], ChannelLine]
    most_bytes: int
    secret: SecretUse = SecretUse.NONE
