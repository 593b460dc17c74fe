"""Report files of a nightly run: every finished day, week and month, of each hall and each counter.

No list of due reports is stored: a period is due when its files do not match the stored scores. So a killed run, a
day judged again, a review and a score that became final all end in the right files.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from models import Period, Seal, Site, report_file
from models.store import Scored, Store
from pipeline.archive.signals import safe_name
from pipeline.nightly.limits import LIMITS
from pipeline.reports import FORMATS, Format, ReportRequest, gather, render
from pipeline.scoring.aggregates import DAY, MONTH, WEEK, period_of, places_of

LABELS = (DAY, WEEK, MONTH)
EDITION = "1"
"""Raise it when reports of the same scores look different, so that those of the last weeks are written again."""


OF_A_COUNTER: tuple[Format, ...] = ("html", "csv")
"""A workbook takes six times as long as both, and the hall's has every counter in it."""

_INDEX = "index.json"
_LONGEST = timedelta(days=31)  # a month, the longest period, may have begun so long before a day of it


@dataclass(frozen=True, slots=True)
class ReportFiles:
    """The reports of one period of a hall: the folder under DATA/reports, and the names of its files.

    `left_out` are those that would have been too large.
    """

    site: str
    label: str
    day: date
    folder: str
    files: tuple[str, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportWriter:
    """Writes reports under `folder` in `language` ("zh", "en")."""

    store: Store
    folder: Path
    language: str

    def of_day(self, site: Site, day: date, now: float) -> Iterator[ReportFiles]:
        """Write a hall's day if it is over (UTC seconds `now`) and its files are not those of its scores."""
        yield from self._due(site, _scored(self.store, site, day, day), (DAY,), now)

    def of_days(self, site: Site, first: date, last: date, now: float) -> Iterator[ReportFiles]:
        """The same of every day, week and month that has a day from `first` to `last` in it."""
        scored = _scored(self.store, site, first - _LONGEST, last + _LONGEST)
        touched = {label: {_begin(day, label) for day in _days(first, last)} for label in LABELS}
        for label in LABELS:
            mine = {day: at for day, at in scored.items() if _begin(day, label) in touched[label]}
            yield from self._due(site, mine, (label,), now)

    def _due(
        self, site: Site, scored: Mapping[date, list[Scored]], labels: Iterable[str], now: float
    ) -> Iterator[ReportFiles]:
        for label in labels:
            made_of: dict[date, list[Scored]] = defaultdict(list)
            for day in sorted(scored):
                made_of[_begin(day, label)] += scored[day]
            for begin, scores in made_of.items():
                period = period_of(begin, label, site.timezone)
                digest = self._digest(site, scores)
                if period.end <= now and not self._written(site, period, digest):
                    whole = sum(one.size for one in scores) <= LIMITS.most_letters
                    yield self._write(site, period, digest, now, whole=whole)

    def _digest(self, site: Site, scores: Iterable[Scored]) -> str:
        said = (EDITION, self.language, site.name, _counters(site), *scores)
        return hashlib.sha256(repr(said).encode()).hexdigest()

    def _path(self, site: Site, period: Period) -> Path:
        return self.folder / safe_name(site.site) / period.label / str(period.day)

    def _written(self, site: Site, period: Period, digest: str) -> bool:
        """Whether the last files of the period were made of these scores and are all still there."""
        path = self._path(site, period)
        try:
            index = json.loads((path / _INDEX).read_text(encoding="utf-8"))
            return index["digest"] == digest and all((path / name).is_file() for name in index["files"])
        except (OSError, ValueError, KeyError, TypeError):
            return False

    def _write(self, site: Site, period: Period, digest: str, now: float, *, whole: bool) -> ReportFiles:
        """Every file whole or not at all, and what says that all are there last; `whole`: the hall's as well."""
        path, too_large = self._path(site, period), [] if whole else ["hall"]
        folder, seals = path.relative_to(self.folder).as_posix(), {}
        path.mkdir(parents=True, exist_ok=True)
        hall: list[str | None] = [None] if whole else []
        for counter in (*hall, *(place.counter for place in places_of(self.store, site))):
            report = gather(self.store, ReportRequest(site, period.label, period.day, now, counter=counter))
            for form in FORMATS if counter is None else OF_A_COUNTER:
                name = f"{'hall' if counter is None else f'counter-{safe_name(counter)}'}.{form}"
                if form == "xlsx" and len(report.entries) > LIMITS.most_rows:
                    too_large.append(name)
                    continue
                content = render(report, form, self.language).content
                _put(path / name, content)
                seals[name] = Seal.of_bytes(f"{self.folder.name}/{folder}/{name}", content)
        self.store.seals.add([(report_file(folder, name), seal) for name, seal in seals.items()], now)
        _put(path / _INDEX, json.dumps({"digest": digest, "files": [*seals], "left_out": too_large}).encode())
        return ReportFiles(site.site, period.label, period.day, folder, tuple(seals), tuple(too_large))


def _put(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f"{path.name}.unfinished")
    unfinished.write_bytes(content)
    unfinished.replace(path)


def _begin(day: date, label: str) -> date:
    """The first day of the period that a day belongs to."""
    return period_of(day, label, "UTC").day


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(n) for n in range((last - first).days + 1))


def _counters(site: Site) -> tuple[tuple[str, str | None], ...]:
    return tuple((counter.id, counter.name) for camera in site.cameras for counter in camera.counters)


def _scored(store: Store, site: Site, first: date, last: date) -> dict[date, list[Scored]]:
    """By day the scores of the hall's counters."""
    mine = {place.counter_id for place in places_of(store, site)}
    found: dict[date, list[Scored]] = defaultdict(list)
    for one in store.nights.scored(first, last):
        if one.counter_id in mine:
            found[one.day].append(one)
    return found
