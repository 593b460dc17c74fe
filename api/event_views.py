"""Events as the API returns them: sentences, clauses, local times and media addresses."""

import datetime as dt
import math
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from api.context import Caller, Context
from api.schemas import CounterOut, EventItem, RecordingOut, ReviewOut
from models import Counter, Language, Scalar, StoredEvent, StoredRecording, StoredReview
from models.norms import Profile
from pipeline.clips.clip_span import clip_start
from pipeline.phrasing.sentences import sentence, touched


def local(time: float, timezone: str) -> str:
    """A time (UTC seconds) in the site's time zone: ISO 8601 with offset, to the millisecond."""
    return dt.datetime.fromtimestamp(time, ZoneInfo(timezone)).isoformat(timespec="milliseconds")


def plain(figures: Mapping[str, Scalar]) -> dict[str, Scalar | None]:
    """Figures with None for what could not be measured."""
    return {k: None if isinstance(v, float) and math.isnan(v) else v for k, v in figures.items()}


class EventView:
    """Events for one caller in one language."""

    def __init__(self, parts: Context, caller: Caller, language: Language | None) -> None:
        self._parts, self._caller = parts, caller
        self._language: Language = language or caller.language
        self._expires = parts.now() + parts.settings.media_s

    def item(self, stored: StoredEvent) -> EventItem:
        """An event as lists show it."""
        event, profile = stored.event, self._parts.norms.profile(stored.profile_hash)
        return EventItem(
            id=stored.id,
            kind=event.kind,
            start=event.start,
            end=event.end,
            start_local=local(event.start, stored.timezone),
            end_local=local(event.end, stored.timezone),
            confidence=event.confidence,
            certainty=event.certainty,
            fault=event.kind not in self._parts.norms.records,
            verdict=stored.verdict,
            found=stored.found,
            site=stored.site,
            timezone=stored.timezone,
            camera=event.camera,
            camera_id=stored.camera_id,
            counter=event.counter,
            counter_id=stored.counter_id,
            counter_name=stored.counter_name,
            clauses=self.clauses(stored),
            sentence=self._sentence(stored, profile),
            poster_url=self.address("poster", stored) if stored.poster else None,
            clip_url=self.address("clip", stored) if stored.clip else None,
            clip_start=clip_start(stored.clip, event, stored.footage_start) if stored.clip else None,
        )

    def clauses(self, stored: StoredEvent) -> list[str]:
        """Ids of the clauses an event touches, the one it is charged to first."""
        profile = self._parts.norms.profile(stored.profile_hash)
        if profile is not None:
            return list(touched(stored.event.kind, profile))
        return [clause.id for clause in self._parts.norms.catalogue.clauses_of(stored.event.kind)]

    def _sentence(self, stored: StoredEvent, profile: Profile | None) -> str | None:
        if profile is None:
            return None
        return sentence(stored.event, profile, ZoneInfo(stored.timezone), self._language)

    def address(self, kind: str, stored: StoredEvent) -> str:
        """The address of a file of an event: its clip, its poster, or all of it as evidence.

        It is signed for an account; a service token is sent with it instead.
        """
        path = f"/api/v1/events/{stored.id}/{kind}"
        if self._caller.claim is None:
            return path
        right = self._parts.signer.media_pass(kind, stored.id, self._caller.claim, self._expires)
        return f"{path}?{right.query()}"


def review_out(review: StoredReview, timezone: str) -> ReviewOut:
    """One step of a review."""
    return ReviewOut(
        id=review.id,
        user=review.user,
        decision=review.decision,
        reason=review.reason,
        at=review.at,
        at_local=local(review.at, timezone),
    )


def recording_out(recording: StoredRecording) -> RecordingOut:
    """The recording in which an event was seen."""
    return RecordingOut(
        id=recording.id,
        name=recording.name,
        start=recording.start,
        duration_s=recording.duration_s,
        fingerprint=recording.fingerprint,
    )


def counter_out(counter: Counter, counter_id: int) -> CounterOut:
    """A counter with its zones."""
    return CounterOut(
        id=counter_id,
        key=counter.id,
        name=counter.name,
        staff_zone=counter.staff_zone,
        customer_zone=counter.customer_zone,
        waiting_zone=counter.waiting_zone,
    )
