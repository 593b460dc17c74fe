"""Zones of a camera: shown to all readers, corrected by accounts that set up cameras."""

from fastapi import APIRouter, HTTPException

from api.context import Caller, Context, Overseer, Parts, Surveyor
from api.schemas import CameraZonesIn, CameraZonesOut, CorrectionOut, Id, refuses
from models import Action, Camera, zones_of
from models.store import ZoneCorrection, ZonesOvertakenError

router = APIRouter(prefix="/cameras", tags=["site"])


@router.get("/{camera_id}/zones", summary="The zones of a camera as last corrected", responses=refuses(404))
def zones(camera_id: Id, caller: Overseer, parts: Parts) -> CameraZonesOut:
    """404 when there is no such camera, or the caller may not see it."""
    return _out(camera_id, find(camera_id, caller, parts), parts, caller)


@router.put("/{camera_id}/zones", summary="Correct the zones of a camera", responses=refuses(404, 409))
def correct(camera_id: Id, body: CameraZonesIn, caller: Surveyor, parts: Parts) -> CameraZonesOut:
    """404 for an unknown camera, 409 when another account corrected it in the meantime or counters are missing.

    The zones hold from the next start of `live` or `analyze`, until the zones in the site file are changed.
    """
    camera, now = find(camera_id, caller, parts), parts.now()
    before = zones_of(camera)
    if set(body.counters) != set(before):
        raise HTTPException(409, f"zones are needed for exactly these counters: {', '.join(sorted(before))}")
    correction = ZoneCorrection(body.counters, before, caller.user.name, body.version)
    moved = ", ".join(key for key in before if body.counters[key] != before[key])
    try:
        with parts.store.unit_of_work(f"zones {camera_id}") as work:
            version = work.zones.add(camera_id, correction, now)
            what = f"version {version.id}: {moved}"
            work.audit.add(caller.deed(Action.ZONES_CHANGED, f"camera {camera.id}", what), now)
    except ZonesOvertakenError as error:
        raise HTTPException(409, str(error)) from error
    return _out(camera_id, camera, parts, caller)


def find(camera_id: int, caller: Caller, parts: Context) -> Camera:
    """The camera; 404 when there is none, or the caller may not see it."""
    for stored in parts.store.sites.all(caller.scope):
        for camera in stored.site.cameras:
            if stored.cameras.get(camera.id) == camera_id:
                return camera
    raise HTTPException(404, f"there is no camera {camera_id}")


def _out(camera_id: int, camera: Camera, parts: Context, caller: Caller) -> CameraZonesOut:
    versions, given = parts.store.zones.of_camera(camera_id), zones_of(camera)
    latest = versions[0] if versions and set(versions[0].zones) == set(given) else None
    return CameraZonesOut(
        camera_id=camera_id,
        counters=dict(latest.zones) if latest else given,
        version=versions[0].id if versions else None,
        in_use=latest is None or dict(latest.zones) == given,
        corrections=[CorrectionOut.model_validate(version) for version in versions],
        background_url=_background(camera_id, camera, parts, caller),
    )


def _background(camera_id: int, camera: Camera, parts: Context, caller: Caller) -> str | None:
    if parts.store.backgrounds.get(camera_id, camera) is None:
        return None
    path = f"/api/v1/cameras/{camera_id}/background"
    if caller.claim is None:  # a service token is sent with the address
        return path
    right = parts.signer.media_pass(
        "background", camera_id, caller.claim, parts.now() + parts.settings.media_s
    )
    return f"{path}?{right.query()}"
