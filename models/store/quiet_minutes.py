"""Quiet minutes that are kept on video, and the draw of each day that decides which ones are."""

import datetime as dt
import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Action, KeptMinute, ModelError, QuietDraw, Site, quiet_draw, quiet_file
from models.quality_tables import QuietDrawRow, QuietMinuteRow
from models.store.analysis import FoundEvent
from models.store.audit import SYSTEM, Deed, write_down
from models.store.base import EVERYTHING, Repository, Scope
from models.store.seals import put_seals
from models.tables import CameraRow, CounterRow, SiteRow

_SEED_BYTES = 16


class QuietMinutes(Repository):
    """Draws, keeps and finds quiet minutes."""

    def draw(self, site: Site, day: dt.date, now: float) -> QuietDraw | None:
        """The draw of a day, made now and logged if there is none; it stays as it is when the site file changes.

        None for a site that is not stored or keeps no quiet time, and for a day on which it is never open.
        """
        if site.quiet_time is None:
            return None
        with self._reading() as session:
            before = _draw_of(session, site.site, day)
        if before is not None:
            return before
        with self._writing(f"quiet {site.site} {day}") as session:
            site_id = session.scalar(select(SiteRow.id).where(SiteRow.key == site.site))
            made = quiet_draw(site, day, secrets.token_hex(_SEED_BYTES))
            known = _draw_of(session, site.site, day)
            if known is not None or made is None or site_id is None:
                return known
            row = QuietDrawRow(site_id=site_id, day=day, seed=made.seed, bound=made.bound, at=now)
            row.drawn, row.candidates = made.drawn, made.candidates
            session.add(row)
            session.flush()
            told = f"seed:{made.seed} bound:{made.bound} drawn:{made.drawn} of:{made.candidates}"
            write_down(session, Deed(SYSTEM, Action.QUIET_DRAWN, f"site {site.site} {day}", told), now)
            return _draw(row, site.site)

    def draws(self, site: str, since: dt.date, until: dt.date) -> list[QuietDraw]:
        """The draws of a site's days (both included) whose clips have not been deleted by retention."""
        query = (
            select(QuietDrawRow)
            .join(SiteRow, SiteRow.id == QuietDrawRow.site_id)
            .where(SiteRow.key == site, QuietDrawRow.day.between(since, until))
            .where(QuietDrawRow.expired.is_(False))
            .order_by(QuietDrawRow.day)
        )
        with self._reading() as session:
            return [_draw(row, site) for row in session.scalars(query)]

    def keep(self, draw: QuietDraw, found: FoundEvent, now: float) -> int:
        """Keep the clip of a drawn minute with its seals; one that is kept already stays. Returns the minute's id.

        `found` has the minute's camera, counter and start. Raises ModelError when the site has no such counter.
        """
        event = found.event
        with self._writing(f"site {draw.site}") as session:
            place = session.execute(
                select(CounterRow.id, CameraRow.id)
                .join(CounterRow.camera)
                .join(CameraRow.site)
                .where(
                    SiteRow.key == draw.site, CameraRow.key == event.camera, CounterRow.key == event.counter
                )
            ).first()
            if place is None or found.clip is None:
                raise ModelError(f"site {draw.site}: no counter {event.counter}, or no clip of it")
            row = _row_of(session, place[0], event.start)
            new = row is None
            if row is None:
                row = QuietMinuteRow(draw_id=draw.id, counter_id=place[0], camera_id=place[1], at=now)
                row.start, row.clip, row.poster = event.start, found.clip, found.poster
                session.add(row)
                session.flush()
            put_seals(session, [(quiet_file(row.id, kind), seal) for kind, seal in found.seals(new=new)], now)
            return row.id

    def kept(self, draw_ids: list[int], scope: Scope = EVERYTHING) -> list[KeptMinute]:
        """The minutes of these draws within `scope`, in order of time."""
        query = select(QuietMinuteRow).where(
            QuietMinuteRow.draw_id.in_(draw_ids), scope.where(QuietMinuteRow.camera_id)
        )
        with self._reading() as session:
            rows = session.scalars(query.order_by(QuietMinuteRow.start, QuietMinuteRow.id))
            return [_minute(row) for row in rows]

    def of(self, counter_id: int, start: float) -> KeptMinute | None:
        """The minute that begins at `start` (UTC seconds) at a counter; None if it was not kept or is gone."""
        with self._reading() as session:
            row = _row_of(session, counter_id, start)
            return _minute(row) if row else None

    def within(self, counter_id: int, start: float, end: float) -> list[KeptMinute]:
        """The minutes of a counter that touch a span (UTC seconds)."""
        query = select(QuietMinuteRow).where(QuietMinuteRow.counter_id == counter_id)
        with self._reading() as session:
            found = [_minute(row) for row in session.scalars(query.where(QuietMinuteRow.start < end))]
        return [one for one in found if one.end > start]

    def all(self) -> list[KeptMinute]:
        """Every minute, the oldest first."""
        with self._reading() as session:
            rows = session.scalars(select(QuietMinuteRow).order_by(QuietMinuteRow.start, QuietMinuteRow.id))
            return [_minute(row) for row in rows]


def _draw_of(session: Session, site: str, day: dt.date) -> QuietDraw | None:
    query = select(QuietDrawRow).join(SiteRow, SiteRow.id == QuietDrawRow.site_id)
    row = session.scalar(query.where(SiteRow.key == site, QuietDrawRow.day == day))
    return _draw(row, site) if row else None


def _row_of(session: Session, counter_id: int, start: float) -> QuietMinuteRow | None:
    query = select(QuietMinuteRow)
    return session.scalar(query.where(QuietMinuteRow.counter_id == counter_id, QuietMinuteRow.start == start))


def _draw(row: QuietDrawRow, site: str) -> QuietDraw:
    return QuietDraw(row.id, site, row.day, row.seed, row.bound, row.drawn, row.candidates)


def _minute(row: QuietMinuteRow) -> KeptMinute:
    return KeptMinute(row.id, row.draw_id, row.counter_id, row.camera_id, row.start, row.clip, row.poster)
