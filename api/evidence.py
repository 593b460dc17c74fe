"""Files of events as evidence: checked against their seals each time, and refused where they changed."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from fastapi import HTTPException

from api.context import Caller, Context
from api.schemas import SealOut
from models import (
    Action,
    CheckedFile,
    HashedFile,
    KeptMinute,
    Seal,
    SealState,
    StoredEvent,
    Words,
    background_of,
    calendar_day,
    check_file,
    event_file,
    phrase,
    quiet_file,
)
from models.store import Notice, StoredCounter

_REFUSALS = {
    SealState.CHANGED: (
        409,
        "this {kind} was changed after it was recorded: it is no evidence and is not shown",
    ),
    SealState.MISSING: (410, "this {kind} is gone: its file was removed after it was recorded"),
}


def sealed_file(parts: Context, caller: Caller, stored: StoredEvent, kind: str) -> HashedFile:
    """The open clip or poster of an event, hashed, and equal to its seal where it has one.

    404 when the event has none, 409 when the file was changed, 410 when it is gone; both are told to people.
    """
    return _served(parts, caller, _of_event(stored, kind), _path(stored, kind), kind)


def seal_out(parts: Context, caller: Caller, stored: StoredEvent, kind: str) -> SealOut | None:
    """The state of the clip or poster of an event as it lies on the disk now; None when the event has none."""
    found = _checked(parts, caller, _of_event(stored, kind), _path(stored, kind))
    if found is None:
        return None
    if found.file is not None:
        found.file.close()
    kept = parts.store.seals.of(event_file(stored.id, kind))
    sha256, at = (kept.seal.sha256, kept.at) if kept else (None, None)
    return SealOut(state=found.state, sha256=sha256, sealed_at=at)


def show_background(parts: Context, caller: Caller, camera_id: int, picture: bytes) -> None:
    """Write down that a background is viewed; 409, which is written down too, when it is not what was sealed."""
    subject = background_of(camera_id)
    kept = parts.store.seals.of(subject)
    good = kept is None or (kept.genuine and Seal.of_bytes(kept.seal.path, picture) == kept.seal)
    action = Action.BACKGROUND_VIEWED if good else Action.EVIDENCE_REFUSED
    deed = caller.deed(action, f"camera {camera_id}", once=f"{action.value} {subject} {caller.mark}")
    parts.store.audit.add(deed, parts.now())
    if not good:
        raise HTTPException(409, "this background was changed after it was stored: it is not shown")


def quiet_clip(
    parts: Context, caller: Caller, minute: KeptMinute, place: StoredCounter, kind: str
) -> HashedFile:
    """The open clip or poster of a quiet minute, as `sealed_file`."""
    path = minute.clip if kind == "clip" else minute.poster
    return _served(parts, caller, _of_minute(minute, place, kind), path, kind)


def _path(stored: StoredEvent, kind: str) -> str | None:
    return stored.clip if kind == "clip" else stored.poster


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a file is of: the subject of its seal, how a notice names it, and where and when (UTC seconds) it was."""

    seal: str
    name: Words
    site: str
    timezone: str
    start: float


def _of_event(stored: StoredEvent, kind: str) -> _Subject:
    name = phrase("evidence.of_event", event=stored.id, kind=phrase(f"evidence.{kind}"))
    return _Subject(event_file(stored.id, kind), name, stored.site, stored.timezone, stored.event.start)


def _of_minute(minute: KeptMinute, place: StoredCounter, kind: str) -> _Subject:
    name = phrase("evidence.of_minute", minute=minute.id, kind=phrase(f"evidence.{kind}"))
    return _Subject(quiet_file(minute.id, kind), name, place.site, place.timezone, minute.start)


def _served(parts: Context, caller: Caller, subject: _Subject, path: str | None, kind: str) -> HashedFile:
    found = _checked(parts, caller, subject, path)
    if found is None:
        raise HTTPException(404, "there is no such file for this event")
    if found.file is None:
        status, words = _REFUSALS[found.state]
        raise HTTPException(status, words.format(kind=kind))
    return found.file


def _checked(parts: Context, caller: Caller, subject: _Subject, path: str | None) -> CheckedFile | None:
    if path is None:
        return None
    found = check_file(parts.settings.data, path, parts.store.seals.of(subject.seal))
    if not found.state.serves:
        _tell(parts, caller, subject, found.state)
    return found


def _tell(parts: Context, caller: Caller, subject: _Subject, state: SealState) -> None:
    """One line in the audit log for each caller's session, and one notice."""
    now = parts.now()
    once = f"{Action.EVIDENCE_REFUSED.value} {subject.seal} {state.value} {caller.mark}"
    parts.store.audit.add(caller.deed(Action.EVIDENCE_REFUSED, subject.seal, state.value, once), now)
    words = phrase(f"notice.evidence_{state.value}", file=subject.name)
    day = calendar_day(subject.start, ZoneInfo(subject.timezone))
    parts.store.notices.put(
        Notice("evidence", f"evidence:{subject.seal}:{state.value}", words, subject.site, day), now
    )
