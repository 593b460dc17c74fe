"""Seats that are kept from day to day: learned from signals, or entered by a person."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Calibration, Histogram, Seat, Source
from models.setup_tables import SeatRow
from models.store.base import Repository
from models.tables import CameraRow, CounterRow, SiteRow


class Seats(Repository):
    """Keeps and reads seats."""

    def put(self, counter_id: int, kept: Calibration, *, entered: bool = False) -> None:
        """Keep a seat; it replaces the one that is valid from the same moment.

        `entered`: a person gave it. Entered and learned seats do not replace each other.
        """
        with self._writing(f"seat {counter_id}") as session:
            query = select(SeatRow).where(
                SeatRow.counter_id == counter_id,
                SeatRow.entered.is_(entered),
                SeatRow.valid_from == kept.valid_from,
            )
            row = session.scalar(query) or SeatRow(
                counter_id=counter_id, entered=entered, valid_from=kept.valid_from
            )
            _fill(row, kept)
            session.add(row)

    def valid_at(self, counter_id: int, moment: float) -> Calibration | None:
        """The seat that is valid at `moment` (UTC seconds); None if none is known, or it is to be learned anew.

        An entered seat holds until a seat is learned later from a day on which the entered one was valid already.
        """
        with self._reading() as session:
            learned = _newest(session, counter_id, moment, entered=False)
            entered = _newest(session, counter_id, moment, entered=True)
        if entered is None:
            return learned
        overtaken = (
            learned is not None
            and learned.valid_from > entered.valid_from
            and learned.made_at >= entered.made_at
        )
        found = learned if overtaken else entered
        return None if found is None or found.source is Source.RESET else found

    def of_camera(self, site: str, camera: str, moment: float) -> dict[str, Calibration]:
        """counter -> its seat that is valid at `moment` (UTC seconds), by the keys of the site file."""
        query = (
            select(CounterRow.key, CounterRow.id)
            .join(CounterRow.camera)
            .join(CameraRow.site)
            .where(SiteRow.key == site, CameraRow.key == camera)
        )
        with self._reading() as session:
            rows = session.execute(query).all()
        found = {key: self.valid_at(number, moment) for key, number in rows}
        return {key: seat for key, seat in found.items() if seat is not None}

    def entered(self, counter_ids: Iterable[int]) -> dict[int, list[Calibration]]:
        """counter id -> seats that people entered, in the order of their validity."""
        query = select(SeatRow).where(SeatRow.counter_id.in_(sorted(counter_ids)), SeatRow.entered)
        found: dict[int, list[Calibration]] = {}
        with self._reading() as session:
            for row in session.scalars(query.order_by(SeatRow.valid_from)):
                found.setdefault(row.counter_id, []).append(_calibration(row))
        return found


def _newest(session: Session, counter_id: int, moment: float, *, entered: bool) -> Calibration | None:
    query = (
        select(SeatRow)
        .where(SeatRow.counter_id == counter_id, SeatRow.entered.is_(entered), SeatRow.valid_from <= moment)
        .order_by(SeatRow.valid_from.desc())
        .limit(1)
    )
    row = session.scalar(query)
    return None if row is None else _calibration(row)


def _fill(row: SeatRow, kept: Calibration) -> None:
    row.source, row.day, row.first_day, row.days = kept.source.value, kept.day, kept.first_day, kept.days
    row.figures, row.heights = asdict(kept.seat), json.dumps(asdict(kept.heights))
    row.made_by, row.made_at = kept.made_by, kept.made_at


def _calibration(row: SeatRow) -> Calibration:
    heights: dict[str, Any] = json.loads(row.heights)
    return Calibration(
        seat=Seat(**row.figures),  # type: ignore[arg-type]
        source=Source(row.source),
        day=row.day,
        first_day=row.first_day,
        days=row.days,
        valid_from=row.valid_from,
        heights=Histogram(heights["low"], heights["step"], tuple(heights["counts"])),
        made_by=row.made_by,
        made_at=row.made_at,
    )
