"""Sites with their cameras and counters, as the site files gave them."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Action, Site
from models.store.audit import SYSTEM, Deed, write_down
from models.store.base import EVERYTHING, Repository, Scope
from models.tables import CameraRow, CounterRow, SiteRow


@dataclass(frozen=True, slots=True)
class StoredCounter:
    """One counter with its ids. `camera` and `counter` are keys of the site file."""

    counter_id: int
    camera_id: int
    site: str
    timezone: str
    camera: str
    counter: str
    counter_name: str | None


@dataclass(frozen=True, slots=True)
class StoredSite:
    """A site file with the ids of its cameras and counters by key; both are unique in a site."""

    id: int
    site: Site
    cameras: Mapping[str, int]
    counters: Mapping[str, int]

    @property
    def whole(self) -> bool:
        """Whether every camera of the hall is in the scope that was asked for."""
        return all(camera.id in self.cameras for camera in self.site.cameras)


class Sites(Repository):
    """Reads and keeps sites."""

    def put(self, site: Site, now: float = 0.0, user: str = SYSTEM) -> StoredSite:
        """Keep the site file as it is at `now` (UTC seconds); rows that are equal already do not change."""
        with self._writing(f"site {site.site}") as session:
            return put_site(session, site, now, user)

    def all(self, scope: Scope = EVERYTHING) -> list[StoredSite]:
        """Every site that has a camera in `scope`, by key; cameras out of scope are left out."""
        with self._reading() as session:
            rows = session.scalars(select(SiteRow).order_by(SiteRow.key)).all()
            found = [_load(session, row, scope) for row in rows]
        return [one for one in found if one.cameras]

    def places(self, scope: Scope = EVERYTHING) -> dict[int, StoredCounter]:
        """Every counter in `scope`, also those that left the site file, by id."""
        query = select(CounterRow, CameraRow, SiteRow).join(CounterRow.camera).join(CameraRow.site)
        with self._reading() as session:
            rows = session.execute(query).all()
        return {
            k.id: StoredCounter(k.id, c.id, s.key, s.timezone, c.key, k.key, k.name)
            for k, c, s in rows
            if scope.holds(c.id)
        }


def put_site(session: Session, site: Site, now: float, user: str = SYSTEM) -> StoredSite:
    """As `Sites.put`, inside a write transaction that is already open."""
    definition = _without_credentials(site).model_dump_json()
    row = session.scalar(select(SiteRow).where(SiteRow.key == site.site))
    if row is None:
        row = SiteRow(key=site.site, timezone=site.timezone, definition="")
        session.add(row)
        session.flush()
    if row.definition != definition:
        write_down(session, Deed(user, Action.SITE_CHANGED, f"site {site.site}", _parts(row, site)), now)
    row.timezone, row.definition = site.timezone, definition
    for camera in site.cameras:
        camera_row = _camera(session, row.id, camera.id)
        for counter in camera.counters:
            _counter(session, camera_row.id, counter.id).name = counter.name
    session.flush()
    return _load(session, row, EVERYTHING)


def _parts(row: SiteRow, site: Site) -> str:
    """The parts of a site file that are not as they were kept, such as `cameras, profile`."""
    if not row.definition:
        return "new"
    kept, given = Site.model_validate_json(row.definition), _without_credentials(site)
    return ", ".join(name for name in Site.model_fields if getattr(kept, name) != getattr(given, name))


def _camera(session: Session, site_id: int, key: str) -> CameraRow:
    row = session.scalar(select(CameraRow).where(CameraRow.site_id == site_id, CameraRow.key == key))
    if row is None:
        row = CameraRow(site_id=site_id, key=key)
        session.add(row)
        session.flush()
    return row


def _counter(session: Session, camera_id: int, key: str) -> CounterRow:
    query = select(CounterRow).where(CounterRow.camera_id == camera_id, CounterRow.key == key)
    row = session.scalar(query)
    if row is None:
        row = CounterRow(camera_id=camera_id, key=key, name=None)
        session.add(row)
        session.flush()
    return row


def _load(session: Session, row: SiteRow, scope: Scope) -> StoredSite:
    site = Site.model_validate_json(row.definition)
    current = {(c.id, k.id) for c in site.cameras for k in c.counters}
    query = select(CounterRow, CameraRow).join(CounterRow.camera).where(CameraRow.site_id == row.id)
    rows = [(k, c) for k, c in session.execute(query) if (c.key, k.key) in current and scope.holds(c.id)]
    return StoredSite(row.id, site, {c.key: c.id for _k, c in rows}, {k.key: k.id for k, _c in rows})


def _without_credentials(site: Site) -> Site:
    cameras = [
        c.model_copy(update={"source": _public(c.source), "look_at": c.look_at and _public(c.look_at)})
        for c in site.cameras
    ]
    return site.model_copy(update={"cameras": cameras})


def _public(source: str) -> str:
    """The scheme and the host of an address: user names and passwords, which may be in its path too, are not kept."""
    if "://" not in source:
        return source
    try:
        parts = urlsplit(source)
        host, port = parts.hostname, parts.port
    except ValueError:  # perhaps a password with a / in it
        host, port = None, None
    if not host:
        return f"{source.partition('://')[0]}://..."
    return f"{parts.scheme}://{host}{f':{port}' if port else ''}/..."
