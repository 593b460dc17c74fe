"""Quality audits as the API returns them: blind while they are open, with all figures when they are closed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from fastapi import HTTPException

from api.context import AccountCaller, Caller, Context
from api.event_views import local
from api.evidence import quiet_clip, sealed_file
from api.schemas import (
    AuditResultOut,
    BlindItemOut,
    JudgedItemOut,
    JudgementOut,
    KindResultOut,
    PairResultOut,
    QualityAuditDetail,
    QualityAuditOut,
    RecallOut,
    ShareOut,
    SightingOut,
    WeekResultOut,
    or_none,
)
from models import AuditAnswer, AuditItem, HashedFile, QualityAudit
from models.store import StoredCounter
from pipeline.exports.audit_document import AuditFile
from pipeline.quality import AuditResult, Proportion, audit_result, overturned


def audit_out(audit: QualityAudit, said: Sequence[AuditAnswer]) -> QualityAuditOut:
    """An audit without its items."""
    draw, judged = audit.draw, Counter(one.user for one in said)
    lacking, quiet = draw.quiet_time
    return QualityAuditOut(
        id=audit.id, site=draw.site, since=draw.since, until=draw.until, seed=draw.seed, drawn_by=audit.drawn_by,
        drawn_at=audit.drawn_at, closed_by=audit.closed_by, closed_at=audit.closed_at, items=len(draw.items),
        judged=dict(sorted(judged.items())), quiet_minutes=quiet,
        quiet_without_video=lacking,
    )  # fmt: skip


class BlindView:
    """The items of an audit for one auditor, who learns nothing of what machine, reviewers and others made of them."""

    def __init__(self, parts: Context, caller: AccountCaller, audit: QualityAudit) -> None:
        self._parts, self._caller, self._audit = parts, caller, audit
        self._places = parts.store.sites.places(caller.scope)
        ids = [item.event_id for item in audit.draw.items if item.event_id is not None]
        self._events = parts.store.events.many(ids, caller.scope)
        self._expires = parts.now() + parts.settings.media_s

    def detail(self) -> QualityAuditDetail:
        """The audit with its items, and with the caller's own words on them."""
        said = self._parts.store.quality_audits.judgements(self._audit.id)
        mine = {one.position: one for one in said if one.user == self._caller.name}
        return QualityAuditDetail(
            **audit_out(self._audit, said).model_dump(),
            blind_items=[self.item(one, mine.get(one.position)) for one in self._audit.draw.items],
        )

    def item(self, item: AuditItem, said: AuditAnswer | None) -> BlindItemOut:
        """One item with the caller's own word on it."""
        place = self._places[item.counter_id]
        clip, poster = self._files(item)
        return BlindItemOut(
            position=item.position,
            claim=item.stratum.kind or None,
            site=place.site,
            timezone=place.timezone,
            camera=place.camera,
            counter=place.counter,
            counter_name=place.counter_name,
            start=item.start,
            end=item.end,
            start_local=local(item.start, place.timezone),
            end_local=local(item.end, place.timezone),
            recording=self._recording(place, item),
            clip_url=self._address("clip", item) if clip else None,
            poster_url=self._address("poster", item) if poster else None,
            mine=judgement_out(said, item) if said else None,
        )

    def _files(self, item: AuditItem) -> tuple[str | None, str | None]:
        """The clip and the poster of an item, relative to the data folder."""
        if item.event_id is None:
            minute = self._parts.store.quiet_minutes.of(item.counter_id, item.start)
            return (minute.clip, minute.poster) if minute else (None, None)
        event = self._events.get(item.event_id)
        return (event.clip, event.poster) if event else (None, None)

    def _recording(self, place: StoredCounter, item: AuditItem) -> str | None:
        found = self._parts.store.recordings.around(place.site, place.camera, item.start, item.end)
        return found[0].name if found else None

    def _address(self, kind: str, item: AuditItem) -> str:
        what = media_kind(self._audit.id, kind)
        right = self._parts.signer.media_pass(what, item.position, self._caller.session_claim, self._expires)
        return f"/api/v1/quality-audits/{self._audit.id}/items/{item.position}/{kind}?{right.query()}"


def media_kind(audit_id: int, kind: str) -> str:
    """What a signed address of a file of an audit is signed for."""
    return f"audit {audit_id} {kind}"


def judgement_out(said: AuditAnswer, item: AuditItem) -> JudgementOut:
    """What an auditor said of an item."""
    seen = [SightingOut(kind=one.kind, after_s=one.at - item.start) for one in said.sightings]
    return JudgementOut(outcome=said.outcome, sightings=seen, note=said.note, at=said.at)


def result_out(parts: Context, caller: Caller, audit: QualityAudit, zone: ZoneInfo) -> AuditResultOut:
    """The figures of a closed audit, and everything that was said."""
    said = parts.store.quality_audits.judgements(audit.id)
    found = audit_result(audit, said, zone)
    appeals = overturned(parts.store, audit.draw, zone, caller.scope)
    return AuditResultOut(
        audit=audit_out(audit, said),
        **_figures(found),
        overturned=share_out(appeals),
        judged_items=_judged(audit, said, parts.store.sites.places(caller.scope)),
    )


def audit_file(parts: Context, caller: Caller, audit: QualityAudit, zone: ZoneInfo) -> AuditFile:
    """A closed audit with everything that its document says."""
    said = parts.store.quality_audits.judgements(audit.id)
    places = parts.store.sites.places(caller.scope).values()
    names = {place.counter_id: place.counter_name or place.counter for place in places}
    found = audit_result(audit, said, zone)
    draw = audit.draw
    checked = parts.store.inspections.of_days(draw.site, draw.since, draw.until, caller.scope)
    appeals = overturned(parts.store, draw, zone, caller.scope)
    return AuditFile(audit, found, said, appeals, names, checked)


def _figures(found: AuditResult) -> dict[str, object]:
    return {
        "kinds": [
            KindResultOut(
                kind=one.kind,
                total=one.total,
                precision=share_out(one.precision),
                recall=RecallOut(
                    recall=or_none(one.recall.recall),
                    low=or_none(one.recall.low),
                    high=or_none(one.recall.high),
                    overlooked=or_none(one.recall.overlooked),
                ),
                reviewed=share_out(one.reviewed),
            )
            for one in found.kinds
        ],
        "pairs": [
            PairResultOut(
                first=one.first,
                second=one.second,
                kind=one.kind,
                n=one.agreement.n,
                observed=or_none(one.agreement.observed),
                kappa=or_none(one.agreement.kappa),
                low=or_none(one.agreement.low),
                high=or_none(one.agreement.high),
            )
            for one in found.pairs
        ],
        "weeks": [
            WeekResultOut(monday=one.monday, precision=share_out(one.precision)) for one in found.weeks
        ],
        "minutes": found.minutes,
        "minutes_judged": found.minutes_judged,
        "unclear": found.unclear,
        "differing": list(found.differing),
    }


def _judged(
    audit: QualityAudit, said: Sequence[AuditAnswer], places: Mapping[int, StoredCounter]
) -> list[JudgedItemOut]:
    return [
        JudgedItemOut(
            position=item.position,
            kind=item.stratum.kind or None,
            event_id=item.event_id,
            counter=places[item.counter_id].counter,
            start=item.start,
            end=item.end,
            verdict=item.verdict.value,
            said={one.user: judgement_out(one, item) for one in said if one.position == item.position},
            settled=judgement_out(found, item) if (found := audit.settled.get(item.position)) else None,
            settled_by=found.user if found else None,
        )
        for item in audit.draw.items
    ]


def share_out(one: Proportion) -> ShareOut:
    """A share with its interval; null where nothing was judged."""
    return ShareOut(
        met=one.of, of=one.n, share=or_none(one.share), low=or_none(one.low), high=or_none(one.high)
    )


def file_of(parts: Context, caller: Caller, item: AuditItem, kind: str) -> tuple[str, HashedFile]:
    """The clip or poster of an item, and the subject that the audit log names; 404 where there is none."""
    if item.event_id is not None:
        event = parts.store.events.get(item.event_id, caller.scope)
        if event is not None:
            return f"event {event.id}", sealed_file(parts, caller, event, kind)
    elif (minute := parts.store.quiet_minutes.of(item.counter_id, item.start)) is not None:
        place = parts.store.sites.places(caller.scope)[item.counter_id]
        return f"quiet minute {minute.id}", quiet_clip(parts, caller, minute, place, kind)
    raise HTTPException(404, "there is no such file for this item")
