"""Deliveries as messages: their title and text in the language of a channel, and their content as JSON."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypedDict

from models import Channel, Delivery, Parcel, Site, Words, phrase
from models.store import Store
from models.store.notices import ALERTS
from pipeline.notices.message import Message, MessagePart


class NoticeContent(TypedDict):
    """One notice in JSON; times as ISO 8601."""

    kind: str
    hall: str
    hall_name: str
    alert: bool
    day: str | None
    at: str
    text: dict[str, str]


class MessageContent(TypedDict):
    """A message in JSON."""

    id: str
    type: str
    timestamp: str
    link: str
    notices: list[NoticeContent]


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes messages: with the names of `halls` by key, and links to the dashboard at the address `dashboard`."""

    halls: Mapping[str, Site]
    dashboard: str = ""

    @classmethod
    def of(cls, store: Store, dashboard: str) -> "Writer":
        """A writer that knows the halls of the store."""
        return cls({one.site.site: one.site for one in store.sites.all()}, dashboard)

    def message(self, channel: Channel, parcel: Parcel, most_bytes: int) -> Message:
        """The message of a parcel, which fits into so many bytes."""
        parts = tuple(
            sorted(map(self._part, parcel.deliveries), key=lambda part: (part.hall, part.site, part.at))
        )
        return self._message(parcel.key, parts, channel.settings.language, most_bytes)

    def test(self, channel: Channel, key: str, now: float, most_bytes: int) -> Message:
        """A message that says that it is a test."""
        part = MessagePart(
            "test", "", "", None, now, False, phrase("outbox.test", name=channel.settings.name)
        )
        return self._message(key, (part,), channel.settings.language, most_bytes)

    def _message(self, key: str, parts: tuple[MessagePart, ...], language: str, most_bytes: int) -> Message:
        link = f"{self.dashboard}/notices" if self.dashboard else ""
        title = _title(parts).of(language)
        room = most_bytes - len(f"{title}\n\n{link}".encode())
        text = _cut("\n".join(self._lines(parts, language)), room, phrase("outbox.cut").of(language))
        return Message(key, title, f"{text}\n{link}" if link else text, link, parts)

    def _lines(self, parts: Sequence[MessagePart], language: str) -> list[str]:
        """The text: notices by hall, each with its time on the clock of the hall."""
        lines = []
        for (hall, _), group in groupby(parts, key=lambda part: (part.hall, part.site)):
            if hall:
                lines.append(f"【{hall}】" if language == "zh" else f"[{hall}]")
            lines += [f"{self._time(part)} {part.words.of(language)}" for part in group]
        return lines

    def _time(self, part: MessagePart) -> str:
        first = next(iter(self.halls.values()), None)
        site = self.halls.get(part.site, first)
        zone = site.zone if site is not None else dt.UTC
        return f"{dt.datetime.fromtimestamp(part.at, zone):%m-%d %H:%M}"

    def _part(self, one: Delivery) -> MessagePart:
        site = self.halls.get(one.site)
        hall = (site.name or site.site) if site is not None else one.site
        return MessagePart(one.kind, one.site, hall, one.day, one.at, one.kind.startswith(ALERTS), one.words)


def content_of(message: Message) -> MessageContent:
    """The message as JSON, the same in every try."""
    latest = max(part.at for part in message.parts)
    return {
        "id": message.key,
        "type": "notice" if len(message.parts) == 1 else "digest",
        "timestamp": _iso(latest),
        "link": message.link,
        "notices": [_notice(part) for part in message.parts],
    }


def _notice(part: MessagePart) -> NoticeContent:
    return {
        "kind": part.kind,
        "hall": part.site,
        "hall_name": part.hall,
        "alert": part.alert,
        "day": part.day.isoformat() if part.day else None,
        "at": _iso(part.at),
        "text": part.words.model_dump(),
    }


def _title(parts: Sequence[MessagePart]) -> Words:
    if len(parts) > 1:
        return phrase("outbox.title.digest", n=len(parts))
    return phrase("outbox.title.alert" if parts[0].alert else "outbox.title")


def _cut(text: str, room: int, ending: str) -> str:
    """The text, cut to so many bytes with an ending that says so."""
    if len(text.encode()) <= room:
        return text
    kept = text.encode()[: max(0, room - len(ending.encode()))].decode(errors="ignore")
    return kept + ending


def _iso(at: float) -> str:
    return dt.datetime.fromtimestamp(at, dt.UTC).isoformat(timespec="seconds")
