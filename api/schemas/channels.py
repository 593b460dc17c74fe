"""Channels for notices, their rules, and the outbox."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from api.schemas.base import FilledLine, Flag, In, Key, Kind, Number, OneLine, Out, Paged, Text
from models import Channel, ChannelSettings, DaySpan, Delivery, DeliveryState, Language, NoticeRule

_HOUR_S = 3600.0

ChannelName = FilledLine[Annotated[str, StringConstraints(max_length=64)]]
ChannelKey = Literal["dingtalk", "email", "feishu", "mqtt", "slack", "webhook", "wecom"]
GivenText = FilledLine[Annotated[str, StringConstraints(max_length=2000)]]
GivenSecret = OneLine[Annotated[str, StringConstraints(max_length=255)]]
Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", max_length=5)]
"""A time of the day on the clock of a hall: 08:30."""
Halls = Annotated[list[Key], Field(min_length=1, max_length=200)]
GiveUpHours = Annotated[Number, Field(ge=1, le=336)]


class SpanIn(In):
    """A span of the day on the clock of a hall; it may pass midnight."""

    start: Clock
    end: Clock

    @model_validator(mode="after")
    def _has_a_length(self) -> "SpanIn":
        if self.start == self.end:
            raise ValueError("begins and ends at the same time: give two times")
        return self

    def span(self) -> DaySpan:
        """The span of the model."""
        return DaySpan(dt.time.fromisoformat(self.start), dt.time.fromisoformat(self.end))


class RuleIn(In):
    """A rule of a channel; empty and null ask for nothing. `digest_at` collects notices until then."""

    alerts_only: Flag = False
    site: Key = ""
    kinds: Annotated[list[Kind], Field(max_length=50, default_factory=list)]
    hours: SpanIn | None = None
    quiet: SpanIn | None = None
    digest_at: Clock | None = None

    def rule(self) -> NoticeRule:
        """The rule of the model."""
        return NoticeRule(
            self.alerts_only,
            self.site,
            frozenset(self.kinds),
            self.hours.span() if self.hours else None,
            self.quiet.span() if self.quiet else None,
            dt.time.fromisoformat(self.digest_at) if self.digest_at else None,
        )


class RulesIn(In):
    """All rules of a channel; a notice is sent once, by the rule that sends it first."""

    rules: Annotated[list[RuleIn], Field(max_length=50)]


class ChannelIn(In):
    """A new channel. `halls` are keys of halls, or `*` for all; `address` and `secret` are never given back."""

    kind: ChannelKey
    name: ChannelName
    address: GivenText
    secret: GivenSecret = ""
    halls: Halls
    language: Language = "zh"
    give_up_hours: GiveUpHours = 72

    def settings(self) -> ChannelSettings:
        """The settings that are not secret."""
        return ChannelSettings(
            self.name, frozenset(self.halls), self.language, give_up_s=self.give_up_hours * _HOUR_S
        )


class ChannelChange(In):
    """Changes of a channel; what is left out stays. A new `address` needs its `secret` again."""

    name: ChannelName | None = None
    address: GivenText | None = None
    secret: GivenSecret = ""
    halls: Halls | None = None
    language: Language | None = None
    active: Flag | None = None
    give_up_hours: GiveUpHours | None = None

    def settings(self, now: ChannelSettings) -> ChannelSettings:
        """The settings after the change."""
        return ChannelSettings(
            self.name or now.name,
            now.halls if self.halls is None else frozenset(self.halls),
            self.language or now.language,
            now.active if self.active is None else self.active,
            now.give_up_s if self.give_up_hours is None else self.give_up_hours * _HOUR_S,
        )


class SpanOut(Out):
    """A span of the day on the clock of a hall."""

    start: str
    end: str


class RuleOut(Out):
    """A rule of a channel, as `RuleIn`."""

    alerts_only: bool
    site: str
    kinds: list[str]
    hours: SpanOut | None
    quiet: SpanOut | None
    digest_at: str | None

    @classmethod
    def of(cls, rule: NoticeRule) -> "RuleOut":
        """A rule of the model."""
        digest_at = None if rule.digest_at is None else f"{rule.digest_at:%H:%M}"
        return cls(
            alerts_only=rule.alerts_only, site=rule.site, kinds=sorted(rule.kinds), hours=_span(rule.hours),
            quiet=_span(rule.quiet), digest_at=digest_at,
        )  # fmt: skip


class ChannelOut(Out):
    """A channel; `hint` is all of its address that is shown. Counts are those of its deliveries by state."""

    id: int
    kind: str
    name: str
    hint: str
    halls: list[str]
    language: str
    active: bool
    give_up_hours: float
    failures: int
    paused_until: float
    made_by: str
    made_at: float
    rules: list[RuleOut]
    counts: dict[DeliveryState, int]

    @classmethod
    def of(cls, channel: Channel) -> "ChannelOut":
        """A channel of the store."""
        kept = channel.settings
        return cls(
            id=channel.id, kind=channel.kind, name=kept.name, hint=channel.hint, halls=sorted(kept.halls),
            language=kept.language, active=kept.active, give_up_hours=kept.give_up_s / _HOUR_S,
            failures=channel.failures, paused_until=channel.paused_until, made_by=channel.made_by,
            made_at=channel.made_at, rules=[RuleOut.of(rule) for rule in channel.rules], counts=dict(channel.counts),
        )  # fmt: skip


class ChannelMade(Out):
    """A channel with the signing secret that was made for it, which is given here and never again; null for none."""

    channel: ChannelOut
    signing_secret: str | None


class TrialOut(Out):
    """Whether a channel's server took a test message, and what it said otherwise; `key` is its idempotency key."""

    delivered: bool
    detail: str
    key: str


class DeliveryOut(Out):
    """A notice for one channel. Times are UTC seconds: `due` is that of the next try, `at` that of the notice."""

    id: int
    key: str
    channel_id: int
    state: DeliveryState
    kind: str
    site: str
    day: dt.date | None
    at: float
    text: Text
    due: float
    tries: int
    last_error: str
    sent_at: float | None

    @classmethod
    def of(cls, one: Delivery) -> "DeliveryOut":
        """A delivery of the store; those of a digest have the key of its message."""
        return cls(
            id=one.id, key=one.batch or one.key, channel_id=one.channel_id, state=one.state, kind=one.kind,
            site=one.site, day=one.day, at=one.at, text=Text.from_words(one.words), due=one.due, tries=one.tries,
            last_error=one.last_error, sent_at=one.sent_at,
        )  # fmt: skip


class ChannelPage(Paged):
    """A page of channels."""

    items: list[ChannelOut]


class OutboxPage(Paged):
    """A page of the outbox."""

    items: list[DeliveryOut]


def _span(span: DaySpan | None) -> SpanOut | None:
    return None if span is None else SpanOut(start=f"{span.start:%H:%M}", end=f"{span.end:%H:%M}")
