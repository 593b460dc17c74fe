"""The result of a nightly run: every camera's day with its outcome and reason, as data, as a file and as a notice."""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from models import Score, listed, phrase
from models.store import DayChanges, Notice
from pipeline.nightly.missing_clips import NO_CLIPS, CutResult
from pipeline.nightly.report_files import ReportFiles


class NightlyOutcome(StrEnum):
    """The outcome of a camera's day."""

    JUDGED = "judged"
    RESUMED = "resumed"
    UNCHANGED = "unchanged"
    MISSING = "missing"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class CounterScore:
    """The score of a counter's day; `points` and `coverage` None if too little was observed."""

    counter: str
    points: float | None
    coverage: float | None
    final: bool

    @classmethod
    def of(cls, score: Score) -> "CounterScore":
        """The figures of a score."""
        return cls(score.counter, _or_none(score.points), _or_none(score.coverage), score.final)


@dataclass(frozen=True, slots=True)
class DayReport:
    """A camera's day. `why` if it was not judged, `changes` if it was; `seconds` of processor time to judge it.

    `clips` are those of events that only the nightly run found.
    """

    site: str
    camera: str
    day: date
    outcome: NightlyOutcome
    why: str = ""
    changes: DayChanges | None = None
    scores: tuple[CounterScore, ...] = ()
    seconds: float = 0.0
    clips: CutResult = NO_CLIPS

    def line(self) -> str:
        """One line for the operator."""
        told = [f"{self.day} {self.site}/{self.camera}: {self.outcome}"]
        if self.changes is not None:
            told.append(_changed(self.changes))
        told += [f"{self.clips.clips} clips cut"] if self.clips.clips else []
        told += [f"{self.clips.without} without a picture"] if self.clips.without else []
        told += [self.why] if self.why else []
        told += [", ".join(_scored(one) for one in self.scores)] if self.scores else []
        return "; ".join(told)


@dataclass(frozen=True, slots=True)
class NightReport:
    """A whole run, UTC seconds. `stale` is the killed run whose lock it took over, `settled` how many scores became
    final because the time to review them is over, `notes` what went wrong beside the judging, `reports` the files it
    wrote, by period and hall, `reminders` what must be said as long as a hall asks for it (smiles),
    `retention` what was deleted because its period is over."""

    run: int
    started: float
    ended: float
    stale: str
    settled: int
    notes: tuple[str, ...]
    days: tuple[DayReport, ...]
    reports: tuple[ReportFiles, ...] = ()
    reminders: tuple[str, ...] = ()
    retention: str = ""

    def count(self, outcome: NightlyOutcome) -> int:
        """How many cameras' days ended so."""
        return sum(day.outcome is outcome for day in self.days)

    @property
    def failed(self) -> bool:
        """Whether an operator has to look after anything."""
        return bool(self.notes) or self.count(NightlyOutcome.FAILED) > 0

    def line(self) -> str:
        """One line for the operator."""
        counts = [f"{n} {outcome}" for outcome in NightlyOutcome if (n := self.count(outcome))]
        told = ", ".join(counts) or "nothing to do"
        settled = f"; {self.settled} scores became final" if self.settled else ""
        files = sum(len(one.files) for one in self.reports)
        filed = f"; {len(self.reports)} reports in {files} files" if files else ""
        deleted = f"; {self.retention}" if self.retention else ""
        return f"nightly run {self.run}: {told}{settled}{filed}{deleted}"

    def to_json(self) -> str:
        """The report as JSON."""
        return json.dumps(asdict(self), default=str, ensure_ascii=False, indent=1)

    def write(self, data: Path) -> Path:
        """Write it to DATA/nightly, whole or not at all; returns the file."""
        path = data / "nightly" / f"run-{self.run:06d}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".tmp")
        unfinished.write_text(self.to_json(), encoding="utf-8")
        unfinished.replace(path)
        return path


def notice_of(site: str, name: str, day: date, reports: Sequence[DayReport], waiting: int) -> Notice:
    """The notice of a hall's day for its people; `waiting` events wait for a review."""
    scores = [one for report in reports for one in report.scores]
    scored = [one for one in scores if one.points is not None]
    points = [one.points for one in scored if one.points is not None]
    lowest = f"{min(points):g}" if points else "-"
    told = [
        phrase(
            "notice.nightly",
            name=name,
            day=day,
            counters=len(scores),
            scored=len(scored),
            lowest=lowest,
            waiting=waiting,
        )
    ]
    for report in reports:
        if report.outcome is NightlyOutcome.MISSING:
            told.append(phrase("notice.nightly.missing", camera=report.camera))
        if report.outcome is NightlyOutcome.FAILED:
            told.append(phrase("notice.nightly.failed", camera=report.camera))
    return Notice("nightly", f"nightly:{site}:{day}", listed(told, "format.semicolons"), site, day)


def _or_none(value: float) -> float | None:
    return None if math.isnan(value) else value


def _scored(one: CounterScore) -> str:
    return f"{one.counter} {'not scored' if one.points is None else f'{one.points:g}'}"


def _changed(changes: DayChanges) -> str:
    told = [f"{changes.found} events"]
    told += [f"{n} {name}" for name, n in asdict(changes).items() if n and name != "found"]
    return f"{told[0]} ({', '.join(told[1:]) or 'as before'})"
