"""Still backgrounds of cameras, on which their zones were drawn."""

import hashlib

from sqlalchemy import delete, select

from models import Camera, Seal, background_of
from models.setup_tables import BackgroundRow
from models.store.base import Repository
from models.store.seals import put_seals


class Backgrounds(Repository):
    """Keeps one picture for each camera and its zones. New zones need a new picture."""

    def get(self, camera_id: int, camera: Camera) -> bytes | None:
        """The PNG that belongs to the camera's present zones, None when there is none yet."""
        query = select(BackgroundRow.picture).where(
            BackgroundRow.camera_id == camera_id, BackgroundRow.zones == zones_mark(camera)
        )
        with self._reading() as session:
            return session.scalar(query)

    def put(self, camera_id: int, camera: Camera, picture: bytes, now: float) -> bool:
        """Keep a PNG for the camera's present zones; False when there is one already, which stays.

        The first picture stays: a picture that is renewed would hide a camera that is moved little by little.
        """
        mark = zones_mark(camera)
        with self._writing(f"background {camera_id}") as session:
            mine = BackgroundRow.camera_id == camera_id
            if session.scalar(select(BackgroundRow.id).where(mine, BackgroundRow.zones == mark)):
                return False
            session.execute(delete(BackgroundRow).where(mine))  # of zones that are no more
            session.add(BackgroundRow(camera_id=camera_id, zones=mark, picture=picture, made_at=now))
            seal = Seal.of_bytes(f"backgrounds/{camera_id}/{mark}", picture)
            put_seals(session, [(background_of(camera_id), seal)], now)
            return True

    def forget(self, camera_id: int) -> bool:
        """Delete the picture, so that the camera's present view becomes the reference. False if there was none."""
        with self._writing(f"background {camera_id}") as session:
            found = session.execute(delete(BackgroundRow).where(BackgroundRow.camera_id == camera_id))
            return bool(found.rowcount)  # type: ignore[attr-defined]


def zones_mark(camera: Camera) -> str:
    """A digest of all zones of a camera; it changes when a zone is redrawn."""
    zones = sorted((k.id, k.staff_zone, k.customer_zone or [], k.waiting_zone or []) for k in camera.counters)
    return hashlib.sha256(repr(zones).encode()).hexdigest()
