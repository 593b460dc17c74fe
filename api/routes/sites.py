"""Halls, cameras, counters, and how much of the time they were observed."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends

from api.context import Overseer, Parts, page_end, paging
from api.event_views import counter_out
from api.schemas import AskedOut, CameraOut, CoverageOut, CoveragePage, Id, Moment, SiteOut, SitePage, or_none
from models import StoredCoverage
from models.store import Observed, Orders, PageRequest, SortKey, StoredSite, both_ways, list_page

router = APIRouter(tags=["site"])

SITES: Orders = both_ways("key", SortKey(lambda stored: stored.site.site, str)) | both_ways(
    "id", SortKey(lambda stored: stored.id, int)
)
_DAYS_S = 31 * 86400.0


@router.get("/sites", summary="Halls with their cameras, counters and zones")
def sites(
    caller: Overseer, parts: Parts, wanted: Annotated[PageRequest, Depends(paging(SITES, "key", limit=200))]
) -> SitePage:
    """Only what the caller may see."""
    found = list_page(parts.store.sites.all(caller.scope), SITES, wanted)
    return SitePage(items=[_site_out(one) for one in found.items], **page_end(found, wanted))


@router.get("/coverage", summary="Observed time of the counters, oldest first")
def coverage(
    caller: Overseer,
    parts: Parts,
    wanted: Annotated[PageRequest, Depends(paging(Observed.ORDERS, "start", limit=200, most=1000))],
    since: Moment | None = None,
    until: Moment | None = None,
    counter_id: Id | None = None,
) -> CoveragePage:
    """The last 31 days when no time is given; spans that overlap the time are given whole."""
    end = until.timestamp() if until else parts.now()
    start = since.timestamp() if since else end - _DAYS_S
    found = parts.store.observed.listed((start, end), wanted, counter_id, caller.scope)
    return CoveragePage(items=[_coverage_out(c) for c in found.items], **page_end(found, wanted))


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
