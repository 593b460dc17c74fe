"""Files of events as evidence: checked against their seals each time, and refused where they changed."""

from zoneinfo import ZoneInfo

from fastapi import HTTPException

from api.context import Caller, Context
from api.schemas import SealOut
from models import (
    Action,
    CheckedFile,
    HashedFile,
    Seal,
    SealState,
    StoredEvent,
    background_of,
    calendar_day,
    check_file,
    event_file,
    phrase,
)
from models.store import Notice

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
    found = _checked(parts, caller, stored, kind)
    if found is None:
        raise HTTPException(404, "there is no such file for this event")
    if found.file is None:
        status, words = _REFUSALS[found.state]
        raise HTTPException(status, words.format(kind=kind))
    return found.file


def seal_out(parts: Context, caller: Caller, stored: StoredEvent, kind: str) -> SealOut | None:
    """The state of the clip or poster of an event as it lies on the disk now; None when the event has none."""
    found = _checked(parts, caller, stored, kind)
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


def _checked(parts: Context, caller: Caller, stored: StoredEvent, kind: str) -> CheckedFile | None:
    path = stored.clip if kind == "clip" else stored.poster
    seal = parts.store.seals.of(event_file(stored.id, kind))
    if path is None:
        return None
    found = check_file(parts.settings.data, path, seal)
    if not found.state.serves:
        _tell(parts, caller, stored, (kind, found.state))
    return found


def _tell(parts: Context, caller: Caller, stored: StoredEvent, what: tuple[str, SealState]) -> None:
    """One line in the audit log for each caller's session, and one notice."""
    kind, state = what
    subject, now = event_file(stored.id, kind), parts.now()
    once = f"{Action.EVIDENCE_REFUSED.value} {subject} {state.value} {caller.mark}"
    parts.store.audit.add(caller.deed(Action.EVIDENCE_REFUSED, subject, state.value, once), now)
    words = phrase(f"notice.evidence_{state.value}", event=stored.id, kind=phrase(f"evidence.{kind}"))
    day = calendar_day(stored.event.start, ZoneInfo(stored.timezone))
    parts.store.notices.put(
        Notice("evidence", f"evidence:{subject}:{state.value}", words, stored.site, day), now
    )
