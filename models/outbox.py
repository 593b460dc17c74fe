"""Channels to which notices are sent, and the deliveries of the outbox."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from models.notice_rules import NoticeRule
from models.records import Language
from models.words import Words


class DeliveryState(StrEnum):
    """The state of a delivery."""

    WAITING = "waiting"
    """It is due now or later, or tried again later."""
    SENT = "sent"
    """The channel's server has taken it."""
    DEAD = "dead"
    """It was given up; an administrator can send it again."""


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """The settings of a channel that are not secret.

    `halls` are keys of halls, or "*" for all. After `give_up_s` seconds from its first try a delivery is given up.
    """

    name: str
    halls: frozenset[str]
    language: Language = "zh"
    active: bool = True
    give_up_s: float = 72 * 3600.0


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel of some `kind`. `sealed` has its address and secret, encrypted; `hint` is what may be shown of them.

    After failures in a row nothing is sent before `paused_until` (UTC seconds).
    """

    id: int
    kind: str
    settings: ChannelSettings
    hint: str
    sealed: str
    rules: tuple[NoticeRule, ...] = ()
    made_by: str = ""
    made_at: float = 0.0
    failures: int = 0
    paused_until: float = 0.0
    counts: Mapping[DeliveryState, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A notice for one channel, with its words as they were when it was decided to send it.

    `key` is the idempotency key that every try carries; deliveries of one digest have one `batch`, which is the key of
    its message. Times are UTC seconds: `due` is the time of the next try, `at` that of the notice.
    """

    id: int
    key: str
    channel_id: int
    state: DeliveryState
    kind: str
    site: str
    day: dt.date | None
    at: float
    words: Words
    due: float
    batch: str | None = None
    tries: int = 0
    first_try_at: float | None = None
    last_error: str = ""
    sent_at: float | None = None


@dataclass(frozen=True, slots=True)
class Parcel:
    """Deliveries that a sender has claimed as one message: a single one, or those of a digest."""

    key: str
    deliveries: tuple[Delivery, ...]
    digest: bool = False

    @property
    def tries(self) -> int:
        """The tries before this one."""
        return max(one.tries for one in self.deliveries)

    @property
    def first_try_at(self) -> float | None:
        """The time of the first try, None before it."""
        return min(
            (one.first_try_at for one in self.deliveries if one.first_try_at is not None), default=None
        )


@dataclass(frozen=True, slots=True)
class FailedTry:
    """A try that failed: the reason in one line, the time of the next try (None: given up), and of the channel's."""

    reason: str
    again_at: float | None
    pause_until: float = 0.0
