"""The contents of an export: an event, a counter's day, or a report, with facts, score reasons, verdicts and norms."""

import datetime as dt
import json
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from models import ModelError, SealState, StoredEvent, calendar_day, check_file, day_span, event_file, to_json
from models.norms import load_catalogue, stored_profile
from models.store import EVERYTHING, Scope, Store, StoredCounter
from pipeline.exports.archive import ExportContents, ExportFile, ExportNote
from pipeline.phrasing.sentences import sentence
from pipeline.reports import FORMATS, Report, ReportRequest, gather, render


@dataclass(frozen=True, slots=True)
class ExportSource:
    """The store and the data folder that an export is taken from. `faces`: with clips, which show the staff's."""

    store: Store
    data: Path
    faces: bool = True


@dataclass(frozen=True, slots=True)
class ExportName:
    """What is asked for: an event by its number, or a day of a counter or of a hall (by key)."""

    event_id: int | None
    day: dt.date
    counter: str | None = None
    site: str | None = None


def event_contents(source: ExportSource, event: StoredEvent, scope: Scope = EVERYTHING) -> ExportContents:
    """An event: clip, poster, facts, reviews, and the score of its day with every reason.

    The score is left out where the scope does not hold all that happened before the camera.
    """
    contents = ExportContents()
    _add_event(source, event, contents, scope)
    if scope.holds(event.camera_id):
        day = calendar_day(event.event.start, ZoneInfo(event.timezone))
        _add_score(source, event.counter_id, day, contents)
    _add_norms(source, {event.profile_hash}, contents)
    return contents


def day_contents(source: ExportSource, place: StoredCounter, day: dt.date) -> ExportContents:
    """A counter's day: the score with every reason, and every event that may be a fault, as for one event."""
    contents, catalogue = ExportContents(), load_catalogue()
    span = day_span(day, ZoneInfo(place.timezone))
    events = [
        one
        for one in source.store.events.of_counter(place.counter_id, *span)
        if catalogue.is_fault(one.event.kind)
    ]
    for event in events:
        _add_event(source, event, contents)
    _add_score(source, place.counter_id, day, contents)
    _add_norms(source, {one.profile_hash for one in events}, contents)
    return contents


def report_contents(source: ExportSource, made: Report, language: str) -> ExportContents:
    """A report in every format."""
    files = [render(made, form, language) for form in FORMATS]
    contents = ExportContents([ExportFile(f"report/{file.name}", file.content) for file in files])
    _add_norms(source, {profile.hash for profile in made.profiles}, contents)
    return contents


def named_contents(
    source: ExportSource, named: ExportName, language: str, now: float
) -> tuple[str, ExportContents]:
    """The subject and the contents of an export that is named by keys; raises ModelError for an unknown name."""
    if named.event_id is not None:
        event = source.store.events.get(named.event_id)
        if event is None:
            raise ModelError(f"there is no event {named.event_id}")
        return f"event {event.id}", event_contents(source, event)
    if named.counter is not None:
        every = source.store.sites.places().values()
        places = [one for one in every if named.counter in (one.counter, f"{one.site}/{one.counter}")]
        if len(places) != 1:
            raise ModelError(f"{named.counter!r} names {len(places)} counters: write SITE/COUNTER")
        return f"day {named.day} counter {places[0].counter_id}", day_contents(source, places[0], named.day)
    site = next((one.site for one in source.store.sites.all() if one.site.site == named.site), None)
    if site is None:
        raise ModelError(f"there is no site {named.site!r}")
    made = gather(source.store, ReportRequest(site, "day", named.day, now))
    return f"report day {named.day} {named.site}", report_contents(source, made, language)


def note_of(source: ExportSource, subject: str, by: str, now: float) -> ExportNote:
    """The note of an export that an account makes now (UTC seconds)."""
    norms = {stamp.hash: stamp.name for stamp in source.store.profiles.all()}
    return ExportNote(subject, by, now, source.store.audit.head(), norms)


def _add_event(
    source: ExportSource, event: StoredEvent, contents: ExportContents, scope: Scope = EVERYTHING
) -> None:
    folder = f"event-{event.id}"
    for kind, path in (("clip", event.clip), ("poster", event.poster)):
        if path is None:
            continue
        name = f"{folder}/{kind}{Path(path).suffix}"
        if not source.faces:
            contents.left_out[name] = "faces"
            continue
        kept = source.store.seals.of(event_file(event.id, kind))
        found = check_file(source.data, path, kept)
        if found.file is None:
            contents.left_out[name] = found.state.value
        else:
            at = kept.at if kept and found.state is SealState.INTACT else None
            contents.files.append(ExportFile(name, found.file, found.state, at))
    contents.files.append(ExportFile(f"{folder}/event.json", _json(_facts(source, event, scope))))


def _facts(source: ExportSource, stored: StoredEvent, scope: Scope) -> dict[str, object]:
    recording = source.store.recordings.get(stored.recording_id)
    return {
        "id": stored.id,
        "site": stored.site,
        "timezone": stored.timezone,
        "counter_name": stored.counter_name,
        "event": asdict(stored.event),
        "verdict": stored.verdict,
        "found_by_latest_analysis": stored.found,
        "sentence": _sentences(source, stored),
        "norms": stored.profile_hash,
        "recording": asdict(recording) if recording else None,
        "reviews": [asdict(one) for one in source.store.reviews.of(stored.id, scope)],
        "appeals": [asdict(one) for one in source.store.appeals.of(stored.id, scope)],
        "points": [asdict(one) for one in source.store.scores.costs(stored.id)],
    }


def _sentences(source: ExportSource, stored: StoredEvent) -> dict[str, str]:
    stamp = source.store.profiles.get(stored.profile_hash) if stored.profile_hash else None
    if stamp is None:
        return {}
    profile, zone = stored_profile(stamp.document, stamp.hash), ZoneInfo(stored.timezone)
    return {code: sentence(stored.event, profile, zone, code) for code in ("zh", "en")}


def _add_score(source: ExportSource, counter_id: int, day: dt.date, contents: ExportContents) -> None:
    score = source.store.scores.get(counter_id, day)
    if score is not None:
        content = json.dumps(_plain(json.loads(to_json(score))), ensure_ascii=False, indent=1)
        contents.files.append(ExportFile(f"score-{day}.json", content.encode()))


def _add_norms(source: ExportSource, hashes: Iterable[str | None], contents: ExportContents) -> None:
    for key in sorted(one for one in hashes if one is not None):
        stamp = source.store.profiles.get(key)
        if stamp is not None:
            contents.files.append(ExportFile(f"norms/{stamp.hash[:16]}.yaml", stamp.document.encode()))


def _json(content: object) -> bytes:
    return json.dumps(_plain(content), ensure_ascii=False, indent=1, default=str).encode()


def _plain(value: object) -> object:
    """A value as strict JSON takes it: null for what could not be measured."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
