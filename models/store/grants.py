"""The grants of accounts, and the scope that follows from them."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Grant, ModelError
from models.access_tables import GrantRow
from models.store.base import EVERYTHING, Repository, Scope
from models.tables import CameraRow, SiteRow


class Grants(Repository):
    """Keeps grants. An account without any grant sees no hall."""

    def replace(self, user_id: int, grants: Collection[Grant], by: str, now: float) -> None:
        """Make these the grants of an account; `by` and `now` (UTC seconds) are kept with each new one.

        Raises ModelError with one line when a hall or camera is not stored.
        """
        with self._writing(f"grants {user_id}") as session:
            held = {grant: row for row, grant in _rows(session, user_id)}
            for grant in held.keys() - set(grants):
                session.delete(held[grant])
            session.add_all(_row(session, user_id, g, by, now) for g in sorted(set(grants) - held.keys()))

    def give(self, user_id: int, grant: Grant, by: str, now: float) -> bool:
        """Add a grant; False when the account has it already. Raises ModelError as `replace` does."""
        with self._writing(f"grants {user_id}") as session:
            if grant in (held for _, held in _rows(session, user_id)):
                return False
            session.add(_row(session, user_id, grant, by, now))
            return True

    def of(self, user_id: int) -> list[Grant]:
        """The grants of an account, in order."""
        with self._reading() as session:
            return sorted(grant for _, grant in _rows(session, user_id))

    def scope(self, user_id: int) -> Scope:
        """The cameras that the grants of an account add up to."""
        query = select(GrantRow.site_id, GrantRow.camera_id).where(GrantRow.user_id == user_id)
        with self._reading() as session:
            rows = session.execute(query).all()
            if any(row.site_id is None for row in rows):
                return EVERYTHING
            halls = [row.site_id for row in rows if row.camera_id is None]
            of_halls = session.scalars(select(CameraRow.id).where(CameraRow.site_id.in_(halls)))
            return Scope(frozenset(of_halls) | {row.camera_id for row in rows if row.camera_id is not None})


def _rows(session: Session, user_id: int) -> list[tuple[GrantRow, Grant]]:
    query = (
        select(GrantRow, SiteRow.key, CameraRow.key)
        .outerjoin(SiteRow, SiteRow.id == GrantRow.site_id)
        .outerjoin(CameraRow, CameraRow.id == GrantRow.camera_id)
        .where(GrantRow.user_id == user_id)
    )
    return [(row, Grant(site or "", camera or "")) for row, site, camera in session.execute(query)]


def _row(session: Session, user_id: int, grant: Grant, by: str, now: float) -> GrantRow:
    site_id = camera_id = None
    if not grant.everything:
        site_id = session.scalar(select(SiteRow.id).where(SiteRow.key == grant.site))
        if site_id is None:
            raise ModelError(f"there is no hall {grant.site!r} in the store: analyse its recordings first")
    if grant.camera:
        cameras = select(CameraRow.id).where(CameraRow.site_id == site_id, CameraRow.key == grant.camera)
        camera_id = session.scalar(cameras)
        if camera_id is None:
            raise ModelError(f"hall {grant.site!r} has no camera {grant.camera!r}")
    return GrantRow(user_id=user_id, site_id=site_id, camera_id=camera_id, granted_by=by[:64], granted_at=now)
