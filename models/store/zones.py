"""Zones that people corrected. Every version is kept, so that the zones of a past day stay known."""

from dataclasses import dataclass
from itertools import dropwhile

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import CameraZones, Site, Zones, ZonesOvertakenError, ZoneVersion, corrected, zones_of
from models.setup_tables import ZoneVersionRow
from models.store.base import Repository
from models.tables import CameraRow, SiteRow

_JSON = TypeAdapter(dict[str, Zones])


@dataclass(frozen=True, slots=True)
class ZoneCorrection:
    """Zones for a camera by `user`. `before` are those of the site file;
    `seen` is the version that the user saw, None for none.
    """

    zones: CameraZones
    before: CameraZones
    user: str
    seen: int | None


class ZoneVersions(Repository):
    """Keeps and reads corrections."""

    def add(self, camera_id: int, correction: ZoneCorrection, now: float) -> ZoneVersion:
        """Keep a correction, dated `now` (UTC s); raises ZonesOvertakenError when a newer one is there."""
        with self._writing(f"zones {camera_id}") as session:
            latest = next(iter(_versions(session, camera_id)), None)
            if (latest.id if latest else None) != correction.seen:
                raise ZonesOvertakenError(
                    "somebody else corrected these zones in the meantime; look at them first"
                )
            row = ZoneVersionRow(
                camera_id=camera_id,
                at=now,
                user_name=correction.user[:64],
                zones=_JSON.dump_json(dict(correction.zones)).decode(),
                before=_JSON.dump_json(dict(correction.before)).decode(),
            )
            session.add(row)
            session.flush()
            return _version(row)

    def of_camera(self, camera_id: int) -> list[ZoneVersion]:
        """A camera's corrections, newest first."""
        with self._reading() as session:
            return _versions(session, camera_id)

    def in_force(self, site: Site) -> tuple[Site, list[str]]:
        """The site with the zones in force, and a line for each camera with zones that are not the file's."""
        return corrected(site, self.of_site(site.site))

    def in_use(self, site: Site) -> tuple[Site, list[str]]:
        """As `in_force`, with the corrections alone that a start of `live` or `analyze` has applied.

        Stored signals were measured with these zones. A correction made since waits for the next start.
        """
        with self._reading() as session:
            stored = session.scalar(select(SiteRow.definition).where(SiteRow.key == site.site))
        cameras = Site.model_validate_json(stored).cameras if stored else []
        used = {camera.id: zones_of(camera) for camera in cameras}
        versions = self.of_site(site.site)
        return corrected(site, {key: _applied(given, used.get(key)) for key, given in versions.items()})

    def of_site(self, site: str) -> dict[str, list[ZoneVersion]]:
        """The corrections of a site's cameras by their key, newest first; cameras without any are left out."""
        query = select(CameraRow).join(SiteRow).where(SiteRow.key == site)
        with self._reading() as session:
            found = {row.key: _versions(session, row.id) for row in session.scalars(query).all()}
        return {key: versions for key, versions in found.items() if versions}


def _versions(session: Session, camera_id: int) -> list[ZoneVersion]:
    query = select(ZoneVersionRow).where(ZoneVersionRow.camera_id == camera_id)
    return [_version(row) for row in session.scalars(query.order_by(ZoneVersionRow.id.desc()))]


def _applied(versions: list[ZoneVersion], used: CameraZones | None) -> list[ZoneVersion]:
    """The version with the zones that are in use and those before it, newest first; none where none is in use."""
    return list(dropwhile(lambda version: dict(version.zones) != used, versions))


def _version(row: ZoneVersionRow) -> ZoneVersion:
    return ZoneVersion(
        row.id, row.at, row.user_name, _JSON.validate_json(row.zones), _JSON.validate_json(row.before)
    )
