"""Deliveries put together as messages: one each, or those of a digest as one."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.outbox_tables import DeliveryRow


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a sender claims: deliveries at once, deliveries in a digest, and bytes of a digest's texts."""

    deliveries: int
    digest: int
    bytes: int


Parcels = dict[str, list[DeliveryRow]]


def parcels_of(session: Session, rows: Iterable[DeliveryRow], bounds: Bounds) -> Parcels:
    """The rows by the key of their message. A message that was claimed before has all its rows, and no other."""
    parcels: Parcels = {}
    begun: list[DeliveryRow] = []
    for row in rows:
        if not row.digest:
            parcels[row.key] = [row]
        elif row.batch is not None:
            if row.batch not in parcels:
                parcels[row.batch] = _same(session, row)
        elif begun and _fits(begun, row, bounds):
            begun.append(row)
        else:
            parcels[row.key] = begun = [row]
    for key, members in parcels.items():
        for row in members:
            row.batch = key if row.digest else None
    return parcels


def _same(session: Session, row: DeliveryRow) -> list[DeliveryRow]:
    """All rows of the message of a row, in the state of that row."""
    same = select(DeliveryRow).where(DeliveryRow.batch == row.batch, DeliveryRow.state == row.state)
    return list(session.scalars(same.order_by(DeliveryRow.id)))


def _fits(begun: list[DeliveryRow], row: DeliveryRow, bounds: Bounds) -> bool:
    return len(begun) < bounds.digest and sum(map(_bytes, [*begun, row])) <= bounds.bytes


def _bytes(row: DeliveryRow) -> int:
    return max(len(row.zh.encode()), len(row.en.encode()))
