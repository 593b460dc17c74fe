"""The grants of accounts and of service tokens, and the scope that follows from them."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Grant, ModelError
from models.access_tables import GrantBase, GrantRow, TokenGrantRow
from models.store.base import EVERYTHING, Repository, Scope
from models.tables import CameraRow, SiteRow


class Grants(Repository):
    """Keeps the grants of accounts. An account without any grant sees no hall."""

    _table: type[GrantRow] | type[TokenGrantRow] = GrantRow

    def replace(self, owner_id: int, grants: Collection[Grant], by: str, now: float) -> None:
        """Make these the grants of an owner; `by` and `now` (UTC seconds) are kept with each new one.

        Raises ModelError with one line when a hall or camera is not stored.
        """
        with self._writing(f"{self._table.__tablename__} {owner_id}") as session:
            held = {grant: row for row, grant in self._rows(session, owner_id)}
            for grant in held.keys() - set(grants):
                session.delete(held[grant])
            session.add_all(
                self._row(session, owner_id, g, by, now) for g in sorted(set(grants) - held.keys())
            )

    def give(self, owner_id: int, grant: Grant, by: str, now: float) -> bool:
        """Add a grant; False when the owner has it already. Raises ModelError as `replace` does."""
        with self._writing(f"{self._table.__tablename__} {owner_id}") as session:
            if grant in (held for _, held in self._rows(session, owner_id)):
                return False
            session.add(self._row(session, owner_id, grant, by, now))
            return True

    def of(self, owner_id: int) -> list[Grant]:
        """The grants of an owner, in order."""
        with self._reading() as session:
            return sorted(grant for _, grant in self._rows(session, owner_id))

    def scope(self, owner_id: int) -> Scope:
        """The cameras that the grants of an owner add up to."""
        table = self._table
        query = select(table.site_id, table.camera_id).where(table.owner_id == owner_id)
        with self._reading() as session:
            rows = session.execute(query).all()
            if any(row.site_id is None for row in rows):
                return EVERYTHING
            halls = [row.site_id for row in rows if row.camera_id is None]
            of_halls = session.scalars(select(CameraRow.id).where(CameraRow.site_id.in_(halls)))
            return Scope(frozenset(of_halls) | {row.camera_id for row in rows if row.camera_id is not None})

    def _rows(self, session: Session, owner_id: int) -> list[tuple[GrantBase, Grant]]:
        table = self._table
        query = (
            select(table, SiteRow.key, CameraRow.key)
            .outerjoin(SiteRow, SiteRow.id == table.site_id)
            .outerjoin(CameraRow, CameraRow.id == table.camera_id)
            .where(table.owner_id == owner_id)
        )
        return [(row, Grant(site or "", camera or "")) for row, site, camera in session.execute(query)]

    def _row(self, session: Session, owner_id: int, grant: Grant, by: str, now: float) -> GrantBase:
        site_id, camera_id = _place(session, grant)
        row = self._table(owner_id=owner_id, site_id=site_id, camera_id=camera_id, granted_at=now)
        row.granted_by = by[:64]
        return row


class TokenGrants(Grants):
    """Keeps the grants of service tokens."""

    _table = TokenGrantRow


def _place(session: Session, grant: Grant) -> tuple[int | None, int | None]:
    """The ids of the hall and the camera of a grant."""
    if grant.everything:
        return None, None
    site_id = session.scalar(select(SiteRow.id).where(SiteRow.key == grant.site))
    if site_id is None:
        raise ModelError(f"there is no hall {grant.site!r} in the store: analyse its recordings first")
    if not grant.camera:
        return site_id, None
    cameras = select(CameraRow.id).where(CameraRow.site_id == site_id, CameraRow.key == grant.camera)
    camera_id = session.scalar(cameras)
    if camera_id is None:
        raise ModelError(f"hall {grant.site!r} has no camera {grant.camera!r}")
    return site_id, camera_id
