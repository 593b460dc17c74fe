"""Zones of a camera that a person corrected, and the choice between them and those of the site file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from models.site import Camera, Polygon, Site


class Zones(BaseModel):
    """The polygons of one counter, as in the site file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    staff_zone: Polygon
    customer_zone: Polygon | None = None
    waiting_zone: Polygon | None = None


_THEIRS = "the site file was changed after its zones were corrected in the dashboard; the file holds"
CameraZones = Mapping[str, Zones]
"""By the counter's key."""


@dataclass(frozen=True, slots=True)
class ZoneVersion:
    """Zones that `user` gave a camera at `at` (UTC s). `before` are those of the site file then."""

    id: int
    at: float
    user: str
    zones: CameraZones
    before: CameraZones


def zones_of(camera: Camera) -> dict[str, Zones]:
    """The zones that the site file gives a camera's counters."""
    return {
        counter.id: Zones(**{name: getattr(counter, name) for name in Zones.model_fields})
        for counter in camera.counters
    }


def corrected(site: Site, versions: Mapping[str, Sequence[ZoneVersion]]) -> tuple[Site, list[str]]:
    """The site with the zones that hold for each camera, and one line for each camera that was corrected.

    `versions` are the corrections by camera key, newest first. The site file holds if its zones were changed after the
    correction.
    """
    lines, cameras = list[str](), list[Camera]()
    for camera in site.cameras:
        given = versions.get(camera.id, ())
        now = zones_of(camera)
        if not given or dict(given[0].zones) == now:
            cameras.append(camera)
            continue
        known = [version.before for version in given] + [version.zones for version in given[1:]]
        holds = any(dict(zones) == now for zones in known) and set(given[0].zones) == set(now)
        cameras.append(_with_zones(camera, given[0].zones) if holds else camera)
        lines.append(f"camera {camera.id}: {_ours(given[0]) if holds else _THEIRS}")
    return site.model_copy(update={"cameras": cameras}), lines


def _ours(version: ZoneVersion) -> str:
    return f"zones as {version.user} corrected them in the dashboard, not those of the site file"


def _with_zones(camera: Camera, zones: CameraZones) -> Camera:
    counters = [
        counter.model_copy(update={name: getattr(zones[counter.id], name) for name in Zones.model_fields})
        for counter in camera.counters
    ]
    return camera.model_copy(update={"counters": counters})
