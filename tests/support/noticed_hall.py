"""A store with two halls and channels, and a sender whose clock a test moves."""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from models import ChannelSettings, NoticeRule, Words
from models.store import Notice, Store
from pipeline.notices.administration import GivenAddress, MadeChannel, add_channel
from pipeline.notices.limits import LIMITS, SendingLimits
from pipeline.notices.sealing import Sealing
from pipeline.notices.sender import NoticeSettings, Sender, SenderParts
from pipeline.notices.target import AllowedNetworks
from tests.support.stored_hall import NINE, hall

SEALING = Sealing(b"0" * 32)
HERE = NoticeSettings(AllowedNetworks.parsed("127.0.0.0/8"), "https://hall.example")
QUICK = replace(LIMITS, connect_s=1.0, answer_s=0.5, total_s=1.0)


@dataclass
class NoticedHall:
    """Halls north and south; `time` is the clock of its sender."""

    store: Store
    settings: NoticeSettings = HERE
    limits: SendingLimits = LIMITS
    time: float = NINE
    tells: int = field(default=0)

    @classmethod
    def at(cls, data: Path) -> "NoticedHall":
        made = cls(Store.at(data))
        made.store.sites.put(hall())
        made.store.sites.put(hall("south"))
        return made

    @property
    def parts(self) -> SenderParts:
        return SenderParts(self.store, SEALING, self.settings, lambda: self.time, self.limits)

    def channel(
        self,
        address: str,
        kind: str = "webhook",
        *rules: NoticeRule,
        secret: str = "",
        settings: ChannelSettings | None = None,
    ) -> MadeChannel:
        self.tells += 1
        settings = settings or ChannelSettings(f"{kind} {self.tells}", frozenset({"*"}), "en")
        made = add_channel(
            self.store, SEALING, kind, settings, GivenAddress(address, secret), "an", self.time
        )
        if rules:
            self.store.channels.set_rules(made.channel.id, rules)
        return made

    def told(self, en: str, site: str = "north", kind: str = "nightly", zh: str = "通知") -> None:
        self.tells += 1
        notice = Notice(kind, f"{kind}:{self.tells}", Words(zh=f"{zh} {self.tells}", en=en), site)
        assert self.store.notices.put(notice, self.time)

    def sends(self) -> int:
        """The number of messages that one round tries."""
        return Sender(self.parts, draw=lambda: 0.0).round()

    def errors(self) -> list[str]:
        return [one.last_error for one in self.store.outbox.page(99)]

    def states(self) -> list[str]:
        return [one.state.value for one in reversed(self.store.outbox.page(99))]

    def close(self) -> None:
        with suppress(Exception):
            self.store.close()
