"""The retention run: everything older than its period is deleted, unless a legal hold keeps it.

Files go before the rows that name them. A killed run leaves a row without its file, which the next run finds again by
the same row; the other order would leave a file that nothing names. Files that nothing names are found as well, since
an event that was judged away leaves its clip.
"""

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from models import Action
from models.store import (
    SYSTEM,
    DatedRow,
    Deed,
    RetentionClass,
    RetentionPolicy,
    Store,
    StoredSite,
    known_sites,
)
from pipeline.retention.files import (
    DAY_S,
    DatedFile,
    journal_files,
    orphaned_clips,
    report_folders,
    signal_files,
    size_of,
)
from pipeline.retention.held import LIMITS, HeldData, held_data
from pipeline.retention.report import RetentionLine, RetentionReport

__all__ = ["RetentionPlace", "RetentionReport", "run_retention"]

_UTC = ZoneInfo("UTC")

_ROWS = (
    RetentionClass.CLIPS,
    RetentionClass.POSTERS,
    RetentionClass.QUIET_MINUTES,
    RetentionClass.EVENTS,
    RetentionClass.SCORES,
    RetentionClass.ROSTER,
    RetentionClass.BACKGROUNDS,
    RetentionClass.NOTICES,
    RetentionClass.SIGN_IN_FAILURES,
    RetentionClass.CHANGES,
    RetentionClass.REQUEST_KEYS,
)


@dataclass(frozen=True, slots=True)
class RetentionPlace:
    """The store and data folder of a run, its periods, and its moment (UTC seconds)."""

    store: Store
    data: Path
    policy: RetentionPolicy
    now: float

    def before(self, kind: RetentionClass, sites: Iterable[str]) -> float | None:
        """The moment before which a class is deleted, of all these sites the earliest; None: never."""
        days = [self.policy.of(kind, site) for site in tuple(sites) or ("",)]
        return None if None in days else self.now - max(one for one in days if one is not None) * DAY_S


@dataclass(slots=True)
class _Due:
    """The rows and files of one class that are due, the number of held ones, and the oldest file that stays."""

    rows: list[DatedRow] = field(default_factory=list)
    files: list[DatedFile] = field(default_factory=list)
    held: int = 0
    oldest: float | None = None
    forget: list[tuple[int, float]] = field(default_factory=list)


def run_retention(place: RetentionPlace, *, dry_run: bool = False) -> RetentionReport:
    """Delete what is due, and report it in the audit log and as a notice; a dry run only reports what it would delete.

    The audit log has a line before the first deletion and one after the last, so that a killed run shows.
    Raises ModelError when the periods name a site that is not stored.
    """
    sites = place.store.sites.all()
    known_sites(place.policy, {one.site.site for one in sites}, place.data)
    held = held_data(place.store, place.now)
    due = {kind: _due(place, kind, sites, held) for kind in RetentionClass}
    deletion = _Deletion(place, dry_run)
    some = any(one.rows or one.files for one in due.values())
    if some and not dry_run:
        _audit(place, "begins", _periods(place.policy))
    lines = tuple(deletion.of(kind, one) for kind, one in due.items())
    report = RetentionReport(place.now, dry_run, lines, tuple(deletion.notes))
    if some and not dry_run:
        _audit(place, "ends", report.line())
        place.store.notices.put(report.notice(), place.now)
    return report


def _audit(place: RetentionPlace, subject: str, detail: str) -> None:
    place.store.audit.add(Deed(SYSTEM, Action.RETENTION, f"retention {subject}", detail), place.now)


def _periods(policy: RetentionPolicy) -> str:
    kept = {kind: policy.of(kind) for kind in RetentionClass}
    told = [f"{kind} {'kept' if days is None else f'{days} d'}" for kind, days in kept.items()]
    told += [
        f"{site}: {kind} {days or 'kept'}" for site, own in policy.sites.items() for kind, days in own.items()
    ]
    return ", ".join(told)


def _due(place: RetentionPlace, kind: RetentionClass, sites: list[StoredSite], held: HeldData) -> _Due:
    due = _Due()
    if kind in _ROWS:
        owners = (
            [(one.site.site, one.id, one.site.zone) for one in sites] if kind.of_site else [("", 0, _UTC)]
        )
        for site, site_id, zone in owners:
            before = place.before(kind, (site,))
            found = [] if before is None else place.store.expiry.due(kind, before, site_id, zone)
            kept = [row for row in found if _row_held(kind, held, site, row)]
            due.held += len(kept)
            due.rows += [row for row in found if row not in kept] if kept else found
            if before is not None and kind is RetentionClass.EVENTS and not held:
                due.forget.append((site_id, before))
    for file in _files(place, kind):
        before = place.before(kind, file.sites)
        if before is None or file.end >= before:
            due.oldest = file.start if due.oldest is None else min(due.oldest, file.start)
        elif _file_held(held, file):
            due.held += 1
            due.oldest = file.start if due.oldest is None else min(due.oldest, file.start)
        else:
            due.files.append(file)
    return due


def _row_held(kind: RetentionClass, held: HeldData, site: str, row: DatedRow) -> bool:
    if not kind.of_site or not held:
        return False
    if kind in (RetentionClass.CLIPS, RetentionClass.POSTERS, RetentionClass.EVENTS):
        return held.event(int(row.key), site, row.counter_id, row.start, row.end)
    return held.counter(site, row.counter_id, row.start, row.end) or held.person(row.person)


def _file_held(held: HeldData, file: DatedFile) -> bool:
    if not file.sites:
        return held.anywhere(file.start, file.end)
    return any(held.counter(site, None, file.start, file.end) for site in file.sites)


def _files(place: RetentionPlace, kind: RetentionClass) -> Iterator[DatedFile]:
    places = place.store.sites.places().values()
    if kind is RetentionClass.SIGNALS:
        return signal_files(place.data, places)
    if kind is RetentionClass.REPORTS:
        return report_folders(place.data, places)
    if kind is RetentionClass.JOURNALS:
        return journal_files(place.data)
    if kind is RetentionClass.CLIPS:
        return orphaned_clips(place.data, places, place.store.expiry.named_files())
    return iter(())


@dataclass(slots=True)
class _Deletion:
    """The deletion of one class after the other; `counted` are the files whose bytes are counted already."""

    place: RetentionPlace
    dry_run: bool
    notes: list[str] = field(default_factory=list)
    counted: set[Path] = field(default_factory=set)

    def of(self, kind: RetentionClass, due: _Due) -> RetentionLine:
        """Delete what is due of a class, unless it is a dry run; the line of the report."""
        count, size = 0, 0
        for first in range(0, len(due.rows), LIMITS.batch):
            rows = due.rows[first : first + LIMITS.batch]
            sizes = {row.key: row.size + self._bytes(self._paths(row)) for row in rows}
            gone = [row.key for row in rows if self.dry_run or self._without_files(row)]
            if not self.dry_run:
                self.place.store.expiry.remove(kind, gone)
            count, size = count + len(gone), size + sum(sizes[key] for key in gone)
        for file in due.files:
            bytes_of = self._bytes([file.path])
            if self.dry_run or self._deleted(file.path):
                count, size = count + 1, size + bytes_of
        for site_id, before in () if self.dry_run else due.forget:
            self.place.store.expiry.forget_recordings(site_id, before)
        return RetentionLine(kind, count, size, due.held, _oldest(self.place, kind, due))

    def _paths(self, row: DatedRow) -> list[Path]:
        return [self.place.data / path for path in row.paths]

    def _bytes(self, paths: list[Path]) -> int:
        new = [path for path in paths if path not in self.counted]
        self.counted.update(new)
        return sum(map(size_of, new))

    def _without_files(self, row: DatedRow) -> bool:
        """Whether the files of a row are gone now.

        A path that leads out of the clips' folder was tampered with: it must not delete the database or its secret.
        """
        root = (self.place.data / "clips").resolve()
        for path in self._paths(row):
            if not path.resolve().is_relative_to(root) or path.is_dir():
                said = f"{path} is no clip and stays: look at the row {row.key} that names it"
                self.notes.append(f"retention: {said}")
                return False
        gone = [self._deleted(path) for path in self._paths(row)]
        return all(gone)

    def _deleted(self, path: Path) -> bool:
        """Whether a file, or the folder of a report, is gone now."""
        try:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        except OSError as error:
            self.notes.append(f"retention: {path} cannot be deleted: {error.strerror}")
            return False
        return True


def _oldest(place: RetentionPlace, kind: RetentionClass, due: _Due) -> float | None:
    stored = kind in _ROWS or kind is RetentionClass.AUDIT
    found = [due.oldest, place.store.expiry.oldest(kind) if stored else None]
    return min((one for one in found if one is not None), default=None)
