"""The outbox: deliveries of notices, written with the notice and claimed by senders."""

import uuid
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.orm import Session

from models import Delivery, DeliveryState, FailedTry, Parcel, Words
from models.nightly_tables import NoticeRow
from models.notice_rules import Announcement, Routing, dispatch
from models.outbox_tables import ChannelRow, DeliveryRow
from models.store.base import ListPage, PageRequest, Repository, SortKey, both_ways, sql_page
from models.store.channels import rule_of
from models.store.parcels import Bounds, parcels_of
from models.tables import SiteRow

WAITING, SENT, DEAD = (state.value for state in DeliveryState)


class Outbox(Repository):
    """Claims, settles and lists deliveries.

    A sender names itself by its `lease`, a word of its own. What it has claimed is no other sender's until the lease
    is over, and what it says about a delivery that is no longer its own is ignored.
    """

    ORDERS = both_ways("id", SortKey(DeliveryRow.id, int))

    def due_channels(self, now: float) -> list[int]:
        """Ids of the channels for which something can be sent now."""
        due = exists().where(DeliveryRow.channel_id == ChannelRow.id, *_claimable(now))
        query = select(ChannelRow.id).where(ChannelRow.active, ChannelRow.paused_until <= now, due)
        with self._reading() as session:
            return list(session.scalars(query.order_by(ChannelRow.id)))

    def claim(self, channel_id: int, lease: str, now: float, until: float, bounds: Bounds) -> list[Parcel]:
        """The next messages for a channel, oldest first; they are this sender's until `until`.

        Due deliveries of a digest become one message, which stays the same message in every later try.
        """
        first = select(DeliveryRow).where(DeliveryRow.channel_id == channel_id, *_claimable(now))
        with self._writing("outbox") as session:
            channel = session.get(ChannelRow, channel_id)
            if channel is None or not channel.active or channel.paused_until > now:
                return []
            rows = list(
                session.scalars(first.order_by(DeliveryRow.due, DeliveryRow.id).limit(bounds.deliveries))
            )
            parcels = parcels_of(session, rows, bounds)
            for row in (row for rows in parcels.values() for row in rows):
                row.lease, row.lease_until = lease, until
            return [
                Parcel(key, tuple(map(delivery_of, rows)), rows[0].digest) for key, rows in parcels.items()
            ]

    def extend(self, parcels: Sequence[Parcel], lease: str, until: float) -> None:
        """Keep these messages until `until`, as far as they are still this sender's."""
        with self._writing("outbox") as session:
            for parcel in parcels:
                session.execute(update(DeliveryRow).where(*_own(parcel, lease)).values(lease_until=until))

    def release(self, parcels: Sequence[Parcel], lease: str) -> None:
        """Give back what was claimed and not tried."""
        self.extend(parcels, lease, 0.0)

    def sent(self, parcel: Parcel, lease: str, now: float) -> None:
        """The channel's server has taken the message."""
        done = {"state": SENT, "sent_at": now, "last_error": "", "lease": "", "lease_until": 0.0}
        with self._writing("outbox") as session:
            _settle(session, parcel, lease, now, done)
            channel = session.get_one(ChannelRow, parcel.deliveries[0].channel_id)
            channel.failures, channel.paused_until = 0, 0.0

    def failed(self, parcel: Parcel, lease: str, failure: FailedTry, now: float) -> None:
        """A try failed: the message waits until its next try, or is dead; the channel may pause."""
        state = DEAD if failure.again_at is None else WAITING
        done = {"state": state, "last_error": failure.reason, "lease": "", "lease_until": 0.0}
        with self._writing("outbox") as session:
            _settle(session, parcel, lease, now, done | {"due": failure.again_at or now})
            channel = session.get_one(ChannelRow, parcel.deliveries[0].channel_id)
            if failure.pause_until:
                channel.failures += 1
                channel.paused_until = max(channel.paused_until, failure.pause_until)

    def again(self, delivery_id: int, now: float) -> list[Delivery]:
        """Dead deliveries that wait again from now on, with their key: one, or all of its digest.

        Raises LookupError where there is none, ValueError if it is not dead or its channel was removed.
        """
        with self._writing("outbox") as session:
            row = session.get(DeliveryRow, delivery_id)
            if row is None:
                raise LookupError(f"there is no delivery {delivery_id}")
            if row.state != DEAD:
                raise ValueError(f"delivery {delivery_id} is {row.state}: only a dead one is sent again")
            if session.get_one(ChannelRow, row.channel_id).removed_at is not None:
                raise ValueError(
                    f"the channel of delivery {delivery_id} was removed: nothing can be sent to it"
                )
            same = DeliveryRow.id == row.id if row.batch is None else DeliveryRow.batch == row.batch
            rows = list(session.scalars(select(DeliveryRow).where(same, DeliveryRow.state == DEAD)))
            for one in rows:
                one.state, one.tries, one.first_try_at, one.due = WAITING, 0, None, now
            return [delivery_of(one) for one in rows]

    def page(self, limit: int, state: DeliveryState | None = None) -> list[Delivery]:
        """At most `limit` deliveries, newest first."""
        return self.listed(PageRequest("-id", limit), state).items

    def listed(
        self, wanted: PageRequest, state: DeliveryState | None = None, channel_id: int | None = None
    ) -> ListPage[Delivery]:
        """A page of the deliveries, in an order of ORDERS."""
        query = select(DeliveryRow)
        if state is not None:
            query = query.where(DeliveryRow.state == state.value)
        if channel_id is not None:
            query = query.where(DeliveryRow.channel_id == channel_id)
        with self._reading() as session:
            return sql_page(session, query, self.ORDERS, wanted).of(lambda row: delivery_of(row[0]))


def enqueue(session: Session, notice: NoticeRow, alert: bool, now: float) -> None:
    """Write a delivery of this notice for each channel whose rules take it, in the transaction of the notice."""
    announced = Announcement(notice.kind, notice.site, alert)
    channels = list(session.scalars(select(ChannelRow).where(ChannelRow.active)))
    zones = _Zones(session)
    for channel in channels:
        routing = Routing(frozenset(channel.halls), tuple(map(rule_of, channel.rules)))
        how = dispatch(announced, routing, now, zones)
        if how is not None:
            session.add(
                DeliveryRow(
                    key=new_key(), channel_id=channel.id, notice_id=notice.id, state=WAITING, kind=notice.kind,
                    site=notice.site, day=notice.day, at=notice.at, zh=notice.zh, en=notice.en, digest=how.digest,
                    due=how.due, tries=0, last_error="", lease="", lease_until=0.0,
                )
            )  # fmt: skip


def new_key() -> str:
    """A new idempotency key."""
    return f"msg_{uuid.uuid4().hex}"


def delivery_of(row: DeliveryRow) -> Delivery:
    """The record of a row."""
    return Delivery(
        row.id, row.key, row.channel_id, DeliveryState(row.state), row.kind, row.site, row.day, row.at,
        Words(zh=row.zh, en=row.en), row.due, row.batch, row.tries, row.first_try_at, row.last_error, row.sent_at,
    )  # fmt: skip


class _Zones:
    """The time zone of a hall by its key; that of the first hall where a notice is about none."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __call__(self, site: str) -> ZoneInfo:
        own = self._session.scalar(select(SiteRow.timezone).where(SiteRow.key == site))
        first = select(SiteRow.timezone).order_by(SiteRow.key).limit(1)
        return ZoneInfo(own or self._session.scalar(first) or "UTC")


def _claimable(now: float) -> tuple[ColumnElement[bool], ...]:
    return DeliveryRow.state == WAITING, DeliveryRow.due <= now, DeliveryRow.lease_until <= now


def _own(parcel: Parcel, lease: str) -> tuple[ColumnElement[bool], ...]:
    ids = [one.id for one in parcel.deliveries]
    return DeliveryRow.id.in_(ids), DeliveryRow.lease == lease, DeliveryRow.state == WAITING


def _settle(session: Session, parcel: Parcel, lease: str, now: float, values: Mapping[str, object]) -> None:
    first = parcel.first_try_at
    tried = {"tries": parcel.tries + 1, "first_try_at": now if first is None else first}
    session.execute(update(DeliveryRow).where(*_own(parcel, lease)).values(**values, **tried))
