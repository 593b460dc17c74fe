"""Journals that a live program left behind: taken into archive and database without a new start of it."""

from collections.abc import Iterator
from pathlib import Path

from models import Camera, Coverage, Site
from models.store import FoundEvent, Store
from pipeline.archive.journal import journal_folder, left_journal
from pipeline.archive.journal_records import merged_signals, read_result
from pipeline.archive.live_days import LiveDays
from pipeline.archive.signals import write_signals
from vision.sources.address import public_name


def take_left_journals(store: Store, data: Path, now: float) -> list[str]:
    """Move what journals of all sites' cameras hold to archive and database; returns a line for each trouble.

    Journals of a program that runs are its own, and stay. What cannot be stored stays as well. A segment is removed
    after its content is stored, and storing is idempotent: nothing is lost or doubled when this is killed.
    """
    cameras = [(one.site, camera) for one in store.sites.all() for camera in one.site.cameras]
    return [line for site, camera in cameras for line in _take(store, data, site, camera, now)]


def _take(store: Store, data: Path, site: Site, camera: Camera, now: float) -> list[str]:
    try:
        _take_looks(data, site, camera)
        _take_results(store, data, site, camera, now)
    except (
        Exception
    ) as error:  # whatever it is: the other days of this night are judged, and the journal stays
        why = " ".join(str(error).split()) or type(error).__name__
        return [f"camera {camera.id}: what a stopped live program left is not taken in: {why}"]
    return []


def _take_looks(data: Path, site: Site, camera: Camera) -> None:
    with left_journal(journal_folder(data, camera.id) / "looks") as journal:
        segments = journal.seal() if journal else []
        if journal and segments:
            rows = {key: part for key, part in merged_signals(journal.records(segments)).items() if len(part)}
            if rows:
                write_signals(data, camera.id, rows, site.zone)
            journal.remove(segments)


def _take_results(store: Store, data: Path, site: Site, camera: Camera, now: float) -> None:
    with left_journal(journal_folder(data, camera.id) / "results") as journal:
        segments = journal.seal() if journal else []
        if journal and segments:
            events, coverage = _newest(journal.records(segments), {one.id for one in camera.counters})
            days = LiveDays(site, camera.id, public_name(camera.source))
            for analysis in days.analyses(events, coverage):
                store.recordings.save(analysis, now)
            journal.remove(segments)


def _newest(records: Iterator[bytes], counters: set[str]) -> tuple[list[FoundEvent], list[Coverage]]:
    """Events and coverage of counters that the site still has; the later record of one and the same counts."""
    events: dict[tuple[str, str, float], FoundEvent] = {}
    coverage: dict[tuple[str, float], Coverage] = {}
    for one in map(read_result, records):
        if isinstance(one, Coverage) and one.counter in counters:
            coverage[one.counter, one.start] = one
        elif isinstance(one, FoundEvent) and one.event.counter in counters:
            events[one.event.counter, one.event.kind, one.event.start] = one
    return list(events.values()), list(coverage.values())
