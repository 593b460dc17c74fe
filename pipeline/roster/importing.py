"""Import of a roster file: either every line is good and all are stored, or nothing is. A preview stores nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from models import RosterEntry, Site, whole_days
from models.store import Replaced, Repositories, Store
from pipeline.roster.checking import CheckedRoster, check_roster
from pipeline.roster.duties import roster_line
from pipeline.roster.unmatched import unmatched


@dataclass(frozen=True, slots=True)
class ImportedRoster:
    """Result of an import: the numbers of lines, and lines for people about what they should look at."""

    replaced: Replaced
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RosterPreview:
    """What an import would do, line by line; `faults` is the number of lines for which it would be refused."""

    lines: tuple[str, ...]
    doubts: tuple[str, ...]
    faults: int


def import_roster(
    store: Repositories, path: Path, site: Site, now: float, encoding: str | None = None
) -> ImportedRoster:
    """Read, check and store a roster file; the same file again changes nothing.

    `encoding` names the encoding of a CSV file whose own signs do not tell it. Raises RosterError that names every bad
    line, PipelineError for a file that is no roster.
    """
    checked = check_roster(path, site, encoding)
    entries = checked.entries
    with store.unit_of_work(f"site {site.site}") as work:
        work.sites.put(site, now)
        replaced = work.rosters.replace(site.site, entries, path.name, now)
        after = _around(work, site, entries)
    return ImportedRoster(replaced, (*checked.doubts, *_unmatched(checked, after, site)))


def read_roster(path: Path, site: Site, encoding: str | None = None) -> list[RosterEntry]:
    """The lines of a roster file in the order of time; raises as `import_roster`."""
    return check_roster(path, site, encoding).entries


def preview_roster(store: Store, path: Path, site: Site, encoding: str | None = None) -> RosterPreview:
    """Every line of a file with what an import would do with it, and the stored lines that it would replace.

    Nothing is stored. Raises PipelineError for a file that is no roster.
    """
    checked = check_roster(path, site, encoding)
    given = {line.entry for line in checked.lines if line.entry is not None}
    held = set(_around(store, site, sorted(given)))
    spoken = {(entry.what, entry.day) for entry in given}
    gone = {entry for entry in held - given if (entry.what, entry.day) in spoken}
    lines = [*_rows(checked, held, site), *(f"replaced: {roster_line(one, site)}" for one in sorted(gone))]
    doubts = _unmatched(checked, sorted((held - gone) | given), site)
    return RosterPreview(tuple(lines), (*checked.doubts, *doubts), len(checked.faults))


def _around(store: Repositories, site: Site, entries: Sequence[RosterEntry]) -> list[RosterEntry]:
    """Every stored line from the first moment of these entries to the last, whole days included."""
    if not entries:
        return []
    start, end = whole_days(min(e.day for e in entries), max(e.day for e in entries), site.zone)
    return store.rosters.entries(site.site, start, max(end, *(e.end for e in entries)))


def _rows(checked: CheckedRoster, held: set[RosterEntry], site: Site) -> Iterator[str]:
    for line in checked.lines:
        if line.fault or line.entry is None:
            yield f"{line.place}: refused: {line.fault}"
        else:
            known = "known already" if line.entry in held else "new"
            yield f"{line.place}: {known}: {roster_line(line.entry, site)}"


def _unmatched(checked: CheckedRoster, after: Sequence[RosterEntry], site: Site) -> list[str]:
    """Doubts about entries without a shift: those of the file by their row, stored ones as such."""
    places = {line.entry: line.place for line in checked.lines if line.entry is not None}
    return [
        f"{places.get(entry, 'the stored roster')}: {said}" for entry, said in unmatched(after, site.zone)
    ]
