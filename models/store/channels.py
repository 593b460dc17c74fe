"""Channels to which notices are sent, and their rules."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models import EVERY_HALL, Channel, ChannelSettings, DeliveryState, ModelError
from models.notice_rules import DaySpan, NoticeRule, raise_if_foreign
from models.outbox_tables import ChannelRow, DeliveryRow, NoticeRuleRow
from models.store.base import ListPage, PageRequest, Repository, SortKey, both_ways, sql_page
from models.tables import SiteRow

_LOCK = "outbox"
"""That of senders: both write the rows of channels and deliveries."""


@dataclass(frozen=True, slots=True)
class SealedAddress:
    """The encrypted address and secret of a channel, and the part of the address that may be shown."""

    sealed: str
    hint: str


class Channels(Repository):
    """Adds, changes, removes and lists channels. Names are unique among the channels that are there."""

    ORDERS = both_ways("name", SortKey(ChannelRow.name, str), SortKey(ChannelRow.id, int))

    def add(
        self, kind: str, settings: ChannelSettings, address: SealedAddress, by: str, now: float
    ) -> Channel:
        """A new channel, with a rule that sends every notice at once.

        Raises ModelError for a name that is taken and for a hall that is not stored.
        """
        with self._writing(_LOCK) as session:
            _check(session, settings, None)
            row = ChannelRow(kind=kind, made_by=by[:64], made_at=now, failures=0, paused_until=0.0)
            _set(row, settings)
            row.sealed, row.hint = address.sealed, address.hint
            row.rules = [_rule_row(NoticeRule())]
            session.add(row)
            session.flush()
            return _record(row)

    def change(
        self, channel_id: int, settings: ChannelSettings, address: SealedAddress | None = None
    ) -> Channel:
        """The channel with other settings, and with another address if one is given; it is tried again at once.

        Raises LookupError for a channel that is not there, ModelError as `add`, ValueError where a rule names a hall
        that the channel no longer belongs to.
        """
        with self._writing(_LOCK) as session:
            row = _row(session, channel_id)
            _check(session, settings, channel_id)
            raise_if_foreign(_rules(row), settings.halls)
            _set(row, settings)
            if address is not None:
                row.sealed, row.hint = address.sealed, address.hint
            row.failures, row.paused_until = 0, 0.0
            return _record(row)

    def set_rules(self, channel_id: int, rules: Sequence[NoticeRule]) -> Channel:
        """The channel with these rules in place of its own. Raises LookupError, and ValueError for a foreign hall."""
        with self._writing(_LOCK) as session:
            row = _row(session, channel_id)
            raise_if_foreign(rules, row.halls)
            row.rules = [_rule_row(rule) for rule in rules]
            session.flush()
            return _record(row)

    def remove(self, channel_id: int, now: float) -> Channel:
        """Remove a channel with its secret; what still waits for it is given up. Once more does nothing.

        Raises LookupError for a channel that never was.
        """
        with self._writing(_LOCK) as session:
            row = session.get(ChannelRow, channel_id)
            if row is None:
                raise LookupError(f"there is no channel {channel_id}")
            row.removed_at, row.active, row.sealed, row.rules = now, False, "", []
            waiting = (
                DeliveryRow.channel_id == channel_id,
                DeliveryRow.state == DeliveryState.WAITING.value,
            )
            given_up = {"state": DeliveryState.DEAD.value, "last_error": "the channel was removed"}
            session.execute(update(DeliveryRow).where(*waiting).values(**given_up))
            return _record(row)

    def get(self, channel_id: int) -> Channel | None:
        """The channel, None if it is not there or was removed."""
        with self._reading() as session:
            row = session.get(ChannelRow, channel_id)
            return None if row is None or row.removed_at is not None else _record(row)

    def all(self) -> list[Channel]:
        """Every channel by name, with the numbers of its deliveries by state."""
        query = _PRESENT.order_by(ChannelRow.name)
        with self._reading() as session:
            counts = _counts(session)
            return [replace(_record(row), counts=counts(row.id)) for row in session.scalars(query)]

    def listed(self, wanted: PageRequest) -> ListPage[Channel]:
        """A page of the channels, in an order of ORDERS, as `all`."""
        with self._reading() as session:
            counts = _counts(session)
            page = sql_page(session, _PRESENT, self.ORDERS, wanted)
            return page.of(lambda row: replace(_record(row[0]), counts=counts(row[0].id)))

    def named(self, name: str) -> Channel | None:
        """The channel of this name, None if there is none."""
        return next((one for one in self.all() if one.settings.name == name), None)


_PRESENT = select(ChannelRow).where(ChannelRow.removed_at.is_(None))


def _counts(session: Session) -> Callable[[int], dict[DeliveryState, int]]:
    """A function that gives the numbers of deliveries of a channel by state."""
    query = select(DeliveryRow.channel_id, DeliveryRow.state, func.count())
    found = session.execute(query.group_by(DeliveryRow.channel_id, DeliveryRow.state))
    counts = {(of, DeliveryState(state)): n for of, state, n in found}
    return lambda of: {state: counts.get((of, state), 0) for state in DeliveryState}


def _row(session: Session, channel_id: int) -> ChannelRow:
    row = session.get(ChannelRow, channel_id)
    if row is None or row.removed_at is not None:
        raise LookupError(f"there is no channel {channel_id}")
    return row


def _check(session: Session, settings: ChannelSettings, channel_id: int | None) -> None:
    taken = select(ChannelRow.id).where(
        ChannelRow.name == settings.name, ChannelRow.removed_at.is_(None), ChannelRow.id != (channel_id or 0)
    )
    if session.scalar(taken) is not None:
        raise ModelError(f"there is a channel {settings.name!r} already: choose another name")
    if not settings.halls:
        raise ModelError("say which halls the channel belongs to, or all of them")
    known = set(session.scalars(select(SiteRow.key))) | {EVERY_HALL}
    for hall in sorted(settings.halls - known):
        raise ModelError(f"there is no hall {hall!r} in the store: analyse its recordings first")


def _set(row: ChannelRow, settings: ChannelSettings) -> None:
    row.name, row.halls, row.language = settings.name, sorted(settings.halls), settings.language
    row.active, row.give_up_s = settings.active, settings.give_up_s


def _record(row: ChannelRow) -> Channel:
    settings = ChannelSettings(row.name, frozenset(row.halls), row.language, row.active, row.give_up_s)
    return Channel(
        row.id, row.kind, settings, row.hint, row.sealed, _rules(row), row.made_by, row.made_at, row.failures,
        row.paused_until,
    )  # fmt: skip


def _rules(row: ChannelRow) -> tuple[NoticeRule, ...]:
    return tuple(rule_of(rule) for rule in row.rules)


def rule_of(row: NoticeRuleRow) -> NoticeRule:
    """The rule that a row keeps."""
    digest_at = None if row.digest_at is None else _time(row.digest_at)
    return NoticeRule(
        row.alerts_only,
        row.site,
        frozenset(row.kinds),
        _span(row.hours_start, row.hours_end),
        _span(row.quiet_start, row.quiet_end),
        digest_at,
    )


def _rule_row(rule: NoticeRule) -> NoticeRuleRow:
    return NoticeRuleRow(
        alerts_only=rule.alerts_only,
        site=rule.site,
        kinds=sorted(rule.kinds),
        hours_start=rule.hours and _minutes(rule.hours.start),
        hours_end=rule.hours and _minutes(rule.hours.end),
        quiet_start=rule.quiet and _minutes(rule.quiet.start),
        quiet_end=rule.quiet and _minutes(rule.quiet.end),
        digest_at=None if rule.digest_at is None else _minutes(rule.digest_at),
    )


def _span(start: int | None, end: int | None) -> DaySpan | None:
    return None if start is None or end is None else DaySpan(_time(start), _time(end))


def _time(minutes: int) -> dt.time:
    return dt.time(*divmod(minutes, 60))


def _minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute
