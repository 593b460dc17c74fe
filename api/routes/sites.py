"""Halls, cameras, counters, and how much of the time they were observed."""

from dataclasses import asdict

from fastapi import APIRouter

from api.context import Parts, Reader
from api.event_views import counter_out
from api.schemas import AskedOut, CameraOut, CoverageOut, Id, Moment, SiteOut, or_none
from models import StoredCoverage
from models.store import StoredSite

router = APIRouter(tags=["site"])

_DAYS_S = 31 * 86400.0


@router.get("/sites", summary="Halls with their cameras, counters and zones")
def sites(caller: Reader, parts: Parts) -> list[SiteOut]:
    """Only what the caller may see."""
    return [_site_out(one) for one in parts.store.sites.all(caller.scope)]


@router.get("/coverage", summary="Observed time of the counters, oldest first")
def coverage(
    caller: Reader,
    parts: Parts,
    since: Moment | None = None,
    until: Moment | None = None,
    counter_id: Id | None = None,
) -> list[CoverageOut]:
    """The last 31 days when no time is given; spans that overlap the time are given whole."""
    end = until.timestamp() if until else parts.now()
    start = since.timestamp() if since else end - _DAYS_S
    return [_coverage_out(c) for c in parts.store.observed.spans(start, end, counter_id, caller.scope)]


def _site_out(stored: StoredSite) -> SiteOut:
    site = stored.site
    return SiteOut(
        id=stored.id,
        key=site.site,
        name=site.name,
        timezone=site.timezone,
        profile=site.profile,
        asked=_asked_out(stored),
        cameras=[
            CameraOut(
                id=stored.cameras[camera.id],
                key=camera.id,
                counters=[counter_out(k, stored.counters[k.id]) for k in camera.counters],
            )
            for camera in site.cameras
            if camera.id in stored.cameras
        ],
    )


def _asked_out(stored: StoredSite) -> AskedOut:
    site, seen = stored.site, stored.counters
    return AskedOut(
        smile_basis=site.smile.legal_basis if site.smile.enabled else None,
        uniform=list(site.uniform.colours) if site.uniform else [],
        things={kind: list(names) for kind, names in site.objects.named.items()} if site.objects else {},
        desks=[
            counter.name or counter.id
            for c in site.cameras
            for counter in c.counters
            if counter.desk and counter.id in seen
        ],
    )


def _coverage_out(stored: StoredCoverage) -> CoverageOut:
    about = {"counter_id": stored.counter_id, "recording_id": stored.recording_id}
    share = or_none(stored.coverage.share)
    return CoverageOut.model_validate({**asdict(stored.coverage), **about, "share": share})
